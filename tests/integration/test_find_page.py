"""The page that finds people: words sealed in the address, one answer for nobody and for somebody not yours."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from holdfast.access import Purpose
from holdfast.records.people import actions as people
from holdfast.records.people.codes import RelationshipKind
from holdfast.wall.acting import acting
from holdfast.wall.models import AuditEvent, Seal
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(cast):
    return {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": timezone.now()}


@pytest.fixture
def farida(carol):
    child = people.add_child(authority="310", given="Farida", family="Siddiqui", birth_on=date(2018, 3, 4), **carol)
    mother = people.add_person(authority="310", given="Huma", family="Siddiqui", **carol)
    people.relate(person=child, other=mother, kind=RelationshipKind.mother, **carol)
    people.record_address(person=child, lines="14 Kestrel Lane\nAlderbrook", postcode="HA1 2AB", **carol)
    return child


def looking(client: Client, user, text: str):
    answer = sign_in(client, user).post("/find/", {"text": text}, follow=True)
    assert answer.status_code == 200
    return answer


def test_a_hit_tells_who_and_why(client, cast, farida):
    page = looking(client, cast("carol"), "farida siddiki").content.decode()
    for said in (
        "Farida Siddiqui",
        "4 March 2018",
        "14 Kestrel Lane",
        "no allocated worker",
        "sounds like",
        str(farida.id),
    ):
        assert said in page, said
    assert "Alderbrook<" not in page


def test_a_protected_address_is_not_told_in_a_list(client, cast, farida, carol):
    people.record_address(person=farida, lines="Orchard House", postcode="HA3 9QQ", protected=True, **carol)
    page = looking(client, cast("carol"), "farida siddiqui").content.decode()
    assert "protected address" in page and "Orchard House" not in page


def test_what_was_asked_is_not_in_the_address(client, cast, farida):
    answer = looking(client, cast("carol"), "farida siddiki")
    (address, _), *_ = answer.redirect_chain
    assert address.startswith("/find/?asked=") and "siddiki" not in address and "farida" not in address


def test_an_adult_leads_to_the_children(client, cast, farida):
    page = looking(client, cast("carol"), "Huma Siddiqui").content.decode()
    assert "An adult in the life of" in page and f"/children/{farida.id}/" in page


def test_a_worker_without_a_grant_reads_the_same_as_for_nobody(client, cast, farida):
    user = cast("ben")
    known = looking(client, user, "Farida Siddiqui").content.decode()
    unknown = looking(client, user, "Farida Sxddixyz").content.decode()
    assert "Nobody that you may see matches" in known
    assert without_what_was_asked(known) == without_what_was_asked(unknown)


def test_the_hub_is_told_that_a_restricted_record_may_match_and_a_worker_is_not(client, cast, farida, carol):
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        Seal(child_id=farida.id, from_at=timezone.now() - timedelta(hours=1)).save(force_insert=True)
    for username, told in (("carol", True), ("dev", True), ("ben", False), ("farah", False)):
        page = looking(client, cast(username), "Farida Siddiki").content.decode()
        assert ("Ring the duty manager" in page) is told, username
        assert f"/children/{farida.id}/" not in page


def test_only_who_is_shown_counts_as_read(client, cast, farida, carol):
    other = people.add_child(authority="310", given="Kwabena", family="Okonkwo", birth_on=farida.birth_on, **carol)
    looking(client, cast("carol"), "Farida Siddiqui 4/3/2018")
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        event = AuditEvent.objects.filter(what="GET desk.find").latest("happened_at")
    assert farida.id in event.children and other.id not in event.children


def test_nothing_typed_is_a_mistake_said_in_words(client, cast):
    page = looking(client, cast("carol"), " ").content.decode()
    assert "Enter a name, a date of birth, a number or a postcode" in page


def test_an_address_that_somebody_made_up_finds_nothing(client, cast, farida):
    assert sign_in(client, cast("carol")).get("/find/?asked=farida").status_code == 200


@pytest.mark.parametrize("username", ["maya", "noor", "owen", "priya"])
def test_who_works_with_no_child_finds_nobody(client, cast, username):
    assert sign_in(client, cast(username)).get("/find/").status_code == 403


def without_what_was_asked(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line and 'name="text"' not in line]
