"""Who worked with the child, and where the child lived."""

from collections.abc import Collection
from uuid import UUID

from holdfast.access import Stage
from holdfast.desk.chronology._line import Line, Lines
from holdfast.records.people.codes import InvolvementKind
from holdfast.records.people.models import Address, Involvement

TOLD_FROM = {
    InvolvementKind.police: Stage.child_in_need,
    InvolvementKind.conference_chair: Stage.child_protection,
    InvolvementKind.mental_health: Stage.child_protection,
    InvolvementKind.quality_audit: Stage.decision_maker,
}
"""Whose involvement itself gives something away, and from which stage it is told: a conference, a parent's nurse."""


def workers(children: Collection[UUID], stage: Stage) -> Lines:
    """Who began and who ceased to work with the child, as far as that itself may be told."""
    untold = [kind for kind, told_from in TOLD_FROM.items() if stage < told_from]
    rows = Involvement.objects.filter(person_id__in=children).exclude(kind__in=untold).select_related("worker")
    for row in rows:
        kind = InvolvementKind(row.kind).label
        allocated = row.kind == InvolvementKind.allocated_worker
        name = row.worker.display_name
        told = {"child_id": row.person_id, "kind": "people"}
        yield Line(on=row.from_on, title=f"{kind}: {name}", significant=allocated, **told)
        if row.until_on and not allocated:
            yield Line(on=row.until_on, title=f"{kind} no longer: {name}", **told)


def moves(children: Collection[UUID]) -> Lines:
    """Where the child moved to; a protected address is not told in a list."""
    for row in Address.objects.filter(person_id__in=children, from_on__isnull=False):
        where = "a protected address" if row.protected else row.lines.split("\n")[0]
        yield Line(
            child_id=row.person_id, on=row.from_on, title=f"Moved to {where}", kind="people", significant=row.protected
        )
