"""What is planted: each span of each clock that is late or overdue, and nothing else is.

The due days are worked out here a second time, apart from `holdfast.clocks`, so that the two can be held against
each other. The visit and core-group intervals are those of the demonstration's `local/clocks.toml`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

from holdfast.borough.skeleton import FOREVER, Plan
from holdfast.kernel.days import months_from
from holdfast.kernel.working_days import Calendar

DECISION, ASSESSMENT, CONFERENCE, TRANSFER = 1, 45, 15, 15
"""Working days that each is allowed."""

FIRST_VISIT, FIRST_CORE_GROUP = 10, 10
CORE_GROUP_DAYS = 42
FIRST_REVIEW_MONTHS, LATER_REVIEW_MONTHS = 3, 6
TWO_YEARS = timedelta(days=729)
GUIDANCE_SINCE = date(2013, 4, 15)
"""Referrals before this day had other limits: their decision and assessment have no clock."""

_LATELY_DAYS = 12

State = Literal["met_late", "overdue"]


@dataclass(frozen=True, order=True, kw_only=True)
class Planted:
    """One span that is late: which clock, whose, which of the chain's links (from 1), and how it stands."""

    clock: str
    child: str
    subject: str
    link: int
    state: State


@dataclass(frozen=True, slots=True)
class Span:
    """When something was due, and when it happens."""

    due_on: date
    happens_on: date


def state_of(span: Span, *, until: date, as_of: date) -> State | None:
    """How the span stands on the day, if it is late; `until` is the day on which all ended."""
    if span.happens_on <= min(until, as_of):
        return "met_late" if span.happens_on > span.due_on else None
    return "overdue" if span.due_on < as_of < until else None


def due_lately(due_on: date, as_of: date) -> bool:
    """Whether it fell due in the last days: what is late of that is still undone, so that a worklist has a present."""
    return 0 < (as_of - due_on).days <= _LATELY_DAYS


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often something comes round, and how often it comes late: of a thousand, and of a thousand due lately."""

    due: Callable[[date, bool], date]
    early: int
    late: int
    late_in_1000: int
    late_lately_in_1000: int
    lately_days: int
    """Within so many days before `as_of`, a span of every chain falls due."""


def rhythms(calendar: Calendar) -> dict[str, Rhythm]:
    """The three chains of a child protection plan, by the fact table that their events stand in."""
    return {
        "visit": Rhythm(lambda day, _: calendar.add(day, FIRST_VISIT), 5, 8, 20, 200, 16),
        "core_group": Rhythm(
            lambda day, first: calendar.add(day, FIRST_CORE_GROUP) if first else day + timedelta(days=CORE_GROUP_DAYS),
            12, 20, 30, 220, 45,
        ),
        "plan_review": Rhythm(
            lambda day, first: months_from(day, FIRST_REVIEW_MONTHS if first else LATER_REVIEW_MONTHS),
            25, 30, 18, 400, 190,
        ),
    }  # fmt: skip


def chain(
    rhythm: Rhythm, plan: Plan, *, rng: Random, calendar: Calendar, as_of: date, overdue: bool = False
) -> list[Span]:
    """When each comes round under the plan, until it ends or a little beyond `as_of`.

    What is late is held before the plan ends, so that being late never hides behind an ending. `overdue` makes sure
    that one is late on the day.
    """
    until = plan.ended_on or FOREVER
    return list(_spans(rhythm, plan.started_on, until, rng, calendar, as_of, overdue))


def _spans(
    rhythm: Rhythm, started_on: date, until: date, rng: Random, calendar: Calendar, as_of: date, overdue: bool
) -> Iterator[Span]:
    day, first = started_on, True
    while day <= as_of:
        due_on = rhythm.due(day, first)
        forced = overdue and 0 < (as_of - due_on).days <= rhythm.lately_days
        lately = forced or due_lately(due_on, as_of)
        late = forced or rng.randrange(1000) < (rhythm.late_lately_in_1000 if lately else rhythm.late_in_1000)
        late_by = (as_of - due_on).days if lately else 0
        late_on = _working(calendar, due_on + timedelta(days=late_by + rng.randint(1, rhythm.late)), 1)
        early = rng.randint(0, min(rhythm.early, (due_on - day).days - 2))
        early_on = max(_working(calendar, due_on - timedelta(days=early), -1), calendar.add(day, 1))
        happens_on = late_on if late and late_on < until else early_on
        if happens_on >= until:
            return
        yield Span(due_on, happens_on)
        day, first = happens_on, False


def _working(calendar: Calendar, day: date, step: int) -> date:
    """The day, or the nearest working day in that direction."""
    while not calendar.is_working_day(day):
        day += timedelta(days=step)
    return day
