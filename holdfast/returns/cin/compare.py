"""This year's file beside last year's: what the department asks about when a number has moved far."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np

from holdfast.kernel.source import Source
from holdfast.returns.cin.rows import Rows

_GUIDE = Source(title="DfE CIN census guide 2023-24 v1.0, year-on-year checks", place="pp 18-24", confidence="V1")
_RARE = 3.0
_FEWEST = 10


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A number that the department holds against last year's, and how far it may move before it asks."""

    code: str
    title: str
    threshold: int
    """Per cent."""
    count: Callable[[Rows], int]
    source: Source = _GUIDE


@dataclass(frozen=True, kw_only=True)
class Moved:
    """One such number in both files."""

    code: str
    title: str
    before: int
    now: int
    threshold: int

    @property
    def percent(self) -> float | None:
        """By how much it moved; None where there was nothing before."""
        return None if not self.before else 100 * (self.now - self.before) / self.before

    @property
    def is_asked(self) -> bool:
        """Whether the department will ask for an explanation."""
        percent = self.percent
        return bool(self.now) if percent is None else abs(percent) > self.threshold

    @property
    def beyond_chance(self) -> bool | None:
        """Whether it moved further than chance usually gives (three standard errors); None where both are small."""
        if min(self.now, self.before) < _FEWEST:
            return None
        return abs(self.now - self.before) > _RARE * sqrt(self.now + self.before)

    @property
    def said(self) -> str:
        """In words: how far, whether the department asks, and whether chance would do."""
        percent = self.percent
        moved = "there was none last year" if percent is None else f"{round(percent):+d}%"
        asked = f"the department asks above {self.threshold}%" if self.is_asked else f"within {self.threshold}%"
        chance = {True: "more than chance usually gives", False: "chance may give as much", None: "too few to say"}
        return f"{moved}: {asked}; {chance[self.beyond_chance]}"


def compared(now: Rows, before: Rows) -> list[Moved]:
    """Each of the department's seven numbers in this file and in last year's."""
    return [
        Moved(
            code=each.code, title=each.title, before=each.count(before), now=each.count(now), threshold=each.threshold
        )
        for each in YEAR_ON_YEAR
    ]


def _in_year(table: str, element: str) -> Callable[[Rows], int]:
    return lambda rows: int(rows.in_year(rows[table].day(element)).sum())


def _enquiries(rows: Rows) -> int:
    """Enquiries begun in the year; two of one child on one day are one."""
    enquiries = rows["Section47"]
    started = enquiries.day("S47ActualStartDate")
    begun = rows.in_year(started)
    keys = np.stack([enquiries.child[begun], started[begun].astype(np.int64)])
    return int(np.unique(keys, axis=1).shape[1])


def _open_plans(rows: Rows) -> int:
    plans = rows["ChildProtectionPlans"]
    ended = plans.day("CPPendDate")
    return int((plans.given("CPPstartDate") & (np.isnat(ended) | (ended > rows.reference_on))).sum())


YEAR_ON_YEAR: tuple[Counted, ...] = (
    Counted(code="YonY 01", title="Children in the file", threshold=15, count=lambda rows: rows.children),
    Counted(
        code="YonY 02", title="Referrals in the year", threshold=25, count=_in_year("CINdetails", "CINreferralDate")
    ),
    Counted(
        code="YonY 03", title="Assessments authorised in the year", threshold=25,
        count=_in_year("Assessments", "AssessmentAuthorisationDate"),
    ),
    Counted(code="YonY 04", title="Enquiries under section 47 begun in the year", threshold=25, count=_enquiries),
    Counted(code="YonY 05", title="Child protection plans open on 31 March", threshold=25, count=_open_plans),
    Counted(
        code="YonY 06", title="Child protection plans begun in the year", threshold=25,
        count=_in_year("ChildProtectionPlans", "CPPstartDate"),
    ),
    Counted(
        code="YonY 07", title="Child protection plans ended in the year", threshold=25,
        count=_in_year("ChildProtectionPlans", "CPPendDate"),
    ),
)  # fmt: skip


def as_data(moved: Moved) -> Mapping[str, object]:
    """The comparison for another program."""
    return {
        "code": moved.code, "title": moved.title, "before": moved.before, "now": moved.now, "percent": moved.percent,
        "threshold": moved.threshold, "asked": moved.is_asked, "beyond_chance": moved.beyond_chance,
    }  # fmt: skip
