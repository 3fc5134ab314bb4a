"""The pages that say who is who: candidates with reasons, a family at once, a match taken back, two records linked."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from holdfast.access import Purpose, Stage
from holdfast.records.frontdoor.actions import receive_envelope
from holdfast.records.frontdoor.models import Contact, Match, NamedChild, RestrictedMatch
from holdfast.records.people.actions import add_child, record_address, relate
from holdfast.records.people.codes import RelationshipKind
from holdfast.records.people.models import Person, SamePerson
from holdfast.wall.acting import acting
from holdfast.wall.models import Seal
from tests.integration.conftest import AT, give
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

HUB = Purpose.front_door


@pytest.fixture
def by(cast) -> dict[str, Any]:
    return {"by": cast("carol").actor, "purpose": HUB, "at": AT}


@pytest.fixture
def carol(cast) -> Client:
    return sign_in(Client(), cast("carol"))


@pytest.fixture
def two(by) -> tuple[Person, Person]:
    """Kate and her brother Tunde, at one address."""
    with acting(actor=by["by"], purpose=HUB):
        kate = add_child(authority="310", given="Katherine", family="Adebayo", birth_on=date(2017, 4, 3), **by)
        tunde = add_child(authority="310", given="Babatunde", family="Adebayo", birth_on=date(2014, 9, 9), **by)
        for child in (kate, tunde):
            record_address(person=child, lines="12 Marsh Lane", postcode="ZZ4 7AB", **by)
        relate(person=kate, other=tunde, kind=RelationshipKind.sibling, **by)
    return kate, tunde


def tell(cast, *children: dict[str, Any]) -> list[NamedChild]:
    farah = cast("farah").actor
    key = uuid4()
    with acting(actor=farah, purpose=Purpose.referring):
        receive_envelope(
            form_key=key, told={"danger": "no", "what_happened": "A worry.", "source": "2A"}, children=list(children),
            by=farah, purpose=Purpose.referring, at=AT,
        )  # fmt: skip
    with acting(actor=cast("carol").actor, purpose=HUB):
        return list(NamedChild.objects.select_related("envelope").filter(envelope__form_key=key).order_by("place"))


KATE = {"given": "Kate", "family": "Adebayo", "birth_on": date(2017, 3, 4), "address": "12 Marsh Lane, ZZ4 7AB"}
TUNDE = {"given": "Tunde", "family": "Adebayo", "birth_on": date(2014, 9, 9), "address": "12 Marsh Lane, ZZ4 7AB"}


def test_the_page_says_in_words_what_speaks_for_and_against_and_shows_no_score(cast, carol, two):
    (named,) = tell(cast, KATE)
    page = carol.get(f"/referrals/in/{named.envelope_id}/").content.decode()
    for words in ("Very likely", "forms of one name", "day and month the other way round", "None of these"):
        assert words in page
    assert "Babatunde" in page
    assert "probability" not in page


def test_a_family_is_confirmed_at_once_and_only_the_ticked(cast, carol, two):
    first, second = tell(cast, KATE, TUNDE)
    page = carol.get(f"/referrals/in/{first.envelope_id}/").content.decode()
    assert "One family on record" in page
    family = f"/referrals/in/{first.envelope_id}/family/"
    assert carol.post(family, {}).status_code == 403
    assert carol.post(family, {"pair": [f"{first.id}:{two[0].id}", f"{second.id}:{two[1].id}"]}).status_code == 302
    with acting(actor=cast("carol").actor, purpose=HUB):
        assert {(each.named_id, each.child_id) for each in Match.objects.all()} == {
            (first.id, two[0].id),
            (second.id, two[1].id),
        }
    assert "Confirmed so far" in carol.get(f"/referrals/in/{first.envelope_id}/").content.decode()


def test_a_child_of_another_envelope_is_not_confirmed_with_a_family(cast, carol, two):
    (first,), (other,) = tell(cast, KATE), tell(cast, TUNDE)
    answer = carol.post(f"/referrals/in/{first.envelope_id}/family/", {"pair": [f"{other.id}:{two[1].id}"]})
    assert answer.status_code == 404
    with acting(actor=cast("carol").actor, purpose=HUB):
        assert not Match.objects.exists()


def test_a_match_on_which_a_contact_stands_is_taken_back_on_its_page(cast, carol, two):
    (named,) = tell(cast, KATE)
    carol.get(f"/referrals/in/{named.envelope_id}/")
    carol.post(f"/referrals/child/{named.id}/match/", {"child": str(two[0].id)})
    carol.post(f"/referrals/child/{named.id}/outcome/", {"outcome": "information_only", "source": "2A"})
    undo = f"/referrals/child/{named.id}/undo/"
    assert "These leave the record" in carol.get(undo).content.decode()
    assert carol.post(undo, {"because": ""}).status_code == 400
    assert carol.post(undo, {"because": "The school meant another girl"}).status_code == 302
    with acting(actor=cast("carol").actor, purpose=HUB):
        assert not Contact.objects.exists()
    assert "Who is this?" in carol.get(f"/referrals/in/{named.envelope_id}/").content.decode()


def test_two_records_are_linked_side_by_side_and_parted_again(cast, carol, two, by):
    with acting(actor=by["by"], purpose=HUB):
        again = add_child(authority="310", given="Kate", family="Adebayo", birth_on=date(2017, 4, 3), **by)
    kate = two[0]
    assert str(again.id) in carol.get(f"/people/{kate.id}/same/").content.decode()
    pair = f"/people/{kate.id}/same/{again.id}/"
    page = carol.get(pair).content.decode()
    assert "“Katherine” here, “Kate” there" in page
    assert "another number" not in page, "two records of one child have two numbers of ours"
    assert carol.post(pair, {"because": ""}).status_code == 400
    assert carol.post(pair, {"because": "One NHS number"}).status_code == 302
    assert "Other records of this child" in carol.get(f"/children/{again.id}/").content.decode()
    with acting(actor=by["by"], purpose=HUB):
        link = SamePerson.objects.get()
    parting = f"/people/links/{link.id}/"
    assert carol.post(parting, {"because": "Two girls", "expected_version": "1"}).status_code == 302
    assert carol.get(parting).status_code == 404


def test_only_the_front_door_opens_the_pages_that_link(cast, two):
    ann = sign_in(Client(), cast("ann"))
    with acting(actor=cast("carol").actor, purpose=HUB):
        give(cast("ann"), two[0].id, ceiling=Stage.decision_maker)
    assert ann.get(f"/people/{two[0].id}/same/").status_code == 403


def test_whoever_holds_a_closed_record_is_told_that_somebody_may_have_told_of_the_child(cast, carol, two):
    """The front door reads that a restricted record may match, and nothing of whose."""
    with acting(actor=cast("carol").actor, purpose=HUB):
        give(cast("ann"), two[0].id, ceiling=Stage.decision_maker, opens_seal=True)
        Seal(child_id=two[0].id, from_at=datetime(2026, 1, 1, tzinfo=UTC)).save(force_insert=True)
    (named,) = tell(cast, KATE)
    page = carol.get(f"/referrals/in/{named.envelope_id}/").content.decode()
    assert "A restricted record may match" in page
    assert str(two[0].id) not in page
    with acting(actor=cast("carol").actor, purpose=HUB):
        assert not RestrictedMatch.objects.exists()
    home = sign_in(Client(), cast("ann")).get("/", follow=True).content.decode()
    assert "May be about a child whose record is closed" in home
    assert named.envelope.reference in home
