"""The front door looks at what was told, and makes of it a contact or a referral."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.actions.following import recorded
from holdfast.records.frontdoor.actions.hurting import keep_injuries
from holdfast.records.frontdoor.actions.queueing import envelope_opened, outcome_said, queue_decision
from holdfast.records.frontdoor.codes import WORDS_FOR_SENDER, ContactOutcome, ReceiptStatus
from holdfast.records.frontdoor.models import Contact, Envelope, Match, NamedChild, Referral
from holdfast.records.frontdoor.queries import described, match_of, next_key, restricted_may_match
from holdfast.records.frontdoor.queries.following import not_yet_followed
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import day_of, deed
from holdfast.wall.versions import inserted

_ENDS = frozenset({ContactOutcome.information_only, ContactOutcome.early_help})
"""What asks for nothing more from children's social care."""


def open_envelope(*, envelope: Envelope, by: Actor, purpose: Purpose, at: datetime) -> list[NamedChild]:
    """Say that somebody looks at it now; the first who opens it stands. Answers its named children.

    Where a record that is closed to the front door may be one of them, whoever holds that record is told so.
    """
    children = list(NamedChild.objects.select_for_update().filter(envelope=envelope).order_by("place"))
    unread = [each for each in children if each.status == ReceiptStatus.not_read]
    if unread:
        with deed("open_envelope", children=[], by=by, purpose=purpose, at=at):
            for each in unread:
                change(each, {"status": ReceiptStatus.being_looked_at, "opened_at": at, "opened_by": by.id})
                restricted_may_match(described(each, as_of=day_of(at)), of=each, at=at)
            envelope_opened(envelope=envelope, by=by, at=at)
    return children


def record_contact(
    *, named: NamedChild, source: str, outcome: ContactOutcome, answer: str = "", help_wanted: str = "",
    by: Actor, purpose: Purpose, at: datetime,
) -> Contact:  # fmt: skip
    """Keep what was told as a contact that asks for nothing more, and answer the sender.

    Refused where a child may be in danger, unless somebody already works with the child: a manager decides that. What
    nobody signed, and a family's own request, is not ended before somebody has found out more.
    """
    if named.envelope.maybe_danger and outcome != ContactOutcome.open_case:
        raise Refused("Somebody said that a child may be in danger now. Make it a referral, so that a manager decides.")
    if outcome in _ENDS and (still := not_yet_followed(named)):
        raise Refused(" ".join(still))
    match = _matched(named)
    with deed("record_contact", children=[match.child_id], by=by, purpose=purpose, at=at):
        wanted = help_wanted.strip() if outcome == ContactOutcome.early_help else ""
        contact = recorded(_contact(named, match, source=source, outcome=outcome, help_wanted=wanted), at=at)
        outcome_said(envelope=named.envelope, at=at)
        keep_injuries(match=match, by=by, purpose=purpose, at=at)
        answer_sender(named=contact.told, words=answer or WORDS_FOR_SENDER[outcome], at=at)
        return contact


def make_referral(*, named: NamedChild, source: str, by: Actor, purpose: Purpose, at: datetime) -> Referral:
    """Make what was told a referral: the clock of the decision has run since it arrived."""
    match = _matched(named)
    with deed("make_referral", children=[match.child_id], by=by, purpose=purpose, at=at):
        contact = _contact(named, match, source=source, outcome=ContactOutcome.referral)
        outcome_said(envelope=named.envelope, at=at)
        keep_injuries(match=match, by=by, purpose=purpose, at=at)
        standing = Referral.objects.filter(contact=contact).first()
        if standing:
            return standing
        referred_on = day_of(contact.received_at)
        key = next_key(Referral, child_id=match.child_id, stem=str(referred_on))
        referral = inserted(
            Referral(child_id=match.child_id, key=key, contact=contact, referred_on=referred_on, source=contact.source)
        )
        queue_decision(referral=referral, at=at)
        return referral


def answer_sender(*, named: NamedChild | None, words: str, at: datetime) -> None:
    """Let the sender's receipt say that it is decided, and the outcome in words that they may have."""
    if named is None:
        return
    change(named, {"status": ReceiptStatus.decided, "answer": words.strip(), "answered_at": at})


def look_again(*, named: NamedChild | None) -> None:
    """Let the sender's receipt say that we look again; the answer that they had stands until there is another."""
    if named is not None:
        change(named, {"status": ReceiptStatus.being_looked_at})


def _contact(
    named: NamedChild, match: Match, *, source: str, outcome: ContactOutcome, help_wanted: str = ""
) -> Contact:
    now = held(named)
    if now is None or now.child_id != match.child_id:
        raise Refused("Somebody has just changed who this child is. Open it again, and look who it is now.")
    standing = Contact.objects.select_for_update().select_related("told").filter(told=named).first()
    if standing and standing.outcome != outcome:
        raise Refused("Somebody has dealt with this already. Open it again to see what became of it.")
    if standing:
        return standing
    envelope = named.envelope
    key = next_key(Contact, child_id=match.child_id, stem=f"k{day_of(envelope.sent_at)}")
    return inserted(
        Contact(
            child_id=match.child_id,
            key=key,
            told=named,
            received_at=envelope.sent_at,
            source=source,
            from_agency=_from_whom(envelope),
            concern=_concern(envelope),
            outcome=outcome,
            help_wanted=help_wanted,
        )
    )


def _from_whom(envelope: Envelope) -> str:
    """The agency; never who of the public it was, since a family may one day read the record."""
    return "A member of the public" if envelope.by_public else envelope.teller_agency


def _concern(envelope: Envelope) -> str:
    said = f"The child said: {envelope.child_said.strip()}" if envelope.child_said.strip() else ""
    return "\n\n".join(filter(None, (envelope.what_happened.strip(), said)))


def _matched(named: NamedChild) -> Match:
    match = match_of(named)
    if match is None:
        raise Refused("Say first who this child is: somebody known, or somebody new.")
    return match


def held(named: NamedChild) -> Match | None:
    """Who the child is said to be, while nobody else can say so."""
    NamedChild.objects.select_for_update().get(pk=named.pk)
    return match_of(named)


def change(named: NamedChild, changes: Mapping[str, Any]) -> None:
    """Say how far the front door is with it; what stood before is kept as a version."""
    for name, value in changes.items():
        setattr(named, name, value)
    named.save(update_fields=list(changes))
