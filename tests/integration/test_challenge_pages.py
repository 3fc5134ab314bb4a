"""The pages of a challenge, for both sides, for whoever hears it, and for the Board."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from holdfast.access import Purpose
from holdfast.records.casework import actions as casework
from holdfast.records.challenges.models import Challenge
from holdfast.records.frontdoor.codes import ReferralDecision
from holdfast.records.frontdoor.models import NamedChild
from holdfast.wall.acting import acting
from tests.integration.conftest import AT
from tests.integration.test_challenges import Dispute, dispute
from tests.integration.test_front_door_decision import Hub
from tests.signing_in import sign_in

__all__ = ["dispute"]
pytestmark = pytest.mark.django_db

TYPED = {"theme": "safety", "why": "A burn, and he will not go home.", "immediate": "yes"}


def signed(dispute: Dispute, who: str) -> Client:
    return sign_in(Client(), dispute.cast(who))


def test_a_health_visitor_challenges_from_the_childs_page_and_is_answered(dispute: Dispute):
    """f.disagreement_proc: raised as health user, the manager has the task, both see the history."""
    helen, rosa = signed(dispute, "helen"), signed(dispute, "rosa")
    at = f"/challenges/new/referral/{dispute.referral.id}/"
    assert "No further action (NFA), decided 20 November 2026" in helen.get(at).content.decode()
    raised = helen.post(at, TYPED | {"record_id": str(uuid4())})
    assert raised.status_code == 302
    assert "Challenges that wait for you" in rosa.get("/work/").content.decode()
    assert "A burn, and he will not go home." in rosa.get(raised.url).content.decode()
    answer = {"outcome": "changed", "words": "An assessment starts.", "effect": "Seen today."}
    assert rosa.post(f"{raised.url}answer/", answer).status_code == 302
    assert "Challenges that wait for you" in helen.get("/work/").content.decode()
    shown = helen.get(raised.url).content.decode()
    for said in ("An assessment starts.", "Seen today.", "Agree with the answer", "Take it to the next stage"):
        assert said in shown, said
    assert helen.post(f"{raised.url}agree/", {}).status_code == 302
    assert "Whoever raised it agrees".lower() in helen.get(raised.url).content.decode().lower()


def test_what_is_missing_is_said_and_every_word_kept(dispute: Dispute):
    answer = signed(dispute, "helen").post(f"/challenges/new/referral/{dispute.referral.id}/", {"why": "A burn."})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "A burn." in page
    assert "Say whether the child is at risk while this waits" in page


def test_whoever_decided_reads_it_and_is_refused_by_name_of_those_who_can(dispute: Dispute):
    challenge = dispute.raised()
    carol = signed(dispute, "carol")
    page = carol.get(f"/challenges/{challenge.id}/").content.decode()
    assert "Rosa Lindgren-Okafor" in page
    assert "Answer the challenge" not in page
    refused = carol.post(f"/challenges/{challenge.id}/answer/", {"outcome": "stood", "words": "It was right."})
    assert refused.status_code == 400
    assert "Nobody hears a challenge to their own decision" in refused.content.decode()
    assert "It was right." in refused.content.decode()


def test_a_sender_challenges_from_the_receipt_and_learns_nothing_of_the_child(dispute: Dispute):
    farah = signed(dispute, "farah")
    with acting(actor=dispute.cast("farah").actor, purpose=Purpose.referring):
        named = NamedChild.objects.get()
    raised = farah.post(f"/challenges/new/answer/{named.id}/", TYPED | {"record_id": str(uuid4())})
    page = farah.get(raised.url).content.decode()
    assert "A burn, and he will not go home." in page
    for hidden in (str(dispute.family.oisin), "100001", "/children/"):
        assert hidden not in page, hidden
    assert "Your challenge of" in farah.get(f"/referrals/told/{named.envelope_id}/").content.decode()
    assert "/children/" in signed(dispute, "rosa").get(raised.url).content.decode()


def test_an_open_challenge_stands_on_the_childs_page_and_beside_the_decision(dispute: Dispute):
    challenge = dispute.raised()
    assert (
        f"/challenges/{challenge.id}/"
        in signed(dispute, "ann").get(f"/children/{dispute.family.oisin}/").content.decode()
    )
    assert (
        f"/challenges/{challenge.id}/"
        in signed(dispute, "rosa").get(f"/referrals/{dispute.referral.id}/").content.decode()
    )


def test_the_boards_log_tells_agency_stage_age_and_theme_and_no_name_and_no_word(dispute: Dispute):
    """f.drift_escal: the unresolved count on the Board's log."""
    dispute.raised(words="Roisin hits Oisín.")
    page = signed(dispute, "maya").get("/challenges/log/").content.decode()
    for said in ("1 open challenge", "Community health services", "The level of need", "Another manager"):
        assert said in page, said
    for hidden in ("Roisin", "Oisín", "100001", "Helen", "Carol"):
        assert hidden not in page, hidden
    assert "1 open" in signed(dispute, "maya").get("/work/").content.decode()


@pytest.mark.parametrize("who", ["ben", "joy", "uma", "noor", "priya"])
def test_nobody_else_opens_it(dispute: Dispute, who: str):
    challenge = dispute.raised()
    assert signed(dispute, who).get(f"/challenges/{challenge.id}/").status_code in (403, 404)
    assert signed(dispute, who).get(f"/challenges/new/referral/{dispute.referral.id}/").status_code in (403, 404)


def test_a_second_click_raises_it_once(dispute: Dispute):
    helen, key = signed(dispute, "helen"), str(uuid4())
    for _ in range(2):
        helen.post(f"/challenges/new/referral/{dispute.referral.id}/", TYPED | {"record_id": key})
    with acting(actor=dispute.cast("rosa").actor, purpose=Purpose.front_door):
        assert Challenge.objects.count() == 1


def test_my_challenges_list_what_i_raised_what_i_hear_and_what_is_raised_against_me(dispute: Dispute):
    dispute.raised()
    for who, heading in {
        "helen": "Raised by you",
        "rosa": "For you to answer",
        "carol": "To decisions of yours",
    }.items():
        page = signed(dispute, who).get("/challenges/").content.decode()
        assert heading in page
        assert "The level of need" in page


def test_a_step_that_is_late_is_challenged_for_its_pace_in_one_click(dispute: Dispute):
    """f.escalation_culture: overdue step shows one-click challenge."""
    with acting(actor=dispute.cast("carol").actor, purpose=Purpose.front_door):
        hub = Hub(dispute.cast, dispute.family)
        again = hub.decide(dispute.referral, ReferralDecision.assessment)
        episode = casework.open_episode(referral=again, **hub.doing)
        casework.start_section47(episode=episode, started_on=AT.date() - timedelta(days=60), **hub.doing)
    helen = signed(dispute, "helen")
    page = helen.get(f"/children/{dispute.family.oisin}/").content.decode()
    assert "It goes too slowly: challenge the pace" in page
    link = page.split("?theme=pace")[0].rsplit('"', 1)[1]
    assert 'value="pace" class="govuk-radios__input" id="id_theme_2" checked' in " ".join(
        helen.get(f"{link}?theme=pace").content.decode().split()
    )
