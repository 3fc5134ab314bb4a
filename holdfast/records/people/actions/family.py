"""Who belongs to whom, and what could not be found out."""

from datetime import date, datetime

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.people.codes import INVERSE, AbsenceBecause, AbsenceOf, RelationshipKind
from holdfast.records.people.models import Absence, Person, Relationship
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import day_of, deed
from holdfast.wall.versions import amend

_FOUND = {RelationshipKind.father: AbsenceOf.father, RelationshipKind.mother: AbsenceOf.mother}


def relate(
    *,
    person: Person,
    other: Person,
    kind: RelationshipKind,
    parental_responsibility: bool | None = None,
    lives_with: bool | None = None,
    from_on: date | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Relationship:
    """Record what `other` is to `person`, and the other way round in the same breath; told twice, it stands once.

    Where a father or mother was recorded as not known, that ends.
    """
    if person.pk == other.pk:
        raise Refused("Nobody can be related to themself.")
    with deed("relate", children=[person.id, other.id], by=by, purpose=purpose, at=at):
        days = {"from_on": from_on, "until_on": None, "lives_with": lives_with}
        there = _related(person, other, kind, parental_responsibility=parental_responsibility, **days)
        _related(other, person, INVERSE[kind], parental_responsibility=None, **days)
        if kind in _FOUND:
            _resolve(person, _FOUND[kind], on=day_of(at))
        return there


def end_relationship(
    *, relationship: Relationship, until_on: date, expected_version: int, reason: str = "",
    by: Actor, purpose: Purpose, at: datetime,
) -> Relationship:  # fmt: skip
    """End a relationship on both sides; `until_on` is the first day on which it no longer holds."""
    if relationship.from_on and until_on < relationship.from_on:
        raise Refused("That is before it began. Check the day.")
    both = [relationship.person_id, relationship.other_id]
    with deed("end_relationship", children=both, by=by, purpose=purpose, at=at, reason=reason):
        ended = amend(relationship, expected_version=expected_version, changes={"until_on": until_on})
        inverse = Relationship.objects.filter(
            person_id=ended.other_id,
            other_id=ended.person_id,
            kind=INVERSE[RelationshipKind(ended.kind)],
            until_on=None,
        )
        for row in inverse:
            amend(row, expected_version=row.version, changes={"until_on": until_on})
        return ended


def record_absence(
    *,
    person: Person,
    what: AbsenceOf,
    because: AbsenceBecause,
    note: str = "",
    asked_on: date | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Absence:
    """Record that something is not known, and why: silence never reads as nothing known."""
    told = {"because": because, "note": note, "asked_on": asked_on}
    with deed("record_absence", children=[person.id], by=by, purpose=purpose, at=at):
        standing = Absence.objects.filter(person=person, what=what, resolved_on=None).first()
        if standing:
            return amend(standing, expected_version=standing.version, changes=told)
        absence = Absence(person=person, what=what, **told)
        absence.save(force_insert=True)
        return absence


def resolve_absence(
    *, absence: Absence, resolved_on: date, expected_version: int, by: Actor, purpose: Purpose, at: datetime
) -> Absence:
    """Record that what was not known is known now."""
    with deed("resolve_absence", children=[absence.person_id], by=by, purpose=purpose, at=at):
        return amend(absence, expected_version=expected_version, changes={"resolved_on": resolved_on})


def _related(person: Person, other: Person, kind: RelationshipKind, **told: date | bool | None) -> Relationship:
    standing = Relationship.objects.filter(person=person, other=other, kind=kind, until_on=None).first()
    if standing:
        fresh = {name: value for name, value in told.items() if value is not None}
        return amend(standing, expected_version=standing.version, changes=fresh)
    row = Relationship(person=person, other=other, kind=kind, **told)
    row.save(force_insert=True)
    return row


def _resolve(person: Person, what: AbsenceOf, *, on: date) -> None:
    for absence in Absence.objects.filter(person=person, what=what, resolved_on=None):
        amend(absence, expected_version=absence.version, changes={"resolved_on": on})
