"""How much of everything there should be: what the DfE published for Harrow, month by month, at a borough's scale.

`data/published.csv` is copied from the department's Children in Need statistics (Open Government Licence) by way of
the benchmarks that the product ships; numbers that were withheld or never published are empty there, and take the
nearest year's here. Plans of two years and over are not published for Harrow: about 3% is an assumption.
"""

import calendar
import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise

FIRST_DAY = date(2012, 4, 1)
"""The lead-in year starts here, so that 1 April 2013 finds open cases and can see who came back."""

KNOWN_A_REFERRAL = 0.88
"""How many children become known for each referral, over a dozen years: measured on the borough itself."""


@cache
def published() -> dict[str, dict[int, float]]:
    """Each indicator's value by the year in which it ends, gaps filled with the nearest year's."""
    sheet = (files("holdfast.borough") / "data" / "published.csv").read_text("utf-8")
    return {row.pop("indicator"): _filled(row) for row in csv.DictReader(sheet.splitlines())}


def of_year(indicator: str, year_end: int) -> float:
    """The value for the year that ends then; of a year not yet published, the last one's."""
    series = published()[indicator]
    return series[min(max(year_end, min(series)), max(series))]


def weights(prefix: str, year_end: int) -> dict[str, float]:
    """The parts of a breakdown, by the rest of the indicator's name."""
    return {name.removeprefix(prefix): of_year(name, year_end) for name in published() if name.startswith(prefix)}


@dataclass(frozen=True, slots=True)
class Month:
    """What should happen in one month, in whole numbers; the last may be cut short by `as_of`."""

    first_on: date
    last_on: date
    year_end: int
    referrals: int
    re_referrals: int
    no_further_action: int
    not_in_need: int
    late_assessments: int
    enquiries: int
    conferences: int
    late_conferences: int
    plans: int
    second_plans: int
    transfers: int
    plans_open: int
    cases_open: int


def months(*, as_of: date, scale: float) -> list[Month]:
    """Every month from the lead-in year to `as_of`."""
    spans = list(_spans(as_of))
    flows = {name: _stepped([scale * _flow(name, *span) for span in spans]) for name in _FLOWS}
    stocks = {name: [round(scale * _stock(series, last)) for _, last in spans] for name, series in _STOCKS.items()}
    return [
        Month(
            first_on=first,
            last_on=last,
            year_end=_year_end(last),
            **{name: flow[n] for name, flow in flows.items()},
            **{name: stock[n] for name, stock in stocks.items()},
        )
        for n, (first, last) in enumerate(spans)
    ]


def full_size(as_of: date) -> int:
    """About how many children a borough of Harrow's size would have come to know by then."""
    return round(KNOWN_A_REFERRAL * sum(_flow("referrals", *span) for span in _spans(as_of)))


def population(year_end: int, *, scale: float) -> int:
    """Children aged 0 to 17 living in the borough: the denominator of the rates for that year."""
    return round(scale * of_year("population_0_17_denominator", year_end))


def _flow(name: str, first: date, last: date) -> float:
    share, indicator, percentages = _FLOWS[name]
    year_end = _year_end(last)
    value = share * of_year(indicator, year_end) * _share_of_year(first, last)
    for percentage in percentages:
        value *= of_year(percentage, year_end) / 100
    in_time = of_year(_IN_TIME[name], year_end) / 100 if name in _IN_TIME else 0.0
    return value * (1 - in_time)


_FLOWS: dict[str, tuple[float, str, tuple[str, ...]]] = {
    "referrals": (1.0, "referrals", ()),
    "re_referrals": (1.0, "referrals", ("re_referrals_12m_pct",)),
    "no_further_action": (1.0, "referrals", ("referrals_nfa_pct",)),
    "not_in_need": (1.0, "referrals", ("referrals_assessed_not_in_need_pct",)),
    "late_assessments": (1.0, "referrals", ()),
    "enquiries": (1.0, "section47_enquiries", ()),
    "conferences": (0.96, "icpc", ()),
    "late_conferences": (0.96, "icpc", ()),
    "plans": (0.96, "cpp_starts", ()),
    "second_plans": (1.0, "cpp_starts", ("cpp_starts_second_or_subsequent_pct",)),
    "transfers": (0.04, "cpp_starts", ()),
}
"""How a month's number follows from a year's. Of a hundred plans, four begin at a transfer-in conference."""

_IN_TIME = {
    "late_assessments": "assessments_within_45_days_pct",
    "late_conferences": "icpc_within_15_working_days_pct",
}
"""What is published of these is the share in time."""

_STOCKS = {"plans_open": "cpp_at_31_march", "cases_open": "cin_at_31_march"}


def _stock(indicator: str, day: date) -> float:
    """The number open on a day, on a straight line from one 31 March to the next."""
    year_end = _year_end(day)
    before, after = of_year(indicator, year_end - 1), of_year(indicator, year_end)
    part = (day - date(year_end - 1, 3, 31)).days / 365
    return before + (after - before) * min(part, 1.0)


def _share_of_year(first: date, last: date) -> float:
    """The part of a year's referrals that came in the month, or in as much of it as has passed."""
    by_month = weights("referrals_month_", _year_end(last))
    whole = calendar.monthrange(first.year, first.month)[1]
    passed = ((last - first).days + 1) / whole
    return passed * by_month[calendar.month_name[first.month].lower()] / sum(by_month.values())


def _spans(as_of: date) -> list[tuple[date, date]]:
    firsts = [date(year, month, 1) for year in range(FIRST_DAY.year, as_of.year + 2) for month in range(1, 13)]
    begun = [(first, after - timedelta(days=1)) for first, after in pairwise(firsts) if FIRST_DAY <= first <= as_of]
    return [(first, min(last, as_of)) for first, last in begun]


def _stepped(values: Sequence[float]) -> list[int]:
    """Whole numbers whose running total never strays from that of the values by more than a half."""
    totals = [0, *(round(total) for total in accumulate(values))]
    return [after - before for before, after in pairwise(totals)]


def _year_end(day: date) -> int:
    return day.year if day.month < 4 else day.year + 1


def _filled(row: dict[str, str]) -> dict[int, float]:
    known = {int(year): float(value) for year, value in row.items() if value}
    return {int(year): known[_nearest(int(year), known)] for year in row}


def _nearest(year: int, known: Iterable[int]) -> int:
    """The nearest of the years; of two as near, the earlier."""
    return min(known, key=lambda each: (abs(each - year), each))
