"""Rules about the reviews of child protection plans."""

import numpy as np

from holdfast.returns.cin._example import Piece, child, need_plan, of, planned, protection_plan
from holdfast.returns.cin._rule import Found, Rule, where
from holdfast.returns.cin.rows import Days, Rows, any_of, pairs

_TABLE, _HELD = "Reviews", "CPPreviewDate"


def _of_plan(rows: Rows, element: str) -> Days:
    """For each review, a day of its plan."""
    reviews = rows[_TABLE]
    days = rows["ChildProtectionPlans"].day(element)
    return days[reviews.parent]


def _during_need_plan(rows: Rows) -> Found:
    reviews, plans = rows[_TABLE], rows["CINPlanDates"]
    held, ended = reviews.day(_HELD), plans.day("CINPlanEndDate")
    until = np.where(np.isnat(ended), rows.reference_on, ended)
    one, other = pairs(reviews.episode, plans.episode)
    during = (held[one] >= plans.day("CINPlanStartDate")[other]) & (held[one] <= until[other])
    found = any_of(one.astype(np.int32), during, len(reviews))
    return where(_TABLE, found & ~(held == _of_plan(rows, "CPPendDate")), _HELD)


def _not_after_start(rows: Rows) -> Found:
    started = _of_plan(rows, "CPPstartDate")
    return where(_TABLE, rows[_TABLE].day(_HELD) <= started, _HELD, started=started)


def _undated(rows: Rows) -> Found:
    return where(_TABLE, rows[_TABLE].missing(_HELD), _HELD)


def _with_empty_reviews() -> Piece:
    plan = protection_plan()
    return Piece(plan.name, plan.elements, (Piece("Reviews", {}),))


RULES = (
    Rule(
        code="4003", table=_TABLE, elements=(_HELD, "CINPlanStartDate", "CINPlanEndDate", "CPPendDate"), per="child",
        title="A child protection review is held during a child in need plan",
        said="The review of {CPPreviewDate} lies within a child in need plan of the same referral.",
        why="A child is on one kind of plan at a time: one of the days is wrong.",
        mend="Correct the review, or the days of the child in need plan.",
        finds=_during_need_plan,
        passes=(
            of("On the day the protection plan ended and the other began",
               child(planned(need_plan("2025-09-01"),
                             protection_plan(ended="2025-09-01", reviews=("2025-08-20", "2025-09-01"))))),
            of("The day before the other began",
               child(planned(need_plan("2025-09-01"), protection_plan(ended="2025-09-01", reviews=("2025-08-31",))))),
        ),
        fails=(
            of("During an open child in need plan",
               child(planned(need_plan("2025-09-01"),
                             protection_plan(ended="2025-09-01", reviews=("2025-09-02",))))),
            of("On the first day of it, while the protection plan is open",
               child(planned(need_plan("2025-09-01", "2025-10-01"), protection_plan(reviews=("2025-09-01",)))),
               also=["4016"]),
            of("On the last day of one that ended",
               child(planned(need_plan("2025-09-01", "2025-10-01"),
                             protection_plan(ended="2025-09-01", reviews=("2025-10-01",))))),
        ),
        reading="Both ends of the child in need plan count, and an open one runs to 31 March.",
    ),
    Rule(
        code="8841", table=_TABLE, elements=(_HELD, "CPPstartDate"), per="child",
        title="A review is held before the plan, or on its first day",
        said="The review of {CPPreviewDate} is not after the plan’s first day, {started}.",
        why="The first review is counted from the plan’s first day.",
        mend="Correct whichever is wrong, or put the review under the plan that it reviewed.",
        finds=_not_after_start,
        passes=(
            of("The day after", child(planned(protection_plan(reviews=("2025-05-29",))))),
            of("Three months after", child(planned(protection_plan(reviews=("2025-08-27",))))),
        ),
        fails=(
            of("On the first day", child(planned(protection_plan(reviews=("2025-05-28",))))),
            of("Before it, beside one that is right",
               child(planned(protection_plan(reviews=("2025-05-20", "2025-08-27"))))),
        ),
    ),
    Rule(
        code="8842Q", table=_TABLE, elements=(_HELD,),
        title="A review has no day",
        said="A review is told, and its day as {CPPreviewDate}, which is none.",
        why="Whether reviews are in time hangs on it.",
        mend="Send the day, or take out the review.",
        finds=_undated,
        passes=(
            of("A day", child(planned(protection_plan(reviews=("2025-08-27",))))),
            of("No review", child(planned(protection_plan()))),
        ),
        fails=(
            of("An empty day", child(planned(protection_plan(reviews=("",))))),
            of("A review that holds nothing", child(planned(_with_empty_reviews()))),
            of("A day that is none", child(planned(protection_plan(reviews=("2025-08-27", "2025-11-31"))))),
        ),
    ),
)  # fmt: skip
