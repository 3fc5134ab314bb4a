"""The pages of what waits: the queue, the hand-over, the rota, the breach report, and whether Holdfast watches."""

from datetime import UTC, datetime
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from holdfast.access import Purpose
from holdfast.wall.acting import acting
from holdfast.wall.models import AuditEvent, QueueItem
from holdfast.wall.waiting.rounds import go_round
from holdfast.wall.waiting.sending import send_notices
from holdfast.wall.waiting.sweeping import WATCH, sweep
from tests.integration.test_front_door_told import Cast, tell
from tests.integration.test_waiting_front_door import HOUR, NIGHT, item
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


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
    assert "The director of children’s services, step 3: on its way" in page


def test_where_a_letter_cannot_go_the_page_says_whom_to_ring(cast: Cast, carol: Client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    tell(cast("farah").actor, danger="yes", at=datetime.now(UTC))
    send_notices(now=datetime.now(UTC))
    page = shown(carol.get("/waiting/"))
    assert "The duty manager could not be told by letter.</span> Ring 020 7946 0111." in page


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
        assert Client().post("/health/test-referral/", {"sent": sent}).status_code == 401
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
