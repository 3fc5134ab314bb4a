"""What people do about persons: each deed, its inverse, the access that it gives, and what it keeps."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from holdfast.access import Purpose, Stage
from holdfast.kernel.identifiers import upn_check_letter
from holdfast.kernel.refused import Refused, StaleEdit
from holdfast.records.people import actions
from holdfast.records.people.codes import (
    AbsenceBecause,
    AbsenceOf,
    IdentifierKind,
    InvolvementKind,
    NameKind,
    RelationshipKind,
)
from holdfast.records.people.models import Absence, Address, Involvement, Person, Relationship
from holdfast.records.people.queries import (
    brothers_and_sisters,
    display_names,
    family_of,
    grouped_by_family,
    working_with,
)
from holdfast.wall.acting import acting
from holdfast.wall.models import Grant
from holdfast.wall.versions import history

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
TODAY = date(2026, 11, 20)


@pytest.fixture
def carol(cast):
    """Carol at the front door, on a Friday morning."""
    return {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": AT}


@pytest.fixture
def ann(cast):
    """Ann at her work, on a Friday morning."""
    return {"by": cast("ann").actor, "purpose": Purpose.direct_work, "at": AT}


@pytest.fixture
def looking(carol):
    """To look as Carol."""
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        yield


def child(carol, given="Nadia", family="Rahman", **more) -> Person:
    return actions.add_child(authority="310", given=given, family=family, birth_on=date(2018, 3, 4), **more, **carol)


def test_a_new_child_takes_the_authoritys_next_number(carol):
    one, other = child(carol), child(carol)
    assert one.local_id.startswith("HF") and other.local_id.startswith("HF")
    assert int(other.local_id[2:]) == int(one.local_id[2:]) + 1


def test_a_child_of_whom_nothing_is_known_can_be_added(carol, looking):
    unknown = actions.add_child(authority="310", **carol)
    assert display_names([unknown], as_of=TODAY)[unknown.id] == f"Child {unknown.local_id}, name not supplied"


def test_an_unborn_child_is_a_person(carol, looking):
    unborn = actions.add_child(authority="310", expected_birth_on=date(2027, 2, 1), **carol)
    assert display_names([unborn], as_of=TODAY)[unborn.id] == f"Unborn child {unborn.local_id}"


def test_a_double_click_adds_one_child(carol):
    form = uuid4()
    assert child(carol, record_id=form).local_id == child(carol, record_id=form).local_id


def test_a_preferred_name_is_the_one_shown(carol, looking):
    nadia = child(carol)
    actions.add_name(person=nadia, kind=NameKind.preferred, given="Nads", family="", **carol)
    assert display_names([nadia], as_of=TODAY)[nadia.id] == "Nads"


def test_a_wrong_number_is_kept_and_flagged(carol):
    rest = "320212345678"
    right = actions.record_identifier(
        person=child(carol), kind=IdentifierKind.upn, value=upn_check_letter(rest) + rest, **carol
    )
    wrong = actions.record_identifier(
        person=child(carol), kind=IdentifierKind.nhs_number, value="943 476 5918", **carol
    )
    assert (right.check_digit_ok, wrong.check_digit_ok) == (True, False)
    assert wrong.value == "9434765918"


def test_a_number_told_twice_is_kept_once(carol, looking):
    person = child(carol)
    told = [
        actions.record_identifier(person=person, kind=IdentifierKind.nhs_number, value=value, **carol)
        for value in ("943 476 5919", "9434765919")
    ]
    assert told[0].id == told[1].id


def test_both_sides_of_a_relationship_begin_and_end_together(carol, looking):
    nadia, mother = child(carol), actions.add_person(authority="310", given="Samira", family="Rahman", **carol)
    row = actions.relate(
        person=nadia, other=mother, kind=RelationshipKind.mother, parental_responsibility=True, **carol
    )
    assert Relationship.objects.get(person=mother, other=nadia).kind == RelationshipKind.child
    actions.end_relationship(relationship=row, until_on=TODAY, expected_version=row.version, **carol)
    assert set(Relationship.objects.filter(person__in=[nadia, mother]).values_list("until_on", flat=True)) == {TODAY}


def test_telling_a_relationship_twice_keeps_one(carol, looking):
    nadia, other = child(carol), child(carol, given="Tariq")
    for _ in range(2):
        actions.relate(person=nadia, other=other, kind=RelationshipKind.sibling, **carol)
    assert Relationship.objects.filter(person=nadia).count() == 1
    assert [each.name for each in brothers_and_sisters(family_of(person_id=nadia.id, as_of=TODAY))] == ["Tariq Rahman"]
    assert grouped_by_family([nadia.id, other.id], as_of=TODAY) == [[nadia.id, other.id]]


def test_an_unknown_father_is_a_fact_until_he_is_known(carol, looking):
    nadia = child(carol)
    actions.record_absence(person=nadia, what=AbsenceOf.father, because=AbsenceBecause.asked_no_reply, **carol)
    assert Absence.objects.get(person=nadia).resolved_on is None
    father = actions.add_person(authority="310", given="Imran", **carol)
    actions.relate(person=nadia, other=father, kind=RelationshipKind.father, **carol)
    assert Absence.objects.get(person=nadia).resolved_on == TODAY


def test_a_new_address_ends_the_one_before(carol, looking):
    nadia = child(carol)
    for lines, postcode, from_on in (("1 Elm Row", "ha1 2ab", date(2020, 1, 1)), ("2 Oak Way", "HA3 1ZZ", TODAY)):
        actions.record_address(person=nadia, lines=lines, postcode=postcode, from_on=from_on, **carol)
    kept = dict(Address.objects.filter(person=nadia).values_list("postcode", "until_on"))
    assert kept == {"HA1 2AB": TODAY, "HA3 1ZZ": None}


def test_half_past_midnight_of_a_summer_night_is_the_new_day(carol, looking):
    person = child(carol)
    former = actions.record_address(person=person, lines="1 Mill Lane", **carol)
    late = carol | {"at": datetime(2026, 6, 30, 23, 30, tzinfo=UTC)}  # half past midnight on 1 July in London
    actions.record_address(person=person, lines="2 Mill Lane", **late)
    assert Address.objects.get(pk=former.pk).until_on == date(2026, 7, 1)


def test_a_protected_address_is_hidden_from_those_who_need_not_know_it(cast, carol):
    nadia = child(carol)
    actions.involve(
        person=nadia, worker=cast("helen"), kind=InvolvementKind.health_visitor, from_on=date(2026, 11, 1), **carol
    )
    actions.record_address(person=nadia, lines="A refuge", protected=True, **carol)
    with acting(actor=cast("helen").actor, purpose=Purpose.partner_work):
        assert Person.objects.filter(pk=nadia.id).exists()
        assert not Address.objects.filter(person_id=nadia.id).exists()


def test_an_allocation_opens_the_record_and_the_next_one_closes_it(cast, carol):
    nadia = child(carol)
    first = actions.allocate(child=nadia, worker=cast("ann"), from_on=date(2026, 9, 1), **carol)
    assert sees(cast("ann"), nadia) and not sees(cast("ben"), nadia)
    actions.allocate(child=nadia, worker=cast("ben"), from_on=date(2026, 11, 1), **carol)
    assert sees(cast("ben"), nadia) and not sees(cast("ann"), nadia)
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        first.refresh_from_db()
        assert first.until_on == date(2026, 11, 1)
        assert [row.worker.username for row in working_with(person_id=nadia.id, as_of=TODAY)] == ["ben"]


def test_allocating_the_same_worker_again_changes_nothing(cast, carol, looking):
    person = child(carol)
    first = actions.allocate(child=person, worker=cast("ann"), from_on=TODAY - timedelta(days=5), **carol)
    again = actions.allocate(child=person, worker=cast("ann"), from_on=TODAY, **carol)
    assert (again.id, again.until_on) == (first.id, None)
    assert Involvement.objects.count() == 1


def test_every_grant_ends(cast, carol, looking):
    nadia = child(carol)
    actions.allocate(child=nadia, worker=cast("ann"), from_on=TODAY, **carol)
    grant = Grant.objects.get(child_id=nadia.id)
    assert grant.until_at - AT < timedelta(days=368)


@pytest.mark.parametrize(
    ("username", "kind", "ceiling"),
    [
        ("ann", "supporting_worker", Stage.decision_maker),
        ("erin", "police", Stage.child_protection),
        ("farah", "school", Stage.child_in_need),
        ("ivan", "mental_health", Stage.early_help),
        ("joy", "housing", Stage.pointer),
    ],
)
def test_an_involvement_opens_the_record_as_far_as_the_role_goes(cast, carol, looking, username, kind, ceiling):
    nadia = child(carol)
    actions.involve(person=nadia, worker=cast(username), kind=InvolvementKind(kind), from_on=TODAY, **carol)
    assert Grant.objects.get(child_id=nadia.id).ceiling == ceiling


def test_ending_an_involvement_ends_its_way_into_the_record(cast, carol):
    nadia = child(carol)
    row = actions.involve(
        person=nadia, worker=cast("farah"), kind=InvolvementKind.school, from_on=date(2026, 9, 1), **carol
    )
    assert sees(cast("farah"), nadia, Purpose.partner_work)
    actions.end_involvement(involvement=row, until_on=date(2026, 11, 1), expected_version=1, **carol)
    assert not sees(cast("farah"), nadia, Purpose.partner_work)


@pytest.mark.parametrize("username", ["owen", "priya", "maya", "noor"])
def test_nobody_whose_work_is_without_children_can_be_involved(cast, carol, username):
    with pytest.raises(Refused, match="works with no child"):
        actions.involve(
            person=child(carol), worker=cast(username), kind=InvolvementKind.supporting_worker, from_on=TODAY, **carol
        )


def test_only_a_social_worker_can_be_allocated(cast, carol):
    with pytest.raises(Refused, match="Only a social worker"):
        actions.allocate(child=child(carol), worker=cast("farah"), from_on=TODAY, **carol)


def test_a_worker_can_add_the_unborn_brother_of_her_child_and_work_with_him(cast, family, ann):
    unborn = actions.add_child(authority="310", family="O'Neil", expected_birth_on=date(2027, 2, 1), **ann)
    actions.allocate(child=unborn, worker=cast("ann"), from_on=TODAY, **ann)
    with acting(actor=ann["by"], purpose=ann["purpose"]):
        oisin = Person.objects.get(pk=family.oisin)
    actions.relate(person=oisin, other=unborn, kind=RelationshipKind.sibling, **ann)
    assert sees(cast("ann"), unborn)


def test_a_worker_cannot_let_herself_into_a_child_of_another_family(cast, family, ann):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        mei = Person.objects.get(pk=family.mei)
    with pytest.raises(Exception, match="row-level security"):
        actions.allocate(child=mei, worker=cast("ann"), from_on=TODAY, **ann)


def test_a_stale_correction_is_answered_with_both_texts(carol):
    nadia = child(carol)
    actions.change_details(person=nadia, changes={"sex": "F"}, expected_version=1, reason="Told by her mother", **carol)
    with pytest.raises(StaleEdit) as stale:
        actions.change_details(person=nadia, changes={"sex": "M"}, expected_version=1, **carol)
    assert (stale.value.theirs, stale.value.yours) == ({"sex": "F"}, {"sex": "M"})


def test_a_correction_keeps_what_stood_before_and_why(carol, looking):
    nadia = child(carol)
    actions.change_details(
        person=nadia, changes={"birth_on": date(2018, 4, 3)}, expected_version=1, reason="Birth certificate", **carol
    )
    (before,) = history(nadia)
    assert (before.was["birth_on"], before.reason) == ("2018-03-04", "Birth certificate")


def test_the_number_of_a_child_never_changes(carol):
    with pytest.raises(Refused, match="cannot be changed"):
        actions.change_details(person=child(carol), changes={"local_id": "X1"}, expected_version=1, **carol)


def test_one_child_has_one_allocated_worker(cast, carol, looking):
    nadia = child(carol)
    for username in ("ann", "ben", "ann"):
        actions.allocate(child=nadia, worker=cast(username), from_on=TODAY, **carol)
    standing = Involvement.objects.filter(person=nadia, kind="allocated_worker", until_on=None)
    assert [row.worker.username for row in standing] == ["ann"]


def sees(user, person: Person, purpose: Purpose = Purpose.direct_work) -> bool:
    with acting(actor=user.actor, purpose=purpose):
        return Person.objects.filter(pk=person.id).exists()
