"""The pages on which a child's family, home and workers are written down."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from holdfast.access import Purpose
from holdfast.records.people import actions
from holdfast.records.people.models import Absence, Address, Identifier, Involvement, Person, Relationship
from holdfast.records.people.views.writing import DEEDS
from holdfast.wall.acting import acting
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def carol(cast):
    return {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": timezone.now()}


@pytest.fixture
def nadia(carol) -> Person:
    return actions.add_child(authority="310", given="Nadia", family="Rahman", birth_on=date(2018, 3, 4), **carol)


@pytest.fixture
def front_door(client, cast):
    return sign_in(client, cast("carol"))


@pytest.fixture
def looking(carol):
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        yield


def sent(client, child, word, **told):
    answer = client.post(f"/people/{child.id}/{word}/", told)
    assert answer.status_code == 302, answer.content.decode()
    return answer


def today(name: str) -> dict[str, int]:
    return {f"{name}_day": TODAY.day, f"{name}_month": TODAY.month, f"{name}_year": TODAY.year}


def test_a_manager_allocates_a_worker_who_then_sees_the_child(front_door, cast, nadia):
    answer = sent(front_door, nadia, "allocate", worker=cast("ann").id, **today("from_on"))
    assert answer.url == f"/children/{nadia.id}/"
    assert sign_in(front_door, cast("ann")).get(f"/children/{nadia.id}/").status_code == 200


def test_an_involvement_is_added_and_ended(front_door, cast, nadia, looking):
    sent(front_door, nadia, "involve", worker=cast("farah").id, kind="school", **today("from_on"))
    row = Involvement.objects.get(person=nadia)
    answer = front_door.post(f"/people/{nadia.id}/end-involvement/{row.id}/", today("until_on"))
    assert answer.status_code == 302
    assert Involvement.objects.get(person=nadia).until_on == TODAY


def test_a_mother_is_added_with_both_sides(front_door, nadia, looking):
    sent(front_door, nadia, "relation", kind="mother", given="Samira", parental_responsibility="yes", lives_with="no")
    row = Relationship.objects.get(person=nadia)
    assert (row.parental_responsibility, row.lives_with) == (True, False)
    assert Relationship.objects.get(person=row.other, other=nadia).kind == "child"


def test_a_brother_is_found_by_his_number(front_door, nadia, carol, looking):
    brother = actions.add_child(authority="310", given="Tariq", family="Rahman", **carol)
    sent(front_door, nadia, "relation", kind="sibling", local_id=brother.local_id.lower())
    assert Relationship.objects.get(person=brother).other_id == nadia.id


def test_a_number_that_nobody_has_is_refused_and_what_was_typed_stands(front_door, nadia):
    answer = front_door.post(f"/people/{nadia.id}/relation/", {"kind": "sibling", "local_id": "HF999999"})
    assert answer.status_code == 400
    assert "no child with this number" in answer.content.decode() and "HF999999" in answer.content.decode()


def test_what_is_not_known_is_recorded_with_its_reason(front_door, nadia, looking):
    sent(front_door, nadia, "not-known", what="father", because="asked_no_reply")
    assert Absence.objects.get(person=nadia).because == "asked_no_reply"


def test_a_protected_address_and_a_wrong_number_are_kept(front_door, nadia, looking):
    sent(front_door, nadia, "address", lines="A refuge", postcode="ha11aa", protected="on")
    sent(front_door, nadia, "number", kind="nhs_number", value="943 476 5918")
    assert Address.objects.get(person=nadia).protected
    assert not Identifier.objects.get(person=nadia).check_digit_ok


def test_two_people_who_correct_the_same_child_lose_nothing(front_door, nadia):
    told = {"sex": "F", "reason": "Told by her mother", "expected_version": 1}
    sent(front_door, nadia, "details", **told)
    answer = front_door.post(f"/people/{nadia.id}/details/", told | {"sex": "M"})
    assert answer.status_code == 409
    assert "What you wrote" in answer.content.decode()


def test_a_birth_date_in_the_future_is_a_mistake(front_door, nadia):
    ahead = TODAY + timedelta(days=2)
    told = {"birth_on_day": ahead.day, "birth_on_month": ahead.month, "birth_on_year": ahead.year, "reason": "?"}
    assert front_door.post(f"/people/{nadia.id}/details/", told).status_code == 400


@pytest.mark.parametrize("word", DEEDS)
def test_every_form_is_drawn(front_door, nadia, word):
    page = front_door.get(f"/people/{nadia.id}/{word}/")
    assert page.status_code == 200 and DEEDS[word].words in page.content.decode()


def test_a_word_that_is_no_deed_is_nothing(front_door, nadia):
    assert front_door.get(f"/people/{nadia.id}/forget/").status_code == 404


@pytest.mark.parametrize(("username", "status"), [("ben", 404), ("farah", 403), ("lena", 403), ("priya", 403)])
def test_who_may_not_write_writes_nothing(client, cast, nadia, looking, username, status):
    client = sign_in(client, cast(username))
    for part in ("", "address/"):
        assert client.get(f"/people/{nadia.id}/{part}").status_code == status
    assert client.post(f"/people/{nadia.id}/address/", {"lines": "Nowhere"}).status_code == status
    assert not Address.objects.filter(person=nadia).exists()


def test_another_childs_record_cannot_be_ended_through_this_one(front_door, cast, nadia, carol, looking):
    other = actions.add_child(authority="310", **carol)
    row = actions.allocate(child=other, worker=cast("ann"), from_on=TODAY, **carol)
    assert front_door.get(f"/people/{nadia.id}/end-involvement/{row.id}/").status_code == 404


def test_what_would_end_before_it_began_is_refused_and_what_was_typed_stands(front_door, cast, nadia, looking):
    told = {"worker": cast("farah").id, "kind": "school", **today("from_on")}
    early = {"until_on": (TODAY - timedelta(days=9)).isoformat()}
    assert front_door.post(f"/people/{nadia.id}/involve/", told | early).status_code == 400
    sent(front_door, nadia, "involve", **told)
    row = Involvement.objects.get(person=nadia)
    answer = front_door.post(f"/people/{nadia.id}/end-involvement/{row.id}/", early | {"reason": "She moved school"})
    assert answer.status_code == 400
    assert "before it began" in answer.content.decode()
    assert "She moved school" in answer.content.decode()
