"""What still has to be found out: reports without a name, and families who ask for help, are never let go silently."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from holdfast.records.frontdoor.codes import FollowUpKind, ReceiptStatus
from holdfast.records.frontdoor.models import FollowUp, NamedChild, Referral
from holdfast.records.frontdoor.queries.local import decide_by
from holdfast.wall.deeds import day_of

NOT_FOLLOWED = (
    "Nobody who told us this gave a name, and nothing was done yet to find out more. Ask an agency, or go there, and "
    "write down what came of it."
)
NOT_REACHED = (
    "The family asked for help itself, and nobody has spoken with them yet. Ring or meet them, and write down what "
    "came of it."
)


@dataclass(frozen=True, kw_only=True)
class ToFollow:
    """A child about whom something must be found out, by when, and what."""

    named: NamedChild
    due_on: date | None
    said: str


def not_yet_followed(named: NamedChild) -> list[str]:
    """What must be done before this is ended without going on, a sentence each; empty where nothing must."""
    return _still(named, set(FollowUp.objects.filter(named=named).values_list("kind", flat=True)))


def _still(named: NamedChild, done: set[str]) -> list[str]:
    envelope = named.envelope
    said = [NOT_FOLLOWED] if envelope.is_anonymous and not done else []
    if envelope.asks_for_help and FollowUpKind.met_family not in done:
        said.append(NOT_REACHED)
    return said


def why_a_referral_is_held(child_id: UUID, subject_id: UUID | None) -> list[str]:
    """The same for a referral that is to end without going on."""
    found = Referral.objects.select_related("contact__told__envelope").filter(pk=subject_id, child_id=child_id).first()
    told = found.contact.told if found and found.contact else None
    return not_yet_followed(told) if told else []


def to_follow() -> list[ToFollow]:
    """Whatever nobody has followed up and nobody has answered, the oldest first."""
    rows = NamedChild.objects.select_related("envelope").exclude(status=ReceiptStatus.decided)
    rows = rows.filter(Q(envelope__teller_name="") | Q(envelope__asks_for_help=True), envelope__by_public=True)
    waiting = list(rows.order_by("envelope__sent_at", "place"))
    done: dict[UUID, set[str]] = {}
    for named_id, kind in FollowUp.objects.filter(named__in=waiting).values_list("named_id", "kind"):
        done.setdefault(named_id, set()).add(kind)
    return [
        ToFollow(named=named, due_on=decide_by(day_of(named.envelope.sent_at)), said=" ".join(said))
        for named in waiting
        if (said := _still(named, done.get(named.id, set())))
    ]
