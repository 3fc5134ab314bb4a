"""A directory's feed is taken in: rows change, none is lost, and one that cannot be read is listed with its reason."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.earlyhelp.actions._entries import OF_SERVICE, organisation, place, service_fields, term
from holdfast.records.earlyhelp.models import FeedImport, Service, ServiceAtLocation, ServiceTerm
from holdfast.records.earlyhelp.queries.oruk import as_oruk, with_all
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import deed
from holdfast.wall.models import User

Told = Mapping[str, Any]


def take_in_feed(*, services: Iterable[Told], name: str, by: Actor, purpose: Purpose, at: datetime) -> FeedImport:
    """Take in services as Open Referral UK tells them, whole.

    Every row stands or is refused by itself. A service of the same feed that is not told of any more stays, and says
    so: somebody looks, and ends it.
    """
    with deed("take_in_feed", children=[], by=by, purpose=purpose, at=at, label=name[:100]):
        taken = FeedImport(taken_at=at, taken_by=User.objects.filter(pk=by.id).first(), name=name)
        seen: set[UUID] = set()
        for row, told in enumerate(services, start=1):
            try:
                with transaction.atomic():
                    key, became = _service(told, feed=name)
            except (Refused, ValidationError, DatabaseError, ValueError, TypeError, KeyError) as wrong:
                taken.refused.append({"row": row, "name": _name(told), "because": _because(wrong)})
                continue
            seen.add(key)
            setattr(taken, became, getattr(taken, became) + 1)
        gone = Service.objects.filter(feed=name).exclude(pk__in=seen)
        taken.not_in_feed = gone.update(in_latest_feed=False) if seen else 0
        taken.save()
        return taken


def _service(told: Told, *, feed: str) -> tuple[UUID, str]:
    if not isinstance(told, Mapping):
        raise Refused("It is not a service.")
    key = id_of(told)
    standing = with_all(Service.objects).filter(pk=key).first()
    before = as_oruk(standing) if standing else None
    service = standing or Service(id=key)
    for field, value in service_fields(told).items():
        setattr(service, field, value)
    service.organization = organisation(told.get("organization"))
    service.feed, service.in_latest_feed = feed, True
    service.full_clean(validate_unique=False, exclude=["organization"])
    service.save()
    _parts(service, told)
    if before is None:
        return key, "added"
    after = as_oruk(with_all(Service.objects).get(pk=key))
    return key, "unchanged" if after == before else "changed"


def _parts(service: Service, told: Told) -> None:
    """What belongs to the service, replaced by what is told now."""
    for name, (model, fields) in OF_SERVICE.items():
        model.objects.filter(service=service).delete()
        for row in told.get(name) or ():
            part = model(id=own_id(model, service, row), service=service, **fields(row))
            _keep(part)
    ServiceTerm.objects.filter(service=service).delete()
    for row in told.get("attributes") or ():
        if row.get("taxonomy_term"):
            _keep(ServiceTerm(id=own_id(ServiceTerm, service, row), service=service, term=term(row["taxonomy_term"])))
    service.places.update(standing=False)
    for row in told.get("service_at_locations") or ():
        if row.get("location"):
            there = {"service": service, "location": place(row["location"]), "standing": True}
            ServiceAtLocation.objects.update_or_create(pk=own_id(ServiceAtLocation, service, row), defaults=there)


def _keep(part: models.Model) -> None:
    part.full_clean(validate_unique=False)
    part.save(force_insert=True)


def id_of(told: Told) -> UUID:
    """The id that the feed gives; Refused where it is no UUID."""
    try:
        return UUID(str(told["id"]))
    except (KeyError, ValueError):
        raise Refused("It has no id that is a UUID.") from None


def own_id(model: Any, service: Service, row: Told) -> UUID:
    """The part's own id; feeds tell one part under several services, which are then several parts."""
    try:
        told = UUID(str(row["id"]))
    except (KeyError, ValueError):
        return uuid5(service.id, repr(sorted(row.items(), key=str)))
    taken = model.objects.filter(pk=told).exclude(service=service).exists()
    return uuid5(service.id, str(told)) if taken else told


def _name(told: Any) -> str:
    return str(told.get("name", ""))[:200] if isinstance(told, Mapping) else ""


def _because(wrong: Exception) -> str:
    if isinstance(wrong, ValidationError):
        return "; ".join(f"{name}: {' '.join(said)}" for name, said in wrong.message_dict.items())
    return str(wrong).splitlines()[0][:300] if str(wrong) else type(wrong).__name__


def check_entry(
    *, service: Service, changes: Mapping[str, Any], checked_on: date, by: Actor, purpose: Purpose, at: datetime
) -> Service:
    """Say that somebody asked the service whether the entry is true, and what had to be changed."""
    unknown = set(changes) - CHECKED
    if unknown:
        raise Refused(f"This cannot be changed here: {', '.join(sorted(unknown))}.")
    with deed("check_directory_entry", children=[], by=by, purpose=purpose, at=at, label=service.name[:100]):
        standing = Service.objects.select_for_update().get(pk=service.pk)
        for name, value in changes.items():
            setattr(standing, name, value)
        standing.checked_on, standing.checked_by = checked_on, User.objects.filter(pk=by.id).first()
        standing.last_modified = at
        standing.save()
        return standing


CHECKED = frozenset({"status", "telephone", "wait_time", "alert", "owner", "eligibility_description"})
"""What may be mended while an entry is checked; the rest is the feed's."""
