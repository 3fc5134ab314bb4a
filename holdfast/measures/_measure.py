"""How every measure is declared: plain data over a cohort of rows that is written once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from holdfast.facts.schema import Row
from holdfast.kernel.source import Source
from holdfast.measures._ibis import Column, Rows, table

Unit = Literal["count", "percent", "per_10000"]
Direction = Literal["higher", "lower"]


Told: TypeAlias = Mapping[str, tuple[Row, ...]]
"""Rows by table, as an example tells them: without `authority`."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What a figure is asked of: one authority, from `start_on` to `end_on`, both days included."""

    authority: str
    start_on: date
    end_on: date

    def of(self, name: str) -> Rows:
        """The authority's rows of a fact table."""
        rows = table(name)
        return rows.filter(rows["authority"] == self.authority)

    def holds(self, day: Column) -> Column:
        """Whether the day falls in the time asked about."""
        return day.between(self.start_on, self.end_on)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One slice of a figure, such as `source` `police`."""

    by: str
    code: str
    words: str

    @property
    def slug(self) -> str:
        """As it is written in an address or a file: `source:police`."""
        return f"{self.by}:{self.code}"


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """Every part that a figure may be split into; `by` is a column of the cohort."""

    by: str
    words: str
    parts: tuple[Part, ...]

    def part(self, code: str) -> Part:
        """The part of that code; raises KeyError where there is none."""
        for part in self.parts:
            if part.code == code:
                return part
        raise KeyError(f"{self.by} has no part {code}")


def breakdown(by: str, words: str, parts: Mapping[str, str]) -> Breakdown:
    """A breakdown from its parts' codes and words."""
    return Breakdown(
        by=by, words=words, parts=tuple(Part(by=by, code=code, words=each) for code, each in parts.items())
    )


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """Who or what is counted: an expression with one row each.

    Its rows have `child`, `key` (the fact row behind it), a column per breakdown, and a yes-or-no column per flag.
    """

    name: str
    words: str
    table: str
    rows: Callable[[Ask], Rows]
    flags: tuple[str, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    needs: str | None = None
    """The fact table without any row of which nobody records this here: then there is no figure, and no nought."""
    on_the_day: bool = False
    """Counted on the last day asked about, rather than over the time."""


@dataclass(frozen=True, kw_only=True)
class Example:
    """Facts told and the figure they give: runs as a test and prints in the manual."""

    words: str
    facts: Told
    numerator: int
    denominator: int | None = None
    population: int | None = None
    value: float | None = None
    part: str | None = None
    """Slug of the part that the figures are of; the whole if none."""
    year: str = "2016-17"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One figure's definition."""

    code: str
    title: str
    numerator: str
    denominator: str = ""
    counted_by: str
    """Which date puts a row in the year."""
    unit: Unit
    direction: Direction | None = None
    source: Source
    cohort: Cohort
    counts: str | None = None
    """The flag of the rows in the numerator; none where every row counts."""
    among: str | None = None
    """The flag of the rows in the denominator; none where every row does."""
    left_out: Mapping[str, str] | None = None
    """Flags of rows that cannot be judged, each with why, said after a number: `7 have no start date`."""
    breakdowns: tuple[Breakdown, ...] = ()
    shares: bool = False
    """Each part is a share of the whole; the whole itself is not a figure."""
    series: str | None = None
    """Name of the published series it is compared with."""
    part_series: Mapping[str, str] | None = None
    """Published series of the parts, by slug."""
    no_series: str = ""
    """Why there is no series to compare with."""
    clock: str | None = None
    """Edition and reading of the time limit that it uses."""
    looks_back_months: int = 0
    """How far before the year it must see, to be right."""
    note: str = ""
    valid_from: date
    examples: tuple[Example, ...]

    @property
    def out_of_population(self) -> bool:
        """Whether the denominator is a count of all children who live in the area."""
        return self.unit == "per_10000"
