"""What comes in at the front door waits for somebody: where, until when, who hears of it, and what ends it."""

from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.test import Client

from holdfast.access import Purpose
from holdfast.records.frontdoor import actions
from holdfast.records.frontdoor.actions.accounting import account_for_days
from holdfast.records.frontdoor.actions.watching import (
    queue_what_has_none,
    read_tests,
    send_test,
    send_test_when_due,
)
from holdfast.records.frontdoor.codes import ReferralDecision
from holdfast.records.frontdoor.models import DayOfArrivals, Envelope, Match, NamedChild, Referral
from holdfast.records.frontdoor.queries import envelope_or_not_found, in_tray
from holdfast.records.frontdoor.queries.arrivals import day_of_arrivals, way_in
from holdfast.records.frontdoor.queries.queues import missed, waiting
from holdfast.wall.acting import acting
from holdfast.wall.deeds import day_of
from holdfast.wall.models import AuditEvent, Notice, QueueItem
from holdfast.wall.waiting.beats import beat
from holdfast.wall.waiting.rounds import go_round
from holdfast.wall.waiting.sending import send_notices
from holdfast.wall.waiting.sweeping import SINCE, WATCH, sweep
from tests.integration.conftest import AT
from tests.integration.test_front_door_told import Cast, tell
from tests.signing_in import sign_in

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


# The pages


@pytest.fixture
def carol(cast: Cast, client: Client) -> Client:
    return sign_in(client, cast("carol"))


def shown(page: Any) -> str:
    assert page.status_code == 200
    return unescape(page.content.decode())


def test_the_queue_shows_what_is_late_though_nobody_ever_swept(cast: Cast, carol: Client, monkeypatch):
    monkeypatch.setattr("holdfast.records.frontdoor.views.waiting.sweep", lambda **_: None)
    receipt = tell(cast("farah").actor, danger="yes", at=datetime.now(UTC) - HOUR)
    page = shown(carol.get("/waiting/"))
    assert receipt.reference in page
    assert "45 minutes late" in page
    assert "Oisín" not in page


def test_opening_the_queue_sweeps_where_nobody_else_does(cast: Cast, carol: Client):
    receipt = tell(cast("farah").actor, danger="yes", at=datetime.now(UTC) - HOUR)
    page = shown(carol.get("/waiting/"))
    assert item(receipt.envelope_id).step == 3
    assert "The director of children’s services, step 3" in page


def test_taking_it_leads_to_what_it_is_and_a_second_click_changes_nothing(cast: Cast, carol: Client):
    receipt = tell(cast("farah").actor, danger="yes", at=datetime.now(UTC))
    take = f"/waiting/{item(receipt.envelope_id).pk}/take/"
    answers = [carol.post(take) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {f"/referrals/in/{receipt.envelope_id}/"}
    assert item(receipt.envelope_id).version == 2
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert AuditEvent.objects.filter(what="take_item").count() == 2


def test_the_night_hands_over_by_name_and_what_is_not_taken_over_is_passed_up(cast: Cast):
    night, hub = sign_in(Client(), cast("dev")), sign_in(Client(), cast("carol"))
    receipt = tell(cast("farah").actor, at=NIGHT)
    sent = {"record_id": str(uuid4()), "note": "Quiet but for one.", f"note-{receipt.envelope_id}": "Ring at eight."}
    for _ in range(2):
        assert night.post("/waiting/hand-over/", sent).status_code == 302
    handed = item(UUID(sent["record_id"]), kind="handover")
    assert (handed.queue, item(receipt.envelope_id).queue) == ("front_door", "front_door")
    page = shown(hub.get("/waiting/hand-over/"))
    assert page.count("I take this over") == 1
    for words in ("Quiet but for one.", "Ring at eight.", receipt.reference, "by Dev"):
        assert words in page
    sweep(at=datetime.now(UTC) + HOUR)
    assert item(UUID(sent["record_id"]), kind="handover").step >= 1
    take_over = f"/waiting/hand-over/{sent['record_id']}/take-over/"
    assert night.post(take_over).status_code == 403, "whoever hands over does not take over"
    for _ in range(2):
        assert hub.post(take_over).status_code == 302
    assert f"Taken over by {cast('carol').display_name}" in shown(hub.get("/waiting/hand-over/"))
    assert item(UUID(sent["record_id"]), kind="handover").acknowledged_by == cast("carol").id


def test_a_manager_puts_somebody_on_duty_and_nobody_else_does(cast: Cast, carol: Client):
    now = datetime.now(UTC)
    day = {"day": str(now.day), "month": str(now.month), "year": str(now.year)}
    rota = {"person": "duty_manager", "holder": str(cast("rosa").pk), "from_hour": "00:00", "until_hour": "23:59"}
    rota |= {f"{name}_{part}": value for name in ("from_on", "until_on") for part, value in day.items()}
    assert carol.post("/waiting/duty/put/", rota).status_code == 302
    assert "The duty manager</strong>: Rosa" in shown(carol.get("/waiting/duty/"))
    assert "Rosa" in shown(sign_in(Client(), cast("dev")).get("/waiting/duty/"))
    for other in ("grace", "dev"):
        assert sign_in(Client(), cast(other)).post("/waiting/duty/put/", rota).status_code == 403
    wrong = carol.post("/waiting/duty/put/", rota | {"until_hour": "00:00"})
    assert (wrong.status_code, "must be after its beginning" in wrong.content.decode()) == (400, True)


def test_the_breach_report_is_the_managers(cast: Cast, carol: Client):
    tell(cast("farah").actor, danger="yes", at=datetime.now(UTC) - HOUR)
    assert "Still waits" in shown(carol.get("/waiting/missed/"))
    assert sign_in(Client(), cast("grace")).get("/waiting/missed/").status_code == 403


def test_anybody_may_ask_whether_the_way_in_is_open_and_reads_no_more(cast: Cast):
    asked = Client().get("/health/")
    assert (asked.status_code, asked.content) == (503, b"not ok: no test referral has arrived yet\n")
    tell(cast("farah").actor, danger="yes")
    go_round(at=datetime.now(UTC))
    asked = Client().get("/health/")
    assert (asked.status_code, asked.content) == (200, b"ok: the last test referral arrived 0 minutes ago\n")


def test_only_holdfast_itself_sends_test_referrals():
    for sent in ("", "1", "1:abc:def"):
        assert Client().post("/health/test-referral/", {"sent": sent}).status_code == 403
    with acting(actor=WATCH, purpose=Purpose.watching):
        assert not QueueItem.objects.exists()


def test_the_administrator_sees_the_alarm_and_nothing_that_waits(cast: Cast):
    tell(cast("farah").actor, danger="yes", at=datetime.now(UTC) - HOUR)
    sweep(at=datetime.now(UTC))
    sweep(at=datetime.now(UTC) + HOUR)
    priya = sign_in(Client(), cast("priya"))
    page = shown(priya.get("/waiting/watch/"))
    assert "Test referrals do not arrive" in page
    assert "I see to it" not in page
    assert "Test referrals do not arrive" in shown(priya.get("/work/", follow=True))
    assert priya.get("/waiting/").status_code == 403


@pytest.mark.parametrize("who", ["carol", "grace", "tess", "dev"])
def test_what_is_not_picked_up_stands_on_the_first_page(cast: Cast, who: str):
    receipt = tell(cast("farah").actor, danger="yes", at=datetime.now(UTC) - HOUR)
    page = shown(sign_in(Client(), cast(who)).get("/work/", follow=True))
    assert f"Not yet opened {receipt.reference}" in page
    assert "45 minutes late" in page
