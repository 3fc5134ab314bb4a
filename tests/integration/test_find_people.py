"""Finding people: by whatever is known, with the reason; and nobody learns more than they may."""

from datetime import UTC, date, datetime, timedelta

import pytest

from holdfast.access import Purpose, Stage
from holdfast.records.people import actions
from holdfast.records.people.codes import IdentifierKind, InvolvementKind, NameKind, RelationshipKind
from holdfast.records.people.queries import Found, asked, found
from holdfast.wall.acting import acting
from holdfast.wall.models import Grant, Seal

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
TODAY = date(2026, 11, 20)
BORN = date(2018, 3, 4)


@pytest.fixture
def carol(cast):
    """Carol at the front door."""
    return {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": AT}


@pytest.fixture
def farida(carol):
    """Farida Siddiqui, known by a census number too."""
    child = actions.add_child(
        authority="310", local_id="RND000215205141", given="Farida", family="Siddiqui", birth_on=BORN, **carol
    )
    actions.record_identifier(person=child, kind=IdentifierKind.nhs_number, value="943 476 5919", **carol)
    actions.record_address(person=child, lines="14 Kestrel Lane", postcode="HA1 2AB", **carol)
    return child


def search(user, text: str, purpose: Purpose = Purpose.front_door) -> Found:
    with acting(actor=user.actor, purpose=purpose):
        return found(asked(text, as_of=TODAY), as_of=TODAY)


def only(answer: Found):
    (match,) = answer.matches
    return match


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Farida Siddiqui", "the name is the same"),
        ("siddiqui FARIDA", "the name is the same"),
        ("Farida Siddiki", "“siddiki” sounds like “siddiqui”"),
        ("Fraida Siddiqui", "“fraida” sounds like “farida”"),
        ("Faida Sidiqui", "“faida” is spelt like “farida”"),
        ("Far Sid", "“far” is how a name begins: “farida”"),
        ("Siddiqui 4/3/2018", "the date of birth is the same"),
        ("Siddiqui 3 April 2018", "the date of birth has day and month the other way round"),
        ("04/03/2018", "the date of birth is the same"),
        ("RND000215205141", "the local number is the same"),
        ("205141", "the local number ends in 205141"),
        ("943 476 5919", "the NHS number is the same"),
        ("ha1 2ab", "lives at HA1 2AB"),
    ],
)
def test_a_child_is_found_by_what_is_known_of_her(cast, farida, text, why):
    match = only(search(cast("carol"), text))
    assert match.person == farida
    assert any(why in reason for reason in match.why), match.why


def test_somebody_else_is_not_found(cast, farida):
    assert search(cast("carol"), "Kwabena Okonkwo").matches == ()


def test_an_alias_finds_her_and_says_so(cast, carol, farida):
    actions.add_name(person=farida, kind=NameKind.alias, given="Flo", family="Quartey", **carol)
    match = only(search(cast("carol"), "Quartey"))
    assert match.name == "Farida Siddiqui"
    assert "also known as: Flo Quartey" in match.why[0]


def test_another_family_name_is_found_by_the_date_of_birth(cast, farida):
    assert only(search(cast("carol"), "Farida Hussain 4/3/2018")).person == farida


def test_twins_are_told_apart(cast, carol, farida):
    actions.add_child(authority="310", given="Fareed", family="Siddiqui", birth_on=BORN, **carol)
    names = [match.name for match in search(cast("carol"), "Farida Siddiqui 4/3/2018").matches]
    assert names == ["Farida Siddiqui", "Fareed Siddiqui"]


def test_an_unborn_child_is_found_by_the_mother(cast, carol):
    mother = actions.add_person(authority="310", given="Grace", family="Owusu", **carol)
    unborn = actions.add_child(authority="310", expected_birth_on=date(2027, 2, 1), **carol)
    actions.relate(person=unborn, other=mother, kind=RelationshipKind.mother, **carol)
    assert only(search(cast("carol"), "unborn baby Owusu")).person == unborn


def test_a_child_without_a_name_is_found_by_the_end_of_the_number(cast, carol):
    child = actions.add_child(authority="310", local_id="ABC0009988776", **carol)
    assert only(search(cast("carol"), "988776")).person == child


@pytest.mark.parametrize("text", ["Farida Siddiqui", "4/3/2018", "205141", "9434765919", "HA1 2AB"])
def test_a_worker_who_may_not_see_her_is_answered_as_if_she_were_not_there(cast, farida, text):
    hers, nobodys = (search(cast("ann"), each, Purpose.direct_work) for each in (text, "Kwabena Okonkwo"))
    assert hers == nobodys == Found((), more=False, restricted=False)


def test_her_own_worker_finds_her(cast, carol, farida):
    actions.allocate(child=farida, worker=cast("ann"), from_on=TODAY, **carol)
    assert only(search(cast("ann"), "Farida Siddiki", Purpose.direct_work)).person == farida


def test_a_partner_finds_her_while_involved(cast, carol, farida):
    actions.involve(person=farida, worker=cast("joy"), kind=InvolvementKind.housing, from_on=TODAY, **carol)
    assert only(search(cast("joy"), "205141", Purpose.partner_work)).person == farida


def seal(carol, child):
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        Seal(child_id=child.id, from_at=datetime.now(UTC) - timedelta(hours=1)).save(force_insert=True)


@pytest.mark.parametrize("text", ["Farida Siddiki", "Siddiqui 4/3/2018", "4/3/2018", "205141", "HA1 2AB"])
@pytest.mark.parametrize(
    ("username", "purpose", "told"),
    [
        ("carol", Purpose.front_door, True),
        ("dev", Purpose.out_of_hours, True),
        ("ann", Purpose.direct_work, False),
        ("farah", Purpose.partner_work, False),
    ],
)
def test_a_sealed_record_is_hinted_at_to_the_hub_and_the_night_alone(
    cast, carol, farida, text, username, purpose, told
):
    seal(carol, farida)
    assert search(cast(username), text, purpose) == Found((), more=False, restricted=told)


def test_the_hint_does_not_come_up_for_another_name(cast, carol, farida):
    seal(carol, farida)
    assert not search(cast("carol"), "Kwabena Okonkwo").restricted
    assert not search(cast("carol"), "Siddiqui 9/9/2009").restricted


def test_the_person_named_for_a_sealed_record_finds_it(cast, carol, farida):
    actions.allocate(child=farida, worker=cast("ann"), from_on=TODAY, **carol)
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        Grant.objects.filter(child_id=farida.id).update(opens_seal=True, ceiling=Stage.decision_maker)
    seal(carol, farida)
    assert only(search(cast("ann"), "Siddiqui", Purpose.direct_work)).person == farida
