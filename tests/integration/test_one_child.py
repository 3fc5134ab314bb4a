"""Who a child described may be: found by index, weighed, told in reasons; behind the wall, for the front door alone."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from holdfast.access import Purpose
from holdfast.matching.described import Described, of_expected
from holdfast.records.people.actions import add_child, add_person, record_address, record_identifier, relate
from holdfast.records.people.codes import IdentifierKind, RelationshipKind
from holdfast.records.people.models import Person
from holdfast.records.people.queries import MayBe, may_be
from holdfast.wall.acting import acting
from holdfast.wall.models import Exclusion, Seal
from tests.integration.conftest import AT

pytestmark = pytest.mark.django_db

HUB = Purpose.front_door
BORN = date(2017, 4, 3)


@pytest.fixture
def by(cast) -> dict:
    return {"by": cast("carol").actor, "purpose": HUB, "at": AT}


@pytest.fixture
def hub(cast):
    with acting(actor=cast("carol").actor, purpose=HUB):
        yield


@pytest.fixture
def child(hub, by) -> Person:
    """Katherine Adebayo-Reid of 12 Marsh Lane, her mother Folake, her brother Tunde."""
    kate = add_child(authority="310", given="Katherine", family="Adebayo-Reid", birth_on=BORN, **by)
    record_address(person=kate, lines="7 Quay Street", postcode="ZZ1 1AA", from_on=date(2018, 1, 1), **by)
    record_address(
        person=kate, lines="12 Marsh Lane", postcode="ZZ4 7AB", telephone="020 7946 0123",
        from_on=date(2020, 1, 1), **by,
    )  # fmt: skip
    record_identifier(person=kate, kind=IdentifierKind.nhs_number, value="943 476 5919", **by)
    mother = add_person(authority="310", given="Folake", family="Adebayo", **by)
    relate(person=kate, other=mother, kind=RelationshipKind.mother, **by)
    brother = add_child(authority="310", given="Tunde", family="Adebayo-Reid", birth_on=date(2014, 9, 9), **by)
    record_address(person=brother, lines="12 Marsh Lane", postcode="ZZ4 7AB", **by)
    relate(person=brother, other=mother, kind=RelationshipKind.mother, **by)
    relate(person=kate, other=brother, kind=RelationshipKind.sibling, **by)
    return kate


def told(given: str = "Katherine", family: str = "Adebayo-Reid", **more) -> Described:
    return Described(names=((given, family),), **more)


def first(described: Described) -> MayBe:
    return may_be(described)[0]


HOME = (("12 Marsh Lane", "ZZ4 7AB"),)


@pytest.mark.parametrize(
    "described",
    [
        told(birth_on=BORN),
        told("Kate", "Adebayo", birth_on=BORN),
        told("Kasia", "Reid", birth_on=BORN, homes=HOME),
        told("Katharine", "Adebeyo Reid", birth_on=BORN),
        told("Adebayo-Reid", "Katherine", birth_on=BORN),
        told("Katherine", "", birth_on=BORN, homes=HOME),
        told(birth_on=date(2017, 3, 4)),
        told(birth_on=date(2017, 4, 2), homes=HOME),
        told(birth_on=date(2016, 4, 3), homes=HOME),
        told(homes=(("7 Quay Street", "ZZ1 1AA"),)),
        told("Katy", "Smith", telephones=("(020) 7946 0123",)),
        told("K", "Reid", numbers=(("nhs_number", "9434765919"),)),
        told("Kate", "", mothers=(("Folake", "Adebayo"),)),
        told("Kate", "Reid", born_between=(date(2016, 1, 1), date(2018, 1, 1)), siblings=("Tunde",)),
    ],
)
def test_a_child_is_found_however_they_were_described(child, described):
    """f.contacts_not_joined: two spellings, a nickname, a former address: each leads to the one record."""
    assert first(described).person == child


def test_a_short_name_and_a_swapped_birthday_are_told_as_reasons(child):
    found = first(told("Kate", "Adebayo-Reid", birth_on=date(2017, 3, 4), homes=HOME))
    assert found.likely == "very likely"
    assert any("forms of one name: “Kate” told, “Katherine” on the record" in why for why in found.reasons.speaks_for)
    assert any("day and month the other way round: 3 April 2017" in why for why in found.reasons.speaks_for)
    assert not found.reasons.speaks_against


def test_a_brother_is_told_apart_by_his_first_name_and_it_is_only_a_reason(child):
    found = may_be(told("Tunde", "Adebayo-Reid", birth_on=date(2014, 9, 9), homes=HOME))
    assert found[0].person != child
    sister = next(each for each in found if each.person == child)
    assert sister.likely == "unlikely"
    assert any("brothers and sisters are like this" in why for why in sister.reasons.speaks_against)


def test_a_twin_who_is_not_known_does_not_pass_for_the_one_who_is(child):
    found = first(told("Abena", "Adebayo-Reid", birth_on=BORN, homes=HOME, mothers=(("Folake", "Adebayo"),)))
    assert found.person == child
    assert found.likely != "very likely"
    assert any("twins are like this" in why for why in found.reasons.speaks_against)


def test_brothers_who_share_a_first_name_are_both_shown(child, by):
    namesake = add_child(authority="310", given="Tunde", family="Adebayo-Reid", birth_on=date(2020, 1, 5), **by)
    record_address(person=namesake, lines="12 Marsh Lane", postcode="ZZ4 7AB", **by)
    found = [each.person for each in may_be(told("Tunde", "Adebayo-Reid", homes=HOME))]
    assert namesake in found
    assert len([person for person in found if person != child]) == 2


def test_an_unborn_child_is_found_by_the_mother(child, by, hub):
    mother = Person.objects.get(is_child=False)
    expected = date(2027, 2, 1)
    baby = add_child(authority="310", family="Adebayo", expected_birth_on=expected, **by)
    relate(person=baby, other=mother, kind=RelationshipKind.mother, **by)
    found = may_be(Described(born_between=of_expected(expected + timedelta(days=6)), mothers=(("Folake", "Adebayo"),)))
    assert baby in [each.person for each in found]


def test_the_likelihood_is_in_words_and_reads_the_same_from_either_side(child):
    from holdfast.records.people.queries import descriptions, judged_pair

    (_, on_record), described = descriptions([child.id])[0], told("Kate", "Reid", birth_on=BORN)
    there, _ = judged_pair(described, on_record)
    back, _ = judged_pair(on_record, described)
    assert there == back


def test_somebody_shut_out_of_a_record_is_not_led_to_it(child, cast, hub):
    Exclusion(user=cast("carol"), child_id=child.id, from_at=AT - timedelta(days=1)).save(force_insert=True)
    assert child not in [each.person for each in may_be(told(birth_on=BORN))]


def test_a_sealed_record_is_not_among_those_found(child, hub):
    Seal(child_id=child.id, from_at=datetime(2026, 1, 1, tzinfo=UTC)).save(force_insert=True)
    assert child not in [each.person for each in may_be(told(birth_on=BORN, homes=HOME))]


@pytest.mark.parametrize(
    ("who", "purpose"),
    [
        ("ann", Purpose.direct_work),
        ("farah", Purpose.partner_work),
        ("farah", Purpose.referring),
        ("noor", Purpose.statutory_return),
        ("maya", Purpose.figures),
        ("lena", Purpose.quality_audit),
        ("kwame", Purpose.conference),
    ],
)
def test_nobody_outside_the_hub_can_use_the_look_up(child, cast, who, purpose):
    with acting(actor=cast(who).actor, purpose=purpose):
        assert _asked_directly() == []


def test_without_anybody_acting_the_look_up_answers_nothing(child, db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('holdfast.purpose', '', true), set_config('holdfast.actor', '', true)")
    assert _asked_directly() == []


def _asked_directly() -> list[UUID]:
    from holdfast.records.people.queries.alike import _found

    return _found(told(birth_on=BORN, homes=HOME), is_child=True)


def test_only_those_who_are_shown_count_as_read(child, cast):
    from holdfast.wall.reading import reading

    with reading() as read:
        shown = {each.person.id for each in may_be(told(birth_on=BORN), most=1)}
    assert read == shown
