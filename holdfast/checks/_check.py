"""How every check works: some rows of a child's facts are marks, and enough marks within a time are a reason to look.

A check is plain data. It names a fact table; each row of that table that meets its conditions is a *mark* on a day:

- `On`: the mark stands on a day of the row, such as the day that an injury was seen;
- `Missed`: the row is a mark only where something did not happen by a day: on the day after it, or, where the day is
  itself an event (an enquiry was completed), on that day.

What holds for all of them:

- A check *fires* on a day on which, counting back over the time, there are marks enough, of kinds enough. All marks
  within such a time are the evidence, whenever they came to be told.
- It asks about what happened lately (`keep`), so that an old history brought in from a file asks nothing. What it once
  asked stays asked until a manager has looked.
- It answers reasons: the child, a sentence, the rows. It weighs nothing, adds nothing up between checks, ranks nobody.
- It asks about children: once somebody is 18, nothing more is asked, and what was asked is taken back.
- Nothing after `as_of` is known yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from holdfast.access import Stage
from holdfast.facts.schema import Row, Value
from holdfast.kernel.days import CannotCount, months_from
from holdfast.kernel.source import Dated, Source


@dataclass(frozen=True)
class Span:
    """A length of days or calendar months; the day it counts back to is still within it."""

    count: int
    unit: Literal["day", "month"]

    @property
    def words(self) -> str:
        """As people say it: 90 days."""
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"

    def back_from(self, day: date) -> date:
        """The earliest day within the length before `day`; the first day there is, where it would lie before that."""
        try:
            return months_from(day, -self.count) if self.unit == "month" else day - timedelta(days=self.count)
        except (CannotCount, OverflowError):
            return date.min


def days(count: int) -> Span:
    """So many days."""
    return Span(count, "day")


def months(count: int) -> Span:
    """So many calendar months."""
    return Span(count, "month")


CHILDHOOD = months(18 * 12)
"""How long somebody is a child; whoever was born on 29 February is so until 1 March."""


@dataclass(frozen=True)
class Where:
    """A column has this value, or (`holds=False`) has not: unknown is a value like any other."""

    column: str
    value: Value
    holds: bool = True

    def met_by(self, row: Mapping[str, Value]) -> bool:
        """Whether the row meets it."""
        return (row.get(self.column) == self.value) is self.holds


@dataclass(frozen=True, kw_only=True)
class On:
    """Every row that meets the conditions is a mark on the day in this column."""

    column: str


@dataclass(frozen=True, kw_only=True)
class Missed:
    """A row is a mark where none of the columns `by` has a moment as early as `due`.

    `due` is a column of the row or, with `under`, of the row of that table that it lies under.
    """

    due: str
    by: tuple[str, ...]
    under: str | None = None
    event: bool = False
    """`due` is something that happened rather than a last day in time: the mark stands on that very day."""


_HALF_A_YEAR = Span(6, "month")


@dataclass(frozen=True, kw_only=True)
class Setting:
    """How many marks, of how many kinds, within what time. A partnership may set its own in `local/checks.toml`."""

    at_least: int
    within: Span
    kinds: int = 0
    keep: Span = _HALF_A_YEAR
    """How long after the latest of them the check still asks by itself."""


@dataclass(frozen=True, kw_only=True)
class Example:
    """A worked example: rows in, yes or no out; it is printed in the manual and runs as a test.

    The rows leave out whose they are: they are all of one child.
    """

    words: str
    as_of: date
    rows: Mapping[str, tuple[Row, ...]]
    said: str | None
    """The reason it gives; None where it does not fire."""
    evidence: tuple[str, ...] = ()


Marks: TypeAlias = On | Missed


@dataclass(frozen=True, kw_only=True)
class Check:
    """One question over facts: what it asks, why, of which rows, and what to do about a yes."""

    id: str
    title: str
    question: str
    why: str
    """In our own words."""
    taught_by: tuple[Source, ...]
    """The reviews, audits and inspections that it was learned from."""
    to_do: str
    table: str
    marks: Marks
    where: tuple[Where, ...] = ()
    kind: str | None = None
    """The column whose different values are kinds."""
    rising: bool = False
    """Only where there are more marks than in as long a time before."""
    settings: tuple[Dated[Setting], ...]
    """By edition: the setting that holds on the day asked about is the one used."""
    said: str
    """The reason, with {count}, {within} and {kinds} to be filled."""
    stage: Stage
    """How far into a child's story somebody must see to be told."""
    examples: tuple[Example, ...]
    goes_to: str = ""
    """Who answers it, where that is not the managers' list of looks."""

    @property
    def tables(self) -> frozenset[str]:
        """The fact tables that it reads."""
        under = self.marks.under if isinstance(self.marks, Missed) else None
        return frozenset({self.table, under or self.table})

    def setting(self, as_of: date) -> Setting | None:
        """The setting that holds on the day; None where none does, and the check asks nothing."""
        return next((dated.value for dated in self.settings if dated.holds_on(as_of)), None)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A child whom a check asks about: when it fired last, in a sentence why, and every row that it rests on."""

    check: str
    authority: str
    child: str
    fired_on: date
    said: str
    evidence: tuple[str, ...]
    """The rows, as `contact:k2016-05-03`, in the order of their days."""
