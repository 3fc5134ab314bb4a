"""The pages round a decision: prepared and given back, agreed, rung, opened again, rated unseen, read by the panel."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from holdfast.access import Purpose
from holdfast.records.casework import actions as casework
from holdfast.records.casework.queries import past_of_assessment
from holdfast.records.earlyhelp.models import Help
from holdfast.records.frontdoor.codes import Power, ReferralDecision
from holdfast.records.frontdoor.models import Proposal, Referral
from holdfast.wall.acting import acting
from tests.integration.conftest import AT
from tests.integration.test_front_door_decision import Hub, read_all
from tests.integration.test_front_door_decision_page import sent
from tests.integration.test_front_door_told import Cast
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
END = ReferralDecision.no_further_action


@pytest.fixture
def referral(cast: Cast, family: Any) -> Referral:
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        return Hub(cast, family).referred()


def signed(cast: Cast, who: str) -> Client:
    return sign_in(Client(), cast(who))


def stands(cast: Cast) -> Referral:
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        return Referral.objects.get()


def test_a_worker_prepares_it_and_a_manager_gives_it_back_or_saves_it(cast: Cast, referral: Referral):
    at, grace, carol = f"/referrals/{referral.id}/", signed(cast, "grace"), signed(cast, "carol")
    assert "Prepare a decision" in grace.get(at).content.decode()
    typed = {"decision": "no_further_action", "reasons": "Fed now.", "record_id": str(uuid4()), "area:care": "neglect"}
    assert grace.post(at, typed).status_code == grace.post(at, typed).status_code == 302
    assert not stands(cast).decision
    page = carol.get(at).content.decode()
    assert "Prepared for a manager" in page
    assert "Fed now." in page
    assert carol.post(f"{at}return/", {"comment": "Who saw him?"}).status_code == 302
    assert "Who saw him?" in grace.get("/work/").content.decode()
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert Proposal.objects.get().indicators == ["neglect"]
    carol.post(at, sent(referral))
    assert stands(cast).decision == "assessment"


def test_what_is_ticked_suggests_a_level_in_words_before_anything_is_saved(cast: Cast, referral: Referral):
    typed = sent(referral) | {"area:care": "neglect", "go": "suggest", "reasons": "Kept as typed."}
    answer = signed(cast, "carol").post(f"/referrals/{referral.id}/", typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "The document suggests level 3." in page
    assert "Kept as typed." in page
    assert not stands(cast).decision


def test_ending_keeps_every_word_and_says_what_is_missing_where_it_is_missing(
    cast: Cast, family: Any, referral: Referral
):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        Hub(cast, family).referred(at=AT - timedelta(days=40), what_happened="Before")
    typed = sent(referral, decision="no_further_action", reasons="Fed now.")
    answer = signed(cast, "carol").post(f"/referrals/{referral.id}/", typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    for said in ("Fed now.", "Read what came before", "Say who was told"):
        assert said in page, said


def test_early_help_stands_with_early_help_from_the_same_moment(cast: Cast, referral: Referral):
    cast("uma")
    typed = sent(referral, decision="early_help", family_agrees="yes", help_wanted="A parenting group")
    assert signed(cast, "carol").post(f"/referrals/{referral.id}/", typed).status_code == 302
    with acting(actor=cast("uma").actor, purpose=Purpose.early_help):
        family = Help.objects.get()
    assert (family.wanted, family.referral_id) == ("A parenting group", referral.id)


@pytest.mark.parametrize("decision", ["early_help", "assessment"])
def test_what_is_written_with_the_decision_is_not_counted_as_added_since(cast: Cast, referral: Referral, decision: str):
    """f.chronology_stale"""
    worker = str(cast("ann").id)
    cast("uma")
    typed = sent(referral, decision=decision, family_agrees="yes", help_wanted="A group", worker=worker)
    carol, page = signed(cast, "carol"), f"/referrals/{referral.id}/"
    assert carol.post(page, typed).status_code == 302
    assert "0 entries added since the decision" in carol.get(page).content.decode()
    seen = {"what": "seen", "agency_name": "A neighbour", "seen_on_day": "19", "seen_on_month": "11",
            "seen_on_year": "2026"}  # fmt: skip
    assert signed(cast, "grace").post(f"/seen/{referral.child_id}/seen/", seen).status_code == 302
    assert "1 entry added since the decision" in carol.get(page).content.decode()


def test_what_was_decided_at_night_stands_on_the_queue_until_a_manager_agrees(cast: Cast, referral: Referral):
    signed(cast, "dev").post(f"/referrals/{referral.id}/", sent(referral, decision="strategy_discussion"))
    carol = signed(cast, "carol")
    assert "Decided at night, to agree with" in carol.get("/referrals/deciding/").content.decode()
    assert carol.post(f"/referrals/{referral.id}/agree/", {}).status_code == 302
    assert "Decided at night" not in carol.get("/referrals/deciding/").content.decode()
    assert stands(cast).agreed_by == cast("carol").id


def test_a_child_handed_over_is_on_the_queue_until_the_other_authority_takes_them_on(cast: Cast, referral: Referral):
    carol, at = signed(cast, "carol"), f"/referrals/{referral.id}/"
    carol.post(at, sent(referral, decision="another_authority", passed_to="Brent"))
    assert "Brent" in carol.get("/referrals/deciding/").content.decode()
    step = {"kind": "taken_on", "with_whom": "Sam Okoro, 020 7946 0555", "record_id": str(uuid4())}
    assert carol.post(f"{at}transfer/", step).status_code == 302
    assert "Brent" not in carol.get("/referrals/deciding/").content.decode()
    assert "Sam Okoro" in carol.get(at).content.decode()


def test_an_ended_referral_is_opened_again_and_waits_again(cast: Cast, referral: Referral):
    carol, at = signed(cast, "carol"), f"/referrals/{referral.id}/"
    carol.post(at, sent(referral, decision="no_further_action", told_to_whom="Farah"))
    assert carol.post(f"{at}reopen/", {"because": ""}).status_code == 400
    assert carol.post(f"{at}reopen/", {"because": "The GP replied late."}).status_code == 302
    assert "The GP replied late." in carol.get(at).content.decode()
    assert not stands(cast).is_decided


def test_a_power_is_written_down_at_night_and_finished_in_the_morning(cast: Cast, referral: Referral):
    dev, at = signed(cast, "dev"), f"/referrals/{referral.id}/"
    day = {"used_on_day": "20", "used_on_month": "11", "used_on_year": "2026", "used_time": "02:15"}
    typed = {"power": Power.police_protection.value, "record_id": str(uuid4()), **day}
    assert dev.post(f"{at}power/", typed).status_code == 302
    carol = signed(cast, "carol")
    page = carol.get("/referrals/deciding/").content.decode()
    assert "why this power; what else was considered; what came of it" in page
    power = page.split("/powers/")[1].split("/")[0]
    typed = {"reason": "No time.", "alternatives": "His aunt.", "outcome": "With his aunt."}
    assert carol.post(f"/powers/{power}/", typed).status_code == 302
    assert "still to write down" not in carol.get("/referrals/deciding/").content.decode()
    assert signed(cast, "grace").get(f"/powers/{power}/").status_code == 403


def test_the_panels_list_has_each_child_once_with_the_reasons_side_by_side(cast: Cast, family: Any):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        hub = Hub(cast, family)
        for days in (60, 30):
            told = hub.referred(at=AT - timedelta(days=days), what_happened=f"Told {days} days ago")
            hub.decide(told, END, decided_on=told.referred_on, weighed=read_all(told), reasons=f"Ended {days}")
        hub.referred(what_happened="A third time")
    rosa = signed(cast, "rosa")
    page = rosa.get("/referrals/panel/").content.decode()
    assert page.count('id="child-') == 1
    for said in ("1 child told of again and again", "A third time", "Told 60 days ago", "Ended 30", "Carol Nwosu"):
        assert said in page, said
    look = {"took_part": "Carol, Rosa", "decision": "Neglect.", "held_on_day": "20", "held_on_month": "11"}
    answer = rosa.post(f"/referrals/panel/{family.oisin}/", look | {"held_on_year": "2026", "record_id": str(uuid4())})
    assert answer.status_code == 302
    assert "0 children told of again" in rosa.get("/referrals/panel/").content.decode()


def test_a_second_rating_shows_what_came_in_and_never_what_was_decided(cast: Cast, referral: Referral, monkeypatch):
    monkeypatch.setattr("holdfast.records.frontdoor.queries.rating.is_sampled", lambda *_, **__: True)
    signed(cast, "carol").post(
        f"/referrals/{referral.id}/", sent(referral, threshold_level="2", reasons="Secret view.")
    )
    rosa = signed(cast, "rosa")
    page = rosa.get(f"/referrals/{referral.id}/rate/").content.decode()
    assert "He comes to school hungry." in page
    assert "Secret view." not in page
    assert signed(cast, "carol").get(f"/referrals/{referral.id}/rate/").status_code == 403
    rated = {"level": "3", "reasons": "Hungry again.", "area:care": "neglect"}
    assert rosa.post(f"/referrals/{referral.id}/rate/", rated).status_code == 302
    shown = rosa.get("/referrals/ratings/").content.decode()
    for said in ("Cohen’s kappa, n = 1", "Where two managers differ", "Secret view.", "Hungry again."):
        assert said in shown, said


def test_an_assessment_leads_to_what_came_before_and_back(cast: Cast, family: Any, referral: Referral):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        hub = Hub(cast, family)
        hub.referred(at=AT - timedelta(days=400), what_happened="Before")
        episode = casework.open_episode(referral=hub.decide(referral, ReferralDecision.assessment), **hub.doing)
        assessment = casework.start_assessment(episode=episode, started_on=AT.date(), **hub.doing)
        (past,) = past_of_assessment(assessment, as_of=AT.date())
    ann, at = signed(cast, "ann"), f"/casework/{family.oisin}/"
    assert "1 not read yet" in ann.get(f"{at}authorise/{assessment.id}/").content.decode()
    assert "Referral: not decided" in ann.get(f"{at}past/{assessment.id}/").content.decode()
    ann.post(f"{at}past/{assessment.id}/", {past.item: "The same worry then."})
    assert "not read yet" not in ann.get(f"{at}authorise/{assessment.id}/").content.decode()


@pytest.mark.parametrize("path", ["deciding", "panel", "ratings"])
@pytest.mark.parametrize("who", ["ann", "farah", "maya", "uma"])
def test_managers_pages_are_the_hubs(cast: Cast, path: str, who: str):
    assert signed(cast, who).get(f"/referrals/{path}/").status_code == 403


def test_the_sender_reads_how_to_disagree_and_that_they_read_it_is_kept(cast: Cast, referral: Referral):
    carol = signed(cast, "carol")
    carol.post(f"/referrals/{referral.id}/", sent(referral, decision="no_further_action", told_to_whom="Farah"))
    assert "Not opened yet" in carol.get(f"/referrals/{referral.id}/").content.decode()
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        envelope = Referral.objects.select_related("contact__told").get().contact.told.envelope_id
    receipt = signed(cast, "farah").get(f"/referrals/told/{envelope}/").content.decode()
    assert "Challenge this decision" in receipt
    assert "Not opened yet" not in carol.get(f"/referrals/{referral.id}/").content.decode()
