"""What comes in at the front door waits in a queue, in the same transaction, until somebody picks it up."""

from datetime import datetime
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from holdfast.access import Purpose
from holdfast.records.frontdoor.codes import ReceiptStatus
from holdfast.records.frontdoor.models import Contact, Envelope, NamedChild, Referral
from holdfast.records.frontdoor.queries.waiting import (
    decide_at_the_latest,
    ladder_of_envelope,
    look_by,
    queue_at,
    within_a_working_day,
)
from holdfast.wall.acting import TESTER, Actor
from holdfast.wall.deeds import take_turns
from holdfast.wall.models import QueueItem
from holdfast.wall.waiting import acknowledge, queue_item, take
from holdfast.wall.waiting.items import HUB
from holdfast.wall.waiting.ladders import escalation

ENVELOPE, REFERRAL, AGREEMENT, TEST = "envelope", "referral", "agreement", "test_referral"
OUTCOME = "outcome"
ALLEGATION = "allegation"
EARLY_HELP = "early_help"


def queue_envelope(*, envelope: Envelope, at: datetime) -> None:
    """Let what somebody told us wait until it is opened: in danger first and shortly, by the hours of the hub."""
    if envelope.sent_by == TESTER.id:
        _queue_test(envelope, at)
        return
    queue_item(
        kind=ENVELOPE,
        subject=envelope.id,
        queue=queue_at(at),
        ladder=ladder_of_envelope(maybe_danger=envelope.maybe_danger, at=at),
        words="Something urgent came in." if envelope.maybe_danger else "Something came in.",
        reference=envelope.reference,
        path=address_of("frontdoor:envelope", envelope.id),
        acknowledge_by=look_by(maybe_danger=envelope.maybe_danger, at=at),
        urgent=envelope.maybe_danger,
        at=at,
    )


def _queue_test(envelope: Envelope, at: datetime) -> None:
    """It waits for the tester's own reader; nobody is told of it unless it is not read."""
    queue_item(
        kind=TEST, subject=envelope.id, queue="tests", ladder="alarm", words="A test referral was not read.",
        reference=envelope.reference, acknowledge_by=at + escalation().alarm_after, at=at,
        seen_for=[Purpose.watching], tell_at_once=False,
    )  # fmt: skip


def envelope_opened(*, envelope: Envelope, by: Actor, at: datetime) -> None:
    """Somebody looks at it: it waits no longer to be opened, and from now on for them to say what becomes of it."""
    acknowledge(kind=ENVELOPE, subject=envelope.id, at=at)
    take(item=queue_outcome(envelope=envelope, since=envelope.sent_at, at=at), by=by, at=at)


def queue_outcome(*, envelope: Envelope, since: datetime, at: datetime) -> QueueItem:
    """Let what was opened wait until it is said what becomes of each child, by when a referral would be decided.

    Looking at something is not yet doing something about it: whoever opens it and goes home loses nothing.
    """
    standing = QueueItem.objects.filter(kind=OUTCOME, subject=envelope.id, acknowledged_at=None).first()
    return standing or queue_item(
        kind=OUTCOME,
        subject=envelope.id,
        queue=queue_at(at),
        ladder="decision_at_once" if envelope.maybe_danger else "decision",
        words="Something was opened, and nobody has said what becomes of it.",
        reference=envelope.reference,
        path=address_of("frontdoor:envelope", envelope.id),
        acknowledge_by=decide_at_the_latest(maybe_danger=envelope.maybe_danger, received_at=since, at=at),
        urgent=envelope.maybe_danger,
        at=at,
        tell_at_once=False,
    )


def outcome_said(*, envelope: Envelope, at: datetime) -> None:
    """It waits no longer once something became of every child in it."""
    take_turns([envelope.id])  # else two who deal with a child each would both think that the other is still open
    if not NamedChild.objects.filter(envelope=envelope, contacts=None).exclude(status=ReceiptStatus.decided).exists():
        acknowledge(kind=OUTCOME, subject=envelope.id, at=at)


def queue_decision(*, referral: Referral, at: datetime) -> None:
    """Let a referral wait for a manager's decision; where a child may be in danger, the duty manager hears at once."""
    told = referral.contact.told if referral.contact else None
    maybe_danger = bool(told and told.envelope.maybe_danger)
    received_at = referral.reopened_at or (referral.contact.received_at if referral.contact else at)
    queue_item(
        kind=REFERRAL,
        subject=referral.id,
        queue="managers",
        ladder="decision_at_once" if maybe_danger else "decision",
        words="An urgent referral waits for a decision today." if maybe_danger else "A referral waits for a decision.",
        reference=told.envelope.reference if told else "",
        path=address_of("desk:decision", referral.id),
        acknowledge_by=decide_at_the_latest(maybe_danger=maybe_danger, received_at=received_at, at=at),
        urgent=maybe_danger,
        at=at,
    )


def decision_taken(*, referral: Referral, at: datetime) -> None:
    """It is decided: it waits no longer, or where nobody senior has agreed yet, it waits for that."""
    acknowledge(kind=REFERRAL, subject=referral.id, at=at)
    acknowledge(kind=AGREEMENT, subject=referral.id, at=at)
    if referral.agreed_at is None:
        told = referral.contact.told if referral.contact else None
        queue_item(
            kind=AGREEMENT, subject=referral.id, queue="managers", ladder="agreement", at=at,
            words="A manager has still to look at what was decided.",
            reference=told.envelope.reference if told else "", path=address_of("desk:decision", referral.id),
        )  # fmt: skip


def queue_allegation(*, subject: UUID, reference: str, at: datetime) -> None:
    """Let an allegation wait for the designated officer for one working day; nobody else sees that it waits."""
    queue_item(
        kind=ALLEGATION, subject=subject, queue="designated_officer", ladder="allegation", reference=reference, at=at,
        words="Somebody who works with children is accused.", path=address_of("allegations:list"),
        acknowledge_by=_officers_day(at), seen_for=[Purpose.allegations],
    )  # fmt: skip


def queue_against_officer(*, subject: UUID, reference: str, at: datetime) -> None:
    """Let an allegation against an officer wait with the managers, who find another: no letter goes to the officer."""
    queue_item(
        kind=ALLEGATION, subject=subject, queue="managers", ladder="otherwise", reference=reference, at=at,
        words="An allegation waits for another designated officer.", acknowledge_by=_officers_day(at),
        seen_for=[Purpose.allegations, *HUB],
    )  # fmt: skip


def queue_early_help(*, contact: Contact, at: datetime) -> None:
    """Let a family who was sent to early help wait for one working day, until somebody there takes them in."""
    queue_item(
        kind=EARLY_HELP, subject=contact.id, queue="early_help", ladder="early_help", at=at,
        words="A family was sent to early help, and nobody has taken them in.", path=address_of("earlyhelp:board"),
        acknowledge_by=within_a_working_day(received_at=at, ladder="early_help", at=at),
        seen_for=[Purpose.early_help, *HUB],
    )  # fmt: skip


def _officers_day(at: datetime) -> datetime:
    return within_a_working_day(received_at=at, ladder="allegation", at=at)


def address_of(name: str, *args: object) -> str:
    """The address of a page by its name; empty where there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
