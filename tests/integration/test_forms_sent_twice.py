"""A form carries a key of its own: a double click keeps one record, and a key never loses what somebody wrote."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from holdfast.access import Purpose, Stage
from holdfast.records.casework.actions import record_visit
from holdfast.records.casework.models import Visit
from holdfast.records.people.models import Relationship
from holdfast.wall.acting import acting
from tests.integration.conftest import give
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

SEEN_ON = timezone.localdate() - timedelta(days=3)


@pytest.fixture
def looking(cast, family):
    """Carol, who may see every child."""
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        yield


@pytest.fixture
def worker(client, cast, family, looking):
    """Ann, who works with both children."""
    give(cast("ann"), family.mei, ceiling=Stage.decision_maker)
    return sign_in(client, cast("ann"))


def visited(worker, child: UUID, *, form: UUID, what_happened: str, on: date = SEEN_ON) -> None:
    told = {"record_id": str(form), "seen": "alone", "visited_on": on.isoformat(), "what_happened": what_happened}
    answer = worker.post(f"/casework/{child}/visit/{child}/", told)
    assert answer.status_code == 302, answer.content.decode()


def related(worker, child: UUID, *, form: UUID, kind: str, given: str) -> None:
    told = {"kind": kind, "given": given, "parental_responsibility": "yes", "lives_with": "yes"}
    answer = worker.post(f"/people/{child}/relation/", told | {"record_id": str(form)})
    assert answer.status_code == 302, answer.content.decode()


def others(child: UUID) -> set[UUID]:
    return set(Relationship.objects.filter(person_id=child).values_list("other_id", flat=True))


def test_the_same_visit_sent_twice_is_kept_once(worker, family):
    form = uuid4()
    for _ in range(2):
        visited(worker, family.oisin, form=form, what_happened="We drew his room.")
    assert Visit.objects.filter(child_id=family.oisin).count() == 1


def test_going_back_and_sending_other_words_keeps_both_visits(worker, family):
    form = uuid4()
    visited(worker, family.oisin, form=form, what_happened="We drew his room.")
    visited(worker, family.oisin, form=form, what_happened="A second visit that evening: he had bruises.")
    assert Visit.objects.filter(child_id=family.oisin).count() == 2


def test_a_visit_sent_under_the_key_of_another_childs_visit_is_kept_on_its_own_child(worker, family):
    form = uuid4()
    for child in (family.oisin, family.mei):
        visited(worker, child, form=form, what_happened="Seen at home.")
    assert set(Visit.objects.values_list("child_id", flat=True)) == {family.oisin, family.mei}


def test_a_visit_sent_under_the_key_of_a_record_that_may_not_be_seen_is_kept(client, cast, family, looking):
    theirs = record_visit(
        child_id=family.mei, visited_on=SEEN_ON, child_seen=True, seen_alone=True,
        by=cast("carol").actor, purpose=Purpose.front_door, at=timezone.now(),
    )  # fmt: skip
    visited(sign_in(client, cast("ann")), family.oisin, form=theirs.id, what_happened="Seen at home.")
    assert Visit.objects.filter(child_id=family.oisin).count() == 1


def test_going_back_and_adding_a_father_does_not_make_the_mother_him(worker, family):
    form = uuid4()
    related(worker, family.mei, form=form, kind="mother", given="Lan")
    related(worker, family.mei, form=form, kind="father", given="Wei")
    assert len(others(family.mei)) == 2


def test_a_mother_sent_twice_is_added_once(worker, family):
    form = uuid4()
    for _ in range(2):
        related(worker, family.mei, form=form, kind="mother", given="Lan")
    assert len(others(family.mei)) == 1


def test_an_adult_sent_under_the_key_of_another_child_is_not_that_child(worker, family):
    related(worker, family.mei, form=family.oisin, kind="mother", given="Lan")
    assert family.oisin not in others(family.mei)
