"""Rules about child in need plans."""

import numpy as np

from holdfast.returns.cin._example import assessment, child, episode, need_plan, of, planned, protection_plan
from holdfast.returns.cin._rule import (
    Found,
    Rule,
    after_death,
    before_referral,
    earlier,
    missing_or_after_year,
    of_episode,
    on_one_day,
    outside_year,
    where,
)
from holdfast.returns.cin._running import begun_during_another, ends, open_twice
from holdfast.returns.cin.rows import Rows, any_of, pairs

_TABLE, _PROTECTION = "CINPlanDates", "ChildProtectionPlans"
_STARTED, _ENDED = "CINPlanStartDate", "CINPlanEndDate"


def _both_open(rows: Rows) -> Found:
    plans, protection, details = rows[_TABLE], rows[_PROTECTION], rows["CINdetails"]
    on_plan = any_of(protection.episode, protection.missing("CPPendDate"), len(details))
    return where(_TABLE, plans.missing(_ENDED) & of_episode(rows, _TABLE, on_plan), _ENDED)


def _two_open(rows: Rows) -> Found:
    return where(_TABLE, open_twice(rows[_TABLE].missing(_ENDED), rows[_TABLE].episode), _ENDED)


def _overlapping(rows: Rows) -> Found:
    table = rows[_TABLE]
    over = begun_during_another(table.day(_STARTED), ends(rows, _TABLE, _ENDED), table.child)
    return where(_TABLE, over, _STARTED)


def _begun_on_protection(rows: Rows) -> Found:
    plans, protection = rows[_TABLE], rows[_PROTECTION]
    one, other = pairs(plans.child, protection.child)
    begins = plans.day(_STARTED)[one]
    ended = ends(rows, _PROTECTION, "CPPendDate")[other]
    running = (begins >= protection.day("CPPstartDate")[other]) & (begins < ended)
    return where(_TABLE, any_of(one.astype(np.int32), running, len(plans)), _STARTED)


def _protected_during(rows: Rows) -> Found:
    plans, protection = rows[_TABLE], rows[_PROTECTION]
    one, other = pairs(protection.child, plans.child)
    begins = protection.day("CPPstartDate")[one]
    running = (begins >= plans.day(_STARTED)[other]) & (begins < ends(rows, _TABLE, _ENDED)[other])
    return where(_PROTECTION, any_of(one.astype(np.int32), running, len(protection)), "CPPstartDate")


_CLOSED = {"CINclosureDate": "2025-09-01", "ReasonForClosure": "RC7"}

RULES = (
    Rule(
        code="4001", table=_TABLE, elements=(_ENDED, "CPPendDate"), per="child",
        title="A child is on an open child in need plan and an open child protection plan",
        said="The child in need plan of {CINPlanStartDate} is open, and so is a child protection plan.",
        why="A child is on one kind of plan at a time.",
        mend="End the one that has ended.",
        finds=_both_open,
        passes=(
            of("The other ended as this began", child(planned(need_plan("2025-09-01"),
                                                              protection_plan(ended="2025-09-01")))),
            of("This ended as the other began",
               child(planned(need_plan("2025-05-20", "2025-05-28"), protection_plan()))),
        ),
        fails=(
            of("Both open, this begun later", child(planned(need_plan("2025-09-01"), protection_plan())),
               also=["4016"]),
            of("Both open, this begun first", child(planned(need_plan("2025-05-20"), protection_plan())),
               also=["4017"]),
        ),
    ),
    Rule(
        code="4004", table=_TABLE, elements=(_ENDED,), per="child",
        title="Two child in need plans of a referral are open",
        said="The plan of {CINPlanStartDate} is open, and so is another of the same referral.",
        why="A child is on one plan at a time.",
        mend="End the first, or take out the copy.",
        finds=_two_open,
        passes=(
            of("One ended", child(assessment(), need_plan("2025-06-23", "2025-08-01"), need_plan("2025-09-01"))),
            of("One open", child(assessment(), need_plan())),
        ),
        fails=(
            of("Two open", child(assessment(), need_plan(), need_plan("2025-09-01")), also=["4014"]),
            of("Two copies", child(assessment(), need_plan(), need_plan()), also=["4014"]),
        ),
    ),
    Rule(
        code="4008", table=_TABLE, elements=(_STARTED, "PersonDeathDate"), per="child",
        title="A child in need plan starts after the child’s death",
        said="The plan starts on {CINPlanStartDate}; the child had died on {died}.",
        why="One of the days is wrong, and a child’s death must be told right.",
        mend="Correct whichever is wrong.",
        finds=after_death(_TABLE, _STARTED),
        passes=(
            of("On the day", child(assessment(), need_plan(), PersonDeathDate="2025-06-23")),
            of("Living", child(assessment(), need_plan())),
        ),
        fails=(
            of("The day after", child(assessment(), need_plan(), PersonDeathDate="2025-06-22")),
            of("A week after", child(assessment(), need_plan(), PersonDeathDate="2025-06-16")),
        ),
    ),
    Rule(
        code="4009Q", table=_TABLE, elements=(_ENDED, "PersonDeathDate"), per="child",
        title="A child in need plan ends after the child’s death",
        said="The plan ends on {CINPlanEndDate}; the child had died on {died}.",
        why="A plan ends with the child’s death.",
        mend="End it on that day, or correct the death. Explain it where the plan was for the family.",
        finds=after_death(_TABLE, _ENDED),
        passes=(
            of("On the day", child(assessment(), need_plan(ended="2025-09-01"), PersonDeathDate="2025-09-01")),
            of("Before it", child(assessment(), need_plan(ended="2025-08-31"), PersonDeathDate="2025-09-01")),
        ),
        fails=(
            of("The day after", child(assessment(), need_plan(ended="2025-09-02"), PersonDeathDate="2025-09-01")),
            of("A month after", child(assessment(), need_plan(ended="2025-10-01"), PersonDeathDate="2025-09-01")),
        ),
    ),
    Rule(
        code="4010", table=_TABLE, elements=(_STARTED,),
        title="A child in need plan has no first day, or one after the census year",
        said="The plan’s first day is told as {CINPlanStartDate}; a day up to the end of the census year is wanted.",
        why="How long children are on a plan is counted from it.",
        mend="Send the day on which the plan was agreed.",
        finds=missing_or_after_year(_TABLE, _STARTED),
        passes=(
            of("In the year", child(assessment(), need_plan())),
            of("On the last day", child(assessment(), need_plan("2026-03-31"))),
        ),
        fails=(
            of("The day after", child(assessment(), need_plan("2026-04-01"))),
            of("None", child(assessment(), need_plan(None))),
        ),
    ),
    Rule(
        code="4011", table=_TABLE, elements=(_ENDED, _STARTED),
        title="A child in need plan ends before it starts",
        said="The plan ends on {CINPlanEndDate}, before it starts on {CINPlanStartDate}.",
        why="How long children are on a plan is counted between the two.",
        mend="Correct whichever is wrong.",
        finds=earlier(_TABLE, _ENDED, _STARTED),
        passes=(
            of("The day after", child(assessment(), need_plan(ended="2025-06-24"))),
            of("Open", child(assessment(), need_plan())),
        ),
        fails=(
            of("The day before", child(assessment(), need_plan(ended="2025-06-22"))),
            of("A month before", child(assessment(), need_plan(ended="2025-05-23"))),
        ),
    ),
    Rule(
        code="4012Q", table=_TABLE, elements=(_ENDED, _STARTED),
        title="A child in need plan begins and ends on one day",
        said="The plan begins and ends on {CINPlanEndDate}.",
        why="No plan helps a child for a day: it was not made, or the end is wrong.",
        mend="Take out a plan that was not made; otherwise correct the last day.",
        finds=on_one_day(_TABLE, _ENDED, _STARTED),
        passes=(
            of("The day after", child(assessment(), need_plan(ended="2025-06-24"))),
            of("Open", child(assessment(), need_plan())),
        ),
        fails=(
            of("One day", child(assessment(), need_plan(ended="2025-06-23"))),
            of("The first day of the year",
               child(episode(assessment(), need_plan("2025-04-01", "2025-04-01"), CINreferralDate="2025-03-17"))),
        ),
    ),
    Rule(
        code="4013", table=_TABLE, elements=(_ENDED,),
        title="A child in need plan ends outside the census year",
        said="The plan ends on {CINPlanEndDate}, which is not in the census year.",
        why="What ended in an earlier year was counted then; what ends later is open still.",
        mend="Correct the day; leave out a plan of an earlier year; leave a later day for next year.",
        finds=outside_year(_TABLE, _ENDED),
        passes=(
            of("On the first day",
               child(episode(assessment(), need_plan("2025-03-20", "2025-04-01"), CINreferralDate="2025-03-17"))),
            of("On the last day", child(assessment(), need_plan(ended="2026-03-31"))),
        ),
        fails=(
            of("The day before",
               child(episode(assessment(), need_plan("2025-03-20", "2025-03-31"), CINreferralDate="2025-03-17"))),
            of("The day after", child(assessment(), need_plan(ended="2026-04-01"))),
        ),
    ),
    Rule(
        code="4014", table=_TABLE, elements=(_STARTED, _ENDED), per="child",
        title="Two child in need plans of a child overlap",
        said="The plan of {CINPlanStartDate} starts while another of the same child is running.",
        why="A child is on one plan at a time.",
        mend="Correct the days, or take out the copy.",
        finds=_overlapping,
        passes=(
            of("On the day the first ended",
               child(assessment(), need_plan(ended="2025-09-01"), need_plan("2025-09-01"))),
            of("One plan", child(assessment(), need_plan())),
        ),
        fails=(
            of("The day before the first ended",
               child(assessment(), need_plan(ended="2025-09-01"), need_plan("2025-08-31"))),
            of("In two episodes",
               child(episode(assessment(), need_plan(), **_CLOSED),
                     episode(assessment("2025-10-02", "2025-11-03"), need_plan("2025-11-04"),
                             CINreferralDate="2025-10-01"))),
        ),
        reading="An open plan runs to 31 March; a plan may begin on the day on which another ends.",
    ),
    Rule(
        code="4015", table=_TABLE, elements=(_STARTED, "CINreferralDate"), per="child",
        title="A child in need plan starts before the referral",
        said="The plan starts on {CINPlanStartDate}; the referral came on {referred}.",
        why="One of the days is wrong, or the plan is another referral’s.",
        mend="Correct whichever is wrong, or put the plan under the referral that led to it.",
        finds=before_referral(_TABLE, _STARTED),
        passes=(
            of("On the day", child(assessment(), need_plan("2025-05-12"))),
            of("After it", child(assessment(), need_plan())),
        ),
        fails=(
            of("The day before", child(assessment(), need_plan("2025-05-11"))),
            of("A year before", child(assessment(), need_plan("2024-06-23"))),
        ),
    ),
    Rule(
        code="4016", table=_TABLE, elements=(_STARTED, "CPPstartDate", "CPPendDate"), per="child",
        title="A child in need plan starts while a child protection plan is running",
        said="The plan starts on {CINPlanStartDate}, while a child protection plan of the child is running.",
        why="A child is on one kind of plan at a time.",
        mend="Begin it on the day on which the child protection plan ended, or correct that day.",
        finds=_begun_on_protection,
        passes=(
            of("On the day the other ended",
               child(planned(need_plan("2025-09-01"), protection_plan(ended="2025-09-01")))),
            of("The other had not begun",
               child(planned(need_plan("2025-05-20", "2025-05-28"), protection_plan()))),
        ),
        fails=(
            of("The day before the other ended",
               child(planned(need_plan("2025-08-31"), protection_plan(ended="2025-09-01")))),
            of("On the day the other begins",
               child(planned(need_plan("2025-05-28", "2025-10-01"), protection_plan(ended="2025-09-01"))),
               also=["4017"]),
            of("The other is open", child(planned(need_plan("2025-09-01", "2025-10-01"), protection_plan()))),
        ),
    ),
    Rule(
        code="4017", table=_PROTECTION, elements=("CPPstartDate", _STARTED, _ENDED), per="child",
        title="A child protection plan starts while a child in need plan is running",
        said="The plan starts on {CPPstartDate}, while a child in need plan of the child is running.",
        why="A child is on one kind of plan at a time.",
        mend="End the child in need plan on the day on which the child protection plan began.",
        finds=_protected_during,
        passes=(
            of("On the day the other ended",
               child(planned(need_plan("2025-05-20", "2025-05-28"), protection_plan()))),
            of("The other began later",
               child(planned(need_plan("2025-09-01"), protection_plan(ended="2025-09-01")))),
        ),
        fails=(
            of("The day before the other ended",
               child(planned(need_plan("2025-05-20", "2025-05-29"), protection_plan()))),
            of("The other ran on", child(planned(need_plan("2025-05-20", "2025-10-01"), protection_plan()))),
        ),
    ),
)  # fmt: skip
