"""Rules about the referral: its day, its source, the need, and a referral that ended without further action."""

import numpy as np

from holdfast.returns.cin._example import (
    assessment,
    child,
    episode,
    need_plan,
    no_further_action,
    of,
    planned,
    protection_plan,
    section47,
    unborn,
)
from holdfast.returns.cin._rule import Found, Rule, after_death, missing_or_after_year, not_in_list, of_episode, where
from holdfast.returns.cin._working_days import last_working_day_before
from holdfast.returns.cin.rows import Rows

_TABLE = "CINdetails"
_SOURCE_SINCE = np.datetime64("2013-04-01", "D")
_LONGEST_BEFORE_BIRTH = np.timedelta64(280, "D")


def _no_answer(rows: Rows) -> Found:
    return where(_TABLE, rows[_TABLE].missing("ReferralNFA"), "ReferralNFA")


def _ended_before_year(rows: Rows) -> Found:
    table = rows[_TABLE]
    early = table.day("CINreferralDate") < last_working_day_before(rows.begins_on)
    return where(_TABLE, table.yes("ReferralNFA") & early, "CINreferralDate")


def _long_before_birth(rows: Rows) -> Found:
    identifiers = rows["ChildIdentifiers"]
    born = identifiers.day("PersonBirthDate")
    born = np.where(np.isnat(born), identifiers.day("ExpectedPersonBirthDate"), born)[rows[_TABLE].child]
    early = rows[_TABLE].day("CINreferralDate") < born - _LONGEST_BEFORE_BIRTH
    return where(_TABLE, early, "CINreferralDate", born=born)


def _no_need(rows: Rows) -> Found:
    table = rows[_TABLE]
    return where(_TABLE, table.no("ReferralNFA") & table.missing("PrimaryNeedCode"), "PrimaryNeedCode")


def _no_source(rows: Rows) -> Found:
    table = rows[_TABLE]
    wrong = (table.day("CINreferralDate") >= _SOURCE_SINCE) & ~rows.valid(_TABLE, "ReferralSource")
    return where(_TABLE, wrong, "ReferralSource")


def _need_plan_without_action(rows: Rows) -> Found:
    ended = of_episode(rows, "CINPlanDates", rows[_TABLE].yes("ReferralNFA"))
    return where("CINPlanDates", ended, "CINPlanStartDate")


def _work_without_action(rows: Rows) -> tuple[Found, ...]:
    ended = rows[_TABLE].yes("ReferralNFA")
    assessed, enquired = rows["Assessments"], rows["Section47"]
    began = assessed.given("AssessmentActualStartDate") | assessed.given("AssessmentAuthorisationDate")
    asked = enquired.given("S47ActualStartDate") | enquired.given("DateOfInitialCPC")
    held = rows[_TABLE].given("DateOfInitialCPC")
    return tuple(
        where(table, of_episode(rows, table, ended) & wrong, element, what=np.full(len(wrong), what))
        for table, element, wrong, what in (
            ("Assessments", "AssessmentActualStartDate", began, "an assessment"),
            ("Section47", "S47ActualStartDate", asked, "an enquiry"),
            (_TABLE, "DateOfInitialCPC", held, "a conference"),
        )
    )


def _protection_without_action(rows: Rows) -> Found:
    ended = of_episode(rows, "ChildProtectionPlans", rows[_TABLE].yes("ReferralNFA"))
    return where("ChildProtectionPlans", ended, "CPPstartDate")


RULES = (
    Rule(
        code="4000", table="CINPlanDates", elements=("CINPlanStartDate", "ReferralNFA"), per="child",
        title="A referral without further action has a child in need plan",
        said="A child in need plan from {CINPlanStartDate} hangs from a referral that ended without further action.",
        why="Either the child was helped and is counted as not, or the plan is another referral’s.",
        mend="Set ReferralNFA to false, or put the plan under the referral that led to it.",
        finds=_need_plan_without_action,
        passes=(
            of("A plan after a referral that was taken forward", child(assessment(), need_plan())),
            of("No plan", child(no_further_action())),
        ),
        fails=(
            of("A plan", child(no_further_action(need_plan()))),
            of("A plan that ended", child(no_further_action(need_plan("2025-06-23", "2025-09-01")))),
        ),
    ),
    Rule(
        code="8555Q", table=_TABLE, elements=("CINreferralDate", "PersonDeathDate"), per="child",
        title="The child is referred after death",
        said="The child was referred on {CINreferralDate} and had died on {died}.",
        why="One of the dates is wrong, and a child’s death must be told right.",
        mend="Correct whichever is wrong; explain it where the referral was about the death itself.",
        finds=after_death(_TABLE, "CINreferralDate"),
        passes=(
            of("On the day of the death", child(PersonDeathDate="2025-05-12")),
            of("Before it", child(PersonDeathDate="2025-05-13")),
        ),
        fails=(
            of("The day after the death", child(PersonDeathDate="2025-05-11")),
            of("The second referral",
               child(episode(CINclosureDate="2025-06-01", ReasonForClosure="RC2"),
                     episode(CINreferralDate="2025-08-01"), PersonDeathDate="2025-06-01")),
        ),
    ),
    Rule(
        code="8568", table=_TABLE, elements=("ReferralNFA",),
        title="It is not told whether the referral ended without further action",
        said="ReferralNFA is told as {ReferralNFA}; it must be true or false (or 1 or 0).",
        why="Whether the child counts as in need hangs on it.",
        mend="Send true where nothing more was done after the referral, and false otherwise.",
        finds=_no_answer,
        passes=(
            of("false", child()),
            of("TRUE", child(no_further_action(ReferralNFA="TRUE"))),
            of("0", child(episode(ReferralNFA="0"))),
        ),
        fails=(
            of("Not there", child(episode(ReferralNFA=None))),
            of("Empty", child(episode(ReferralNFA=""))),
            of("N", child(episode(ReferralNFA="N"))),
        ),
    ),
    Rule(
        code="8569Q", table=_TABLE, elements=("CINreferralDate", "ReferralNFA"),
        title="A referral without further action is from before the census year",
        said="The referral of {CINreferralDate} ended without further action, and belongs to an earlier year.",
        why="It was counted in its own year, and is counted twice if it is sent again.",
        mend="Leave it out of this year’s file, unless it was decided on the first working day of the year.",
        finds=_ended_before_year,
        passes=(
            of("On the first day of the year", child(no_further_action(CINreferralDate="2025-04-01"))),
            of("On the last working day before it", child(no_further_action(CINreferralDate="2025-03-31"))),
            of("On the last working day before it, over Easter",
               child(no_further_action(CINreferralDate="2024-03-28"), UPNunknown="UN4"), year=2025),
            of("Taken forward, however old", child(episode(CINreferralDate="2019-05-13"))),
        ),
        fails=(
            of("On the Sunday before the last working day", child(no_further_action(CINreferralDate="2025-03-30"))),
            of("On the day before the last working day, over Easter",
               child(no_further_action(CINreferralDate="2024-03-27"), UPNunknown="UN4"), year=2025),
            of("A year before", child(no_further_action(CINreferralDate="2024-05-12"))),
        ),
        reading="One working day of grace: the referral may be of the last working day before 1 April.",
    ),
    Rule(
        code="8600", table=_TABLE, elements=("CINreferralDate",),
        title="The referral has no day, or one after the census year",
        said="The day of the referral is told as {CINreferralDate}; a day up to the end of the census year is wanted.",
        why="Every time limit runs from it.",
        mend="Send the day on which the referral was received.",
        finds=missing_or_after_year(_TABLE, "CINreferralDate"),
        passes=(
            of("In the year", child()),
            of("On the last day", child(episode(CINreferralDate="2026-03-31"))),
        ),
        fails=(
            of("The day after", child(episode(CINreferralDate="2026-04-01"))),
            of("None", child(episode(CINreferralDate=None))),
            of("A day that is none", child(episode(CINreferralDate="2025-06-31"))),
        ),
    ),
    Rule(
        code="8606", table=_TABLE, elements=("CINreferralDate", "PersonBirthDate", "ExpectedPersonBirthDate"),
        per="child",
        title="The child is referred long before birth",
        said="The child was referred on {CINreferralDate}, more than 280 days before the birth told for {born}.",
        why="No child is known of so early: one of the dates is wrong.",
        mend="Correct whichever is wrong. Concerns about an older child belong to that child’s record.",
        finds=_long_before_birth,
        passes=(
            of("280 days before the birth",
               child(episode(CINreferralDate="2025-05-12"), PersonBirthDate="2026-02-16", UPNunknown="UN1")),
            of("After it", child()),
        ),
        fails=(
            of("281 days before the birth",
               child(episode(CINreferralDate="2025-05-12"), PersonBirthDate="2026-02-17", UPNunknown="UN1")),
            of("281 days before the expected date",
               unborn(expected="2026-05-08", referred="2025-07-31")),
        ),
    ),
    Rule(
        code="8610", table=_TABLE, elements=("PrimaryNeedCode", "ReferralNFA"),
        title="A referral taken forward has no main need",
        said="The referral of {CINreferralDate} was taken forward, and no main need is told.",
        why="What children need is planned for from this.",
        mend="Send the main need, as the referral and the assessment found it.",
        finds=_no_need,
        passes=(of("With a need", child()), of("Not taken forward", child(no_further_action()))),
        fails=(
            of("Not told", child(episode(PrimaryNeedCode=None))),
            of("Empty", child(episode(PrimaryNeedCode=""))),
        ),
    ),
    Rule(
        code="8650", table=_TABLE, elements=("PrimaryNeedCode",),
        title="The main need is not one of the census’s",
        said="The main need is told as {PrimaryNeedCode}; the census takes N0 to N9.",
        why="It is left out of every table by need.",
        mend="Send the census’s code.",
        finds=not_in_list(_TABLE, "PrimaryNeedCode", needed=False),
        passes=(of("N0", child(episode(PrimaryNeedCode="N0"))), of("N9", child(episode(PrimaryNeedCode="N9")))),
        fails=(
            of("N10", child(episode(PrimaryNeedCode="N10"))),
            of("In a small letter", child(episode(PrimaryNeedCode="n1"))),
        ),
    ),
    Rule(
        code="8831", table=_TABLE,
        elements=("ReferralNFA", "AssessmentActualStartDate", "S47ActualStartDate", "DateOfInitialCPC"),
        per="child",
        title="A referral without further action was assessed, enquired into or conferenced",
        said="The referral is told as ended without further action, and yet it led to {what}.",
        why="Work that was done is not counted, or it hangs from the wrong referral.",
        mend="Set ReferralNFA to false, or put the work under the referral that led to it.",
        finds=_work_without_action,
        passes=(
            of("Nothing followed", child(no_further_action())),
            of("Taken forward and assessed", child(assessment())),
        ),
        fails=(
            of("Assessed", child(no_further_action(assessment()))),
            of("Enquired into", child(no_further_action(section47())), also=["2991Q"]),
            of("A conference", child(no_further_action(DateOfInitialCPC="2025-05-28"))),
        ),
    ),
    Rule(
        code="8832", table="ChildProtectionPlans", elements=("CPPstartDate", "ReferralNFA"), per="child",
        title="A referral without further action has a child protection plan",
        said="A child protection plan from {CPPstartDate} hangs from a referral that ended without further action.",
        why="A child on a plan is counted as not in need.",
        mend="Set ReferralNFA to false, or put the plan under the referral that led to it.",
        finds=_protection_without_action,
        passes=(
            of("Taken forward", child(planned(protection_plan()))),
            of("No plan", child(no_further_action())),
        ),
        fails=(
            of("A plan", child(no_further_action(protection_plan("2025-05-28"), DateOfInitialCPC="2025-05-28")),
               also=["8831"]),
            of("A plan that ended", child(no_further_action(protection_plan(ended="2025-09-01"),
                                                             DateOfInitialCPC="2025-05-28")), also=["8831"]),
        ),
    ),
    Rule(
        code="8866", table=_TABLE, elements=("ReferralSource", "CINreferralDate"),
        title="The source of the referral is not one of the census’s",
        said="The source of the referral of {CINreferralDate} is told as {ReferralSource}.",
        why="Who refers, and who does not, is how a partnership sees where children are missed.",
        mend="Send the census’s code; 10 where it is truly not known.",
        finds=_no_source,
        passes=(
            of("The police", child()),
            of("Before 1 April 2013 it need not be told",
               child(episode(CINreferralDate="2013-03-31", ReferralSource=None), PersonBirthDate="2010-05-20")),
        ),
        fails=(
            of("Not told", child(episode(ReferralSource=None))),
            of("On 1 April 2013 it must be",
               child(episode(CINreferralDate="2013-04-01", ReferralSource=None), PersonBirthDate="2010-05-20")),
            of("A code that is none", child(episode(ReferralSource="6A"))),
        ),
    ),
)  # fmt: skip
