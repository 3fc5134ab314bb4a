"""What still has to be found out: reports without a name, and families who ask for help, are never let go silently."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

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
    envelope = named.envelope
    done = set(FollowUp.objects.filter(named=named).values_list("kind", flat=True))
    said = []
    if envelope.is_anonymous and not done:
        said.append(NOT_FOLLOWED)
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
    rows = rows.filter(envelope__by_public=True).order_by("envelope__sent_at", "place")
    waiting = []
    for named in rows:
        said = not_yet_followed(named)
        if said:
            due_on = decide_by(day_of(named.envelope.sent_at))
            waiting.append(ToFollow(named=named, due_on=due_on, said=" ".join(said)))
    return waiting


def follow_ups(named: NamedChild) -> list[FollowUp]:
    """What was done to find out more, oldest first."""
    return list(FollowUp.objects.filter(named=named).order_by("made_at"))
