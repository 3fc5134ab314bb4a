"""Rules about enquiries under section 47 and initial child protection conferences."""

import numpy as np

from holdfast.returns.cin._example import assessment, child, episode, of, section47
from holdfast.returns.cin._rule import Finds, Found, Rule, before_referral, of_episode, outside_year, where
from holdfast.returns.cin._running import begun_during_another, open_from_another_year, open_too_long, open_twice
from holdfast.returns.cin.rows import Days, Mask, Rows, any_of, pairs

_TABLE = "Section47"
_STARTED, _HELD, _NOT_REQUIRED = "S47ActualStartDate", "DateOfInitialCPC", "ICPCnotRequired"
_LIMIT = 15
_SATURDAY = 5


def _is_open(rows: Rows) -> Mask:
    """Enquiries without a conference, and with none ruled out."""
    return rows[_TABLE].missing(_HELD) & ~rows[_TABLE].yes(_NOT_REQUIRED)


def _held_twice(rows: Rows) -> Found:
    enquiries, details = rows[_TABLE], rows["CINdetails"]
    one, other = pairs(enquiries.child, details.child)
    same = enquiries.day(_HELD)[one] == details.day(_HELD)[other]
    return where(_TABLE, any_of(one.astype(np.int32), same, len(enquiries)), _HELD)


def _starts_after_conference(rows: Rows) -> Found:
    table = rows[_TABLE]
    wrong = table.given(_HELD) & ~(table.day(_STARTED) <= table.day(_HELD))
    return where(_TABLE, wrong, _STARTED)


def _two_open(rows: Rows) -> Found:
    return where(_TABLE, open_twice(_is_open(rows), rows[_TABLE].episode), _HELD)


def _not_one_outcome(rows: Rows) -> Found:
    table = rows[_TABLE]
    closed = of_episode(rows, _TABLE, rows["CINdetails"].given("CINclosureDate"))
    return where(_TABLE, closed & (table.given(_HELD) == table.yes(_NOT_REQUIRED)), _NOT_REQUIRED)


def _weekend(element: str) -> Finds:
    def finds(rows: Rows) -> Found:
        days = rows[_TABLE].day(element)
        # Day 0 of the count is 1 January 1970, a Thursday.
        weekday = (days.astype(np.int64) + 3) % 7
        return where(_TABLE, ~np.isnat(days) & (weekday >= _SATURDAY), element)

    return finds


def _during_another(rows: Rows) -> Found:
    table = rows[_TABLE]
    return where(_TABLE, begun_during_another(table.day(_STARTED), _ends(rows), table.episode), _STARTED)


def _ends(rows: Rows) -> Days:
    """The day to which each enquiry runs: its conference; for one that led to none, a day nobody knows."""
    ends = rows[_TABLE].day(_HELD).copy()
    ends[_is_open(rows)] = rows.reference_on + np.timedelta64(1, "D")
    return ends


_CLOSED = {"CINclosureDate": "2025-09-01", "ReasonForClosure": "RC7"}

RULES = (
    Rule(
        code="1104", table=_TABLE, elements=(_HELD, "CINreferralDate"), per="child",
        title="A conference is held before the referral",
        said="The conference was held on {DateOfInitialCPC}; the referral came on {referred}.",
        why="One of the days is wrong, or the enquiry is another referral’s.",
        mend="Correct whichever is wrong, or put the enquiry under the referral that led to it.",
        finds=before_referral(_TABLE, _HELD),
        passes=(
            of("On the day", child(assessment(), section47("2025-05-12", "2025-05-12"))),
            of("No conference", child(assessment(), section47(conference=None, not_required="true"))),
        ),
        fails=(
            of("The working day before", child(assessment(), section47("2025-05-12", "2025-05-09")), also=["8615"]),
            of("A year before", child(assessment(), section47("2024-05-20", "2024-05-28")), also=["2889", "8715"]),
        ),
    ),
    Rule(
        code="2884", table=_TABLE, elements=(_HELD,), per="child",
        title="One conference is told twice",
        said="The conference of {DateOfInitialCPC} is told with the enquiry and by itself.",
        why="It is counted twice.",
        mend="Tell it with the enquiry; by itself only where a child on a plan moved here.",
        finds=_held_twice,
        passes=(
            of("With the enquiry", child(assessment(), section47())),
            of("Two conferences on two days",
               child(episode(assessment(), section47(), DateOfInitialCPC="2025-07-09"))),
        ),
        fails=(
            of("Both on one day", child(episode(assessment(), section47(), DateOfInitialCPC="2025-05-28"))),
            of("In two episodes of one child",
               child(episode(assessment(), section47(), **_CLOSED),
                     episode(CINreferralDate="2025-10-01", DateOfInitialCPC="2025-05-28"))),
        ),
    ),
    Rule(
        code="2889", table=_TABLE, elements=(_STARTED, "CINreferralDate"), per="child",
        title="An enquiry starts before the referral",
        said="The enquiry starts on {S47ActualStartDate}; the referral came on {referred}.",
        why="One of the days is wrong, or the enquiry is another referral’s.",
        mend="Correct whichever is wrong, or put the enquiry under the referral that led to it.",
        finds=before_referral(_TABLE, _STARTED),
        passes=(
            of("On the day", child(assessment(), section47("2025-05-12"))),
            of("The day after", child(assessment(), section47("2025-05-13"))),
        ),
        fails=(
            of("The day before", child(assessment(), section47("2025-05-11"))),
            of("Day and month changed places", child(assessment(), section47("2025-05-01"))),
        ),
    ),
    Rule(
        code="8615", table=_TABLE, elements=(_STARTED, _HELD),
        title="A conference, and no enquiry that began before it",
        said="The conference was held on {DateOfInitialCPC}; the enquiry’s first day is told as {S47ActualStartDate}.",
        why="The fifteen working days are counted between the two.",
        mend="Send the day on which the enquiry began, or correct the conference’s.",
        finds=_starts_after_conference,
        passes=(
            of("On the same day", child(assessment(), section47("2025-05-28", "2025-05-28"))),
            of("No conference", child(assessment(), section47(conference=None, not_required="true"))),
        ),
        fails=(
            of("Began the day after", child(assessment(), section47("2025-05-29", "2025-05-28"))),
            of("No beginning", child(assessment(), section47(None, "2025-05-28"))),
        ),
    ),
    Rule(
        code="8675Q", table=_TABLE, elements=(_HELD, _STARTED, _NOT_REQUIRED),
        title="An enquiry is open for more than 15 working days",
        said="The enquiry of {S47ActualStartDate} has neither a conference nor a reason for none, {waited} working "
        "days later.",
        why="A child who may be at risk of significant harm waits; or the end was not written down.",
        mend="Send the conference, or that none was required. If it is open, explain what holds it up.",
        finds=open_too_long(_TABLE, _STARTED, _HELD, is_open=_is_open, working_days=_LIMIT),
        passes=(
            of("15 working days on 31 March", child(assessment(), section47("2026-03-10", None))),
            of("15, with the Good Friday of 2024 no working day",
               child(episode(assessment("2024-02-01", "2024-03-01"), section47("2024-03-07", None),
                             CINreferralDate="2024-01-31"), UPNunknown="UN4"), year=2024),
            of("None was required", child(assessment(), section47("2025-05-15", None, "true"))),
        ),
        fails=(
            of("16 working days on 31 March", child(assessment(), section47("2026-03-09", None))),
            of("16, with the Good Friday of 2024 no working day",
               child(episode(assessment("2024-02-01", "2024-03-01"), section47("2024-03-06", None),
                             CINreferralDate="2024-01-31"), UPNunknown="UN4"), year=2024),
        ),
        reading="The day on which it starts is day 0.",
    ),
    Rule(
        code="8715", table=_TABLE, elements=(_HELD,),
        title="A conference is held outside the census year",
        said="The conference was held on {DateOfInitialCPC}, which is not in the census year.",
        why="It was counted in its own year, or will be.",
        mend="Leave out an enquiry that ended earlier; send what comes later next year.",
        finds=outside_year(_TABLE, _HELD),
        passes=(
            of("On the first day", child(episode(assessment(), section47("2025-04-01", "2025-04-01"),
                                                 CINreferralDate="2025-04-01"))),
            of("On the last day", child(assessment(), section47("2026-03-12", "2026-03-31"))),
        ),
        fails=(
            of("The day before", child(episode(assessment(), section47("2025-03-17", "2025-03-31"),
                                               CINreferralDate="2025-03-17"))),
            of("The day after", child(assessment(), section47("2026-03-12", "2026-04-01"))),
        ),
    ),
    Rule(
        code="8740", table=_TABLE, elements=(_STARTED, _HELD, _NOT_REQUIRED),
        title="An open enquiry starts outside the census year",
        said="The enquiry’s first day is told as {S47ActualStartDate}, which is not in the census year; it has neither "
        "a conference nor a reason for none.",
        why="An enquiry that is open for so long was very likely finished and not written down.",
        mend="Send the conference, or that none was required.",
        finds=open_from_another_year(_TABLE, _STARTED, is_open=_is_open),
        passes=(
            of("Begun on the last day", child(assessment(), section47("2026-03-31", None))),
            of("Begun the year before, none required",
               child(episode(assessment(), section47("2025-03-10", None, "1"), CINreferralDate="2025-03-10"))),
        ),
        fails=(
            of("Begun the day before the year",
               child(episode(assessment(), section47("2025-03-31", None), CINreferralDate="2025-03-31")),
               also=["8675Q"]),
            of("Told with 0 for no",
               child(episode(assessment(), section47("2025-03-31", None, "0"), CINreferralDate="2025-03-31")),
               also=["8675Q"]),
            of("No beginning at all", child(assessment(), section47(None, None))),
        ),
        reading="One whose first day is not told did not start in the year either; the public validator passes it.",
    ),
    Rule(
        code="8839", table=_TABLE, elements=(_HELD, _NOT_REQUIRED), per="child",
        title="Two enquiries of a referral are open",
        said="The enquiry of {S47ActualStartDate} is open, and so is another of the same referral.",
        why="Enquiries are made once at a time: one of the two is a copy, or has ended.",
        mend="Send how the first ended, or take out the copy.",
        finds=_two_open,
        passes=(
            of("One open", child(assessment(), section47(), section47("2026-03-16", None))),
            of("One of the two led to none",
               child(assessment(), section47("2026-03-10", None, "true"), section47("2026-03-16", None))),
        ),
        fails=(
            of("Two open", child(assessment(), section47("2026-03-16", None), section47("2026-03-18", None)),
               also=["8890"]),
            of("Told with false and with nothing",
               child(assessment(), section47("2026-03-16", None), section47("2026-03-18", None, None)),
               also=["8890"]),
        ),
    ),
    Rule(
        code="8868", table=_TABLE, elements=(_NOT_REQUIRED, _HELD, "CINclosureDate"), per="child",
        title="The case is closed, and it is not clear how an enquiry ended",
        said="The conference of the enquiry of {S47ActualStartDate} is told as {DateOfInitialCPC}, and that none was "
        "required as {ICPCnotRequired}: one of the two is wanted.",
        why="Each enquiry ends in a conference, or in the decision that none is needed.",
        mend="Send the day of the conference, or true for not required, and not both.",
        finds=_not_one_outcome,
        passes=(
            of("A conference", child(episode(assessment(), section47(), **_CLOSED))),
            of("None required", child(episode(assessment(), section47(conference=None, not_required="true"),
                                              **_CLOSED))),
            of("Not closed", child(assessment(), section47("2026-03-16", None))),
        ),
        fails=(
            of("Neither", child(episode(assessment(), section47("2026-03-16", None), CINclosureDate="2026-03-20",
                                        ReasonForClosure="RC7"))),
            of("Both", child(episode(assessment(), section47(not_required="true"), **_CLOSED))),
        ),
    ),
    Rule(
        code="8870Q", table=_TABLE, elements=("InitialCPCtarget",),
        title="The conference’s target day is at a weekend",
        said="The target day {InitialCPCtarget} is a Saturday or a Sunday.",
        why="The target is counted in working days: the sum is wrong.",
        mend="Work out the fifteenth working day after the strategy discussion again.",
        finds=_weekend("InitialCPCtarget"),
        passes=(
            of("A Friday", child(assessment(), section47(target="2025-06-06"))),
            of("A Monday", child(assessment(), section47(target="2025-06-09"))),
        ),
        fails=(
            of("A Saturday", child(assessment(), section47(target="2025-06-07"))),
            of("A Sunday", child(assessment(), section47(target="2025-06-08"))),
        ),
    ),
    Rule(
        code="8875", table=_TABLE, elements=(_HELD,),
        title="A conference is held at a weekend",
        said="The conference of {DateOfInitialCPC} is on a Saturday or a Sunday.",
        why="Conferences are held on working days: the day is mistyped.",
        mend="Correct the day.",
        finds=_weekend(_HELD),
        passes=(
            of("A Friday", child(assessment(), section47(conference="2025-05-30"))),
            of("A Monday", child(assessment(), section47(conference="2025-06-02"))),
        ),
        fails=(
            of("A Saturday", child(assessment(), section47(conference="2025-05-31"))),
            of("A Sunday", child(assessment(), section47(conference="2025-06-01"))),
        ),
    ),
    Rule(
        code="8890", table=_TABLE, elements=(_STARTED, _HELD, _NOT_REQUIRED), per="child",
        title="An enquiry starts while another is running",
        said="The enquiry of {S47ActualStartDate} starts while another of the same referral is running.",
        why="One of the two is a copy, or its end was not written down.",
        mend="Send how the first ended, or take out the copy.",
        finds=_during_another,
        passes=(
            of("On the day of the first’s conference",
               child(assessment(), section47(), section47("2025-05-28", "2025-06-11"))),
            of("The first led to none",
               child(assessment(), section47(conference=None, not_required="true"),
                     section47("2025-05-20", "2025-06-04"))),
        ),
        fails=(
            of("The day before the first’s conference",
               child(assessment(), section47(), section47("2025-05-27", "2025-06-11"))),
            of("Both on one day", child(assessment(), section47(), section47())),
            of("While the first is open",
               child(assessment(), section47("2026-03-16", None), section47("2026-03-18", "2026-03-30"))),
        ),
        reading="An enquiry for which no conference was required has no end in the census, so nothing overlaps it.",
    ),
)  # fmt: skip
