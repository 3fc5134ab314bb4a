"""Two records found to be of one person: linked by somebody, leading to each other, and unlinked without a trace."""

from datetime import timedelta
from uuid import UUID

import pytest

from holdfast.access import Purpose, Stage
from holdfast.kernel.refused import NotFound, Refused
from holdfast.records.people.actions import link_same_person, unlink_same_person
from holdfast.records.people.models import Person, SamePerson
from holdfast.records.people.queries import link_or_not_found, other_records, same_person_as
from holdfast.wall.acting import acting
from holdfast.wall.models import AuditEvent, Seal
from holdfast.wall.versions import history
from tests.integration.conftest import AT, add_child, give

pytestmark = pytest.mark.django_db

HUB = Purpose.front_door


def second_record(cast, local_id: str = "100003") -> UUID:
    """Oisín a second time, as a school spelt him."""
    with acting(actor=cast("carol").actor, purpose=HUB):
        return add_child(local_id, given="Osheen", family="Oneill", birth_on=None).id


def link(cast, one: UUID, two: UUID) -> SamePerson:
    by = {"by": cast("carol").actor, "purpose": HUB, "at": AT}
    with acting(actor=cast("carol").actor, purpose=HUB):
        people = Person.objects.in_bulk([one, two])
        return link_same_person(person=people[one], other=people[two], because="Same NHS number on both", **by)


def unlink(cast, standing: SamePerson, because: str = "Two boys of one name") -> SamePerson:
    by = {"by": cast("carol").actor, "purpose": HUB, "at": AT + timedelta(days=1)}
    return unlink_same_person(link=standing, because=because, expected_version=standing.version, **by)


def as_seen_by(user, purpose: Purpose, child: UUID) -> set[UUID]:
    with acting(actor=user.actor, purpose=purpose):
        return same_person_as(child)


def test_a_linked_record_leads_to_the_other_from_either_side(cast, family):
    again = second_record(cast)
    link(cast, family.oisin, again)
    assert as_seen_by(cast("carol"), HUB, family.oisin) == {family.oisin, again}
    assert as_seen_by(cast("carol"), HUB, again) == {family.oisin, again}


def test_three_records_of_one_person_all_lead_to_each_other(cast, family):
    second, third = second_record(cast), second_record(cast, "100004")
    link(cast, family.oisin, second)
    link(cast, second, third)
    assert as_seen_by(cast("carol"), HUB, third) == {family.oisin, second, third}


def test_a_record_without_a_link_is_itself_alone(cast, family):
    assert as_seen_by(cast("carol"), HUB, family.mei) == {family.mei}


def test_linking_twice_from_either_side_is_one_link(cast, family):
    again = second_record(cast)
    assert link(cast, family.oisin, again) == link(cast, again, family.oisin)


def test_a_worker_of_one_record_learns_that_there_is_another_and_cannot_open_it(cast, family):
    again = second_record(cast)
    link(cast, family.oisin, again)
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        (other,) = other_records(family.oisin)
    assert (other.record_id, other.person) == (again, None)


def test_a_sealed_record_is_not_given_away_by_its_link(cast, family):
    again = second_record(cast)
    standing = link(cast, family.oisin, again)
    with acting(actor=cast("carol").actor, purpose=HUB):
        Seal(child_id=again, from_at=AT - timedelta(days=1)).save(force_insert=True)
    assert as_seen_by(cast("ann"), Purpose.direct_work, family.oisin) == {family.oisin}
    with acting(actor=cast("carol").actor, purpose=HUB):
        assert other_records(family.oisin) == []
        with pytest.raises(NotFound):
            link_or_not_found(standing.id)


def test_somebody_who_works_with_neither_sees_no_link(cast, family):
    link(cast, family.oisin, second_record(cast))
    with acting(actor=cast("ben").actor, purpose=Purpose.direct_work):
        assert SamePerson.objects.count() == 0


def test_a_social_worker_cannot_say_that_two_records_are_of_one_person(cast, family):
    again = second_record(cast)
    give_both = cast("ann")
    with acting(actor=cast("carol").actor, purpose=HUB):
        give(give_both, again, ceiling=Stage.decision_maker)
    with acting(actor=give_both.actor, purpose=Purpose.direct_work):
        people = Person.objects.in_bulk([family.oisin, again])
        with pytest.raises(Refused, match="front door"):
            link_same_person(
                person=people[family.oisin], other=people[again], because="I am sure", by=give_both.actor,
                purpose=Purpose.direct_work, at=AT,
            )  # fmt: skip


def test_a_link_needs_its_reason_and_another_record(cast, family):
    by = {"by": cast("carol").actor, "purpose": HUB, "at": AT}
    with acting(actor=cast("carol").actor, purpose=HUB):
        mei = Person.objects.get(pk=family.mei)
        oisin = Person.objects.get(pk=family.oisin)
        with pytest.raises(Refused, match="one record"):
            link_same_person(person=mei, other=mei, because="Herself", **by)
        with pytest.raises(Refused, match="how you know"):
            link_same_person(person=mei, other=oisin, because=" ", **by)


def test_unlinking_parts_the_records_and_keeps_why_in_both_directions(cast, family):
    again = second_record(cast)
    standing = link(cast, family.oisin, again)
    unlink(cast, standing)
    assert as_seen_by(cast("carol"), HUB, family.oisin) == {family.oisin}
    with acting(actor=cast("carol").actor, purpose=HUB):
        former = history(SamePerson.objects.get(pk=standing.pk))
        assert [each.reason for each in former] == ["Two boys of one name"]
        assert AuditEvent.objects.filter(what="unlink_same_person").get().children == sorted([family.oisin, again])


def test_records_linked_and_unlinked_and_linked_again_are_linked(cast, family):
    again = second_record(cast)
    unlink(cast, link(cast, family.oisin, again))
    link(cast, family.oisin, again)
    assert as_seen_by(cast("carol"), HUB, again) == {family.oisin, again}
