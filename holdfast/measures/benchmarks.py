"""What the department and the ONS published: the series that our figures stand beside."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from statistics import median
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from holdfast.facts.cohorts import CollectionYear
from holdfast.kernel.refused import NotFound
from holdfast.measures._measure import Part
from holdfast.measures._registry import MEASURES

Basis = Literal["published", "derived"]

MODELS: Mapping[str, str] = {
    "2021": "Statistical neighbours, 2021 model (the department's list of April 2021)",
    "2025": "Statistical neighbours, 2025 model",
}
"""The models that say whom an authority is like; a comparison names the one it used."""

_POPULATION = "population_0_17_denominator"


@dataclass(frozen=True, kw_only=True)
class Area:
    """A country, region or authority: `310`, `london`, `england`."""

    code: str
    name: str
    kind: str
    """country, region or authority."""
    gss: str
    region: str | None
    last_year: int | None
    """The last year (its end) that the authority existed; None where it still does."""


@dataclass(frozen=True, kw_only=True)
class Release:
    """Where a value was published."""

    title: str
    publisher: str
    licence: str
    read_in: str


@dataclass(frozen=True, kw_only=True)
class Point:
    """One value: of the year that ended on 31 March `year_end`."""

    year_end: int
    value: float
    unit: str
    basis: Basis
    source: Release
    note: str | None


@dataclass(frozen=True, kw_only=True)
class Series:
    """A measure's published values for one area, the oldest first; where there are none, `because`."""

    measure_code: str
    area: Area
    points: tuple[Point, ...] = ()
    because: str | None = None

    def __iter__(self) -> Iterator[Point]:
        return iter(self.points)

    def of(self, year: CollectionYear) -> Point | None:
        """The value of that year, if one is held."""
        return next((point for point in self.points if point.year_end == year.end_on.year), None)


@dataclass(frozen=True, kw_only=True)
class Neighbour:
    """An authority much like another; rank 1 is the most alike."""

    rank: int
    area: Area
    closeness: str


@dataclass(frozen=True, kw_only=True)
class Middle:
    """The middle of the neighbours' values in a year: Holdfast's own sum, of so many that published one."""

    year_end: int
    value: float
    of: int


def series(measure_code: str, area: str, *, part: Part | None = None) -> Series:
    """The published values that the measure is compared with, or why none is held; NotFound for an unknown area."""
    measure = MEASURES[measure_code]
    name = measure.series if part is None else (measure.part_series or {}).get(part.slug)
    where = area_of(area)
    if name is None:
        said = measure.no_series if part is None and measure.no_series else "No published series of this part is held."
        return Series(measure_code=measure_code, area=where, because=f"No published series is held. {said}".strip())
    points = _points(name, area)
    because = None if points else f"No published value for {where.name} is held."
    return Series(measure_code=measure_code, area=where, points=points, because=because)


def neighbours(la_code: str, model: str) -> tuple[Neighbour, ...]:
    """An authority's statistical neighbours by a model of `MODELS`, the most alike first; empty if it leaves it out."""
    if model not in MODELS:
        raise NotFound(f"There is no statistical neighbour model called {model}; there are {' and '.join(MODELS)}.")
    found = [row for row in _sheet("neighbours") if row["model"] == model and row["area"] == la_code]
    return tuple(
        Neighbour(rank=int(row["rank"]), area=area_of(row["neighbour"]), closeness=row["closeness"]) for row in found
    )


def neighbour_series(measure_code: str, area: str, model: str, *, part: Part | None = None) -> tuple[Series, ...]:
    """The measure's published values for each neighbour, the most alike first."""
    return tuple(series(measure_code, each.area.code, part=part) for each in neighbours(area, model))


def middle(several: tuple[Series, ...]) -> tuple[Middle, ...]:
    """The median of several areas' values in each year that at least one has a value in; derived, not published."""
    years = sorted({point.year_end for one in several for point in one})
    return tuple(_middle(year, [p.value for one in several for p in one if p.year_end == year]) for year in years)


def population(area: str, year: CollectionYear) -> int | None:
    """Children aged 0 to 17 that rates of the year are out of: the estimate for the middle of the year before."""
    point = population_point(area, year)
    return None if point is None else int(point.value)


def population_point(area: str, year: CollectionYear) -> Point | None:
    """The same with its source."""
    return named(_POPULATION, area, year)


def named(name: str, area: str, year: CollectionYear) -> Point | None:
    """The value of a published series, by its own name, in that year, if one is held."""
    return next((point for point in _points(name, area) if point.year_end == year.end_on.year), None)


def last_named(name: str, area: str, year: CollectionYear) -> Point | None:
    """The last value of a published series up to that year, if one is held."""
    return next((point for point in reversed(_points(name, area)) if point.year_end <= year.end_on.year), None)


def last_population(area: str, year: CollectionYear) -> Point | None:
    """The population of the year, or of the last one before it that is held."""
    return last_named(_POPULATION, area, year)


def area_of(code: str) -> Area:
    """The area of that code; raises NotFound."""
    if code not in areas():
        raise NotFound(f"There is no area {code} in the department's list.")
    return areas()[code]


@cache
def areas() -> Mapping[str, Area]:
    """England, its regions and every local authority, by code."""
    return {row["area"]: _area(row) for row in _sheet("areas")}


def _area(row: Mapping[str, str]) -> Area:
    return Area(
        code=row["area"],
        name=row["name"],
        kind=row["kind"],
        gss=row["gss"],
        region=row["region"] or None,
        last_year=int(row["last_year"]) if row["last_year"] else None,
    )


def _middle(year_end: int, values: list[float]) -> Middle:
    return Middle(year_end=year_end, value=round(median(values), 1), of=len(values))


@cache
def _points(name: str, area: str) -> tuple[Point, ...]:
    rows = _table().filter((pc.field("series") == name) & (pc.field("area") == area)).to_pylist()
    releases = _releases()
    return tuple(
        Point(
            year_end=row["year_end"],
            value=row["value"],
            unit=row["unit"],
            basis=row["basis"],
            source=releases[row["source"]],
            note=row["note"],
        )
        for row in sorted(rows, key=lambda row: int(row["year_end"]))
    )


@cache
def _releases() -> Mapping[str, Release]:
    return {
        row["source"]: Release(
            title=row["title"], publisher=row["publisher"], licence=row["licence"], read_in=row["read_in"]
        )
        for row in _sheet("sources")
    }


@cache
def _table() -> pa.Table:
    with as_file(files("holdfast.measures") / "data" / "benchmarks.parquet") as path:
        return pq.read_table(path)


@cache
def _sheet(name: str) -> tuple[Mapping[str, str], ...]:
    text = (files("holdfast.measures") / "data" / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
