"""The rota: who stands in for somebody on the phone list, from when until when."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from holdfast.kernel.refused import Refused
from holdfast.wall.models import User
from holdfast.wall.waiting.ladders import escalation
from holdfast.wall.waiting.models import Duty


def on_duty(person: str, *, at: datetime) -> User | None:
    """Who is on duty for this person at that moment: whoever began last; None where the rota names nobody."""
    return all_on_duty(at=at).get(person)


def all_on_duty(*, at: datetime) -> dict[str, User]:
    """Who is on duty at that moment, by whom on the phone list they stand in for."""
    rows = Duty.objects.filter(from_at__lte=at, until_at__gt=at, ended_at=None)
    return {spell.person: spell.holder for spell in rows.select_related("holder").order_by("from_at")}


def coming_duties(*, as_of: datetime) -> list[Duty]:
    """Who is on duty now and later, in order."""
    rows = Duty.objects.filter(until_at__gt=as_of, ended_at=None)
    return list(rows.select_related("holder").order_by("person", "from_at"))


def put_on_duty(*, person: str, holder: User, from_at: datetime, until_at: datetime, by: UUID) -> Duty:
    """Write somebody on the rota; said twice, it stands once."""
    if person not in escalation().people:
        raise Refused("Nobody of that name is on the phone list (local/escalation.toml).")
    if until_at <= from_at:
        raise Refused("The end of the duty is before its beginning.")
    same = {"person": person, "holder": holder, "from_at": from_at, "until_at": until_at, "ended_at": None}
    with transaction.atomic():
        spell, _ = Duty.objects.get_or_create(**same, defaults={"written_by": by})
    return spell


def take_off_duty(*, duty: Duty, at: datetime) -> None:
    """Take back what the rota says; it stays to be read."""
    Duty.objects.filter(pk=duty.pk, ended_at=None).update(ended_at=at)
