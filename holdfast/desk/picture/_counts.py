"""How often each agency met the child or told us of them, in each window of time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from holdfast.desk.chronology import Line
from holdfast.web.charts import BarChart, Point

WINDOWS: tuple[tuple[int, str], ...] = ((7, "7 days"), (30, "30 days"), (90, "90 days"), (365, "12 months"))
"""How many days back, today among them, and what the column is called."""
YEAR = 365


@dataclass(frozen=True, kw_only=True)
class AgencyCount:
    """One agency's contacts in each window and ever; how many injuries it saw, and when it was last heard of."""

    agency: str
    windows: tuple[int, ...]
    ever: int
    injuries: int
    not_brought: int
    last_on: date | None


def count_by_agency(lines: Iterable[Line], *, as_of: date) -> list[AgencyCount]:
    """Each agency that told or saw anything, the one that did most in twelve months first."""
    by_agency: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if (line.counts or line.record == "injury") and (line.on is None or line.on <= as_of):
            by_agency[line.agency.strip()].append(line)
    merged = _under_one_spelling(by_agency)
    found = [_count(agency, told, as_of=as_of) for agency, told in merged.items()]
    return sorted(found, key=lambda each: (-each.windows[-1], -each.ever, each.agency))


def total(counts: Iterable[AgencyCount]) -> AgencyCount:
    """All agencies together."""
    counts = list(counts)
    return AgencyCount(
        agency="All agencies",
        windows=tuple(sum(each.windows[at] for each in counts) for at in range(len(WINDOWS))),
        ever=sum(each.ever for each in counts),
        injuries=sum(each.injuries for each in counts),
        not_brought=sum(each.not_brought for each in counts),
        last_on=max((each.last_on for each in counts if each.last_on), default=None),
    )


def chart(counts: Iterable[AgencyCount]) -> BarChart:
    """The contacts of twelve months as bars."""
    bars = tuple(Point(each.agency, each.windows[-1]) for each in counts if each.ever)
    return BarChart(title="Contacts in twelve months by agency", unit="contacts", name="Agency", bars=bars)


def _under_one_spelling(by_agency: dict[str, list[Line]]) -> dict[str, list[Line]]:
    """An agency's name in other capitals is the same agency."""
    spelt: dict[str, str] = {}
    merged: dict[str, list[Line]] = defaultdict(list)
    for agency, told in by_agency.items():
        merged[spelt.setdefault(agency.casefold(), agency)] += told
    return merged


def _count(agency: str, lines: list[Line], *, as_of: date) -> AgencyCount:
    injuries = [line for line in lines if line.record == "injury"]
    days = [line.on for line in lines if line.counts]
    for injury in injuries:
        if not _is_told_of(injury, days):
            days.append(injury.on)
    ago = [(as_of - on).days for on in days if on]
    return AgencyCount(
        agency=agency,
        windows=tuple(sum(each < back for each in ago) for back, _ in WINDOWS),
        ever=len(days),
        injuries=len(injuries),
        not_brought=sum(line.missed for line in lines),
        last_on=max((line.on for line in lines if line.on), default=None),
    )


def _is_told_of(injury: Line, days: Iterable[date | None]) -> bool:
    """Whether one of the agency's contacts was the one at which it saw the injury or told us of it.

    Whoever saw an injury met the child, so an injury without such a contact is a contact of its own.
    """
    known = [on for on in (injury.on, injury.told_on) if on]
    return any(abs(on - day) <= timedelta(days=1) for on in days if on for day in known)
