"""Clocks of the child protection plan: reviews, core groups, visits, and two years."""

from datetime import date

from holdfast.clocks._clock import Answer, Clock, Condition, End, Event, Every, Example, Point, Within
from holdfast.clocks._limits import Days, Months, WorkingDays
from holdfast.clocks._local import LOCAL
from holdfast.facts.schema import Row
from holdfast.kernel.source import Dated, Source

_BEGAN = Point("protection_plan", "started_on")
_REVIEW = Event(table="plan_review", column="held_on", by="protection_plan", same_day=False)
_CLOSED = End(Point("episode", "closed_on"), "The case closed")
_DIED = End(Point("child", "died_on"), "The child died")
_ENDS = (End(Point("protection_plan", "ended_on"), "The plan ended"), _CLOSED, _DIED)
_SINCE_1999 = date(1999, 12, 1)
_REVIEWS_SOURCE = Source(
    title="Working Together 2006 to 2023; LAIT data dictionary", place="child protection reviews", confidence="V1"
)

_E = "2016-06-01"
_P = f"{_E}/p2016-07-04"


def _plan(*, ended_on: date | None = None) -> Row:
    return {"protection_plan": _P, "episode": _E, "started_on": date(2016, 7, 4), "ended_on": ended_on}


def _review(held_on: date) -> Row:
    return {"plan_review": f"{_P}/r{held_on}", "protection_plan": _P, "held_on": held_on}


FIRST_REVIEW = Clock(
    id="first_review",
    rule="RCPC-1",
    title="Hold the first review conference",
    table="protection_plan",
    shape=Within(start=_BEGAN, stop=_REVIEW, limit=(Dated(value=Months(3), valid_from=_SINCE_1999),)),
    ends=_ENDS,
    responsible="Children's social care: the conference service",
    force="statutory guidance",
    source=_REVIEWS_SOURCE,
    notes=(
        "Three calendar months; where that day does not exist, the last day of the month.",
        "A review on the day the plan began is none: the census refuses it (8841).",
    ),
    examples=(
        Example(
            words="Held on the last day in time",
            as_of=date(2016, 12, 31),
            rows={"protection_plan": (_plan(),), "plan_review": (_review(date(2016, 10, 4)),)},
            answers=(Answer(state="met", due_on=date(2016, 10, 4), met_on=date(2016, 10, 4)),),
        ),
        Example(
            words="The plan ended before the review was due",
            as_of=date(2016, 12, 31),
            rows={"protection_plan": (_plan(ended_on=date(2016, 9, 30)),)},
            answers=(Answer(state="stopped", due_on=date(2016, 10, 4)),),
        ),
        Example(
            words="From 30 November three months reach into February, and stop at its last day",
            as_of=date(2017, 1, 31),
            rows={
                "protection_plan": (
                    {
                        "protection_plan": "2016-10-03/p2016-11-30",
                        "episode": "2016-10-03",
                        "started_on": date(2016, 11, 30),
                    },
                )
            },
            answers=(Answer(state="running", due_on=date(2017, 2, 28)),),
        ),
    ),
)

LATER_REVIEW = Clock(
    id="later_review",
    rule="RCPC-N",
    title="Hold the next review conference",
    table="protection_plan",
    shape=Every(start=_BEGAN, stop=_REVIEW, first=None, then=(Dated(value=Months(6), valid_from=_SINCE_1999),)),
    ends=_ENDS,
    responsible="Children's social care: the conference service",
    force="statutory guidance",
    source=_REVIEWS_SOURCE,
    notes=("It counts from the review that was really held: an early review brings the next one forward.",),
    examples=(
        Example(
            words="An early review, a late one, and the next still to come",
            as_of=date(2017, 9, 1),
            rows={
                "protection_plan": (_plan(),),
                "plan_review": tuple(map(_review, (date(2016, 10, 3), date(2016, 12, 5), date(2017, 6, 6)))),
            },
            answers=(
                Answer(state="met", due_on=date(2017, 4, 3), met_on=date(2016, 12, 5)),
                Answer(state="met_late", due_on=date(2017, 6, 5), met_on=date(2017, 6, 6)),
                Answer(state="running", due_on=date(2017, 12, 6)),
            ),
        ),
        Example(
            words="The plan ended at its second review: none is due after it",
            as_of=date(2017, 9, 1),
            rows={
                "protection_plan": (_plan(ended_on=date(2017, 3, 20)),),
                "plan_review": tuple(map(_review, (date(2016, 10, 3), date(2017, 3, 20)))),
            },
            answers=(Answer(state="met", due_on=date(2017, 4, 3), met_on=date(2017, 3, 20)),),
        ),
    ),
)

CORE_GROUP = Clock(
    id="core_group",
    rule="CG-FIRST, CG-NEXT",
    title="Hold the core group",
    table="protection_plan",
    shape=Every(
        start=_BEGAN,
        stop=Event(table="core_group", column="held_on", by="protection_plan"),
        first=(Dated(value=WorkingDays(10), valid_from=date(2006, 4, 1)),),
        then=LOCAL["later_core_group"].limits,
    ),
    ends=_ENDS,
    responsible="The lead social worker",
    force="statutory guidance",
    source=Source(title="Working Together 2010 to 2023", place="initial conference, flow chart", confidence="V2"),
    further_sources=(LOCAL["later_core_group"].source,),
    notes=(
        "Guidance fixes the first meeting only; how often the group meets after it is set locally.",
        "A meeting right after the conference, on the same day, counts.",
    ),
    examples=(
        Example(
            words="First met on the tenth working day, then a day late, then not yet",
            as_of=date(2016, 10, 1),
            rows={
                "protection_plan": (_plan(),),
                "core_group": tuple(
                    {"core_group": f"{_P}/g{day}", "protection_plan": _P, "held_on": day}
                    for day in (date(2016, 7, 18), date(2016, 8, 30))
                ),
            },
            answers=(
                Answer(state="met", due_on=date(2016, 7, 18), met_on=date(2016, 7, 18)),
                Answer(state="met_late", due_on=date(2016, 8, 29), met_on=date(2016, 8, 30)),
                Answer(state="running", due_on=date(2016, 10, 11)),
            ),
        ),
    ),
)

CHILD_PROTECTION_VISIT = Clock(
    id="child_protection_visit",
    rule="CPV",
    title="See the child",
    table="protection_plan",
    shape=Every(
        start=_BEGAN,
        stop=Event(table="visit", column="visited_on", by="protection_plan", where=(Condition("child_seen", True),)),
        first=LOCAL["child_protection_visit"].limits,
        then=LOCAL["child_protection_visit"].limits,
    ),
    ends=_ENDS,
    responsible="The lead social worker",
    force="local",
    source=LOCAL["child_protection_visit"].source,
    notes=(
        "No national interval exists; a child's own plan may ask for more.",
        "A visit where the child was not seen leaves the clock running.",
        "One visit may count for several children, but only for those who were seen.",
    ),
    examples=(
        Example(
            words="Seen, then not in when the social worker called: the clock runs on from the day the child was seen",
            as_of=date(2016, 8, 1),
            rows={
                "protection_plan": (_plan(),),
                "visit": (
                    {
                        "visit": "v2016-07-12",
                        "protection_plan": _P,
                        "visited_on": date(2016, 7, 12),
                        "child_seen": True,
                    },
                    {
                        "visit": "v2016-07-25",
                        "protection_plan": _P,
                        "visited_on": date(2016, 7, 25),
                        "child_seen": False,
                    },
                ),
            },
            answers=(
                Answer(state="met", due_on=date(2016, 7, 18), met_on=date(2016, 7, 12)),
                Answer(state="overdue", due_on=date(2016, 7, 26)),
            ),
        ),
    ),
)

PLAN_TWO_YEARS = Clock(
    id="plan_two_years",
    rule="CPP-2Y",
    title="End the child protection plan within two years",
    table="protection_plan",
    shape=Within(
        start=_BEGAN,
        stop=Point("protection_plan", "ended_on"),
        limit=(Dated(value=Days(729), valid_from=date(2009, 4, 1)),),
    ),
    ends=(_CLOSED, _DIED),
    responsible="Children's social care",
    force="statistical definition",
    source=Source(title="LAIT data dictionary", place="CPPlans2yrs", confidence="V1"),
    notes=(
        "Not a duty: a plan of more than 729 days is counted in the published figure, and worth a question.",
        "When a partnership wants to be asked earlier, at 9, 12, 15 or 18 months, is set locally.",
    ),
    examples=(
        Example(
            words="Day 729 is the last one in time",
            as_of=date(2018, 7, 4),
            rows={"protection_plan": (_plan(ended_on=date(2018, 7, 3)),)},
            answers=(Answer(state="met", due_on=date(2018, 7, 3), met_on=date(2018, 7, 3)),),
        ),
        Example(
            words="Still open on day 730",
            as_of=date(2018, 7, 4),
            rows={"protection_plan": (_plan(),)},
            answers=(Answer(state="overdue", due_on=date(2018, 7, 3)),),
        ),
    ),
)

CLOCKS = (FIRST_REVIEW, LATER_REVIEW, CORE_GROUP, CHILD_PROTECTION_VISIT, PLAN_TWO_YEARS)
