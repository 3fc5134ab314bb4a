"""Who works with a child, and which children somebody works with."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from holdfast.records.agencies.models import Post, Team
from holdfast.records.people.codes import InvolvementKind
from holdfast.records.people.models import Involvement, Person
from holdfast.records.people.queries.person import standing

_ORDER = list(InvolvementKind)


def working_with(*, person_id: UUID, as_of: date) -> list[Involvement]:
    """Who works with the child on that day, the allocated social worker first."""
    rows = Involvement.objects.filter(standing(as_of), person_id=person_id).select_related("worker", "team__agency")
    return sorted(rows, key=lambda each: (_ORDER.index(InvolvementKind(each.kind)), each.from_on))


def manager_of(team: Team | None, *, as_of: date) -> Post | None:
    """Who manages the team on that day, by the title of their post."""
    posts = Post.objects.filter(team=team, title__icontains="manager").select_related("holder") if team else ()
    return next((post for post in posts if post.held_on(as_of)), None)


def allocated_workers(children: Collection[UUID], *, as_of: date) -> dict[UUID, Involvement]:
    """Each child's allocation on that day; a child without one is left out."""
    rows = Involvement.objects.filter(standing(as_of), person_id__in=children, kind=InvolvementKind.allocated_worker)
    return {row.person_id: row for row in rows.select_related("worker", "team__agency")}


def own_children(*, worker_id: UUID, as_of: date) -> QuerySet[Involvement]:
    """The involvements by which this person works with children on that day."""
    rows = Involvement.objects.filter(standing(as_of), worker_id=worker_id, person__is_child=True)
    return rows.select_related("person").order_by("from_on", "person_id")


def unallocated(*, as_of: date) -> QuerySet[Person]:
    """Children without an allocated social worker on that day, whoever they are; later slices say who needs one."""
    allocated = Involvement.objects.filter(
        standing(as_of), person_id=OuterRef("pk"), kind=InvolvementKind.allocated_worker
    )
    return Person.objects.filter(~Exists(allocated), is_child=True, died_on=None)
