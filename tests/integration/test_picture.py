"""Everything we know on one page: joined, counted, added up, and for each reader as far as they may see."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from holdfast.access import Purpose
from holdfast.records.agencies.actions import add_agency
from holdfast.records.agencies.models import Agency
from holdfast.records.casework import actions as casework
from holdfast.records.casework.models import Visit
from holdfast.records.mash.actions import ask_agency, start_enquiry
from holdfast.records.mash.codes import Rating, Source
from holdfast.records.mash.queries import Asked
from holdfast.records.people import actions as people
from holdfast.records.people.actions import link_same_person, unlink_same_person
from holdfast.records.people.codes import InvolvementKind, RelationshipKind
from holdfast.records.people.models import Person
from holdfast.records.sightings.codes import ExplainedBy, Explanation, Sensitive, What
from holdfast.wall.acting import acting
from holdfast.wall.models import Seal
from tests.signing_in import sign_in
from tests.told_and_seen import AGENCIES, ago, decided, hurt, reading, saw, told

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def carol(cast):
    return {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": timezone.now()}


@pytest.fixture
def child(carol) -> Person:
    for name, kind in AGENCIES.items():
        add_agency(name=name, kind=kind)
    return people.add_child(authority="310", given="Zoë", family="Marchetti", birth_on=date(2019, 5, 2), **carol)


def total_row(page: str) -> list[str]:
    """The cells of the row of all agencies: 7, 30, 90 days, 12 months, ever, injuries, not brought."""
    row = page.split("All agencies</th>")[1].split("</tr>")[0]
    return [cell.split("<")[0] for cell in row.replace("<strong>", "").split('class="hf-number">')[1:]]


def test_twelve_contacts_under_two_spellings_are_twelve_once_somebody_says_it_is_one_child(client, cast, child, carol):
    """f.contacts_not_joined"""
    other = people.add_child(authority="310", given="Zoe", family="Marcetti", birth_on=date(2019, 2, 5), **carol)
    for at in range(12):
        told(child if at % 2 else other, carol, list(AGENCIES)[at % 4], days=at * 3)
    assert total_row(reading(client, cast("carol"), child))[4] == "6"
    link = link_same_person(person=child, other=other, because="Same school, same mother", **carol)
    for record in (child, other):
        page = reading(client, cast("carol"), record)
        assert total_row(page)[:5] == ["3", "10", "12", "12", "12"]
        assert "1 other record of the same child is counted here" in page
        assert all(name in page for name in AGENCIES)
    unlink_same_person(link=link, expected_version=1, because="Twins after all", **carol)
    assert total_row(reading(client, cast("carol"), child))[4] == "6"


def test_three_explanations_of_one_bruise_stand_side_by_side(client, cast, child, carol):
    """f.injuries_accumulate"""
    hurt(child, carol, "Kestrel Lane Primary School", days=9, explanation=Explanation.by_a_child,
         explained_by=ExplainedBy.child)  # fmt: skip
    hurt(child, carol, "Kingfisher Practice", days=6, site="left_back_of_forearm", explanation=Explanation.fell,
         explained_by=ExplainedBy.mother)  # fmt: skip
    hurt(child, carol, "Police", days=2, site="arm", explained_in_words="The dog jumped up", explained_by="carer")
    page = reading(client, cast("carol"), child)
    assert "3 agencies were told different things" in page
    for said in ("Another child did it", "fell or knocked", "The dog jumped up", "The mother said so", ">1</text>"):
        assert said.lower() in page.lower(), said
    assert page.count("Explained differently") == 1 + 3
    assert total_row(page)[5] == "3"


def test_injuries_that_were_explained_alike_conflict_with_nothing(client, cast, child, carol):
    hurt(child, carol, "Kestrel Lane Primary School", days=9, explanation=Explanation.fell)
    hurt(child, carol, "Kingfisher Practice", days=6, explanation=Explanation.fell)
    page = reading(client, cast("carol"), child)
    assert "Explained differently" not in page and "were told different things" not in page


@pytest.fixture
def family(child, cast, carol) -> dict[str, Person]:
    """A household: mother, a brother at school, an unborn sister, a grown-up brother, and the mother's other child."""
    named = {
        "mother": people.add_person(authority="310", given="Bianca", family="Marchetti", **carol),
        "brother": people.add_child(authority="310", given="Luca", birth_on=date(2016, 1, 1), **carol),
        "unborn": people.add_child(authority="310", family="Marchetti", expected_birth_on=date(2030, 1, 1), **carol),
        "grown": people.add_child(authority="310", given="Matteo", birth_on=date(2001, 1, 1), **carol),
        "other": people.add_child(authority="310", given="Chiara", birth_on=date(2012, 1, 1), **carol),
    }
    mother = named["mother"]
    people.relate(person=child, other=mother, kind=RelationshipKind.mother, lives_with=True, **carol)
    people.relate(person=named["other"], other=mother, kind=RelationshipKind.mother, **carol)
    for who in ("brother", "unborn", "grown"):
        people.relate(person=child, other=named[who], kind=RelationshipKind.sibling, **carol)
    people.allocate(child=child, worker=cast("ann"), from_on=ago(40), **carol)
    for username, kind in (
        ("farah", "school"),
        ("helen", "health_visitor"),
        ("erin", "police"),
        ("kwame", "conference_chair"),
    ):
        people.involve(person=child, worker=cast(username), kind=InvolvementKind(kind), from_on=ago(40), **carol)
    told(named["brother"], carol, "Police", days=5, concern="Luca was out at night")
    told(named["other"], carol, "Police", days=5, concern="Chiara is somebody else’s story")
    return named


def test_the_hub_sees_the_whole_family(client, cast, child, family):
    page = reading(client, cast("carol"), child)
    for said in ("Bianca", "Luca", "Unborn Marchetti", "Matteo", "Chiara", "Luca was out at night", "about Luca",
                 "Grown-up brothers and sisters", "Other children of the adults", "Ann Fairweather"):  # fmt: skip
        assert said in page, said
    assert "About others in the family: 2 contacts" in page


def test_a_partner_sees_no_child_whom_they_do_not_work_with(client, cast, child, family):
    page = reading(client, cast("farah"), child)
    assert "Bianca" in page and "Luca" in page
    for hidden in ("Chiara", "Luca was out", "whom you may not see", "Other children of the adults"):
        assert hidden not in page, hidden


def test_the_hub_is_told_that_there_is_a_child_it_may_not_see_and_nobody_else_is(client, cast, child, family, carol):
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        Seal(child_id=family["other"].id, from_at=timezone.now() - timedelta(days=1)).save(force_insert=True)
    page = reading(client, cast("carol"), child)
    assert "1 other child of these adults whom you may not see" in page and "Chiara" not in page
    assert "whom you may not see" not in reading(client, cast("ann"), child)


SENSITIVE = "Intelligence about a visitor"


@pytest.mark.parametrize(
    ("username", "sees_sensitive", "sees_story"),
    [
        ("carol", True, True),
        ("tess", True, True),
        ("rosa", True, True),
        ("dev", True, True),
        ("ann", True, True),
        ("kwame", True, True),
        ("grace", False, True),
        ("erin", False, True),
        ("farah", False, True),
        ("helen", False, True),
    ],
)
def test_a_sensitive_line_is_shown_and_counted_for_decision_makers_alone(
    client, cast, child, family, carol, username, sees_sensitive, sees_story
):
    saw(child, carol, "Kestrel Lane Primary School", days=6, saw="Hungry at breakfast club")
    before = total_row(reading(client, cast(username), child))
    saw(child, carol, "Police", days=2, saw=SENSITIVE, sensitive=Sensitive.police_intelligence)
    page = reading(client, cast(username), child)
    assert (SENSITIVE in page) is sees_sensitive
    assert ("Hungry at breakfast club" in page) is sees_story
    assert (total_row(page) != before) is sees_sensitive


@pytest.mark.parametrize("username", ["ben", "joy", "ivan", "maya", "owen", "priya", "uma"])
def test_who_does_not_go_so_far_has_no_such_page(client, cast, child, family, username):
    assert sign_in(client, cast(username)).get(f"/children/{child.id}/picture/").status_code in (403, 404)


def test_a_protected_address_is_on_no_line(client, cast, child, family, carol):
    people.record_address(
        person=child, lines="9 Refuge Row", postcode="HA3 9QQ", protected=True, from_on=ago(3), **carol
    )
    for username in ("carol", "ann", "farah", "helen", "kwame"):
        assert "Refuge" not in reading(client, cast(username), child)


def test_a_line_of_a_brother_is_left_out_where_the_child_alone_is_asked_for(client, cast, child, family):
    assert "Luca was out at night" not in reading(client, cast("carol"), child, "?whose=child")


def test_lines_are_filtered_by_agency(client, cast, child, carol):
    told(child, carol, "Police", days=2, concern="Shouting")
    told(child, carol, "Kingfisher Practice", days=2, concern="Asthma")
    page = reading(client, cast("carol"), child, "?agency=Police")
    assert "Shouting" in page and "Asthma" not in page


def test_it_is_said_who_was_never_asked_and_that_nobody_saw_the_child(client, cast, child, carol):
    told(child, carol, "Police", days=2)
    page = reading(client, cast("carol"), child)
    assert "GP practice: nobody has asked" in page and "Police: nobody has asked" not in page
    assert "Nobody has recorded that they saw the child" in page
    saw(child, carol, "Kingfisher Practice", days=10)
    page = reading(client, cast("carol"), child)
    assert "1 contact since anybody saw the child" in page and "10 days ago" in page


def test_a_missed_appointment_is_nobody_seeing_the_child(client, cast, child, carol):
    saw(child, carol, "Kingfisher Practice", days=3, what=What.was_not_brought, why_not="Mother forgot")
    assert "Nobody has recorded that they saw the child" in reading(client, cast("carol"), child)
    saw(child, carol, "Kingfisher Practice", days=40, what=What.kept)
    assert "Nobody has recorded that they saw the child" not in reading(client, cast("carol"), child)


def test_a_missed_appointment_reads_was_not_brought(client, cast, child, carol):
    saw(child, carol, "Kingfisher Practice", days=3, what=What.was_not_brought, why_not="Mother forgot")
    page = reading(client, cast("carol"), child)
    assert "Was not brought" in page and "Mother forgot" in page and "Did not attend" not in page
    assert total_row(page)[6] == "1"


def test_earlier_episodes_say_how_they_ended(client, cast, child, carol):
    decided(child, carol, days=100)
    assert "No further action (NFA)" in reading(client, cast("carol"), child)


def test_visits_count_as_contacts_of_social_care(client, cast, child, family, carol):
    ann = {"by": cast("ann").actor, "purpose": Purpose.direct_work, "at": timezone.now()}
    casework.record_visit(child_id=child.id, visited_on=ago(2), child_seen=True, seen_alone=True, **ann)
    page = reading(client, cast("ann"), child)
    assert "last seen by Children’s social care" in page and total_row(page)[0] == "1"


def test_the_page_asks_the_database_no_more_often_for_two_hundred_lines(client, cast, child, family, carol):
    told(child, carol, "Police", days=1)
    few = _queries(client, cast("carol"), child)
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        for at in range(100):
            Visit(child_id=child.id, key=f"v{ago(at)}", visited_on=ago(at), child_seen=True).save(force_insert=True)
    for at in range(100):
        hurt(child, carol, "Police", days=at)
    assert _queries(client, cast("carol"), child) <= few + 2 <= 90


def _queries(client: Client, user, child: Person) -> int:
    reading(client, user, child)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(f"/children/{child.id}/picture/").status_code == 200
    return len(queries)


def test_who_has_not_answered_is_named_with_whom_to_ring_and_a_partner_is_not_told(client, cast, child, family, carol):
    referral = decided(child, carol, days=0)
    earlier = carol | {"at": timezone.now() - timedelta(days=9)}
    enquiry = start_enquiry(referral=referral, rating=Rating.red, because="Bruises", **earlier)
    school = Agency.objects.get(name="Kestrel Lane Primary School")
    ask_agency(
        enquiry=enquiry, source=Source.school, agency=school, about=[Asked(called="Zoë Marchetti")], **earlier
    )  # fmt: skip
    page = reading(client, cast("carol"), child)
    missing = page.split("What we do not know")[1].split("</section>")[0]
    assert "Kestrel Lane Primary School" in missing and "No reply" in missing
    assert "School or college: nobody has asked" not in missing
    assert "What we do not know" not in reading(client, cast("farah"), child)


def test_somebody_whom_nobody_related_to_the_child_is_found_at_the_same_address(client, cast, child, carol):
    lodger = people.add_person(authority="310", given="Drago", family="Petrov", **carol)
    for person in (child, lodger):
        people.record_address(person=person, lines="4 Mill Lane", postcode="HA1 1AA", from_on=ago(30), **carol)
    page = reading(client, cast("carol"), child)
    assert "Drago Petrov" in page and "at the same address" in page
