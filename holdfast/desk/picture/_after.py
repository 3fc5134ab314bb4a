"""What was added about children after somebody decided about them, though it had happened before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from holdfast.access import Stage
from holdfast.desk.chronology import IN_BULK, Line, came_after, joined
from holdfast.records.frontdoor.models import Referral
from holdfast.records.people.queries import same_people_as
from holdfast.records.sightings.queries import read_until
from holdfast.wall.acting import current
from holdfast.wall.reading import note

LOOKED_BACK = timedelta(days=90)
"""How long a decision-maker is told of what might have changed a decision."""

_DAYS = {
    "frontdoor_contact": "(received_at AT TIME ZONE 'Europe/London')::date",
    "sightings_sighting": "seen_on",
    "sightings_injury": "seen_on",
    "casework_visit": "visited_on",
    "casework_strategydiscussion": "held_on",
    "casework_section47": "started_on",
    "casework_assessment": "started_on",
}
"""Which records may come late, and their day."""
_WRITTEN = " UNION ALL ".join(
    f"SELECT child_id, {day} AS happened_on, recorded_at FROM {table} "
    "WHERE child_id = ANY (%(children)s) AND recorded_for <> ALL (%(in_bulk)s)"
    for table, day in _DAYS.items()
)
_MAYBE_LATE = f"""
SELECT DISTINCT d.child FROM unnest(%(decided)s::uuid[], %(at)s::timestamptz[]) AS d(child, decided_at)
JOIN ({_WRITTEN}) AS w ON w.child_id = d.child AND w.recorded_at > d.decided_at
                       AND w.happened_on < (d.decided_at AT TIME ZONE 'Europe/London')::date
"""
"""One query tells about whom there may be something; the chronology of those few says what."""


@dataclass(frozen=True, kw_only=True)
class AddedLate:
    """What came after a decision, about one child, and which of the actor's decisions it might have changed."""

    child_id: UUID
    decided_at: datetime
    lines: tuple[Line, ...]


def added_after_own_decisions(*, at: datetime) -> list[AddedLate]:
    """What was added after the actor's decisions of late, and not yet read by them; the latest decision first."""
    decided = _own_decisions(since=at - LOOKED_BACK)
    records = same_people_as([child for child, _ in decided])
    late = _maybe_late([(record, when) for child, when in decided for record in records[child]])
    concerned = [(child, when) for child, when in decided if records[child] & late]
    every = set().union(*(records[child] for child, _ in concerned))
    read = read_until(reader=current().actor.id, children=every)
    lines = joined(every, stage=Stage.decision_maker) if every else []
    found = [
        AddedLate(child_id=child, decided_at=when, lines=tuple(_new(lines, records[child], when, read)))
        for child, when in concerned
    ]
    return [each for each in found if each.lines]


def _own_decisions(*, since: datetime) -> list[tuple[UUID, datetime]]:
    rows = Referral.objects.filter(decided_by=current().actor.id, decided_at__gte=since).order_by("-decided_at")
    latest: dict[UUID, datetime] = {}
    for child, when in rows.values_list("child_id", "decided_at"):
        latest.setdefault(child, when)
    return list(latest.items())


def _maybe_late(decided: list[tuple[UUID, datetime]]) -> set[UUID]:
    children = [child for child, _ in decided]
    if not children:
        return set()
    with connection.cursor() as cursor:
        asked = {"children": children, "decided": children, "at": [when for _, when in decided]}
        cursor.execute(_MAYBE_LATE, asked | {"in_bulk": [purpose.value for purpose in IN_BULK]})
        found = {row[0] for row in cursor.fetchall()}
    note(found)
    return found


def _new(lines: list[Line], records: set[UUID], decided_at: datetime, read: Mapping[UUID, datetime]) -> list[Line]:
    read_at = max((read[record] for record in records if record in read), default=None)
    after = [line for line in lines if line.child_id in records and came_after(line, decided_at)]
    return [line for line in after if read_at is None or (line.added_at and line.added_at > read_at)]
