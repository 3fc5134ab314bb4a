"""Rules about closing: its day, its reason, and what must be done by then."""

import numpy as np

from holdfast.returns.cin._example import (
    assessment,
    child,
    episode,
    need_plan,
    of,
    planned,
    protection_plan,
    section47,
)
from holdfast.returns.cin._rule import Found, Rule, earlier, not_in_list, of_episode, outside_year, where
from holdfast.returns.cin.rows import Mask, Rows, any_of

_TABLE = "CINdetails"
_ASSESSED_ONLY = ("RC8", "RC9")


def _has(rows: Rows, table: str) -> Mask:
    """Which episodes have a row of this table."""
    return any_of(rows[table].episode, np.ones(len(rows[table]), dtype=bool), len(rows[_TABLE]))


def _more_than_assessed(rows: Rows) -> Found:
    closed = rows[_TABLE].among("ReasonForClosure", _ASSESSED_ONLY)
    more = _has(rows, "Section47") | _has(rows, "ChildProtectionPlans") | _has(rows, "CINPlanDates")
    more |= rows[_TABLE].given("DateOfInitialCPC")
    return where(_TABLE, closed & more, "ReasonForClosure")


def _enquiry_without_assessment(rows: Rows) -> Found:
    return where(_TABLE, _has(rows, "Section47") & ~_has(rows, "Assessments"), "CINreferralDate")


_BY_CLOSURE = (
    ("Assessments", "AssessmentActualStartDate", "The assessment starts"),
    ("Assessments", "AssessmentAuthorisationDate", "The assessment is authorised"),
    ("Section47", "S47ActualStartDate", "The enquiry starts"),
    ("Section47", "DateOfInitialCPC", "The conference is held"),
    (_TABLE, "DateOfInitialCPC", "The conference is held"),
    ("ChildProtectionPlans", "CPPendDate", "The child protection plan ends"),
    ("CINPlanDates", "CINPlanStartDate", "The child in need plan starts"),
    ("CINPlanDates", "CINPlanEndDate", "The child in need plan ends"),
)


def _after_closure(rows: Rows) -> list[Found]:
    return [_later(rows, table, element, what) for table, element, what in _BY_CLOSURE]


def _later(rows: Rows, table: str, element: str, what: str) -> Found:
    closed = of_episode(rows, table, rows[_TABLE].day("CINclosureDate"))
    days = rows[table].day(element)
    return where(table, days > closed, element, closed=closed, day=days, what=np.full(len(days), what))


def _died_undated(rows: Rows) -> Found:
    undated = rows["ChildIdentifiers"].missing("PersonDeathDate")[rows[_TABLE].child]
    return where(_TABLE, rows[_TABLE].among("ReasonForClosure", ("RC2",)) & undated, "ReasonForClosure")


def _no_reason(rows: Rows) -> Found:
    table = rows[_TABLE]
    return where(_TABLE, table.given("CINclosureDate") & table.missing("ReasonForClosure"), "ReasonForClosure")


def _no_day(rows: Rows) -> Found:
    table = rows[_TABLE]
    return where(_TABLE, table.given("ReasonForClosure") & table.missing("CINclosureDate"), "CINclosureDate")


def _not_assessed(rows: Rows) -> Found:
    closed = rows[_TABLE].among("ReasonForClosure", _ASSESSED_ONLY)
    return where(_TABLE, closed & ~_has(rows, "Assessments"), "ReasonForClosure")


_CLOSED = {"CINclosureDate": "2025-09-01", "ReasonForClosure": "RC7"}
_ASSESSED = {"CINclosureDate": "2025-09-01", "ReasonForClosure": "RC8"}

RULES = (
    Rule(
        code="2990", table=_TABLE, elements=("ReasonForClosure", "DateOfInitialCPC"), per="child",
        title="Closed after assessment alone, and yet more was done",
        said="The case was closed as {ReasonForClosure}, after assessment alone; it has an enquiry, a conference or "
        "a plan.",
        why="What was done for the child is not counted.",
        mend="Give the reason that holds, or put the work under the referral that led to it.",
        finds=_more_than_assessed,
        passes=(
            of("Assessed and closed", child(episode(assessment(), **_ASSESSED))),
            of("More, and closed otherwise", child(episode(assessment(), section47(), **_CLOSED))),
        ),
        fails=(
            of("An enquiry", child(episode(assessment(), section47(), **_ASSESSED))),
            of("A child in need plan",
               child(episode(assessment(), need_plan("2025-06-23", "2025-08-01"), **_ASSESSED))),
            of("A conference", child(episode(assessment(), DateOfInitialCPC="2025-05-28", **_ASSESSED))),
        ),
    ),
    Rule(
        code="2991Q", table=_TABLE, per="child",
        elements=("S47ActualStartDate", "AssessmentActualStartDate", "CINreferralDate"),
        title="An enquiry without an assessment",
        said="The referral of {CINreferralDate} led to an enquiry under section 47, and no assessment is told.",
        why="An enquiry is made by way of an assessment: it was not recorded, or not made.",
        mend="Send the assessment. If none was made, say why.",
        finds=_enquiry_without_assessment,
        passes=(
            of("Both", child(assessment(), section47())),
            of("Neither", child()),
        ),
        fails=(
            of("An enquiry alone", child(section47())),
            of("The assessment is another episode’s",
               child(episode(assessment(), **_CLOSED),
                     episode(section47("2025-10-02", "2025-10-15"), CINreferralDate="2025-10-01"))),
        ),
    ),
    Rule(
        code="8565", table=_TABLE, per="child",
        elements=("CINclosureDate", *dict.fromkeys(element for _, element, _ in _BY_CLOSURE)),
        title="Something is dated after the case closed",
        said="{what} on {day}; the case closed on {closed}.",
        why="Either the case was not closed then, or the work is another episode’s.",
        mend="Correct the day, or the closure, or put the work under the referral that led to it.",
        finds=_after_closure,
        passes=(
            of("All by the day of closing",
               child(episode(assessment(authorised="2025-09-01"), need_plan("2025-06-23", "2025-09-01"), **_CLOSED))),
            of("Not closed", child(assessment(), need_plan("2025-06-23", "2025-09-02"))),
        ),
        fails=(
            of("Authorised the day after", child(episode(assessment(authorised="2025-09-02"), **_CLOSED))),
            of("An enquiry that began the day after",
               child(episode(assessment(), section47("2025-09-02", None, "true"), **_CLOSED))),
            of("A child protection plan that ended the day after",
               child(planned(protection_plan(ended="2025-09-02"), **_CLOSED))),
            of("A child in need plan that ended the day after",
               child(episode(assessment(), need_plan("2025-06-23", "2025-09-02"), **_CLOSED))),
            of("A conference the day after", child(episode(assessment(), DateOfInitialCPC="2025-09-02", **_CLOSED))),
            of("An assessment that began the day after",
               child(episode(assessment("2025-09-02", "2025-09-30"), **_CLOSED))),
            of("An enquiry’s conference the day after",
               child(episode(assessment(), section47("2025-08-15", "2025-09-02"), **_CLOSED))),
            of("A child in need plan that began the day after",
               child(episode(assessment(), need_plan("2025-09-02"), **_CLOSED))),
        ),
    ),
    Rule(
        code="8585Q", table=_TABLE, elements=("ReasonForClosure", "PersonDeathDate"), per="child",
        title="Closed because the child died, and no day of death",
        said="The case was closed because the child died, and no day of death is told.",
        why="Each death of a child is looked at; a wrong code raises an alarm, a missing day hides one.",
        mend="Send the day of death, or the reason that holds.",
        finds=_died_undated,
        passes=(
            of("With the day", child(episode(CINclosureDate="2025-09-01", ReasonForClosure="RC2"),
                                     PersonDeathDate="2025-08-30")),
            of("Another reason", child(episode(**_CLOSED))),
        ),
        fails=(
            of("No day", child(episode(CINclosureDate="2025-09-01", ReasonForClosure="RC2"))),
            of("A day that is none", child(episode(CINclosureDate="2025-09-01", ReasonForClosure="RC2"),
                                           PersonDeathDate="2025-08-32")),
        ),
    ),
    Rule(
        code="8620", table=_TABLE, elements=("CINclosureDate",),
        title="Closed outside the census year",
        said="The case closed on {CINclosureDate}, which is not in the census year.",
        why="What closed in an earlier year was counted then; what closes later is open still.",
        mend="Correct the day; leave out an episode of an earlier year; leave a later day for next year.",
        finds=outside_year(_TABLE, "CINclosureDate"),
        passes=(
            of("On the first day", child(episode(CINreferralDate="2025-03-03", CINclosureDate="2025-04-01",
                                                 ReasonForClosure="RC7"))),
            of("On the last day", child(episode(CINclosureDate="2026-03-31", ReasonForClosure="RC7"))),
        ),
        fails=(
            of("The day before", child(episode(CINreferralDate="2025-03-03", CINclosureDate="2025-03-31",
                                               ReasonForClosure="RC7"))),
            of("The day after", child(episode(CINclosureDate="2026-04-01", ReasonForClosure="RC7"))),
        ),
    ),
    Rule(
        code="8630", table=_TABLE, elements=("CINclosureDate", "CINreferralDate"),
        title="Closed before it was referred",
        said="The case closed on {CINclosureDate}, before the referral on {CINreferralDate}.",
        why="How long children are in need is counted between the two.",
        mend="Correct whichever is wrong.",
        finds=earlier(_TABLE, "CINclosureDate", "CINreferralDate"),
        passes=(
            of("On the same day", child(episode(CINclosureDate="2025-05-12", ReasonForClosure="RC7"))),
            of("Open", child()),
        ),
        fails=(
            of("The day before", child(episode(CINclosureDate="2025-05-11", ReasonForClosure="RC7"))),
            of("Day and month changed places", child(episode(CINreferralDate="2025-12-05",
                                                             CINclosureDate="2025-05-12", ReasonForClosure="RC7"))),
        ),
    ),
    Rule(
        code="8640", table=_TABLE, elements=("ReasonForClosure",),
        title="The reason for closing is not one of the census’s",
        said="The reason is told as {ReasonForClosure}, which this year’s census does not take.",
        why="It is left out of every table by reason.",
        mend="Send the census’s code, RC1 to RC9.",
        finds=not_in_list(_TABLE, "ReasonForClosure", needed=False),
        passes=(
            of("RC9", child(episode(assessment(), CINclosureDate="2025-09-01", ReasonForClosure="RC9"))),
            of("Not closed", child()),
        ),
        fails=(
            of("RC10", child(episode(CINclosureDate="2025-09-01", ReasonForClosure="RC10"))),
            of("In words", child(episode(CINclosureDate="2025-09-01", ReasonForClosure="Other"))),
        ),
        reading="RC8 and RC9 are held to the years that had them.",
    ),
    Rule(
        code="8805", table=_TABLE, elements=("ReasonForClosure", "CINclosureDate"),
        title="Closed, and no reason",
        said="The case closed on {CINclosureDate}, and no reason is told.",
        why="Why children stop being helped is what a closure is asked.",
        mend="Send the reason.",
        finds=_no_reason,
        passes=(of("Both", child(episode(**_CLOSED))), of("Neither", child())),
        fails=(
            of("No reason", child(episode(CINclosureDate="2025-09-01"))),
            of("An empty one", child(episode(CINclosureDate="2025-09-01", ReasonForClosure=""))),
        ),
    ),
    Rule(
        code="8810", table=_TABLE, elements=("CINclosureDate", "ReasonForClosure"),
        title="A reason for closing, and no day",
        said="The reason {ReasonForClosure} is told, and no day of closing.",
        why="A case without a day of closing counts as open.",
        mend="Send the day, or take out the reason of a case that is open.",
        finds=_no_day,
        passes=(of("Both", child(episode(**_CLOSED))), of("Neither", child())),
        fails=(
            of("No day", child(episode(ReasonForClosure="RC7"))),
            of("A day that is none", child(episode(CINclosureDate="2025-09-31", ReasonForClosure="RC7"))),
        ),
    ),
    Rule(
        code="8825Q", table=_TABLE, elements=("ReasonForClosure",), per="child",
        title="Closed after assessment, and no assessment",
        said="The case was closed as {ReasonForClosure}, after assessment, and no assessment is told.",
        why="The assessment was not recorded, or the reason is another.",
        mend="Send the assessment, or the reason that holds.",
        finds=_not_assessed,
        passes=(
            of("Assessed", child(episode(assessment(), **_ASSESSED))),
            of("Closed otherwise", child(episode(**_CLOSED))),
        ),
        fails=(
            of("RC8", child(episode(**_ASSESSED))),
            of("RC9", child(episode(CINclosureDate="2025-09-01", ReasonForClosure="RC9"))),
        ),
    ),
)  # fmt: skip
