"""What Open Referral UK says of each part of a service's entry, as our columns; the rest is kept as told."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.dateparse import parse_date, parse_datetime

from holdfast.kernel.refused import Refused
from holdfast.records.earlyhelp.models import (
    Contact,
    CostOption,
    Language,
    Location,
    Organisation,
    Schedule,
    Service,
    TaxonomyTerm,
)
from holdfast.records.people.queries import as_postcode

Told = Mapping[str, Any]
_TEXTS = ("name", "alternate_name", "description", "url", "email", "application_process", "fees_description",
          "wait_time", "eligibility_description", "alert")  # fmt: skip
_OURS = frozenset({*_TEXTS, "id", "status", "minimum_age", "maximum_age", "assured_date", "last_modified", "fees",
                   "organization", "schedules", "service_areas", "service_at_locations", "languages", "phones",
                   "cost_options", "contacts", "attributes"})  # fmt: skip


def service_fields(told: Told) -> dict[str, Any]:
    """A service's own columns; Refused where it has no name, or a status that nobody knows."""
    if not _text(told, "name"):
        raise Refused("It has no name.")
    status = _text(told, "status") or Service.Status.active
    if status not in Service.Status.values:
        raise Refused(f"“{status}” is no status of a service: {', '.join(Service.Status.values)}.")
    fields: dict[str, Any] = {name: _text(told, name) for name in _TEXTS}
    fields["fees_description"] = fields["fees_description"] or _text(told, "fees")
    checked = _day(told.get("assured_date"))
    return {
        **fields,
        "status": status,
        "telephone": _phone(told),
        "minimum_age": _number(told.get("minimum_age")),
        "maximum_age": _number(told.get("maximum_age")),
        "areas": "\n".join(_text(area, "name") for area in told.get("service_areas") or () if _text(area, "name")),
        "last_modified": _moment(told.get("last_modified")),
        **({"checked_on": checked} if checked else {}),
        "rest": _rest(told, _OURS),
    }


def organisation(told: Any) -> Organisation:
    """The organisation, as it is told now; Refused where it has no id or name."""
    if not isinstance(told, Mapping) or not _text(told, "name"):
        raise Refused("It does not say which organisation offers it.")
    fields = {name: _text(told, name) for name in ("name", "description", "email", "website")}
    ours = {*fields, "id"}
    return _stands(Organisation, told, **fields, rest=_rest(told, ours))


def place(told: Told) -> Location:
    """A place, with its first address."""
    addresses = told.get("addresses") or told.get("physical_addresses") or [{}]
    first = addresses[0]
    lines = [_text(first, name) for name in ("address_1", "address_2", "city")]
    access = [_text(each, "description") for each in told.get("accessibility") or ()]
    ours = {"id", "name", "description", "latitude", "longitude", "addresses", "accessibility", "location_type"}
    return _stands(
        Location,
        told,
        name=_text(told, "name"),
        description=_text(told, "description"),
        address=", ".join(filter(None, lines)),
        postcode=as_postcode(_text(first, "postal_code")),
        ward=_text(first, "region"),
        latitude=_number(told.get("latitude")),
        longitude=_number(told.get("longitude")),
        access="\n".join(filter(None, access)),
        rest=_rest(told, ours),
    )


def term(told: Told) -> TaxonomyTerm:
    """A term of a vocabulary."""
    fields = {name: _text(told, name) for name in ("name", "description", "code", "taxonomy")}
    parent = told.get("parent_id")
    ours = {*fields, "id", "parent_id"}
    return _stands(
        TaxonomyTerm, told, **fields, parent_id=UUID(str(parent)) if parent else None, rest=_rest(told, ours)
    )


def _schedule(told: Told) -> dict[str, Any]:
    names = ("byday", "opens_at", "closes_at", "description")
    return {name: _text(told, name) for name in names} | {"rest": _rest(told, {*names, "id", "freq"})}


def _cost(told: Told) -> dict[str, Any]:
    names = ("option", "amount_description")
    fields = {name: _text(told, name) for name in names}
    return fields | {"amount": _amount(told.get("amount")), "rest": _rest(told, {*names, "id", "amount"})}


def _contact(told: Told) -> dict[str, Any]:
    names = ("name", "title", "email")
    fields = {name: _text(told, name) for name in names}
    return fields | {"telephone": _phone(told), "rest": _rest(told, {*names, "id", "phones"})}


def _language(told: Told) -> dict[str, Any]:
    name = _text(told, "name") or _text(told, "language") or _text(told, "code")
    return {"name": name, "code": _text(told, "code"), "rest": _rest(told, {"name", "code", "id", "language"})}


OF_SERVICE: dict[str, tuple[type[models.Model], Callable[[Told], dict[str, Any]]]] = {
    "schedules": (Schedule, _schedule),
    "cost_options": (CostOption, _cost),
    "contacts": (Contact, _contact),
    "languages": (Language, _language),
}
"""What belongs to a service, by its name in the feed: the table, and its columns from what is told."""


def _stands(model: Any, told: Told, **fields: Any) -> Any:
    try:
        key = UUID(str(told["id"]))
    except (KeyError, ValueError):
        raise Refused(f"Its {model._meta.verbose_name} has no id that is a UUID.") from None
    entry = model(id=key, **fields)
    entry.full_clean(validate_unique=False)
    standing = model.objects.filter(pk=key).first()
    if standing is None or any(getattr(standing, name) != value for name, value in fields.items()):
        entry.save(force_insert=standing is None)
    return entry


def _rest(told: Told, ours: Any) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name not in ours and value not in (None, "", [])}


def _text(told: Any, name: str) -> str:
    value = told.get(name) if isinstance(told, Mapping) else None
    return "" if value is None else str(value).strip()


def _phone(told: Told) -> str:
    numbers = [_text(each, "number").strip('"') for each in told.get("phones") or ()]
    return next(filter(None, numbers), "")


def _number(said: Any) -> float | None:
    return None if said in (None, "") else float(said)


def _amount(said: Any) -> Decimal | None:
    try:
        return None if said in (None, "") else Decimal(str(said))
    except InvalidOperation:
        raise Refused(f"“{said}” is not an amount.") from None


def _day(said: Any) -> date | None:
    return parse_date(str(said)[:10]) if said else None


def _moment(said: Any) -> datetime | None:
    if not said:
        return None
    return parse_datetime(str(said).replace(" ", "T", 1)) if len(str(said)) > 10 else None
