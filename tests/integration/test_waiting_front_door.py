"""What comes in at the front door waits for somebody: where, until when, who hears of it, and what ends it."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core import mail

from holdfast.access import Purpose
from holdfast.records import frontdoor
from holdfast.records.frontdoor import actions
from holdfast.records.frontdoor.actions.accounting import account_for_days
from holdfast.records.frontdoor.actions.watching import (
    queue_what_has_none,
    read_tests,
    send_test,
    send_test_when_due,
)
from holdfast.records.frontdoor.codes import WORDS_FOR_SENDER, ReferralDecision
from holdfast.records.frontdoor.models import DayOfArrivals, Envelope, Match, NamedChild, Referral
from holdfast.records.frontdoor.queries import envelope_or_not_found, in_tray, who_answers
from holdfast.records.frontdoor.queries.arrivals import day_of_arrivals, way_in
from holdfast.records.frontdoor.queries.queues import missed, waiting
from holdfast.records.frontdoor.views.afterwards import what_happens_next
from holdfast.wall.acting import acting
from holdfast.wall.deeds import day_of
from holdfast.wall.models import Notice, QueueItem
from holdfast.wall.waiting.beats import beat
from holdfast.wall.waiting.rounds import go_round
from holdfast.wall.waiting.sending import send_notices
from holdfast.wall.waiting.sweeping import SINCE, WATCH, sweep
from tests.integration.conftest import AT
from tests.integration.test_front_door_told import Cast, tell

pytestmark = pytest.mark.django_db

NIGHT = datetime(2026, 11, 20, 23, tzinfo=UTC)
LATE_AFTERNOON = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def item(subject: UUID, kind: str = "envelope") -> QueueItem:
    with acting(actor=WATCH, purpose=Purpose.watching):
        return QueueItem.objects.filter(subject=subject, kind=kind).latest("came_at")


@pytest.mark.parametrize(
    ("at", "danger", "queue", "within"),
    [
        (AT, "yes", "front_door", timedelta(minutes=15)),
        (AT, "not_sure", "front_door", timedelta(minutes=15)),
        (AT, "no", "front_door", timedelta(hours=6.5)),  # until the hub closes at five
        (LATE_AFTERNOON, "no", "front_door", HOUR),
        (NIGHT, "no", "out_of_hours", 2 * HOUR),
        (NIGHT, "yes", "out_of_hours", timedelta(minutes=15)),
    ],
)
def test_what_comes_in_waits_where_somebody_is_and_not_long(cast: Cast, at, danger, queue, within):
    receipt = tell(cast("farah").actor, at=at, danger=danger)
    waits = item(receipt.envelope_id)
    assert (waits.queue, waits.acknowledge_by - at, waits.urgent) == (queue, within, danger != "no")


def test_it_arrives_with_its_queue_and_its_outbox_or_not_at_all(cast: Cast, monkeypatch):
    def fail(**_: Any) -> None:
        raise OSError

    receipt = tell(cast("farah").actor)
    with acting(actor=WATCH, purpose=Purpose.watching):
        assert Notice.objects.filter(item=item(receipt.envelope_id)).exists()
    monkeypatch.setattr("holdfast.records.frontdoor.actions.receiving.queue_envelope", fail)
    with pytest.raises(OSError):
        tell(cast("farah").actor)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert [each.pk for each in Envelope.objects.all()] == [receipt.envelope_id]


def opened(cast: Cast, envelope_id: UUID, *, at: datetime = AT) -> None:
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        found = envelope_or_not_found(envelope_id)
        actions.open_envelope(envelope=found, by=cast("carol").actor, purpose=Purpose.front_door, at=at)


def test_opening_it_ends_its_waiting(cast: Cast):
    receipt = tell(cast("farah").actor, danger="yes")
    opened(cast, receipt.envelope_id)
    waits = item(receipt.envelope_id)
    assert (waits.acknowledged_at, waits.acknowledged_by) == (AT, cast("carol").id)


def referred(cast: Cast, family: Any, *, danger: str = "no", at: datetime = AT) -> Referral:
    receipt = tell(cast("farah").actor, danger=danger, at=at)
    doing = {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": at}
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        named = NamedChild.objects.get(envelope_id=receipt.envelope_id)
        actions.open_envelope(envelope=named.envelope, **doing)
        Match(child_id=family.oisin, named=named, matched_at=at).save(force_insert=True)
        return actions.make_referral(named=named, source="2A", **doing)


def test_a_child_who_may_be_in_danger_is_first_heard_of_at_once_and_decided_today(cast: Cast, family, mailoutbox):
    """f.immediate_risk_missed: it sorts first, its clock runs from receipt, and the duty manager is told."""
    tell(cast("farah").actor, at=AT - HOUR)
    urgent = tell(cast("helen").actor, danger="yes", at=AT)
    send_notices(now=AT)
    assert ["duty.manager@alderbrook.example"] in [letter.to for letter in mailoutbox]
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert waiting(as_of=AT)[0].item.subject == urgent.envelope_id
        assert in_tray(as_of=day_of(AT))[0].envelope.pk == urgent.envelope_id
    assert item(urgent.envelope_id).came_at == AT

    mailoutbox.clear()
    decision = item(referred(cast, family, danger="yes", at=AT).pk, kind="referral")
    assert decision.acknowledge_by == AT + 4 * HOUR, "a senior decision the same day, and soon"
    send_notices(now=AT)
    assert ["duty.manager@alderbrook.example"] in [letter.to for letter in mailoutbox]


def test_a_missed_time_of_a_child_who_may_be_in_danger_stands_in_the_breach_report(cast: Cast, mailoutbox):
    """f.immediate_risk_missed: a missed clock shows in the breach report, and went up the phone list."""
    urgent = tell(cast("helen").actor, danger="yes", at=AT)
    sweep(at=AT + timedelta(minutes=50))
    send_notices(now=AT + timedelta(minutes=50))
    assert {"tess.arkwright@alderbrook.example", "director@alderbrook.example"} <= {
        address for letter in mailoutbox for address in letter.to
    }
    opened(cast, urgent.envelope_id, at=AT + HOUR)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        (line,) = missed(since=day_of(AT), as_of=AT + 2 * HOUR)
    assert (line.item.subject, line.late, line.owner) == (urgent.envelope_id, "45 minutes", cast("carol").display_name)


def test_a_late_night_receipt_is_still_to_be_decided_soon_and_never_tomorrow_noon(cast: Cast, family):
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    decision = item(referred(cast, family, danger="yes", at=late).pk, kind="referral")
    assert decision.acknowledge_by - late <= HOUR


def test_a_referral_waits_for_its_decision_until_the_next_working_day_closes(cast: Cast, family):
    referral = referred(cast, family)
    assert item(referral.pk, kind="referral").acknowledge_by == datetime(2026, 11, 23, 17, tzinfo=UTC)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        actions.decide_referral(
            referral=referral, decision=ReferralDecision.assessment, reasons="", decided_on=day_of(AT),
            expected_version=referral.version, by=cast("carol").actor, purpose=Purpose.front_door, at=AT + HOUR,
        )  # fmt: skip
    assert item(referral.pk, kind="referral").acknowledged_at == AT + HOUR


def test_what_is_decided_at_night_waits_for_a_manager_to_agree(cast: Cast, family):
    """f.immediate_risk_missed: at night whoever is there protects, and somebody senior looks."""
    referral = referred(cast, family, danger="yes", at=NIGHT)
    doing = {"by": cast("dev").actor, "purpose": Purpose.out_of_hours, "at": NIGHT}
    with acting(actor=cast("dev").actor, purpose=Purpose.out_of_hours):
        decided = actions.decide_referral(
            referral=referral, decision=ReferralDecision.strategy_discussion, reasons="", decided_on=day_of(NIGHT),
            expected_version=referral.version, **doing,
        )  # fmt: skip
    agreement = item(referral.pk, kind="agreement")
    assert agreement.acknowledged_at is None
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        actions.agree_decision(
            referral=decided, expected_version=decided.version, by=cast("carol").actor,
            purpose=Purpose.front_door, at=NIGHT + 10 * HOUR,
        )  # fmt: skip
    assert item(referral.pk, kind="agreement").acknowledged_at


def test_what_stands_in_no_queue_is_put_into_one_and_is_late_from_its_own_time(cast: Cast, monkeypatch):
    monkeypatch.setattr("holdfast.records.frontdoor.actions.receiving.queue_envelope", lambda **_: None)
    receipt = tell(cast("farah").actor, danger="yes", at=AT)
    with acting(actor=WATCH, purpose=Purpose.watching):
        assert day_of_arrivals(day_of(AT)).missing == [receipt.reference]
    for _ in range(2):
        queue_what_has_none(at=AT + HOUR)
    waits = item(receipt.envelope_id)
    assert waits.acknowledge_by == AT + timedelta(minutes=15)
    sweep(at=AT + HOUR)
    assert item(receipt.envelope_id).step == 3


def test_a_test_referral_goes_the_whole_way_and_is_nobodys_work(cast: Cast, mailoutbox):
    send_test_when_due(at=AT)
    send_test_when_due(at=AT + timedelta(minutes=1))
    read_tests(at=AT + timedelta(minutes=1))
    assert way_in(at=AT + timedelta(minutes=2)).said == "ok: the last test referral arrived 1 minutes ago"
    send_notices(now=AT)
    assert mailoutbox == []
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert not Envelope.objects.exists()
        assert not NamedChild.objects.exists()
        assert waiting(as_of=AT + 9 * HOUR) == []
        assert in_tray(as_of=day_of(AT)) == []
        day = day_of_arrivals(day_of(AT))
        assert (day.sent, day.received, day.tests_arrived) == (0, 0, 1), "counted apart, and once"


def test_a_test_referral_that_nobody_reads_sounds_the_alarm(cast: Cast):
    send_test(slot=1, at=AT)
    sweep(at=AT)
    sweep(at=AT + timedelta(minutes=30))
    with acting(actor=cast("priya").actor, purpose=Purpose.administration):
        said = [each.words for each in QueueItem.objects.all()]
    assert said == ["Test referrals do not arrive: what partners send may not either."]
    assert not way_in(at=AT + timedelta(minutes=30)).is_open


def test_the_account_of_a_day_is_kept_and_sent_where_all_is_zero_too(mailoutbox):
    beat(SINCE, AT - timedelta(days=1))
    for _ in range(2):
        account_for_days(at=AT)
    (account,) = DayOfArrivals.objects.all()
    assert (account.day, account.sent, account.received, account.queued) == (day_of(AT) - timedelta(days=1), 0, 0, 0)
    send_notices(now=AT)
    (letter,) = mailoutbox
    assert "0 sent, 0 received, 0 queued" in letter.subject
    assert letter.to == ["front.door@alderbrook.example"]


def test_the_account_says_by_which_way_things_came_and_that_all_arrived(cast: Cast):
    tell(cast("farah").actor, channel="professional_form")
    tell(cast("helen").actor, channel="machine", danger="yes")
    opened(cast, tell(cast("gpshared").actor, channel="machine").envelope_id)
    with acting(actor=WATCH, purpose=Purpose.watching):
        day = day_of_arrivals(day_of(AT))
    assert (day.sent, day.received, day.queued, day.opened, day.missing) == (3, 3, 3, 1, [])
    assert day.by_channel["machine"] == {"received": 2, "queued": 2, "opened": 1}


def test_one_round_does_all_of_it(cast: Cast, mailoutbox):
    tell(cast("farah").actor, danger="yes")
    done = go_round(at=AT + timedelta(minutes=16))
    assert (done.swept.steps, done.sent.failed) == (1, 0)
    assert way_in(at=AT + timedelta(minutes=16)).is_open
    assert len(mail.outbox) == done.sent.sent == 3


@pytest.mark.parametrize("danger", ["yes", "not_sure"])
def test_no_wording_puts_a_child_who_may_be_in_danger_off_until_a_working_day(cast: Cast, family, danger: str):
    """At no hour does anything that is said of it, to the sender or to us, say a working day or tomorrow."""
    said: list[str] = []
    for hour in range(0, 24 * 5, 7):
        at = datetime(2026, 11, 20, tzinfo=UTC) + hour * HOUR
        said += what_happens_next(danger=danger, answering=who_answers(at))
        said.append(item(tell(cast("farah").actor, at=at, danger=danger).envelope_id).words)
    decision = item(referred(cast, family, danger=danger).pk, kind="referral")
    said += [decision.words, *WORDS_FOR_SENDER.values(), *(f"Nobody has picked this up. {each}" for each in said)]
    assert decision.acknowledge_by - AT <= 4 * HOUR
    for sentence in said:
        assert not re.search(r"working day|tomorrow|next week|in the morning", sentence), sentence


def test_nothing_anywhere_says_the_next_working_day_to_whoever_tells_us():
    slice_of = Path(frontdoor.__file__).parent
    for path in [*slice_of.rglob("*.html"), *slice_of.rglob("views/*.py"), *slice_of.rglob("forms/*.py")]:
        assert "next working day" not in path.read_text().lower(), path
