"""What a figure stands beside: neighbours, region and England in the same year, or the last year published."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import TypeAlias

from holdfast.facts.cohorts import CollectionYear
from holdfast.measures import benchmarks
from holdfast.measures._measure import Measure, Part
from holdfast.measures._registry import MEASURES

LATEST_MODEL = max(benchmarks.MODELS)

_LONDON, _ENGLAND = "london", "england"

Named: TypeAlias = tuple[str, benchmarks.Point]


@dataclass(frozen=True, kw_only=True)
class Beside:
    """One measure of other areas in one year; where there is nothing to stand beside, `because`."""

    year: CollectionYear
    model: str
    neighbours: tuple[Named, ...] = ()
    silent: tuple[str, ...] = ()
    """Neighbours of whom no value of the year is held."""
    london: benchmarks.Point | None = None
    england: benchmarks.Point | None = None
    because: str = ""

    @property
    def lowest(self) -> float | None:
        """The smallest of the neighbours' values."""
        return min((point.value for _, point in self.neighbours), default=None)

    @property
    def highest(self) -> float | None:
        """The largest of the neighbours' values."""
        return max((point.value for _, point in self.neighbours), default=None)

    @property
    def middle(self) -> float | None:
        """The median of the neighbours' values: Holdfast's own sum."""
        return round(median(point.value for _, point in self.neighbours), 1) if self.neighbours else None


def comparable(measure: Measure, part: Part | None = None) -> str:
    """Why a measure is not held against other areas; empty where it is."""
    if measure.unit == "count":
        return "A number is not compared with areas of another size."
    if part is not None or measure.series is None:
        return measure.no_series or "No published series of this part is held."
    return ""


@cache
def beside(code: str, *, area: str | None, year: CollectionYear, model: str) -> Beside:
    """What the measure of an area like `area` was elsewhere, in the year or the last one before it that is held."""
    why_not = comparable(MEASURES[code])
    if area is None or why_not:
        return Beside(year=year, model=model, because=why_not or "No area is known that this one is like.")
    shown = last_published(code, year)
    if shown is None:
        return Beside(year=year, model=model, because=f"No published value up to {year.label} is held.")
    found = {each.area.name: each.of(shown) for each in benchmarks.neighbour_series(code, area, model)}
    return Beside(
        year=shown,
        model=model,
        neighbours=tuple((name, point) for name, point in found.items() if point),
        silent=tuple(name for name, point in found.items() if point is None),
        london=benchmarks.series(code, _LONDON).of(shown) if in_london(area) else None,
        england=benchmarks.series(code, _ENGLAND).of(shown),
    )


def in_london(area: str) -> bool:
    """Whether London is the region to hold the area against."""
    return "london" in (benchmarks.area_of(area).region or "")


def last_published(code: str, year: CollectionYear) -> CollectionYear | None:
    """The year, or the last one before it, of which England's value is held."""
    held = [point.year_end for point in benchmarks.series(code, _ENGLAND) if point.year_end <= year.end_on.year]
    return CollectionYear.ending(max(held)) if held else None


def series_beside(code: str, area: str, model: str) -> Mapping[str, Mapping[int, benchmarks.Point | benchmarks.Middle]]:
    """Values by year's end: of the neighbours' middle, of London where it is the region, of England."""
    middles = benchmarks.middle(benchmarks.neighbour_series(code, area, model))
    found: dict[str, Mapping[int, benchmarks.Point | benchmarks.Middle]] = {
        "Neighbours’ middle": {each.year_end: each for each in middles}
    }
    if in_london(area):
        found["London"] = {each.year_end: each for each in benchmarks.series(code, _LONDON)}
    found["England"] = {each.year_end: each for each in benchmarks.series(code, _ENGLAND)}
    return found


def basis(point: benchmarks.Point | benchmarks.Middle) -> benchmarks.Basis:
    """Whether somebody published the value or it was worked out of what they published."""
    return point.basis if isinstance(point, benchmarks.Point) else "derived"
