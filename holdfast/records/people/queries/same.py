"""Records that somebody said are of one person; each stays as it is, and leads to the others."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q

from holdfast.kernel.refused import NotFound
from holdfast.records.people.models import Person, SamePerson
from holdfast.wall.audit import reachable
from holdfast.wall.reading import note

# The links that stand, followed from record to record, as far as the actor may see them.
_REACHED = """
WITH RECURSIVE reached(id) AS (
  SELECT unnest(%s::uuid[])
  UNION
  SELECT CASE WHEN s.person_id = r.id THEN s.other_id ELSE s.person_id END
  FROM reached r JOIN people_sameperson s ON r.id IN (s.person_id, s.other_id) AND s.undone_at IS NULL
)
SELECT id FROM reached
"""
_REACHED_FROM_EACH = """
WITH RECURSIVE reached(origin, id) AS (
  SELECT child, child FROM unnest(%s::uuid[]) AS child
  UNION
  SELECT r.origin, CASE WHEN s.person_id = r.id THEN s.other_id ELSE s.person_id END
  FROM reached r JOIN people_sameperson s ON r.id IN (s.person_id, s.other_id) AND s.undone_at IS NULL
)
SELECT origin, id FROM reached
"""


@dataclass(frozen=True, kw_only=True)
class OtherRecord:
    """Another record of the same person, the link that leads to it, and whether the actor may open it."""

    link: SamePerson
    record_id: UUID
    person: Person | None
    """None where the actor may know only that there is another record."""


def same_person_as(child_id: UUID) -> set[UUID]:
    """Every record of this person as far as the actor may see, this one among them: what a joined page counts."""
    with connection.cursor() as cursor:
        cursor.execute(_REACHED, [[child_id]])
        found = {row[0] for row in cursor.fetchall()}
    note(found - {child_id})
    return found


def same_people_as(children: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """The same of several at once, in one query: each child's records, the child's own among them."""
    found: dict[UUID, set[UUID]] = {child: {child} for child in children}
    if not found:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_REACHED_FROM_EACH, [list(found)])
        for child, record in cursor.fetchall():
            found[child].add(record)
    note(set().union(*found.values()) - set(found))
    return found


def other_records(child_id: UUID) -> list[OtherRecord]:
    """The records linked to this one as the same person, for its page to lead to."""
    beside = {link.other_id if link.person_id == child_id else link.person_id: link for link in links_of(child_id)}
    open_ones = reachable(list(beside))
    people = {person.id: person for person in Person.objects.filter(pk__in=open_ones)}
    return [OtherRecord(link=link, record_id=key, person=people.get(key)) for key, link in beside.items()]


def links_of(child_id: UUID) -> list[SamePerson]:
    """The links that stand on this record, oldest first."""
    rows = SamePerson.objects.filter(Q(person_id=child_id) | Q(other_id=child_id), undone_at=None)
    return list(rows.order_by("linked_at", "id"))


def link_or_not_found(link_id: UUID) -> SamePerson:
    """A link that stands; NotFound says the same where there is none that the actor may see."""
    link = SamePerson.objects.filter(pk=link_id, undone_at=None).first()
    if link is None or len(reachable([link.person_id, link.other_id])) < 2:
        raise NotFound("There is no record here that you may see.")
    return link
