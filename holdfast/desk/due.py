"""What is due, in words: the stored due dates of running clocks, late ones first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count

from holdfast.access import Purpose, Stage
from holdfast.clocks import CLOCKS
from holdfast.kernel.working_days import OutsideCalendar
from holdfast.records.casework.models import ProtectionPlan
from holdfast.wall.due import calendar
from holdfast.wall.models import Due
from holdfast.web import words

SOON = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class DueLine:
    """One thing to do for a child, and by when; without a day, why there is none."""

    child_id: UUID
    clock: str
    title: str
    started_on: date | None
    due_on: date | None
    said: str
    """How it stands: "5 working days late", "due tomorrow"."""
    because: str
    group: str
    """late, soon, later or unknown."""


def due_lines(children: Collection[UUID], *, as_of: date, stage: Stage) -> list[DueLine]:
    """What is due for these children, late first, then by day, as far as somebody may see who goes to this stage."""
    rows = list(Due.objects.filter(child_id__in=children, stage__lte=int(stage)))
    untold = _never_told_here(rows)
    lines = (_line(row, as_of, untold=(row.child_id, row.subject) in untold and row.link == 1) for row in rows)
    return in_order(line for line in lines if line.group != "later" or _is_a_duty(line.clock))


def _never_told_here(rows: Collection[Due]) -> set[tuple[UUID, str]]:
    """Plans that came from a census, which never tells of visits or core groups: none recorded is not none made."""
    asked = {row.child_id for row in rows if row.clock in _NOT_IN_A_CENSUS and row.link == 1}
    if not asked:
        return set()
    brought_in = ProtectionPlan.objects.filter(child_id__in=asked, recorded_for=Purpose.statutory_return.value)
    return set(brought_in.values_list("child_id", "key"))


_NOT_IN_A_CENSUS = frozenset({"child_protection_visit", "core_group"})


def _is_a_duty(clock: str) -> bool:
    """A limit of the statistics is worth a question when it is near, and is no task before."""
    return clock not in CLOCKS or CLOCKS[clock].force != "statistical definition"


def late_by_clock(*, as_of: date) -> list[tuple[str, int]]:
    """How many things of each kind are late among all whom the actor reaches, the most first."""
    rows = Due.objects.filter(due_on__lt=as_of).values_list("clock").annotate(Count("id")).order_by("-id__count")
    return [(_title(clock), count) for clock, count in rows]


def in_order(lines: Iterable[DueLine]) -> list[DueLine]:
    """By day, and last what has none."""
    return sorted(lines, key=lambda line: (line.due_on is None, line.due_on or date.max, line.title, line.child_id))


def _line(row: Due, as_of: date, *, untold: bool) -> DueLine:
    return DueLine(
        child_id=row.child_id,
        clock=row.clock,
        title=_title(row.clock),
        started_on=row.started_on,
        due_on=row.due_on,
        said=_UNTOLD if untold and row.clock in _NOT_IN_A_CENSUS else _said(row, as_of),
        because=row.because,
        group=_group(row.due_on, as_of),
    )


_UNTOLD = "none recorded here, as the plan came from a census: ask, and write the last one down"


def _title(clock: str) -> str:
    return CLOCKS[clock].title if clock in CLOCKS else clock


def _said(row: Due, as_of: date) -> str:
    if row.due_on is None:
        return "not computable"
    late = _working_days_late(row.due_on, as_of) if row.due_on < as_of else None
    return words.due(row.due_on, as_of=as_of, working_days_late=late or None)


def _working_days_late(due_on: date, as_of: date) -> int | None:
    try:
        return calendar().between(due_on, as_of)
    except OutsideCalendar:
        return None


def _group(due_on: date | None, as_of: date) -> str:
    if due_on is None:
        return "unknown"
    if due_on < as_of:
        return "late"
    return "soon" if due_on <= as_of + SOON else "later"
