"""The cast, and a family for them to work with: Oisín O'Neil, his mother, and a girl of another family."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from holdfast.access import Purpose, Role, Stage
from holdfast.access.personas import persona
from holdfast.records.people.models import Person, PersonName, Relationship
from holdfast.wall.acting import Actor, acting
from holdfast.wall.models import Grant, User

AT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
"""The moment at which the tests' deeds are done: a Friday."""


@pytest.fixture
def cast() -> Callable[[str], User]:
    """The user who plays that persona, made when first asked for."""

    def user(username: str) -> User:
        standing = User.objects.filter(username=username).first()
        who = persona(username)
        return standing or User.objects.create_user(
            username=username, role=who.role, display_name=who.display_name, agency_name=who.agency
        )

    return user


@dataclass(frozen=True)
class Family:
    """Two children of different families; Ann works with the first."""

    oisin: UUID
    mother: UUID
    mei: UUID


@pytest.fixture
def family(cast: Callable[[str], User]) -> Family:
    """Oisín O'Neil (allocated to Ann), his mother Roisin, and Mei, whom nobody works with."""
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        oisin = add_child("100001", given="Oisín", family="O'Neil", birth_on=date(2020, 2, 29))
        mother = Person(authority="310", is_child=False, birth_on=date(1994, 5, 1))
        mother.save(force_insert=True)
        PersonName(person=mother, kind="legal", given="Roisin").save(force_insert=True)
        Relationship(person=oisin, other=mother, kind="mother", parental_responsibility=True).save(force_insert=True)
        mei = add_child("100002", given="Mei", family="Chen", birth_on=date(2015, 9, 1))
        give(cast("ann"), oisin.id, ceiling=Stage.decision_maker)
    return Family(oisin=oisin.id, mother=mother.id, mei=mei.id)


def add_child(local_id: str, *, given: str, family: str, birth_on: date | None) -> Person:
    """A child with a name, added by whoever acts."""
    child = Person(authority="310", local_id=local_id, is_child=True, birth_on=birth_on)
    child.save(force_insert=True)
    PersonName(person=child, kind="legal", given=given, family=family).save(force_insert=True)
    return child


def give(user: User, child_id: UUID, *, ceiling: Stage, days: int = 30, opens_seal: bool = False) -> Grant:
    """A way to the child for some days, given by whoever acts."""
    from_at = datetime.now(UTC) - timedelta(days=1)
    grant = Grant(
        user=user, child_id=child_id, kind="allocated_worker", ceiling=int(ceiling), opens_seal=opens_seal,
        reason="Allocated", from_at=from_at, until_at=from_at + timedelta(days=days),
    )  # fmt: skip
    grant.save(force_insert=True)
    return grant


def front_door(carol: User) -> tuple[Actor, Purpose]:
    """Carol at the front door."""
    assert carol.role == Role.front_door_manager
    return carol.actor, Purpose.front_door
