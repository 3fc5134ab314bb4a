"""What adds up, on the pages of those who may look, and of nobody else."""

from collections.abc import Callable

import pytest
from django.test import Client

from holdfast.records.looks.models import Look
from holdfast.wall.acting import acting, service
from holdfast.wall.models import User
from tests.integration.conftest import AT, Family
from tests.integration.test_looks import AGENCIES, Purpose, look, told, twelve
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

Cast = Callable[[str], User]


def page(cast: Cast, who: str, address: str, **sent) -> str:
    client = Client()
    sign_in(client, cast(who))
    response = client.post(address, sent, follow=True) if sent else client.get(address)
    return response.content.decode() if response.status_code == 200 else f"status {response.status_code}"


def test_the_list_gives_each_child_once_with_every_reason_and_no_score(cast: Cast, family: Family):
    """f.contacts_not_joined"""
    twelve(cast, family)
    shown = page(cast, "carol", "/looks/")
    assert shown.count('class="hf-card"') == 1
    assert "12 contacts within 12 months, from GP practice, health, police and school." in shown
    assert "Four kinds of agency told us within 90 days" in shown


def test_the_form_lays_the_evidence_out_and_keeps_the_answer(cast: Cast, family: Family):
    twelve(cast, family)
    address = f"/children/{family.oisin}/look/"
    shown = page(cast, "carol", address)
    assert shown.count("Police told us") >= 3 and shown.count("School told us") >= 3
    standing = shown.split('name="standing" value="')[1].split('"')[0]
    done = page(cast, "carol", address, standing=standing, decision="assessment", reasons="It is one story.")
    assert "Your look is on the record" in done
    again = page(cast, "carol", address)
    assert "Nothing is asked about this child now" in again and "It is one story." in again


def test_an_answer_without_reasons_comes_back_with_its_mistake_and_its_evidence(cast: Cast, family: Family):
    twelve(cast, family)
    address = f"/children/{family.oisin}/look/"
    standing = page(cast, "carol", address).split('name="standing" value="')[1].split('"')[0]
    shown = page(cast, "carol", address, standing=standing, decision="assessment", reasons="")
    assert "whoever reads this next year needs your reasons" in shown and "Police told us" in shown


def test_what_came_in_while_the_form_was_open_is_shown_before_it_can_be_saved(cast: Cast, family: Family):
    """f.contacts_not_joined: nobody answers a question without having seen the newest piece."""
    twelve(cast, family)
    address = f"/children/{family.oisin}/look/"
    standing = page(cast, "carol", address).split('name="standing" value="')[1].split('"')[0]
    told(cast, family.oisin, source="6", sender="erin")
    kept = page(cast, "carol", address, standing=standing, decision="assessment", reasons="It is one story.")
    assert "Your words are kept" in kept and "It is one story." in kept and "13 contacts" in kept
    fresh = kept.split('name="standing" value="')[1].split('"')[0]
    assert "Your look is on the record" in page(
        cast, "carol", address, standing=fresh, decision="assessment", reasons="It is one story."
    )


@pytest.mark.parametrize("who", ["grace", "farah", "erin", "maya", "priya", "uma"])
def test_nobody_but_a_manager_of_the_front_door_opens_the_list_or_the_form(cast: Cast, family: Family, who: str):
    assert page(cast, who, "/looks/") == "status 403"
    assert page(cast, who, f"/children/{family.oisin}/look/").startswith("status")


def test_the_childs_page_and_the_managers_first_page_say_what_adds_up(cast: Cast, family: Family):
    twelve(cast, family)
    assert "12 contacts within 12 months" in page(cast, "carol", f"/children/{family.oisin}/")
    assert "12 contacts within 12 months" in page(cast, "ann", f"/children/{family.oisin}/")
    assert "1 child to look at again" in page(cast, "carol", "/work/")


def test_a_question_that_was_taken_back_says_so_on_the_childs_page(cast: Cast, family: Family):
    """f.contacts_not_joined: an unlink retracts what rested on it, visibly."""
    for sender, source in AGENCIES[:3]:
        told(cast, family.oisin, source=source, sender=sender)
    with acting(actor=service("checks"), purpose=Purpose.checking):
        standing = Look.objects.get(check_id="several_agencies")
        standing.withdrawn_at = AT
        standing.save(update_fields=["withdrawn_at"])
    assert "Taken back: what it rested on was taken back" in page(cast, "carol", f"/children/{family.oisin}/")


def test_a_look_shows_on_the_childs_page_with_what_was_decided(cast: Cast, family: Family):
    twelve(cast, family)
    look(cast, family)
    assert "A strategy discussion, today" in page(cast, "carol", f"/children/{family.oisin}/")
