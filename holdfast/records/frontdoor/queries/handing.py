"""What stands open when one side goes home, and what was handed over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from holdfast.kernel.refused import NotFound
from holdfast.records.frontdoor.codes import Side
from holdfast.records.frontdoor.models import HandOver, HandOverLine, Referral
from holdfast.records.frontdoor.queries.standing import in_tray, undecided_referrals, user_names
from holdfast.records.people.queries import display_names
from holdfast.wall.deeds import day_of

_KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class OpenThing:
    """Something that stands open: an envelope that nobody has dealt with, or an urgent referral to decide."""

    key: UUID
    called: str
    said: str
    urgent: bool
    envelope: UUID | None = None
    referral: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Handed:
    """A hand-over as a page shows it."""

    hand_over: HandOver
    handed_by: str
    taken_by: str
    lines: list[tuple[OpenThing, str]]
    """Each thing with its note."""


def open_things(*, as_of: datetime) -> list[OpenThing]:
    """What stands open at that moment, danger first."""
    told = [
        OpenThing(
            key=line.envelope.id,
            envelope=line.envelope.id,
            called=", ".join(child.called for child in line.children),
            said=f"{line.envelope.reference}, {'being looked at' if line.is_read else 'not yet opened'}",
            urgent=line.envelope.maybe_danger,
        )
        for line in in_tray(as_of=day_of(as_of))
    ]
    return told + _urgent_referrals(undecided_referrals(), as_of)


def _urgent_referrals(referrals: Iterable[Referral], as_of: datetime) -> list[OpenThing]:
    urgent = [each for each in referrals if _is_urgent(each)]
    names = display_names([each.child for each in urgent], as_of=day_of(as_of))
    return [
        OpenThing(
            key=each.id, referral=each.id, called=names[each.child_id], said="a referral to decide today", urgent=True
        )
        for each in urgent
    ]


def _is_urgent(referral: Referral) -> bool:
    return bool(referral.contact and referral.contact.told and referral.contact.told.envelope.maybe_danger)


def hand_overs(*, as_of: datetime) -> list[Handed]:
    """The hand-overs of the last week, those that nobody has taken over first."""
    rows = list(HandOver.objects.filter(handed_at__gt=as_of - _KEPT_FOR).order_by("-handed_at"))
    names = user_names({user for row in rows for user in (row.handed_by, row.taken_by) if user})
    shown = [
        Handed(
            hand_over=row,
            handed_by=names.get(row.handed_by, ""),
            taken_by=names.get(row.taken_by, "") if row.taken_by else "",
            lines=_lines(row, as_of),
        )
        for row in rows
    ]
    return sorted(shown, key=lambda each: each.hand_over.taken_at is not None)


def _lines(handed: HandOver, as_of: datetime) -> list[tuple[OpenThing, str]]:
    rows = HandOverLine.objects.filter(hand_over=handed).select_related("envelope", "referral__child")
    rows = rows.prefetch_related("envelope__children")
    names = display_names([row.referral.child for row in rows if row.referral], as_of=day_of(as_of))
    return [(_thing(row, names), row.note) for row in rows]


def _thing(row: HandOverLine, names: dict[UUID, str]) -> OpenThing:
    if row.referral:
        called = names[row.referral.child_id]
        return OpenThing(key=row.referral.id, referral=row.referral.id, called=called, said="a referral", urgent=True)
    envelope = row.envelope
    assert envelope
    called = ", ".join(child.called for child in envelope.children.all())
    return OpenThing(
        key=envelope.id, envelope=envelope.id, called=called, said=envelope.reference, urgent=envelope.maybe_danger
    )


def hand_over_or_not_found(hand_over_id: UUID) -> HandOver:
    """The hand-over, for somebody of the front door or the night; NotFound says the same where there is none."""
    found = HandOver.objects.filter(pk=hand_over_id).first()
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found


def other_side(side: Side) -> Side:
    """Whom this side hands over to."""
    return Side.night if side is Side.hub else Side.hub
