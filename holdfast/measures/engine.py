"""From facts to figures, and from a figure back to the facts behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pyarrow.compute as pc

from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.store import Facts
from holdfast.kernel.days import in_words, months_from
from holdfast.kernel.refused import Refused
from holdfast.kernel.working_days import Calendar, england_and_wales
from holdfast.measures._cubes import cube
from holdfast.measures._ibis import Rows, Warehouse, as_sql
from holdfast.measures._measure import Ask, Cohort, Measure, Part, Unit
from holdfast.measures._registry import MEASURES
from holdfast.measures._timed import day_index

NOT_RECORDED = "Nothing of this kind is recorded here."
"""Why there is no figure of what nobody writes down, which is not the same as none."""

Side = Literal["numerator", "denominator", "left_out"]
Counts = Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Which rows a number counts. Two figures that count the same rows share the cell, whatever they are called."""

    cohort: str
    flags: frozenset[str] = frozenset()
    part: str | None = None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number, exact: not to be shown outside the wall before `disclosure.publish`.

    `value` is in `unit`, percent and rates to one decimal place; None where it cannot be computed, `because`.
    `caution` says what a reader must know of one that was.
    """

    code: str
    title: str
    unit: Unit
    authority: str
    start_on: date
    as_at: date
    breakdown: Part | None = None
    value: float | None = None
    numerator: int | None = None
    denominator: int | None = None
    left_out: int = 0
    because: str | None = None
    caution: str | None = None
    cell: Cell
    out_of: Cell | None = None
    whole: Cell | None = None
    """Where rows were left out: all the rows, judged or not."""


@dataclass(frozen=True, kw_only=True)
class _Question:
    """All that a figure hangs on besides its rows."""

    ask: Ask
    year: CollectionYear
    as_of: date
    population: int | None
    known_from: date | None
    told: frozenset[str]
    """The fact tables that tell anything of the authority."""


def compute(
    facts: Facts,
    *,
    authority: str,
    year: CollectionYear,
    as_of: date,
    population: int | None,
    calendar: Calendar | None = None,
    known_from: date | None = None,
) -> list[Figure]:
    """Every figure of the year for one authority, in the order of `MEASURES`, each whole before its parts.

    `as_of` is the day the facts were read: a year that still runs is counted so far, and says so. `population` is
    that of the year (`benchmarks.population`). `known_from` is the first day that the facts are complete from, where
    they are not complete from ever: measures that look back before it cannot be computed.
    """
    warehouse = Warehouse(facts, day_index(calendar or england_and_wales()))
    ask = Ask(authority=authority, start_on=year.start_on, end_on=min(year.end_on, as_of))
    question = _Question(
        ask=ask, year=year, as_of=as_of, population=population, known_from=known_from, told=_told_of(facts, authority)
    )
    cubes = {name: warehouse.read(cube(cohort, ask)) for name, cohort in _cohorts().items()}
    return [figure for measure in MEASURES.values() for figure in _figures(measure, question, cubes)]


def rows_behind(
    measure_code: str,
    part: Side,
    facts: Facts,
    *,
    year: CollectionYear,
    authority: str,
    as_of: date,
    breakdown: Part | None = None,
    calendar: Calendar | None = None,
) -> list[tuple[str, str]]:
    """Child and key of each fact row that the figure counts, in order; the table is the cohort's.

    Raises Refused for the denominator of a rate, which is an estimate with no records behind it.
    """
    measure = MEASURES[measure_code]
    if part == "denominator" and measure.out_of_population:
        raise Refused("The denominator is an estimate of the population; there are no records behind it.")
    ask = Ask(authority=authority, start_on=year.start_on, end_on=min(year.end_on, as_of))
    rows = _of_part(measure.cohort.rows(ask), breakdown if part != "denominator" or not measure.shares else None)
    chosen = _of_side(rows, measure, part).select("child", "key").order_by("child", "key")
    found = Warehouse(facts, day_index(calendar or england_and_wales())).read(as_sql(chosen))
    return [(row["child"], row["key"]) for row in found]


def _told_of(facts: Facts, authority: str) -> frozenset[str]:
    return frozenset(
        name for name, rows in facts.tables.items() if pc.any(pc.equal(rows["authority"], authority)).as_py()
    )


def _cohorts() -> dict[str, Cohort]:
    return {measure.cohort.name: measure.cohort for measure in MEASURES.values()}


def _of_part(rows: Rows, part: Part | None) -> Rows:
    return rows if part is None else rows.filter(rows[part.by] == part.code)


def _of_side(rows: Rows, measure: Measure, side: Side) -> Rows:
    if side == "left_out":
        return _any_of(rows, tuple(measure.left_out or ()))
    flags = [measure.among] if side == "denominator" else [measure.among, measure.counts]
    conditions = [rows[flag] for flag in flags if flag is not None]
    return rows.filter(*conditions) if conditions else rows


def _any_of(rows: Rows, flags: tuple[str, ...]) -> Rows:
    if not flags:
        return rows.filter(rows["key"].isnull())
    condition = rows[flags[0]]
    for flag in flags[1:]:
        condition = condition | rows[flag]
    return rows.filter(condition)


def _figures(measure: Measure, question: _Question, cubes: Mapping[str, list[Mapping[str, Any]]]) -> Iterable[Figure]:
    cube = cubes[measure.cohort.name]
    whole = _counted(measure.cohort, cube, None)
    if not measure.shares:
        yield _figure(measure, question, whole, whole, None)
    for split in measure.breakdowns:
        for part in split.parts:
            counts = _counted(measure.cohort, cube, part)
            yield _figure(measure, question, counts, whole if measure.shares else counts, part)


def _counted(cohort: Cohort, cube: list[Mapping[str, Any]], part: Part | None) -> Counts:
    rows = [row for row in cube if part is None or row[part.by] == part.code]
    return {name: int(sum(row[name] or 0 for row in rows)) for name in ("rows", *cohort.flags)}


def _figure(measure: Measure, question: _Question, counts: Counts, whole: Counts, part: Part | None) -> Figure:
    ask = question.ask
    told = _told(measure, question, counts, whole)
    unseen = _not_recorded(measure, question) or _too_early(measure, question) or _cannot_see_back(measure, question)
    because = unseen or _nothing_to_divide(measure, told)
    return Figure(
        code=measure.code,
        title=measure.title,
        unit=measure.unit,
        authority=ask.authority,
        start_on=ask.end_on if measure.cohort.on_the_day else ask.start_on,
        as_at=ask.end_on,
        breakdown=part,
        value=None if because else in_unit(measure.unit, told.numerator, told.denominator),
        numerator=None if unseen else told.numerator,
        denominator=None if unseen else told.denominator,
        left_out=0 if unseen else sum(told.left_out.values()),
        because=because,
        caution=None if because else _caution(question, told),
        cell=_counted_cell(measure, part),
        out_of=_out_of_cell(measure, part),
        whole=Cell(cohort=measure.cohort.name, part=part.slug if part else None) if measure.left_out else None,
    )


@dataclass(frozen=True, kw_only=True)
class _Told:
    """The counts that a figure is made of; those left out by why."""

    numerator: int
    denominator: int | None
    left_out: Counts


def _told(measure: Measure, question: _Question, counts: Counts, whole: Counts) -> _Told:
    reasons = measure.left_out or {}
    return _Told(
        numerator=counts[measure.counts or "rows"],
        denominator=_denominator(measure, question, whole),
        left_out={words: counts[flag] for flag, words in reasons.items() if counts[flag]},
    )


def _counted_cell(measure: Measure, part: Part | None) -> Cell:
    flags = frozenset(flag for flag in (measure.among, measure.counts) if flag)
    return Cell(cohort=measure.cohort.name, flags=flags, part=part.slug if part else None)


def _out_of_cell(measure: Measure, part: Part | None) -> Cell | None:
    if measure.unit != "percent":
        return None
    flags = frozenset(flag for flag in (measure.among,) if flag)
    return Cell(cohort=measure.cohort.name, flags=flags, part=part.slug if part and not measure.shares else None)


def _denominator(measure: Measure, question: _Question, whole: Counts) -> int | None:
    if measure.unit == "count":
        return None
    return question.population if measure.out_of_population else whole[measure.among or "rows"]


def in_unit(unit: Unit, numerator: int, denominator: int | None) -> float:
    """The figure in its unit; percent and rates to one decimal place, a half rounded up."""
    if unit == "count" or denominator is None:
        return numerator
    tenths = {"percent": 1000, "per_10000": 100_000}[unit] * numerator
    return ((2 * tenths + denominator) // (2 * denominator)) / 10


def _not_recorded(measure: Measure, question: _Question) -> str | None:
    needs = measure.cohort.needs
    return NOT_RECORDED if needs and needs not in question.told else None


def _too_early(measure: Measure, question: _Question) -> str | None:
    year, as_of = question.year, question.as_of
    if as_of < year.start_on:
        return f"{year.label} had not begun on {in_words(as_of)}, when the facts were read."
    if measure.cohort.on_the_day and as_of < year.end_on:
        return f"{in_words(year.end_on)} had not come on {in_words(as_of)}, when the facts were read."
    return None


def _cannot_see_back(measure: Measure, question: _Question) -> str | None:
    needed = months_from(question.year.start_on, -measure.looks_back_months)
    if not measure.looks_back_months or question.known_from is None or question.known_from <= needed:
        return None
    return f"The facts begin on {in_words(question.known_from)}; this needs them from {in_words(needed)}."


def _nothing_to_divide(measure: Measure, told: _Told) -> str | None:
    if measure.unit == "count" or told.denominator:
        return None
    if measure.out_of_population:
        return "No population estimate is held for this authority and year."
    if told.left_out:
        return f"None could be worked out: {_listed(told.left_out)}."
    return "There were none to take a share of."


def _caution(question: _Question, told: _Told) -> str | None:
    said = []
    if told.left_out:
        said.append(f"Left out: {_listed(told.left_out)}.")
    if question.as_of < question.year.end_on:
        said.append(f"The year is not over: counted up to {in_words(question.as_of)}.")
    return " ".join(said) or None


def _listed(reasons: Counts) -> str:
    return "; ".join(f"{number} {words}" for words, number in reasons.items())
