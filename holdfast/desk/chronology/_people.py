"""Who worked with the child, and where the child lived."""

from collections.abc import Collection
from uuid import UUID

from holdfast.access import Stage
from holdfast.desk.chronology._line import Line, Lines
from holdfast.records.people.codes import InvolvementKind
from holdfast.records.people.models import Address, Involvement
from holdfast.wall.acting import current
from holdfast.wall.audit import how_far

TOLD_FROM = {
    InvolvementKind.police: Stage.child_in_need,
    InvolvementKind.conference_chair: Stage.child_protection,
    InvolvementKind.mental_health: Stage.child_protection,
    InvolvementKind.quality_audit: Stage.decision_maker,
}
"""Whose involvement itself gives something away, and from which stage it is told: a conference, a parent's nurse."""


def workers(children: Collection[UUID], stage: Stage) -> Lines:
    """Who began and who ceased to work with each child, as far as that itself may be told of that child."""
    rows = Involvement.objects.filter(person_id__in=children).select_related("worker")
    each_far = _how_far(children, stage)
    for row in rows:
        if each_far[row.person_id] < TOLD_FROM.get(InvolvementKind(row.kind), Stage.pointer):
            continue
        kind = InvolvementKind(row.kind).label
        allocated = row.kind == InvolvementKind.allocated_worker
        name = row.worker.display_name
        told = {"child_id": row.person_id, "kind": "people"}
        yield Line(on=row.from_on, title=f"{kind}: {name}", significant=allocated, **told)
        if row.until_on and not allocated:
            yield Line(on=row.until_on, title=f"{kind} no longer: {name}", **told)


def _how_far(children: Collection[UUID], stage: Stage) -> dict[UUID, int]:
    """How far the reader goes with each: a brother's story may be open no further than to say who is involved."""
    now = current()
    if now.reach.children == "all":
        return dict.fromkeys(children, stage)
    far = how_far(children)
    return {child_id: min(far.get(child_id, 0), stage) for child_id in children}


def moves(children: Collection[UUID]) -> Lines:
    """Where the child moved to; a protected address is not told in a list."""
    for row in Address.objects.filter(person_id__in=children, from_on__isnull=False):
        where = "a protected address" if row.protected else row.lines.split("\n")[0]
        yield Line(
            child_id=row.person_id, on=row.from_on, title=f"Moved to {where}", kind="people", significant=row.protected
        )
