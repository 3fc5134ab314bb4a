"""Each role comes home to its own work."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from holdfast.access import Purpose
from holdfast.access.personas import PERSONAS
from holdfast.desk.navigation import CHILD_TABS, PLACES, address
from holdfast.records.casework import actions as casework
from holdfast.records.frontdoor.models import Referral
from holdfast.records.people import actions as people
from holdfast.records.people.codes import InvolvementKind, RelationshipKind
from holdfast.wall.acting import acting
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def carol(cast):
    return {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": timezone.now()}


def referred(child, carol, *, days: int, decided: bool = True) -> Referral:
    told = {"decision": "assessment", "reasons": "To be assessed", "decided_on": TODAY} if decided else {}
    on = TODAY - timedelta(days=days)
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        nfa = False if decided else None
        referral = Referral(child_id=child.id, key=str(on), referred_on=on, no_further_action=nfa, **told)
        referral.save(force_insert=True)
    return referral


@pytest.fixture
def nadia(carol):
    """Nadia, whose assessment ought to have been done long ago."""
    child = people.add_child(authority="310", given="Nadia", family="Rahman", birth_on=date(2018, 3, 4), **carol)
    casework.open_episode(referral=referred(child, carol, days=120), **carol)
    return child


def home(client, user) -> str:
    answer = sign_in(client, user).get("/", follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("username", [persona.username for persona in PERSONAS])
def test_everybody_has_a_home(client, cast, username):
    assert "My work" in home(client, cast(username))


def test_a_visitor_is_told_what_this_is_and_where_to_sign_in(client):
    page = client.get("/").content.decode()
    assert "Keeping children safe together" in page and "Sign in" in page
    assert "Step into" not in page  # this database is not a demonstration


def test_a_worker_sees_what_is_late_for_her_children_and_nobody_elses(client, cast, nadia, carol):
    people.allocate(child=nadia, worker=cast("ann"), from_on=TODAY, **carol)
    anns, bens = home(client, cast("ann")), home(client, cast("ben"))
    assert "complete the child and family assessment" in anns and "working days late" in anns
    assert "Nadia" not in bens and "No child is allocated to you" in bens


def test_brothers_and_sisters_stand_together(client, cast, nadia, carol):
    brother = people.add_child(authority="310", given="Tariq", family="Rahman", **carol)
    other = people.add_child(authority="310", given="Mei", family="Chen", **carol)
    people.relate(person=nadia, other=brother, kind=RelationshipKind.sibling, **carol)
    for child in (nadia, other, brother):
        people.allocate(child=child, worker=cast("ann"), from_on=TODAY, **carol)
    assert home(client, cast("ann")).count('class="hf-card">') == 2


def test_the_front_door_sees_who_waits_for_a_decision_and_for_a_worker(client, cast, nadia, carol):
    referred(people.add_child(authority="310", given="Kyle", family="Moss", **carol), carol, days=2, decided=False)
    page = home(client, cast("carol"))
    assert "Kyle Moss" in page and "2 days ago" in page
    listed = client.get("/unallocated/").content.decode()
    assert "Nadia Rahman" in listed and "1 child without a worker" in listed


def test_a_census_child_waits_for_a_worker_too(client, cast, carol):
    child = people.add_child(authority="310", local_id="RND000215205141", **carol)
    casework.open_episode(referral=referred(child, carol, days=400), **carol)
    assert (
        "Child RND000215205141, name not supplied"
        in sign_in(client, cast("carol")).get("/unallocated/").content.decode()
    )


def test_whoever_is_on_a_plan_waits_first_however_long_the_others_have_waited(client, cast, nadia, carol):
    kyle = people.add_child(authority="310", given="Kyle", family="Moss", **carol)
    episode = casework.open_episode(referral=referred(kyle, carol, days=30), **carol)
    casework.hold_conference(
        episode=episode, held_on=TODAY - timedelta(days=2), section47=None, plan_category="NEG", **carol
    )
    listed = sign_in(client, cast("carol")).get("/unallocated/").content.decode()
    assert listed.index("Kyle Moss") < listed.index("Nadia Rahman")


def test_a_child_with_two_open_cases_waits_once(client, cast, nadia, carol):
    casework.open_episode(referral=referred(nadia, carol, days=3), **carol)
    listed = sign_in(client, cast("carol")).get("/unallocated/").content.decode()
    assert "1 child without a worker" in listed and "3 days ago" in listed


def test_an_allocated_child_waits_no_more(client, cast, nadia, carol):
    people.allocate(child=nadia, worker=cast("ann"), from_on=TODAY, **carol)
    assert "Nadia" not in sign_in(client, cast("carol")).get("/unallocated/").content.decode()


def test_a_school_sees_its_pupils_with_whom_to_ring(client, cast, nadia, carol):
    people.allocate(child=nadia, worker=cast("ann"), from_on=TODAY, **carol)
    people.involve(person=nadia, worker=cast("farah"), kind=InvolvementKind.school, from_on=TODAY, **carol)
    page = home(client, cast("farah"))
    assert "My pupils" in page and "Nadia Rahman" in page and "Ann Fairweather" in page


def test_only_the_front_door_sees_the_list_of_children_without_a_worker(client, cast):
    for username in ("ann", "dev", "farah", "kwame", "maya", "noor", "priya"):
        assert sign_in(client, cast(username)).get("/unallocated/").status_code == 403, username


def test_every_link_of_the_navigation_may_be_followed(client, cast):
    for username in [persona.username for persona in PERSONAS]:
        page = sign_in(client, cast(username)).get("/work/")
        for link in page.context["navigation"]:
            assert client.get(link["url"]).status_code in (200, 302), (username, link)


def test_no_place_is_listed_twice():
    names = [place.url_name for place in (*PLACES, *CHILD_TABS)]
    assert len(names) == len(set(names))
    assert address("desk:nothing_of_the_kind") == ""
