"""Who is around the child: the household now, brothers and sisters born, unborn and grown up, the adults' others.

Outside the hub somebody whom the reader may not see is not there at all. Inside it, that there is another child who
may not be seen is itself something to ring the duty manager about.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from holdfast.access import Purpose, Role, Stage
from holdfast.desk.chronology import TOLD_FROM
from holdfast.records.people.codes import InvolvementKind, RelationshipKind
from holdfast.records.people.models import Address, Involvement, Person, Relationship
from holdfast.records.people.queries import Relation, born_words, display_names, family_of, is_unborn, working_with
from holdfast.records.people.queries.family import PARENTS
from holdfast.records.people.queries.person import standing
from holdfast.wall.acting import current
from holdfast.wall.audit import reachable

HUB = frozenset({Purpose.front_door, Purpose.out_of_hours})
_THEIR_CHILD = (RelationshipKind.child, RelationshipKind.step_child, RelationshipKind.cared_for)
_GROWN_UP = timedelta(days=round(365.25 * 18))


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """A person around the child, with a link where the reader may open their record."""

    id: UUID
    name: str
    what: str
    born: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Around:
    """Everybody around the child whom the reader may see."""

    household: tuple[Somebody, ...]
    siblings: tuple[Somebody, ...]
    unborn: tuple[Somebody, ...]
    grown_up: tuple[Somebody, ...]
    others: tuple[Somebody, ...]
    hidden: int
    """How many other children of the adults may not be seen: said in the hub alone, and 0 elsewhere."""

    @property
    def children(self) -> frozenset[UUID]:
        """The other children whose records may hold lines of the same story."""
        told = (self.household, self.siblings, self.unborn, self.others)
        return frozenset(each.id for group in told for each in group if each.url)


def around(records: Collection[UUID], *, as_of: date) -> Around:
    """Who is around the child whose records these are, on that day."""
    family = _family(records, as_of=as_of)
    siblings = [each for each in family if each.is_sibling]
    adults = [each.other.id for each in family if each.relationship.kind in PARENTS]
    beside = _at_the_same_address(records, {each.other.id for each in family}, as_of=as_of)
    known = {*records, *(each.other.id for each in siblings)}
    others, hidden = _other_children(adults, known, as_of=as_of)
    people = {each.other.id: each.other for each in family} | {each.id: each for each in (*beside, *others)}
    names = display_names(people.values(), as_of=as_of)
    open_to_me = reachable([each.id for each in people.values() if each.is_child])

    def told(person: Person, what: str) -> Somebody:
        url = reverse("desk:child", args=[person.id]) if person.id in open_to_me else ""
        return Somebody(id=person.id, name=names[person.id], what=what, born=born_words(person), url=url)

    return Around(
        household=(
            *(told(each.other, each.kind) for each in family if each.relationship.lives_with),
            *(told(person, "At the same address") for person in beside),
        ),
        siblings=tuple(told(each.other, each.kind) for each in siblings if not _is_apart(each.other, as_of)),
        unborn=tuple(told(each.other, each.kind) for each in siblings if is_unborn(each.other)),
        grown_up=tuple(told(each.other, each.kind) for each in siblings if _is_grown_up(each.other, as_of)),
        others=tuple(told(person, "Another child of an adult in the family") for person in others),
        hidden=hidden if current().purpose in HUB else 0,
    )


def _family(records: Collection[UUID], *, as_of: date) -> list[Relation]:
    found = [each for record in sorted(records) for each in family_of(person_id=record, as_of=as_of)]
    return list({each.other.id: each for each in found if each.other.id not in records}.values())


def _at_the_same_address(records: Collection[UUID], known: set[UUID], *, as_of: date) -> list[Person]:
    """Others who live where the child lives, by postcode and lines, and whom nobody has related to the child."""
    homes = Address.objects.filter(standing(as_of), person_id__in=records).exclude(postcode="")
    where = {(home.lines, home.postcode) for home in homes}
    if not where:
        return []
    near = Address.objects.filter(standing(as_of), postcode__in={postcode for _, postcode in where})
    found = {home.person_id for home in near if (home.lines, home.postcode) in where} - known - set(records)
    return list(Person.objects.filter(pk__in=found).order_by("birth_on"))


def _other_children(adults: Collection[UUID], known: set[UUID], *, as_of: date) -> tuple[list[Person], int]:
    rows = Relationship.objects.filter(standing(as_of), person_id__in=adults, kind__in=_THEIR_CHILD)
    found = {row.other_id for row in rows} - known
    open_to_me = reachable(found)
    return list(Person.objects.filter(pk__in=open_to_me).order_by("birth_on")), len(found - open_to_me)


def _is_grown_up(person: Person, as_of: date) -> bool:
    return not person.is_child or bool(person.birth_on and person.birth_on + _GROWN_UP <= as_of)


def _is_apart(person: Person, as_of: date) -> bool:
    return is_unborn(person) or _is_grown_up(person, as_of)


@dataclass(frozen=True, kw_only=True)
class ToRing:
    """Somebody who works with the child now, and how to ring them."""

    what: str
    name: str
    team: str
    telephone: str


def to_ring(records: Collection[UUID], *, stage: Stage, as_of: date) -> list[ToRing]:
    """Who works with the child now, as far as that itself may be told; each once."""
    rows = [row for record in sorted(records) for row in working_with(person_id=record, as_of=as_of)]
    me = current().actor.id
    told = [row for row in rows if stage >= TOLD_FROM.get(row.kind, Stage.pointer) or row.worker_id == me]
    return list(dict.fromkeys(_to_ring(row) for row in told if row.kind != InvolvementKind.quality_audit))


def _to_ring(row: Involvement) -> ToRing:
    team = row.team
    telephone = row.worker.telephone or (team.telephone or team.agency.telephone if team else "")
    place = f"{team.name}, {team.agency.name}" if team else row.worker.agency_name
    return ToRing(
        what=row.get_kind_display(), name=row.worker.display_name, team=place or Role(row.worker.role).label,
        telephone=telephone,
    )  # fmt: skip
