"""What comes after a decision: in its place, marked, and brought to whoever decided. f.chronology_stale"""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from holdfast.access import Purpose
from holdfast.records.agencies.actions import add_agency
from holdfast.records.casework.models import Visit
from holdfast.records.people import actions as people
from holdfast.records.people.models import Person
from holdfast.records.sightings.codes import Explanation
from holdfast.wall.acting import acting, service
from tests.signing_in import sign_in
from tests.told_and_seen import AGENCIES, ago, decided, hurt, reading, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(cast):
    return {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": timezone.now()}


@pytest.fixture
def child(carol) -> Person:
    for name, kind in AGENCIES.items():
        add_agency(name=name, kind=kind)
    return people.add_child(authority="310", given="Zoë", family="Marchetti", birth_on=date(2019, 5, 2), **carol)


def test_what_is_added_after_a_decision_stands_in_order_and_says_so(client, cast, child, carol):
    """f.chronology_stale"""
    decided(child, carol, days=3)
    told(child, carol, "Police", days=1, concern="Afterwards")
    hurt(child, carol, "Kingfisher Practice", days=20)
    page = reading(client, cast("carol"), child)
    timeline = page[page.index('id="timeline"') :]
    assert timeline.index("Contact from Police") < timeline.index("Decided: ") < timeline.index("Bruise:")
    late = timeline[timeline.index("Bruise:") :]
    assert "added late" in late and "after the decision of" in late
    assert "added late" not in timeline[: timeline.index("Bruise:")]


def test_the_decision_maker_is_told_until_they_say_that_they_have_read_it(client, cast, child, carol):
    """f.chronology_stale"""
    decided(child, carol, days=3)
    hurt(child, carol, "Kingfisher Practice", days=20)
    home = sign_in(client, cast("carol")).get("/work/").content.decode()
    assert "Added after your decision" in home and "Zoë Marchetti" in home
    assert "Added after your decision" not in sign_in(Client(), cast("tess")).get("/work/").content.decode()
    assert client.post(f"/children/{child.id}/picture/read/").status_code == 302
    assert "Zoë Marchetti" not in client.get("/work/").content.decode().split("Added after your decision")[-1][:600]
    assert "Nothing was added since you read it" in reading(client, cast("carol"), child)
    told(child, carol, "Police", days=30)
    assert "1 entry added</strong> since you read it" in reading(client, cast("carol"), child)


def test_a_decision_on_one_record_counts_for_what_is_added_late_to_the_other(client, cast, child, carol):
    """f.chronology_stale"""
    other = people.add_child(authority="310", given="Zoe", family="Marketti", **carol)
    people.link_same_person(person=child, other=other, because="Same school, same mother", **carol)
    decided(child, carol, days=3)
    hurt(other, carol, "Kingfisher Practice", days=20)
    for record in (child, other):
        assert "after the decision of" in reading(client, cast("carol"), record)
    assert "Added after your decision" in client.get("/work/").content.decode()


def test_it_is_said_how_far_the_chronology_goes(client, cast, child, carol):
    """f.chronology_stale"""
    told(child, carol, "Police", days=4)
    page = reading(client, cast("carol"), child)
    assert f"Chronology current to <strong>{ago(4).day} " in page


def test_beside_a_decision_stands_what_all_agencies_know_and_what_came_since(client, cast, child, carol):
    referral = decided(child, carol, days=3)
    hurt(child, carol, "Police", days=20, explanation=Explanation.fell)
    hurt(child, carol, "Kingfisher Practice", days=19, explanation=Explanation.by_an_adult)
    page = sign_in(client, cast("carol")).get(f"/referrals/{referral.id}/").content.decode()
    panel = page.split("What all agencies know")[1].split("</section>")[0]
    for said in ("2 injuries seen by 2 agencies", "Explained differently", "Chronology current to",
                 "2 entries added since the decision", "Everything we know"):  # fmt: skip
        assert said in panel, said


def test_what_came_in_with_a_file_is_not_brought_to_who_decided(client, cast, child, carol):
    decided(child, carol, days=3)
    maker = service("import")
    with acting(actor=maker, purpose=Purpose.statutory_return):
        Visit(child_id=child.id, key="v1", visited_on=ago(30), child_seen=True).save(force_insert=True)
    assert "Added after your decision" not in sign_in(client, cast("carol")).get("/work/").content.decode()
    assert "added late" not in reading(client, cast("carol"), child)
