"""Stored due dates: each running clock's, always worked out anew from the child's facts."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from uuid import UUID

from django.db import connection

from holdfast.access import Stage
from holdfast.clocks import CLOCK_TABLES, CLOCKS, due_dates
from holdfast.facts.schema import Row
from holdfast.kernel.working_days import Calendar, england_and_wales
from holdfast.wall.models import Due
from holdfast.wall.providers import numbers_of, rows_of

OPEN_STATES = frozenset({"running", "overdue", "not_computable"})
_AT_ONCE = 200


@cache
def calendar() -> Calendar:
    """The calendar of working days that every stored due date is counted by."""
    return england_and_wales()


def recompute(children: Sequence[UUID], *, as_of: date) -> None:
    """Work out these children's running clocks from their facts, and store them in place of the old ones."""
    for some in _batches(children):
        fresh = fresh_due_dates(some, as_of=as_of)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM wall_due WHERE child_id = ANY (%s)", [some])
        Due.objects.bulk_create(fresh)


def fresh_due_dates(children: Sequence[UUID], *, as_of: date) -> list[Due]:
    """What is due for these children by their facts as they stand; nothing is stored."""
    told: dict[tuple[str, str], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for table, rows in rows_of(children, tables=CLOCK_TABLES).items():
        for row in rows:
            told[row["authority"], row["child"]][table].append(row)
    numbers = numbers_of(children)
    return [due for number, rows in told.items() for due in _running(numbers[number], rows, as_of)]


def stored_differently(children: Sequence[UUID], *, as_of: date) -> list[UUID]:
    """The children whose stored due dates are not those that their facts give now."""
    stored = {_told(due) for due in Due.objects.filter(child_id__in=children)}
    fresh = {_told(due) for some in _batches(children) for due in fresh_due_dates(some, as_of=as_of)}
    return sorted({told[0] for told in stored ^ fresh})


def stage_of(clock: str) -> Stage:
    """How far into a child's story somebody must go to be told of this clock: it gives away what it is about."""
    table = CLOCKS[clock].table
    if table == "early_help":
        return Stage.early_help
    return Stage.child_in_need if table in _EARLY else Stage.child_protection


_EARLY = frozenset({"contact", "episode", "assessment", "need_plan", "visit"})


def _batches(children: Sequence[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(children), _AT_ONCE):
        yield list(children[start : start + _AT_ONCE])


def _running(child: UUID, rows: dict, as_of: date) -> Iterator[Due]:
    closed = {row["episode"] for row in rows["episode"] if row["closed_on"]}
    for due in due_dates(rows, as_of=as_of, calendar=calendar()):
        if due.state not in OPEN_STATES or due.met_on or CLOCKS[due.clock].window:
            continue
        if due.state == "not_computable" and due.subject.split("/")[0] in closed:
            continue  # nobody can do anything about it any more
        yield Due(
            child_id=child, clock=due.clock, stage=int(stage_of(due.clock)), subject=due.subject, link=due.link,
            started_on=due.started_on, due_on=due.due_on, because=due.because or "",
        )  # fmt: skip


def _told(due: Due) -> tuple:
    return due.child_id, due.clock, due.subject, due.link, due.started_on, due.due_on, due.because
