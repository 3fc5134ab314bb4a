"""How every clock works: it starts on a day, allows so long, and something stops it.

A clock is plain data. It names a fact table, and each row of that table that meets its conditions is a *subject*
with a clock of its own. There are three shapes:

- `Within`: one span, from a start until something happens;
- `Every`: a chain; each time the thing happens a new span begins, and the first span may have another length;
- `Before`: one span backwards from a day, for what must be ready by then.

What holds for all of them:

- The day a span counts from is day 0. `due_on` is the last day in time.
- A stop before the start does not count, nor does one after the case, the plan or the life of the child ended.
- What ended stops its clocks. A clock whose days contradict each other, are missing, or leave the days whose bank
  holidays are known is *not computable, because*; the other clocks of the child go on.
- Nothing after `as_of` is known yet. A span that starts after it has not begun and is not told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from holdfast.clocks._limits import Limits
from holdfast.facts.schema import Row, Value
from holdfast.kernel.source import Source

Force = Literal["statute", "regulations", "statutory guidance", "statistical definition", "local"]
"""What makes the limit bind."""

State = Literal["running", "overdue", "met", "met_late", "stopped", "not_computable"]

STATES: dict[State, str] = {
    "running": "Still open, and in time",
    "overdue": "Still open, and the last day in time has passed",
    "met": "Done in time",
    "met_late": "Done, but late",
    "stopped": "Ended before it was done, or a window that closed",
    "not_computable": "Cannot be worked out, and `because` says why",
}
"""Every state that a clock can be in, in words."""


@dataclass(frozen=True)
class Point:
    """A day of the subject's own row, or of the row that it lies under (its episode, its child).

    Where several rows answer to the same key, the earliest day counts.
    """

    table: str
    column: str


@dataclass(frozen=True)
class Condition:
    """A column has this value, or (`holds=False`) has not: unknown is a value like any other."""

    column: str
    value: Value
    holds: bool = True

    def met_by(self, row: Mapping[str, Value]) -> bool:
        """Whether the row meets it."""
        return (row.get(self.column) == self.value) is self.holds


@dataclass(frozen=True, kw_only=True)
class Event:
    """Days in another table, of the rows tied to the subject by the column `by` (or by the child alone)."""

    table: str
    column: str
    by: str
    where: tuple[Condition, ...] = ()
    same_day: bool = True
    """Whether one on the very day of the start counts."""


@dataclass(frozen=True)
class End:
    """A day after which the clock no longer matters, in the words that say so: "The plan ended"."""

    at: Point
    words: str


@dataclass(frozen=True, kw_only=True)
class Within:
    """One span: from `start` until `stop`."""

    start: Point
    stop: Point | Event
    limit: Limits


@dataclass(frozen=True, kw_only=True)
class Every:
    """A chain: each `stop` starts the next span. Without `first`, the chain begins at the first `stop`."""

    start: Point
    stop: Event
    first: Limits | None
    then: Limits


@dataclass(frozen=True, kw_only=True)
class Before:
    """One span backwards: `stop` must happen so long before the day `event`, which may lie ahead."""

    event: Point
    stop: Point | Event
    limit: Limits


@dataclass(frozen=True, kw_only=True)
class Undated:
    """Where this column has an answer the thing was done, though nobody said on which day."""

    column: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a worked example expects of one span."""

    state: State
    due_on: date | None
    met_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Example:
    """A worked example: rows in, spans out; it is printed in the manual and runs as a test.

    The rows leave out whose they are: they are all of one child.
    """

    words: str
    as_of: date
    rows: Mapping[str, tuple[Row, ...]]
    answers: tuple[Answer, ...]


Shape: TypeAlias = Within | Every | Before


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One time limit: whose, from when, until what, how long, by whom, on what authority."""

    id: str
    rule: str
    """Its number in the reference rules."""
    title: str
    table: str
    shape: Shape
    responsible: str
    force: Force
    source: Source
    further_sources: tuple[Source, ...] = ()
    """Where a part of it, such as a later interval, rests on something else."""
    where: tuple[Condition, ...] = ()
    ends: tuple[End, ...] = ()
    undated: Undated | None = None
    window: bool = False
    """A span in which something may happen, not one in which it must: it is never overdue, it closes."""
    notes: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def start(self) -> Point:
        """The day that it counts from."""
        return self.shape.event if isinstance(self.shape, Before) else self.shape.start

    @property
    def tables(self) -> frozenset[str]:
        """The fact tables that it reads."""
        return frozenset({self.table, self.start.table, self.shape.stop.table, *(end.at.table for end in self.ends)})

    @property
    def needs_checking(self) -> bool:
        """Whether any part of it is from memory, or from a source that a person must still check."""
        return any(source.needs_checking for source in (self.source, *self.further_sources))


@dataclass(frozen=True, kw_only=True)
class Due:
    """One span of one clock for one child, as it stands on a day.

    `link` counts the spans of a chain from 1. `because` is a sentence where the state is stopped or not computable.
    """

    clock: str
    authority: str
    child: str
    subject: str
    link: int
    started_on: date | None
    due_on: date | None
    met_on: date | None
    stopped_on: date | None
    state: State
    because: str | None
