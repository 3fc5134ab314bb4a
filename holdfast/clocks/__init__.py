"""Statutory and local time limits: what is due for a child, by when, and what became of it.

A clock is declared as data, one file a topic; `_clock` says how every clock works. Two interpreters read them:
`due_dates` for one child, `due_table` for a population.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from holdfast.clocks import assessment, conferences, early_help, front_door, protection_plans
from holdfast.clocks._clock import STATES, Clock, Due, State, Within
from holdfast.clocks._limits import in_force
from holdfast.clocks._one_child import due_dates_of
from holdfast.clocks._population import DUE_SCHEMA, due_table
from holdfast.facts.schema import Row
from holdfast.kernel.days import CannotCount
from holdfast.kernel.working_days import Calendar

CLOCKS: dict[str, Clock] = {
    clock.id: clock
    for topic in (front_door, early_help, assessment, conferences, protection_plans)
    for clock in topic.CLOCKS
}
"""Every clock by its id."""

CLOCK_TABLES: frozenset[str] = frozenset().union(*(clock.tables for clock in CLOCKS.values()))
"""The fact tables that any clock reads."""


def due_dates(facts_rows: Mapping[str, Iterable[Row]], *, as_of: date, calendar: Calendar) -> list[Due]:
    """How every clock stands for a child on the day; `facts_rows` are the child's facts by table name."""
    return due_dates_of(CLOCKS.values(), facts_rows, as_of=as_of, calendar=calendar)


def last_day(clock: str, *, started_on: date, calendar: Calendar) -> date | None:
    """The last day in time of a clock of one span that would start on that day; None where it cannot be counted."""
    shape = CLOCKS[clock].shape
    if not isinstance(shape, Within):
        raise TypeError(f"The clock {clock} has no one span from a start.")
    limit = in_force(shape.limit, started_on)
    try:
        return limit.after(started_on, calendar) if limit else None
    except CannotCount:
        return None


__all__ = [
    "CLOCKS",
    "CLOCK_TABLES",
    "DUE_SCHEMA",
    "STATES",
    "Clock",
    "Due",
    "State",
    "due_dates",
    "due_dates_of",
    "due_table",
    "last_day",
]
