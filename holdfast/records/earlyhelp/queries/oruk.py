"""The directory as Open Referral UK tells it (HSDS 3.0, its UK profile), so that another directory can take it in.

What a feed told besides what is used here was kept, and is given back in its place.
"""

from collections.abc import Iterable
from typing import Any

from holdfast.records.earlyhelp.models import (
    Contact,
    CostOption,
    Language,
    Location,
    Organisation,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceTerm,
    TaxonomyTerm,
)

VERSION = "HSDS-UK-3.0"
PROFILE = "https://docs.openreferraluk.org/en/3.0-dev/"
Told = dict[str, Any]


def as_oruk(service: Service) -> Told:
    """One service whole: as /services/{id} answers it."""
    return _kept(
        service.rest,
        **in_short(service),
        schedules=[_schedule(each) for each in _ordered(service.schedules.all())],
        service_areas=_areas(service),
        service_at_locations=[_place(each) for each in _ordered(service.places.all()) if each.standing],
        languages=[_language(each) for each in _ordered(service.languages.all())],
        phones=_phones(service),
        cost_options=[_cost(each) for each in _ordered(service.costoptions.all())],
        contacts=[_contact(each) for each in _ordered(service.contacts.all())],
        attributes=[_attribute(each) for each in _ordered(service.serviceterms.all())],
    )


def in_short(service: Service) -> Told:
    """A service's own lines and its organisation's: as a page of /services answers it."""
    return _said(
        id=str(service.id),
        name=service.name,
        alternate_name=service.alternate_name,
        description=service.description,
        url=service.url,
        email=service.email,
        status=service.status,
        application_process=service.application_process,
        fees_description=service.fees_description,
        wait_time=service.wait_time,
        eligibility_description=service.eligibility_description,
        minimum_age=_whole(service.minimum_age),
        maximum_age=_whole(service.maximum_age),
        assured_date=service.checked_on.isoformat() if service.checked_on else None,
        alert=service.alert,
        last_modified=service.last_modified.isoformat() if service.last_modified else None,
        organization=_organisation(service.organization),
    )


def page_of(services: Iterable[Service], *, number: int, pages: int, total: int) -> Told:
    """A page of services in HSDS's envelope; `number` counts from 1."""
    contents = [in_short(service) for service in services]
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": contents,
    }


def whole_directory() -> Told:
    """Every service whole, in one page: what another directory takes in."""
    services = list(with_all(Service.objects.order_by("name", "id")))
    told = page_of([], number=1, pages=1, total=len(services))
    return told | {
        "size": len(services),
        "empty": not services,
        "contents": [as_oruk(service) for service in services],
    }


def with_all(services: Any) -> Any:
    """The services with all that belongs to them, in few queries."""
    parts = ("schedules", "languages", "costoptions", "contacts", "serviceterms__term", "places__location")
    return services.select_related("organization").prefetch_related(*parts)


def term_as_oruk(term: TaxonomyTerm) -> Told:
    """A term of a vocabulary."""
    told = {"code": term.code, "taxonomy": term.taxonomy, "description": term.description}
    parent = str(term.parent_id) if term.parent_id else None
    return _kept(term.rest, **_said(id=str(term.id), name=term.name, parent_id=parent, **told))


def _organisation(each: Organisation) -> Told:
    told = {"description": each.description, "email": each.email, "website": each.website}
    return _kept(each.rest, **_said(id=str(each.id), name=each.name, **told))


def _place(each: ServiceAtLocation) -> Told:
    return _kept(each.rest, id=str(each.id), location=_location(each.location))


def _location(each: Location) -> Told:
    lines = [line.strip() for line in each.address.split(",") if line.strip()]
    address = _said(
        id=str(each.id), address_1=lines[0] if lines else "", city=", ".join(lines[1:]), region=each.ward,
        postal_code=each.postcode, country="GB", address_type="physical",
    )  # fmt: skip
    told = {"description": each.description, "latitude": each.latitude, "longitude": each.longitude}
    return _kept(
        each.rest,
        **_said(id=str(each.id), location_type="physical", name=each.name, **told),
        addresses=[address] if each.address or each.postcode else [],
        accessibility=[{"id": str(each.id), "description": each.access}] if each.access else [],
    )


def _schedule(each: Schedule) -> Told:
    told = {"byday": each.byday, "opens_at": each.opens_at, "closes_at": each.closes_at}
    return _kept(each.rest, **_said(id=str(each.id), freq="WEEKLY", description=each.description, **told))


def _cost(each: CostOption) -> Told:
    amount = float(each.amount) if each.amount is not None else None
    told = {"option": each.option, "amount": amount, "amount_description": each.amount_description}
    return _kept(each.rest, **_said(id=str(each.id), **told))


def _contact(each: Contact) -> Told:
    phones = [{"id": str(each.id), "number": each.telephone}] if each.telephone else []
    told = _said(id=str(each.id), name=each.name, title=each.title, email=each.email)
    return _kept(each.rest, **told, **({"phones": phones} if phones else {}))


def _language(each: Language) -> Told:
    return _kept(each.rest, **_said(id=str(each.id), name=each.name, code=each.code))


def _attribute(each: ServiceTerm) -> Told:
    return _kept(each.rest, id=str(each.id), link_entity="service", taxonomy_term=term_as_oruk(each.term))


def _areas(service: Service) -> list[Told]:
    return [{"id": f"{service.id}", "name": name} for name in service.areas.splitlines() if name.strip()]


def _phones(service: Service) -> list[Told]:
    return [{"id": str(service.id), "number": service.telephone}] if service.telephone else []


def _kept(rest: Told, **told: Any) -> Told:
    return {**told, **{name: value for name, value in rest.items() if name not in told}}


def _said(**told: Any) -> Told:
    return {name: value for name, value in told.items() if value not in (None, "")}


def _whole(number: float | None) -> float | int | None:
    return int(number) if number is not None and number == int(number) else number


def _ordered(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: str(row.id))
