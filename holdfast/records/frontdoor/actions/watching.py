"""What the front door looks after by itself, in every round: nothing is without its queue, and the way in is open."""

import logging
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlencode
from urllib.request import urlopen
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.signing import BadSignature, TimestampSigner

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.actions.accounting import account_for_days
from holdfast.records.frontdoor.actions.queueing import ENVELOPE, TEST, address_of
from holdfast.records.frontdoor.actions.receiving import receive_envelope
from holdfast.records.frontdoor.codes import Channel, Danger
from holdfast.records.frontdoor.models import Envelope
from holdfast.records.frontdoor.queries.arrivals import without_a_queue
from holdfast.records.frontdoor.queries.waiting import ladder_of_envelope, look_by, queue_at
from holdfast.wall.acting import TESTER, acting
from holdfast.wall.waiting import acknowledge, queue_item
from holdfast.wall.waiting.beats import MARK, beat, last
from holdfast.wall.waiting.ladders import escalation
from holdfast.wall.waiting.models import QueueItem
from holdfast.wall.waiting.rounds import register_job
from holdfast.wall.waiting.sweeping import ARRIVAL, WATCH

log = logging.getLogger(__name__)

TEST_SENT = "test referral sent"
_ANSWER_WITHIN, _LATEST = 20, 300  # seconds
_LOOKED_BACK = timedelta(days=2)
_TEST_WORDS = "This is a test of Holdfast by itself. It is about nobody."


def register_jobs() -> None:
    """Say what every round begins with."""
    register_job("what has no queue", queue_what_has_none)
    register_job("test referral", send_test_when_due)
    register_job("test referrals read", read_tests)
    register_job("account of the day", account_for_days)


def queue_what_has_none(*, at: datetime) -> None:
    """Put into its queue whatever arrived without one: it never should, and then it is past its time already."""
    with acting(actor=WATCH, purpose=Purpose.watching):
        for each in without_a_queue(since=at - _LOOKED_BACK, until=at):
            queue_item(
                kind=ENVELOPE, subject=each.envelope, queue=queue_at(at), urgent=each.in_danger,
                ladder=ladder_of_envelope(maybe_danger=each.in_danger, at=each.sent_at),
                words="Something came in and was in no queue.", reference=each.reference,
                path=address_of("frontdoor:envelope", each.envelope),
                acknowledge_by=look_by(maybe_danger=each.in_danger, at=each.sent_at), at=each.sent_at,
            )  # fmt: skip


def send_test_when_due(*, at: datetime) -> None:
    """Send a test referral from here, where the last is old enough."""
    if (slot := slot_due(at=at)) is not None:
        send_test(slot=slot, at=at)
        beat(TEST_SENT, believed(at))


def post_test_when_due(*, at: datetime, pages: str) -> None:
    """Send a test referral through the pages, as a partner's system would; it is tried again in the next round."""
    if (slot := slot_due(at=at)) is None:
        return
    body = urlencode({"sent": TimestampSigner(salt=TEST_SENT).sign(str(slot))}).encode()
    try:
        with urlopen(f"{pages}{address_of('frontdoor:test_referral')}", body, timeout=_ANSWER_WITHIN) as answer:
            if answer.status == HTTPStatus.OK:
                beat(TEST_SENT, believed(at))
    except OSError as error:
        log.warning("The test referral was not taken: %s.", type(error).__name__)


def slot_of(sent: str) -> int:
    """The number of a test referral that we signed a moment ago; Refused for anything else."""
    try:
        return int(TimestampSigner(salt=TEST_SENT).unsign(sent, max_age=_LATEST))
    except BadSignature:
        raise Refused("Only Holdfast itself sends test referrals.") from None


def slot_due(*, at: datetime) -> int | None:
    """The number of the test referral that is due; None where it was sent."""
    now, sent_at, every = believed(at), last(TEST_SENT), escalation().test_every
    slot = int(now.timestamp() // every.total_seconds())
    if sent_at is not None and int(sent_at.timestamp() // every.total_seconds()) == slot:
        return None
    return slot


def send_test(*, slot: int, at: datetime) -> None:
    """Send the test referral of this number, the way that a partner's referral goes; sent twice it arrives once."""
    told = {
        "danger": Danger.no.value,
        "what_happened": _TEST_WORDS,
        "teller_name": TESTER.name,
        "channel": Channel.machine.value,
    }
    form_key = uuid5(NAMESPACE_URL, f"holdfast:test:{slot}")
    receive_envelope(form_key=form_key, told=told, children=[], by=TESTER, purpose=Purpose.referring, at=at)


def read_tests(*, at: datetime) -> None:
    """Read the test referrals that arrived in their queue, and keep that the way in is open."""
    with acting(actor=WATCH, purpose=Purpose.watching):
        waiting = list(QueueItem.objects.filter(kind=TEST, acknowledged_at=None).values_list("subject", flat=True))
    for subject in waiting:
        if _is_whole(subject):
            with acting(actor=WATCH, purpose=Purpose.watching):
                if acknowledge(kind=TEST, subject=subject, at=at):
                    beat(ARRIVAL, believed(at))


def _is_whole(envelope: UUID) -> bool:
    """Whether it arrived as it was sent, with the place for the child that it names none of."""
    with acting(actor=TESTER, purpose=Purpose.referring):
        found = Envelope.objects.filter(pk=envelope, what_happened=_TEST_WORDS).first()
        return found is not None and found.children.count() == 1


def believed(at: datetime) -> datetime:
    """The time to go by: a clock that was put back is not believed."""
    return max(at, last(MARK) or at)
