"""Who belongs to whom on a day, and what about them is not known."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from holdfast.records.people.codes import RelationshipKind
from holdfast.records.people.models import Absence, Person, Relationship
from holdfast.records.people.queries.person import display_names, standing

SIBLINGS = (RelationshipKind.sibling, RelationshipKind.half_sibling)
PARENTS = (
    RelationshipKind.mother,
    RelationshipKind.father,
    RelationshipKind.parent,
    RelationshipKind.step_parent,
    RelationshipKind.carer,
)


@dataclass(frozen=True, kw_only=True)
class Relation:
    """What somebody is to the person, with their name and whether the actor may open their record."""

    relationship: Relationship
    other: Person
    name: str

    @property
    def kind(self) -> str:
        """In words: "Mother"."""
        return RelationshipKind(self.relationship.kind).label

    @property
    def is_sibling(self) -> bool:
        """Whether this is a brother or sister, whole or half."""
        return self.relationship.kind in SIBLINGS


def related(*, person_id: UUID) -> QuerySet[Relationship]:
    """Every recorded relationship of the person, past ones too."""
    return Relationship.objects.filter(person_id=person_id).order_by("kind", "from_on")


def family_of(*, person_id: UUID, as_of: date) -> list[Relation]:
    """Who stands in a relationship to the person on that day: parents first, then the others."""
    rows = list(related(person_id=person_id).filter(standing(as_of)).select_related("other"))
    called = display_names([row.other for row in rows], as_of=as_of)
    relations = [Relation(relationship=row, other=row.other, name=called[row.other_id]) for row in rows]
    return sorted(relations, key=lambda each: (each.relationship.kind not in PARENTS, each.is_sibling, each.name))


def brothers_and_sisters(family: Collection[Relation]) -> list[Relation]:
    """The brothers and sisters among them, the eldest first and the unborn last."""
    return sorted(
        (each for each in family if each.is_sibling),
        key=lambda each: (each.other.birth_on or each.other.expected_birth_on or date.max, each.name),
    )


def absences(*, person_id: UUID) -> QuerySet[Absence]:
    """What was asked about the person, or not asked, and is not known."""
    return Absence.objects.filter(person_id=person_id, resolved_on=None).order_by("what")


def grouped_by_family(children: Collection[UUID], *, as_of: date) -> list[list[UUID]]:
    """The children in groups of brothers and sisters, in the order in which they came."""
    beside: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Relationship.objects.filter(
        standing(as_of), person_id__in=children, other_id__in=children, kind__in=SIBLINGS
    )
    for person, other in rows.values_list("person_id", "other_id"):
        beside[person].add(other)
    groups, seen = [], set()
    for child in children:
        if child not in seen:
            group = _reached(child, beside)
            seen |= group
            groups.append([each for each in children if each in group])
    return groups


def _reached(start: UUID, beside: dict[UUID, set[UUID]]) -> set[UUID]:
    reached, ahead = {start}, [start]
    while ahead:
        fresh = beside[ahead.pop()] - reached
        reached |= fresh
        ahead += fresh
    return reached
