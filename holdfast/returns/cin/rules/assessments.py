"""Rules about assessments."""

import numpy as np

from holdfast.returns.cin._example import assessment, child, episode, of
from holdfast.returns.cin._rule import Found, Rule, before_referral, earlier, of_episode, outside_year, where
from holdfast.returns.cin._running import begun_during_another, ends, open_from_another_year, open_too_long, open_twice
from holdfast.returns.cin.rows import Mask, Rows

_TABLE = "Assessments"
_STARTED, _AUTHORISED = "AssessmentActualStartDate", "AssessmentAuthorisationDate"
_LIMIT = 45


def _is_open(rows: Rows) -> Mask:
    return rows[_TABLE].missing(_AUTHORISED)


def _during_another(rows: Rows) -> Found:
    table = rows[_TABLE]
    during = begun_during_another(table.day(_STARTED), ends(rows, _TABLE, _AUTHORISED), table.episode)
    return where(_TABLE, during, _STARTED)


def _closed_and_open(rows: Rows) -> Found:
    closed = of_episode(rows, _TABLE, rows["CINdetails"].day("CINclosureDate"))
    return where(_TABLE, _is_open(rows) & ~np.isnat(closed), _AUTHORISED, closed=closed)


def _two_open(rows: Rows) -> Found:
    return where(_TABLE, open_twice(_is_open(rows), rows[_TABLE].episode), _AUTHORISED)


_CLOSED = {"CINclosureDate": "2025-09-01", "ReasonForClosure": "RC7"}

RULES = (
    Rule(
        code="1103", table=_TABLE, elements=(_STARTED, "CINreferralDate"), per="child",
        title="An assessment starts before the referral",
        said="The assessment starts on {AssessmentActualStartDate}; the referral came on {referred}.",
        why="How long a family waits is counted between the two.",
        mend="Correct whichever is wrong, or put the assessment under the referral that led to it.",
        finds=before_referral(_TABLE, _STARTED),
        passes=(
            of("On the day", child(assessment("2025-05-12"))),
            of("The day after", child(assessment("2025-05-13"))),
        ),
        fails=(
            of("The day before", child(assessment("2025-05-11"))),
            of("Before the second referral",
               child(episode(assessment(), **_CLOSED),
                     episode(assessment("2025-09-30", "2025-11-03"), CINreferralDate="2025-10-01"))),
        ),
    ),
    Rule(
        code="8608", table=_TABLE, elements=(_AUTHORISED, _STARTED),
        title="An assessment is authorised before it starts",
        said="The assessment is authorised on {AssessmentAuthorisationDate}, before it starts on "
        "{AssessmentActualStartDate}.",
        why="The 45 working days are counted between the two.",
        mend="Correct whichever is wrong.",
        finds=earlier(_TABLE, _AUTHORISED, _STARTED),
        passes=(
            of("On the same day", child(assessment("2025-05-14", "2025-05-14"))),
            of("Not authorised", child(assessment("2026-02-16", None))),
        ),
        fails=(
            of("The day before", child(assessment("2025-05-14", "2025-05-13"))),
            of("Day and month changed places", child(assessment("2025-07-12", "2025-07-09"))),
        ),
    ),
    Rule(
        code="8670Q", table=_TABLE, elements=(_AUTHORISED, _STARTED),
        title="An assessment is open for more than 45 working days",
        said="The assessment of {AssessmentActualStartDate} is not authorised, {waited} working days later.",
        why="A family has waited longer than the law gives; or the assessment ended and nobody wrote it down.",
        mend="Send the day on which it was authorised. If it is open, explain what holds it up.",
        finds=open_too_long(_TABLE, _STARTED, _AUTHORISED, is_open=_is_open, working_days=_LIMIT),
        passes=(
            of("45 working days on 31 March", child(episode(assessment("2026-01-27", None),
                                                            CINreferralDate="2026-01-26"))),
            of("45, with the Good Friday of 2024 no working day",
               child(episode(assessment("2024-01-25", None), CINreferralDate="2024-01-22"), UPNunknown="UN4"),
               year=2024),
            of("Authorised late", child(assessment("2025-05-14", "2025-11-03"))),
        ),
        fails=(
            of("46 working days on 31 March", child(episode(assessment("2026-01-26", None),
                                                            CINreferralDate="2026-01-26"))),
            of("46, with the Good Friday of 2024 no working day",
               child(episode(assessment("2024-01-24", None), CINreferralDate="2024-01-22"), UPNunknown="UN4"),
               year=2024),
        ),
        reading="The day on which it starts is day 0: it is found where the 45th working day lies before 31 March.",
    ),
    Rule(
        code="8696", table=_TABLE, elements=(_AUTHORISED,),
        title="An assessment is authorised outside the census year",
        said="The assessment is authorised on {AssessmentAuthorisationDate}, which is not in the census year.",
        why="It was counted in its own year, or is open at the end of this one.",
        mend="Leave out what was authorised earlier; send what comes later next year.",
        finds=outside_year(_TABLE, _AUTHORISED),
        passes=(
            of("On the first day",
               child(episode(assessment("2025-03-10", "2025-04-01"), CINreferralDate="2025-03-10"))),
            of("On the last day", child(assessment("2026-02-16", "2026-03-31"))),
        ),
        fails=(
            of("The day before", child(episode(assessment("2025-03-10", "2025-03-31"), CINreferralDate="2025-03-10"))),
            of("The day after", child(assessment("2026-02-16", "2026-04-01"))),
        ),
    ),
    Rule(
        code="8736", table=_TABLE, elements=(_STARTED, _AUTHORISED),
        title="An open assessment starts outside the census year",
        said="The assessment is not authorised, and its first day is told as {AssessmentActualStartDate}: that is not "
        "in the census year.",
        why="An assessment that is open for so long was very likely finished and not written down.",
        mend="Send the day on which it was authorised, or correct the day on which it starts.",
        finds=open_from_another_year(_TABLE, _STARTED, is_open=_is_open),
        passes=(
            of("Begun on the last day", child(assessment("2026-03-31", None))),
            of("Begun the year before and authorised",
               child(episode(assessment("2025-03-10", "2025-05-02"), CINreferralDate="2025-03-10"))),
        ),
        fails=(
            of("Begun the day before the year",
               child(episode(assessment("2025-03-31", None), CINreferralDate="2025-03-31")), also=["8670Q"]),
            of("Begun the day after it", child(assessment("2026-04-01", None))),
            of("No beginning at all", child(assessment(None, None))),
        ),
        reading="One whose first day is not told did not start in the year either; the public validator passes it.",
    ),
    Rule(
        code="8863Q", table=_TABLE, elements=(_STARTED, _AUTHORISED), per="child",
        title="An assessment starts during another",
        said="The assessment of {AssessmentActualStartDate} starts while another of the same referral is under way.",
        why="The family is assessed once at a time: one of the two is a copy, or a change of the first.",
        mend="Take out the copy; send an assessment that was added to as one.",
        finds=_during_another,
        passes=(
            of("On the day the first is authorised",
               child(episode(assessment("2025-05-14", "2025-06-20"), assessment("2025-06-20", "2025-07-30")))),
            of("One of each referral",
               child(episode(assessment(), **_CLOSED),
                     episode(assessment("2025-10-02", "2025-11-03"), CINreferralDate="2025-10-01"))),
        ),
        fails=(
            of("The day before the first is authorised",
               child(episode(assessment("2025-05-14", "2025-06-20"), assessment("2025-06-19", "2025-07-30")))),
            of("Both on one day", child(episode(assessment("2025-05-14", "2025-06-20"),
                                                assessment("2025-05-14", "2025-06-20")))),
            of("While the first is open",
               child(episode(assessment("2026-02-16", None), assessment("2026-03-02", "2026-03-20")))),
            of("On the last day of the year, while the first is open",
               child(episode(assessment("2026-03-16", None), assessment("2026-03-31", None))), also=["8896"]),
        ),
    ),
    Rule(
        code="8867", table=_TABLE, elements=(_AUTHORISED, "CINclosureDate"), per="child",
        title="The case is closed and an assessment is not authorised",
        said="The case closed on {closed}; the assessment of {AssessmentActualStartDate} was never authorised.",
        why="A case is closed on what a manager has agreed.",
        mend="Send the day on which it was authorised; take it out if it was begun by mistake.",
        finds=_closed_and_open,
        passes=(
            of("Authorised", child(episode(assessment(), **_CLOSED))),
            of("Not closed", child(assessment("2026-02-16", None))),
        ),
        fails=(
            of("Not authorised", child(episode(assessment("2025-08-01", None), **_CLOSED)), also=["8670Q"]),
            of("The second is not", child(episode(assessment(), assessment("2026-02-16", None),
                                                  CINclosureDate="2026-03-20", ReasonForClosure="RC7"))),
        ),
    ),
    Rule(
        code="8896", table=_TABLE, elements=(_AUTHORISED,), per="child",
        title="Two assessments of a referral are open",
        said="The assessment of {AssessmentActualStartDate} is not authorised, nor is another of the same referral.",
        why="A family is assessed once at a time.",
        mend="Send the day on which the first was authorised, or take out the copy.",
        finds=_two_open,
        passes=(
            of("One open", child(episode(assessment(), assessment("2026-02-16", None)))),
            of("None open", child(assessment())),
        ),
        fails=(
            of("Two open", child(episode(assessment("2026-02-16", None), assessment("2026-03-02", None))),
               also=["8863Q"]),
            of("Three open", child(episode(assessment("2026-02-16", None), assessment("2026-03-02", None),
                                           assessment("2026-03-03", None))), also=["8863Q"]),
        ),
    ),
)  # fmt: skip
