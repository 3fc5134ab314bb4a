"""What was added to a chronology late: long after it happened, or after a decision that it might have changed."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.dateparse import parse_datetime

from holdfast.desk.chronology._line import Line
from holdfast.records.frontdoor.models import Referral
from holdfast.records.people.queries import same_people_as
from holdfast.wall.deeds import day_of
from holdfast.wall.models import Version
from holdfast.web import words

IN_TIME = timedelta(days=7)
"""Whatever is written down within so many days of happening is in time."""

_ONE_DEED = timedelta(seconds=30)
"""What whoever decided wrote down within so long was sent with the decision."""

_OF_A_DECISION = frozenset({"referral", "episode"})
"""What is decided about is not late for its own decision."""


def with_first_added(lines: Iterable[Line]) -> list[Line]:
    """The lines with the moment at which each was first written down, and by whom: a correction adds nothing.

    Where the reader may not see a record's former versions, nothing is said of when it was added.
    """
    lines = list(lines)
    first = _first_versions({line.row_id for line in lines if line.row_id and line.row_version > 1})
    return [
        line if line.row_version == 1 else _first_added(line, *first.get(line.row_id, (None, None))) for line in lines
    ]


def marked(lines: Iterable[Line], *, decided: dict[UUID, list[datetime]]) -> list[Line]:
    """The lines with `late` said of those that were added late; `decided` is when each child was decided about."""
    return [replace(line, late=_late(line, decided.get(line.child_id, []))) for line in lines]


def decisions(children: Collection[UUID]) -> dict[UUID, list[datetime]]:
    """When referrals of these children were decided, on whichever record of the same child."""
    records = same_people_as(children)
    every = set().union(*records.values())
    rows = Referral.objects.filter(child_id__in=every, decided_at__isnull=False).order_by("decided_at")
    decided = list(rows.values_list("child_id", "decided_at"))
    return {child: [at for record, at in decided if record in records[child]] for child in children}


def came_after(line: Line, decided_at: datetime) -> bool:
    """Whether the line tells of what had happened when that was decided, and was only added afterwards.

    What happened on the day itself may have come of the decision: it counts from the day before.
    """
    if line.on is None or line.added_at is None or line.kind == "people" or line.record in _OF_A_DECISION:
        return False
    return line.on < day_of(decided_at) and line.added_at > decided_at


def added_since(lines: Iterable[Line], referral: Referral) -> int:
    """How many lines were added since the referral was decided; what was written with the decision itself is not one.

    Deciding also opens a case, names a worker, hands the family to early help: each is written a moment after
    `decided_at`, by whoever decides.
    """
    decided_at = referral.decided_at
    if decided_at is None:
        return 0
    after = [line for line in lines if line.added_at and line.added_at > decided_at and line.row_id != referral.id]
    return sum(line.added_by != referral.decided_by or line.added_at > decided_at + _ONE_DEED for line in after)


def _late(line: Line, decided: list[datetime]) -> str:
    if line.on is None or line.added_at is None or line.kind == "people":
        return ""
    added_on = day_of(line.added_at)
    missed = [
        decided_at for decided_at in decided if came_after(line, decided_at) and line.record not in _OF_A_DECISION
    ]
    if missed:
        return f"added late, {words.day(added_on)}, after the decision of {words.day(day_of(missed[-1]))}"
    return f"added late, {words.day(added_on)}" if added_on - line.on > IN_TIME else ""


def _first_added(line: Line, at: datetime | None, by: UUID | None) -> Line:
    return replace(line, added_at=line.added_at and at, added_by=by)


def _first_versions(rows: Collection[UUID]) -> dict[UUID, tuple[datetime | None, UUID | None]]:
    found = Version.objects.filter(row_id__in=rows, was__version=1) if rows else Version.objects.none()
    told = found.values_list("row_id", "was__recorded_at", "was__recorded_by")
    return {row_id: (parse_datetime(at), UUID(by) if by else None) for row_id, at, by in told if at}
