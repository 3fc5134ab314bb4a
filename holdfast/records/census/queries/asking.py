"""Asking the rules of the records: of everybody's, or of one child's as it stands at this moment."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from uuid import UUID

from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.store import Facts
from holdfast.records.census.models import CensusFinding
from holdfast.returns.cin.checking import Result
from holdfast.returns.cin.cohort import children_of_year
from holdfast.returns.cin.told import CheckedFacts, Placed, check_facts
from holdfast.wall.providers import facts_of, numbers_of

CENSUS_TABLES = (
    "child", "identifier", "disability", "episode", "assessment", "assessment_factor", "section47", "conference",
    "protection_plan", "plan_review", "need_plan", "pre_proceedings",
)  # fmt: skip

Numbers = Mapping[tuple[str, str], UUID]
"""Which child an authority's number means."""


@dataclass
class Asked:
    """What the rules say of the records of one census."""

    year: CollectionYear
    children: int = 0
    results: dict[str, Result] = field(default_factory=dict)
    found: list[CensusFinding] = field(default_factory=list)
    """On children of ours, not yet led to records and menders."""
    said: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """What rules say of the whole, by code and authority."""


def everybody() -> tuple[Facts, Numbers]:
    """The facts that the census tells of every child whom the actor may reach, and whose they are."""
    return facts_of(None, tables=CENSUS_TABLES), numbers_of(None)


def asked_of(facts: Facts, numbers: Numbers, *, year: CollectionYear, as_of: date) -> Asked:
    """Ask every rule of these facts, an authority at a time: each sends its own census."""
    asked = Asked(year)
    for authority in sorted({whose for whose, _ in numbers}):
        children = children_of_year(facts, year, authority=authority)
        told = check_facts(children, authority=authority, year=year, as_of=as_of)
        if told.checked.rows.children:
            asked.children += told.checked.rows.children
            _add(asked, told, authority, numbers)
    return asked


def _add(asked: Asked, told: CheckedFacts, authority: str, numbers: Numbers) -> None:
    for result in told.results:
        asked.results[result.code] = _together(asked.results.get(result.code), result)
    for placed in told.findings():
        if placed.finding.child:
            asked.found.append(as_finding(numbers[authority, placed.finding.child], asked.year, placed))
        else:
            asked.said[placed.finding.code][authority] = placed.finding.message


def as_finding(child_id: UUID, year: CollectionYear, placed: Placed) -> CensusFinding:
    """The finding as it is kept; nothing is stored."""
    told, place = placed.finding, placed.place
    return CensusFinding(
        child_id=child_id, year=year.end_on.year, rule=told.code, severity=told.severity, table=place.table,
        key=place.key, column=placed.column, element=told.element, value=told.value[:_LONGEST], message=told.message,
    )  # fmt: skip


_LONGEST = 300
_ORDER = ("found", "passed", "not run")


def _together(one: Result | None, other: Result) -> Result:
    """What a rule said of two authorities' censuses: it was run where it was run of either."""
    if one is None:
        return other
    first = min(one, other, key=lambda result: _ORDER.index(result.status))
    return replace(first, count=one.count + other.count)


def as_told(asked: Asked, *, counts: Mapping[str, int], waived: Mapping[str, int]) -> Iterator[dict]:
    """Every rule's result as a run keeps it, with how much of it stands and is explained."""
    for code, result in asked.results.items():
        said = " ".join(asked.said.get(code, {}).values())
        yield asdict(result) | {"count": counts.get(code, 0), "waived": waived.get(code, 0), "said": said}
