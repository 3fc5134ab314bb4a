"""The page on which a manager decides a referral."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.casework.models import Episode
from holdfast.records.frontdoor.models import Referral
from holdfast.records.people.models import Involvement
from holdfast.wall.acting import acting
from holdfast.wall.models import Seal
from tests.integration.conftest import AT, add_child
from tests.integration.test_front_door_decision import Hub
from tests.integration.test_front_door_told import Cast
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

TODAY = AT.date()


@pytest.fixture
def carol(cast: Cast, client: Client) -> Client:
    return sign_in(client, cast("carol"))


def sent(referral: Referral, **more: str) -> dict[str, str]:
    day = {"decided_on_day": "20", "decided_on_month": "11", "decided_on_year": "2026"}
    typed = {"decision": "assessment", "reasons": "A mark like a hand.", "expected_version": str(referral.version)}
    return typed | day | more


@pytest.fixture
def referral(cast: Cast, family: Any) -> Referral:
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        return Hub(cast, family).referred(danger="yes")


def test_the_page_shows_what_a_manager_weighs(carol: Client, referral: Referral):
    page = carol.get(f"/referrals/{referral.id}/").content.decode()
    for shown in (
        "Oisín O&#x27;Neil",
        "Roisin",
        "He comes to school hungry.",
        "45 working days run from 20 November 2026",
        "Somebody says that a child is in danger now",
        "Nothing else.",
    ):
        assert shown in page, shown


def test_deciding_on_the_page_opens_the_case_and_allocates_in_one_breath(cast: Cast, carol: Client, referral: Referral):
    cast("ann")
    answer = carol.post(f"/referrals/{referral.id}/", sent(referral, worker=str(cast("ann").id), threshold_level="4"))
    assert answer.status_code == 302
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert Episode.objects.get(referral=referral).key == referral.key
        assert Involvement.objects.get(person_id=referral.child_id).worker_id == cast("ann").id
        assert Referral.objects.get().threshold_level == 4
    page = carol.get(f"/referrals/{referral.id}/").content.decode()
    assert "What was decided" in page
    assert "A social worker will assess" in page


def test_where_the_worker_cannot_be_allocated_nothing_is_decided(
    cast: Cast, carol: Client, referral: Referral, monkeypatch: pytest.MonkeyPatch
):
    def refuse(**_: Any) -> None:
        raise Refused("This worker is on leave.")

    monkeypatch.setattr("holdfast.desk.decision.page.allocate", refuse)
    answer = carol.post(f"/referrals/{referral.id}/", sent(referral, worker=str(cast("ann").id)))
    assert answer.status_code == 400
    assert "This worker is on leave." in answer.content.decode()
    assert "A mark like a hand." in answer.content.decode()
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert not Referral.objects.get().decision
        assert not Episode.objects.exists()


def test_a_stale_decision_shows_both_texts_and_saves_what_is_chosen(cast: Cast, carol: Client, referral: Referral):
    night = sign_in(Client(), cast("dev"))
    night.post(f"/referrals/{referral.id}/", sent(referral, decision="strategy_discussion", reasons="A fresh bruise."))
    late = carol.post(f"/referrals/{referral.id}/", sent(referral))
    page = late.content.decode()
    assert late.status_code == 409
    assert "A fresh bruise." in page
    assert "A mark like a hand." in page
    assert "Strategy discussion" in page
    assert "strategy_discussion" not in page.replace('value="strategy_discussion"', "")
    assert 'name="expected_version" value="2"' in page
    chosen = carol.post(f"/referrals/{referral.id}/", sent(referral, expected_version="2", reasons="Both."))
    assert chosen.status_code == 302


def test_lists_that_two_people_ticked_at_once_come_back_as_lists(cast: Cast, carol: Client, referral: Referral):
    ticked = {"factors": ["3B", "16A"], "area:care": ["neglect"]}
    sign_in(Client(), cast("rosa")).post(f"/referrals/{referral.id}/", sent(referral) | {"factors": ["5B"]})
    late = carol.post(f"/referrals/{referral.id}/", sent(referral) | ticked)
    assert 'name="factors" value="3B, 16A"' in late.content.decode()
    chosen = {"factors": "3B, 16A", "indicators": "neglect", "expected_version": "2"}
    assert carol.post(f"/referrals/{referral.id}/", sent(referral) | chosen).status_code == 302
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        standing = Referral.objects.get()
    assert (standing.factors, standing.indicators) == (["3B", "16A"], ["neglect"])


def test_ending_it_on_the_page_says_what_is_missing_and_keeps_every_word(carol: Client, referral: Referral):
    answer = carol.post(
        f"/referrals/{referral.id}/", sent(referral, decision="no_further_action", reasons="Nothing seen.")
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Say why nothing more is needed" in page
    assert "Nothing seen." in page


def test_a_case_that_is_open_is_not_ended_from_the_referral(carol: Client, referral: Referral):
    carol.post(f"/referrals/{referral.id}/", sent(referral))
    answer = carol.post(
        f"/referrals/{referral.id}/",
        sent(
            referral, decision="no_further_action", danger_reasons="Safe.", told_to_whom="Farah", expected_version="2"
        ),
    )
    assert answer.status_code == 400
    assert "The case is open on this referral" in answer.content.decode()


def test_a_decision_made_in_haste_lists_what_is_still_to_do(carol: Client, referral: Referral):
    carol.post(f"/referrals/{referral.id}/", sent(referral, decision="strategy_discussion", reasons=""))
    page = carol.get(f"/referrals/{referral.id}/").content.decode()
    assert "Write down the reasons and the level of need and the main reason" in page


@pytest.mark.parametrize("who", ["ann", "farah", "lena", "priya", "noor"])
def test_only_the_front_door_opens_the_decision(cast: Cast, referral: Referral, who: str):
    assert sign_in(Client(), cast(who)).get(f"/referrals/{referral.id}/").status_code == 403


def test_a_referral_that_is_not_there_reads_as_nothing_that_you_may_see(carol: Client):
    answer = carol.get(f"/referrals/{UUID(int=7)}/")
    assert answer.status_code == 404
    assert "There is no record here that you may see." in answer.content.decode()


def test_a_referral_of_a_sealed_child_reads_the_same(cast: Cast, carol: Client, referral: Referral):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        Seal(child_id=referral.child_id, from_at=AT - timedelta(days=900)).save(force_insert=True)
    assert carol.get(f"/referrals/{referral.id}/").status_code == 404


def test_a_referral_from_a_census_has_a_page_too(cast: Cast, carol: Client):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        child = add_child("215141", given="", family="Unknown", birth_on=None)
        made = Referral(child=child, key="2016-05-10", referred_on=date(2016, 5, 10), no_further_action=False)
        made.save(force_insert=True)
    assert carol.get(f"/referrals/{made.id}/").status_code == 200
