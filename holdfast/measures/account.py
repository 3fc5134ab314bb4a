"""Figures as a program or a ledger keeps them: plain dictionaries that JSON can hold."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from holdfast.facts.cohorts import CollectionYear
from holdfast.kernel.refused import Refused
from holdfast.measures._measure import Part
from holdfast.measures._registry import MEASURES
from holdfast.measures.disclosure import Published
from holdfast.measures.engine import Cell


def figures_as_json(
    published: Iterable[Published], *, authority: str, year: CollectionYear, as_of: date
) -> dict[str, Any]:
    """The account of a year: every figure with its code, value, counts, unit, as-at, withheld or not and why."""
    return {
        "authority": authority,
        "year": year.label,
        "facts_as_of": as_of.isoformat(),
        "figures": [figure_as_json(each) for each in published],
    }


def figure_as_json(figure: Published) -> dict[str, Any]:
    """One figure; a number that is withheld or was never there is null, and `why` or `because` says which."""
    part = figure.breakdown
    return {
        "code": figure.code,
        "title": figure.title,
        "breakdown": None if part is None else {"by": part.by, "code": part.code, "words": part.words},
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "unit": figure.unit,
        "from": figure.start_on.isoformat(),
        "as_at": figure.as_at.isoformat(),
        "withheld": figure.withheld,
        "why": figure.why,
        "because": figure.because,
        "caution": figure.caution,
    }


def entry_as_json(figure: Published) -> dict[str, Any]:
    """A published figure with all that a ledger of releases needs to hold it."""
    cells = {"cell": _cell_as_json(figure.cell), "out_of": figure.out_of and _cell_as_json(figure.out_of)}
    return figure_as_json(figure) | {"authority": figure.authority} | cells


def entry_from_json(entry: Mapping[str, Any]) -> Published:
    """The figure that `entry_as_json` wrote."""
    part = entry["breakdown"]
    return Published(
        code=entry["code"],
        title=entry["title"],
        unit=entry["unit"],
        authority=entry["authority"],
        start_on=date.fromisoformat(entry["from"]),
        as_at=date.fromisoformat(entry["as_at"]),
        breakdown=None if part is None else Part(**part),
        value=entry["value"],
        numerator=entry["numerator"],
        denominator=entry["denominator"],
        because=entry["because"],
        caution=entry["caution"],
        withheld=entry["withheld"],
        why=entry["why"],
        cell=_cell_from_json(entry["cell"]),
        out_of=entry["out_of"] and _cell_from_json(entry["out_of"]),
    )


def part_of(measure_code: str, slug: str) -> Part:
    """The part of a measure that an address or option names, such as `source:police`; raises Refused."""
    for breakdown in MEASURES[measure_code].breakdowns:
        for part in breakdown.parts:
            if part.slug == slug:
                return part
    raise Refused(f"{measure_code} has no part called {slug}.")


def _cell_as_json(cell: Cell) -> dict[str, Any]:
    return {"cohort": cell.cohort, "flags": sorted(cell.flags), "part": cell.part}


def _cell_from_json(told: Mapping[str, Any]) -> Cell:
    return Cell(cohort=told["cohort"], flags=frozenset(told["flags"]), part=told["part"])
