"""Somebody is added, named, numbered, housed, and corrected."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from holdfast.access import Purpose
from holdfast.kernel.identifiers import nhs_number_fault, upn_fault
from holdfast.kernel.keys import key_of_sending
from holdfast.kernel.refused import Refused
from holdfast.records.people.codes import IdentifierKind, NameKind
from holdfast.records.people.models import Address, Identifier, Person, PersonName
from holdfast.records.people.queries import as_postcode, search_keys
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import day_of, deed
from holdfast.wall.versions import amend, inserted

DETAILS = frozenset(
    {"birth_on", "expected_birth_on", "died_on", "sex", "ethnicity", "upn_unknown", "needs_interpreter"}
)
"""What `change_details` may change; the authority and its number for a child never change."""

_FAULTS = {
    IdentifierKind.upn: upn_fault,
    IdentifierKind.former_upn: upn_fault,
    IdentifierKind.nhs_number: nhs_number_fault,
}


def add_child(
    *,
    authority: str,
    given: str = "",
    family: str = "",
    local_id: str | None = None,
    birth_on: date | None = None,
    expected_birth_on: date | None = None,
    sex: str = "",
    ethnicity: str = "",
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
    reason: str = "",
) -> Person:
    """Add a child, born or not; without a `local_id` the authority's own next number is taken.

    Nothing needs to be known but that there is a child. Given the `record_id` that a form made, the same child sent
    twice is one, and another is another.
    """
    own_id = key_of_sending(record_id or uuid4(), authority, given, family, local_id, birth_on, expected_birth_on)
    with deed("add_child", children=[own_id], by=by, purpose=purpose, at=at, reason=reason):
        standing = Person.objects.filter(pk=own_id).first()
        if standing:
            return standing
        child = Person(
            id=own_id, authority=authority, local_id=local_id or next_local_id(), is_child=True, birth_on=birth_on,
            expected_birth_on=expected_birth_on, sex=sex, ethnicity=ethnicity,
        )  # fmt: skip
        return _saved(child, given, family)


def add_person(
    *,
    authority: str,
    given: str = "",
    family: str = "",
    birth_on: date | None = None,
    sex: str = "",
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
    reason: str = "",
) -> Person:
    """Add an adult in a child's life; `relate` says what they are to the child.

    Given the `record_id` that a form made, the same adult sent twice is one, and another is another.
    """
    own_id = key_of_sending(record_id or uuid4(), authority, given, family, birth_on, sex)
    with deed("add_person", children=[own_id], by=by, purpose=purpose, at=at, reason=reason):
        standing = Person.objects.filter(pk=own_id).first()
        if standing:
            return standing
        adult = Person(id=own_id, authority=authority, is_child=False, birth_on=birth_on, sex=sex)
        return _saved(adult, given, family)


def next_local_id() -> str:
    """The authority's own next number for a child, such as HF000042; a number once taken is never given again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('people_local_number')")
        return f"HF{cursor.fetchone()[0]:06}"


def add_name(
    *,
    person: Person,
    kind: NameKind,
    given: str,
    family: str,
    from_on: date | None = None,
    until_on: date | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> PersonName:
    """Record a name that the person goes or went by."""
    with deed("add_name", children=[person.id], by=by, purpose=purpose, at=at):
        return _named(person, kind=kind, given=given, family=family, from_on=from_on, until_on=until_on)


def change_name(
    *, name: PersonName, given: str, family: str, expected_version: int, reason: str = "",
    by: Actor, purpose: Purpose, at: datetime,
) -> PersonName:  # fmt: skip
    """Correct how a name is written; the old spelling is kept as a version."""
    changes = {"given": given.strip(), "family": family.strip(), "search_keys": search_keys(given, family)}
    with deed("change_name", children=[name.person_id], by=by, purpose=purpose, at=at, reason=reason):
        return amend(name, expected_version=expected_version, changes=changes)


def change_details(
    *,
    person: Person,
    changes: Mapping[str, Any],
    expected_version: int,
    reason: str = "",
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Person:
    """Correct what is recorded of the person; StaleEdit where somebody else did meanwhile."""
    unknown = set(changes) - DETAILS
    if unknown:
        raise Refused(f"This cannot be changed here: {', '.join(sorted(unknown))}.")
    with deed("change_details", children=[person.id], by=by, purpose=purpose, at=at, reason=reason):
        return amend(person, expected_version=expected_version, changes=changes)


def record_identifier(
    *, person: Person, kind: IdentifierKind, value: str, by: Actor, purpose: Purpose, at: datetime
) -> Identifier:
    """Record a number by which another service knows the person: a wrong check digit is kept, and flagged."""
    number = value.replace(" ", "").upper()
    with deed("record_identifier", children=[person.id], by=by, purpose=purpose, at=at):
        standing = Identifier.objects.filter(person=person, kind=kind, value=number).first()
        if standing:
            return standing
        fits = _FAULTS[kind](number) is None
        return inserted(Identifier(person=person, kind=kind, value=number, check_digit_ok=fits))


def record_address(
    *,
    person: Person,
    lines: str,
    postcode: str = "",
    telephone: str = "",
    protected: bool = False,
    from_on: date | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
    reason: str = "",
) -> Address:
    """Record where the person lives; the address before it ends on the same day."""
    with deed("record_address", children=[person.id], by=by, purpose=purpose, at=at, reason=reason):
        for former in Address.objects.filter(person=person, until_on=None):
            ended = max(filter(None, (from_on, former.from_on)), default=None)
            amend(former, expected_version=former.version, changes={"until_on": ended or day_of(at)})
        address = Address(
            person=person, lines=lines.strip(), postcode=as_postcode(postcode), telephone=telephone,
            protected=protected, from_on=from_on,
        )  # fmt: skip
        return inserted(address)


def _saved(person: Person, given: str, family: str) -> Person:
    inserted(person)
    if given.strip() or family.strip():
        _named(person, kind=NameKind.legal, given=given, family=family)
    return person


def _named(person: Person, *, kind: NameKind, given: str, family: str, **days: date | None) -> PersonName:
    if not (given.strip() or family.strip()):
        raise Refused("A name must have a first name or a family name.")
    keys = search_keys(given, family)
    return inserted(
        PersonName(person=person, kind=kind, given=given.strip(), family=family.strip(), search_keys=keys, **days)
    )
