"""Clocks of the front door: is a referral decided in time, and did the child come back?"""

from datetime import date

from holdfast.clocks._clock import Answer, Clock, Event, Example, Point, Undated, Within
from holdfast.clocks._limits import Months, WorkingDays
from holdfast.kernel.source import Dated, Source

_SINCE_2013 = date(2013, 4, 15)

REFERRAL_DECISION = Clock(
    id="referral_decision",
    rule="REF-01",
    title="Decide what a referral needs",
    table="episode",
    shape=Within(
        start=Point("episode", "referred_on"),
        stop=Point("episode", "decided_on"),
        limit=(Dated(value=WorkingDays(1), valid_from=_SINCE_2013),),
    ),
    undated=Undated(column="no_further_action", words="A decision is recorded, but not its day."),
    responsible="Children's social care: a social worker and their manager",
    force="statutory guidance",
    source=Source(
        title="Working Together 2013 to 2023; Children in Need census guide 2023-24", place="4.1, 4.9", confidence="V1"
    ),
    notes=(
        "The case may be closed and the child may have died: the referral still needs its decision.",
        "A contact is not a referral; new information on an open case is not one either.",
        "Where several agencies refer at about the same time the first referral counts.",
    ),
    examples=(
        Example(
            words="Referred on the Friday before a bank holiday, decided on the Tuesday after it: in time",
            as_of=date(2016, 6, 10),
            rows={
                "episode": (
                    {
                        "episode": "2016-05-27",
                        "referred_on": date(2016, 5, 27),
                        "decided_on": date(2016, 5, 31),
                        "no_further_action": False,
                    },
                )
            },
            answers=(Answer(state="met", due_on=date(2016, 5, 31), met_on=date(2016, 5, 31)),),
        ),
        Example(
            words="Referred on a Saturday: Monday is the first working day after it",
            as_of=date(2016, 6, 14),
            rows={"episode": ({"episode": "2016-06-11", "referred_on": date(2016, 6, 11)},)},
            answers=(Answer(state="overdue", due_on=date(2016, 6, 13)),),
        ),
        Example(
            words="A census says what was decided, but not on which day",
            as_of=date(2016, 6, 14),
            rows={"episode": ({"episode": "2016-06-06", "referred_on": date(2016, 6, 6), "no_further_action": False},)},
            answers=(Answer(state="not_computable", due_on=date(2016, 6, 7)),),
        ),
    ),
)

RE_REFERRAL = Clock(
    id="re_referral",
    rule="REF-04",
    title="Referred again within 12 months",
    table="episode",
    shape=Within(
        start=Point("episode", "referred_on"),
        stop=Event(table="episode", column="referred_on", by="child", same_day=False),
        limit=(Dated(value=Months(12), valid_from=date(2010, 4, 1)),),
    ),
    window=True,
    responsible="Children's social care",
    force="statistical definition",
    source=Source(title="Children in Need statistics; LAIT data dictionary", place="re-referrals", confidence="V1"),
    notes=(
        "A window, not a duty: it closes and is never overdue. *Met* means that the child was referred again.",
        "Only referrals to the same authority count, and a referral does not follow itself: two on one day are one.",
        "How the DfE counts the days of “within 12 months” was not found; calendar months are used here.",
    ),
    examples=(
        Example(
            words="Referred again on the last day of the window, then not again",
            as_of=date(2018, 6, 1),
            rows={
                "episode": (
                    {"episode": "2016-05-10", "referred_on": date(2016, 5, 10), "closed_on": date(2016, 8, 1)},
                    {"episode": "2017-05-10", "referred_on": date(2017, 5, 10)},
                )
            },
            answers=(
                Answer(state="met", due_on=date(2017, 5, 10), met_on=date(2017, 5, 10)),
                Answer(state="stopped", due_on=date(2018, 5, 10)),
            ),
        ),
        Example(
            words="Referred again a day after the window closed",
            as_of=date(2017, 6, 1),
            rows={
                "episode": (
                    {"episode": "2016-05-10", "referred_on": date(2016, 5, 10)},
                    {"episode": "2017-05-11", "referred_on": date(2017, 5, 11)},
                )
            },
            answers=(
                Answer(state="stopped", due_on=date(2017, 5, 10)),
                Answer(state="running", due_on=date(2018, 5, 11)),
            ),
        ),
    ),
)

CLOCKS = (REFERRAL_DECISION, RE_REFERRAL)
