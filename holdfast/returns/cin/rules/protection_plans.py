"""Rules about child protection plans: their days, categories, and the conference that each began with."""

import numpy as np

from holdfast.returns.cin._example import assessment, child, episode, of, planned, protection_plan, section47
from holdfast.returns.cin._rule import (
    Found,
    Rule,
    after_death,
    before_referral,
    earlier,
    missing_or_after_year,
    not_in_list,
    of_episode,
    on_one_day,
    outside_year,
    where,
)
from holdfast.returns.cin._running import begun_during_another, ends, open_twice
from holdfast.returns.cin.rows import Rows, any_of, pairs

_TABLE = "ChildProtectionPlans"
_STARTED, _ENDED = "CPPstartDate", "CPPendDate"


def _more_plans_than_conferences(rows: Rows) -> Found:
    plans = int(rows.in_year(rows[_TABLE].day(_STARTED)).sum())
    held = [rows[table].day("DateOfInitialCPC") for table in ("Section47", "CINdetails")]
    conferences = sum(int(rows.in_year(days).sum()) for days in held)
    header = rows["Header"]
    every = np.ones(len(header), dtype=bool) & (plans > conferences)
    counts = {"plans": np.full(len(header), plans), "conferences": np.full(len(header), conferences)}
    return where("Header", every, "Year", **counts)


def _not_on_conference(rows: Rows) -> Found:
    plans, enquiries, details = rows[_TABLE], rows["Section47"], rows["CINdetails"]
    begins = plans.day(_STARTED)
    one, other = pairs(plans.episode, enquiries.episode)
    same = begins[one] == enquiries.day("DateOfInitialCPC")[other]
    of_enquiry = any_of(one.astype(np.int32), same, len(plans))
    leading = any_of(enquiries.episode, ~enquiries.yes("ICPCnotRequired"), len(details))
    of_details = begins == of_episode(rows, _TABLE, details.day("DateOfInitialCPC"))
    right = of_enquiry | (~of_episode(rows, _TABLE, leading) & of_details)
    return where(_TABLE, rows.in_year(begins) & ~right, _STARTED)


def _bad_count(rows: Rows) -> Found:
    table = rows[_TABLE]
    column = table["NumberOfPreviousCPP"]
    return where(_TABLE, column.missing | (column.values.astype(np.int64) < 0), "NumberOfPreviousCPP")


def _two_open(rows: Rows) -> Found:
    return where(_TABLE, open_twice(rows[_TABLE].missing(_ENDED), rows[_TABLE].child), _ENDED)


def _overlapping(rows: Rows) -> Found:
    table = rows[_TABLE]
    over = begun_during_another(table.day(_STARTED), ends(rows, _TABLE, _ENDED), table.child)
    return where(_TABLE, over, _STARTED)


_SECOND = section47("2025-09-02", "2025-09-10")

RULES = (
    Rule(
        code="1105", table=_TABLE, elements=(_STARTED, "CINreferralDate"), per="child",
        title="A child protection plan starts before the referral",
        said="The plan starts on {CPPstartDate}; the referral came on {referred}.",
        why="One of the days is wrong, or the plan is another referral’s.",
        mend="Correct whichever is wrong, or put the plan under the referral that led to it.",
        finds=before_referral(_TABLE, _STARTED),
        passes=(
            of("On the day", child(planned(protection_plan("2025-05-12"), started="2025-05-12",
                                           CINreferralDate="2025-05-12")), also=["8615"]),
            of("After it", child(planned(protection_plan()))),
        ),
        fails=(
            of("The day before the referral",
               child(episode(protection_plan("2025-05-11"), DateOfInitialCPC="2025-05-11"))),
            of("A year before", child(episode(protection_plan("2024-05-28")))),
        ),
    ),
    Rule(
        code="2883", table="Header", elements=(_STARTED, "DateOfInitialCPC"), per="file",
        title="More child protection plans began than conferences were held",
        said="Plans begun in the year: {plans}; initial conferences held in it: {conferences}.",
        why="Each plan begins at a conference: some conferences were not sent.",
        mend="Send every conference, also those of children who moved here on a plan.",
        finds=_more_plans_than_conferences,
        passes=(
            of("One of each", child(planned(protection_plan()))),
            of("A conference without a plan", child(assessment(), section47()), child(planned(protection_plan()))),
            of("A child who moved here", child(episode(protection_plan(), DateOfInitialCPC="2025-05-28"))),
        ),
        fails=(
            of("A plan without a conference", child(episode(protection_plan())), also=["2885"]),
            of("Two plans, one conference",
               child(planned(protection_plan(ended="2025-07-01"), protection_plan("2025-09-10"))), also=["2885"]),
        ),
        reading="Every conference counts, also one that is told twice: rule 2884 finds those.",
    ),
    Rule(
        code="2885", table=_TABLE, elements=(_STARTED, "DateOfInitialCPC", "ICPCnotRequired"), per="child",
        title="A child protection plan does not begin on the day of a conference",
        said="The plan starts on {CPPstartDate}, and no initial conference of this referral was held on that day.",
        why="A plan begins at the conference: children wait unprotected between the two, or a day is wrong.",
        mend="Correct whichever is wrong. For a child who moved here, send the conference by itself.",
        finds=_not_on_conference,
        passes=(
            of("On the day of the enquiry’s conference", child(planned(protection_plan()))),
            of("A child who moved here", child(episode(protection_plan(), DateOfInitialCPC="2025-05-28"))),
            of("An enquiry led to none; the child came on a plan later",
               child(episode(assessment(), section47(conference=None, not_required="true"),
                             protection_plan("2025-09-10"), DateOfInitialCPC="2025-09-10"))),
            of("Begun in an earlier year", child(episode(protection_plan("2025-03-12"), CINreferralDate="2025-03-03"))),
        ),
        fails=(
            of("The day after the conference", child(planned(protection_plan("2025-05-29")))),
            of("No conference", child(episode(protection_plan()))),
            of("An enquiry that leads to a conference, and a conference by itself on the plan’s day",
               child(episode(assessment(), section47(), protection_plan("2025-09-10"),
                             DateOfInitialCPC="2025-09-10"))),
        ),
        reading="An enquiry for which no conference was required is left out of account, however that is written.",
    ),
    Rule(
        code="8720", table=_TABLE, elements=(_STARTED,),
        title="A child protection plan has no first day, or one after the census year",
        said="The plan’s first day is told as {CPPstartDate}; a day up to the end of the census year is wanted.",
        why="How long children are on a plan is counted from it.",
        mend="Send the day of the conference at which it began.",
        finds=missing_or_after_year(_TABLE, _STARTED),
        passes=(
            of("In the year", child(planned(protection_plan()))),
            of("On the last day", child(planned(protection_plan("2026-03-31"), started="2026-03-31"))),
        ),
        fails=(
            of("The day after", child(planned(protection_plan("2026-04-01")))),
            of("None", child(planned(protection_plan(None)))),
        ),
    ),
    Rule(
        code="8730", table=_TABLE, elements=("NumberOfPreviousCPP",),
        title="It is not told how many plans came before",
        said="The number of earlier plans is told as {NumberOfPreviousCPP}; a number from 0 up is wanted.",
        why="Children who come back onto a plan are how a partnership sees help that did not last.",
        mend="Count the child’s earlier plans, with any authority; 0 where this is the first.",
        finds=_bad_count,
        passes=(
            of("0", child(planned(protection_plan()))),
            of("3", child(planned(protection_plan(NumberOfPreviousCPP="3")))),
        ),
        fails=(
            of("Not told", child(planned(protection_plan(NumberOfPreviousCPP=None)))),
            of("Below 0", child(planned(protection_plan(NumberOfPreviousCPP="-1")))),
            of("In words", child(planned(protection_plan(NumberOfPreviousCPP="one")))),
        ),
    ),
    Rule(
        code="8840", table=_TABLE, elements=(_ENDED, _STARTED),
        title="A child protection plan begins and ends on one day",
        said="The plan begins and ends on {CPPendDate}.",
        why="No plan protects a child for a day: it was not made, or the end is wrong.",
        mend="Take out a plan that was not made; otherwise correct the last day.",
        finds=on_one_day(_TABLE, _ENDED, _STARTED),
        passes=(
            of("Ended the day after", child(planned(protection_plan(ended="2025-05-29")))),
            of("Open", child(planned(protection_plan()))),
        ),
        fails=(
            of("One day", child(planned(protection_plan(ended="2025-05-28")))),
            of("One day, years ago", child(episode(protection_plan("2025-04-01", "2025-04-01"),
                                                   CINreferralDate="2025-03-17", DateOfInitialCPC="2025-04-01"))),
        ),
    ),
    Rule(
        code="8905", table=_TABLE, elements=("InitialCategoryOfAbuse",),
        title="The first category of abuse is not one of the census’s",
        said="The first category is told as {InitialCategoryOfAbuse}; the census takes NEG, PHY, SAB, EMO and MUL.",
        why="What children are protected from is published by it.",
        mend="Send the category that the first conference decided.",
        finds=not_in_list(_TABLE, "InitialCategoryOfAbuse", "CategoryOfAbuse", needed=True),
        passes=(
            of("Neglect", child(planned(protection_plan()))),
            of("Emotional", child(planned(protection_plan(InitialCategoryOfAbuse="EMO")))),
        ),
        fails=(
            of("Not told", child(planned(protection_plan(InitialCategoryOfAbuse=None)))),
            of("In words", child(planned(protection_plan(InitialCategoryOfAbuse="NEGLECT")))),
        ),
    ),
    Rule(
        code="8910", table=_TABLE, elements=("LatestCategoryOfAbuse",),
        title="The latest category of abuse is not one of the census’s",
        said="The latest category is told as {LatestCategoryOfAbuse}; the census takes NEG, PHY, SAB, EMO and MUL.",
        why="What children are protected from is published by it.",
        mend="Send the category that the last conference decided; the first where it did not change.",
        finds=not_in_list(_TABLE, "LatestCategoryOfAbuse", "CategoryOfAbuse", needed=True),
        passes=(
            of("Neglect", child(planned(protection_plan()))),
            of("Changed", child(planned(protection_plan(LatestCategoryOfAbuse="SAB")))),
        ),
        fails=(
            of("Not told", child(planned(protection_plan(LatestCategoryOfAbuse=None)))),
            of("A code that is none", child(planned(protection_plan(LatestCategoryOfAbuse="FGM")))),
        ),
    ),
    Rule(
        code="8915", table=_TABLE, elements=(_STARTED, "PersonDeathDate"), per="child",
        title="A child protection plan starts after the child’s death",
        said="The plan starts on {CPPstartDate}; the child had died on {died}.",
        why="One of the days is wrong, and a child’s death must be told right.",
        mend="Correct whichever is wrong.",
        finds=after_death(_TABLE, _STARTED),
        passes=(
            of("On the day", child(planned(protection_plan()), PersonDeathDate="2025-05-28")),
            of("Living", child(planned(protection_plan()))),
        ),
        fails=(
            of("The day after", child(planned(protection_plan()), PersonDeathDate="2025-05-27")),
            of("A week after", child(planned(protection_plan()), PersonDeathDate="2025-05-21")),
        ),
    ),
    Rule(
        code="8920", table=_TABLE, elements=(_ENDED, "PersonDeathDate"), per="child",
        title="A child protection plan ends after the child’s death",
        said="The plan ends on {CPPendDate}; the child had died on {died}.",
        why="A plan ends with the child’s death: the length of plans is counted to it.",
        mend="End the plan on the day of the death, or correct the death.",
        finds=after_death(_TABLE, _ENDED),
        passes=(
            of("On the day", child(planned(protection_plan(ended="2025-09-01")), PersonDeathDate="2025-09-01")),
            of("Before it", child(planned(protection_plan(ended="2025-09-01")), PersonDeathDate="2025-09-02")),
        ),
        fails=(
            of("The day after", child(planned(protection_plan(ended="2025-09-02")), PersonDeathDate="2025-09-01")),
            of("A month after", child(planned(protection_plan(ended="2025-10-01")), PersonDeathDate="2025-09-01")),
        ),
    ),
    Rule(
        code="8925", table=_TABLE, elements=(_ENDED, _STARTED),
        title="A child protection plan ends before it starts",
        said="The plan ends on {CPPendDate}, before it starts on {CPPstartDate}.",
        why="How long children are on a plan is counted between the two.",
        mend="Correct whichever is wrong.",
        finds=earlier(_TABLE, _ENDED, _STARTED),
        passes=(
            of("The day after", child(planned(protection_plan(ended="2025-05-29")))),
            of("Open", child(planned(protection_plan()))),
        ),
        fails=(
            of("The day before", child(planned(protection_plan(ended="2025-05-27")))),
            of("A month before", child(planned(protection_plan(ended="2025-04-28")))),
        ),
    ),
    Rule(
        code="8930", table=_TABLE, elements=(_ENDED,),
        title="A child protection plan ends outside the census year",
        said="The plan ends on {CPPendDate}, which is not in the census year.",
        why="What ended in an earlier year was counted then; what ends later is open still.",
        mend="Correct the day; leave out a plan of an earlier year; leave a later day for next year.",
        finds=outside_year(_TABLE, _ENDED),
        passes=(
            of("On the first day", child(episode(protection_plan("2025-03-12", "2025-04-01"),
                                                 CINreferralDate="2025-03-03"))),
            of("On the last day", child(planned(protection_plan(ended="2026-03-31")))),
        ),
        fails=(
            of("The day before", child(episode(protection_plan("2025-03-12", "2025-03-31"),
                                               CINreferralDate="2025-03-03"))),
            of("The day after", child(planned(protection_plan(ended="2026-04-01")))),
        ),
    ),
    Rule(
        code="8935", table=_TABLE, elements=(_ENDED,), per="child",
        title="A child is on two open plans",
        said="The plan of {CPPstartDate} is open, and so is another of the same child.",
        why="A child is on one plan at a time, and is counted twice.",
        mend="End the first on the day it ended, or take out the copy.",
        finds=_two_open,
        passes=(
            of("One open, one ended",
               child(planned(_SECOND, protection_plan(ended="2025-07-01"), protection_plan("2025-09-10")))),
            of("One open", child(planned(protection_plan()))),
        ),
        fails=(
            of("Two in one episode",
               child(planned(_SECOND, protection_plan(), protection_plan("2025-09-10"))), also=["8940"]),
            of("One in each of two episodes",
               child(planned(protection_plan(), CINclosureDate="2025-08-01", ReasonForClosure="RC7"),
                     episode(assessment("2025-09-02", "2025-10-01"), _SECOND, protection_plan("2025-09-10"),
                             CINreferralDate="2025-09-01")), also=["8940"]),
        ),
    ),
    Rule(
        code="8940", table=_TABLE, elements=(_STARTED, _ENDED), per="child",
        title="Two child protection plans of a child overlap",
        said="The plan of {CPPstartDate} starts while another of the same child is running.",
        why="A child is on one plan at a time: the days of both are counted.",
        mend="Correct the days, or take out the copy.",
        finds=_overlapping,
        passes=(
            of("On the day the first ended",
               child(planned(_SECOND, protection_plan(ended="2025-09-10"), protection_plan("2025-09-10")))),
            of("One plan", child(planned(protection_plan()))),
        ),
        fails=(
            of("The day before the first ended",
               child(planned(_SECOND, protection_plan(ended="2025-09-11"), protection_plan("2025-09-10")))),
            of("In two episodes",
               child(planned(protection_plan(ended="2025-10-01"), CINclosureDate="2025-10-01", ReasonForClosure="RC7"),
                     episode(assessment("2025-10-02", "2025-11-03"), protection_plan("2025-09-30"),
                             CINreferralDate="2025-10-01")), also=["1105", "2885"]),
        ),
    ),
)  # fmt: skip
