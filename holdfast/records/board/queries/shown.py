"""Published figures as people read them."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from holdfast.measures.disclosure import Published
from holdfast.web import charts

WITHHELD = "withheld"
NOT_COMPUTED = "cannot be computed"
CHART_UNITS: Mapping[str, str] = {"count": "number", "percent": "per cent", "per_10000": "rate"}

ByPart: TypeAlias = Mapping[tuple[str, str], Published]


def by_part(figures: Iterable[Published]) -> ByPart:
    """Figures by code and the slug of their part, which is empty for a whole."""
    return {(each.code, each.breakdown.slug if each.breakdown else ""): each for each in figures}


def number(value: float | None, unit: str) -> str:
    """A value as it is written: 1,234 or 45.2 or 81.3%; rates always with their one decimal place."""
    if value is None:
        return ""
    if unit == "count":
        return f"{value:,.0f}"
    return f"{value:,.1f}%" if unit == "percent" else f"{value:,.1f}"


def said(figure: Published | None) -> str:
    """The figure's value, or that it is withheld or cannot be computed; empty where there is no figure."""
    if figure is None:
        return ""
    if figure.because:
        return NOT_COMPUTED
    return number(figure.value, figure.unit) if figure.value is not None else WITHHELD


def counts(figure: Published | None) -> str:
    """The numbers behind a share or rate: `23 of 173`; what is withheld of them is not hinted at."""
    if figure is None or figure.unit == "count" or figure.numerator is None or not figure.denominator:
        return ""
    return f"{figure.numerator:,} of {figure.denominator:,}"


def point(at: str, figure: Published | None, *, missing: str) -> charts.Point:
    """The figure as a point of a chart."""
    if figure is None:
        return charts.Point(at, None, missing)
    return charts.Point(at, figure.value, "" if figure.value is not None else said(figure))
