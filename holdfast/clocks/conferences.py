"""Clocks of the first conference: after a section 47 enquiry, or after a child with a plan moved here."""

from datetime import date

from holdfast.clocks._clock import Answer, Clock, Condition, End, Event, Example, Point, Within
from holdfast.clocks._limits import WorkingDays
from holdfast.kernel.source import Dated, Source

_SINCE_2006 = date(2006, 4, 1)
_CLOSED = End(Point("episode", "closed_on"), "The case closed")
_DIED = End(Point("child", "died_on"), "The child died")

INITIAL_CONFERENCE = Clock(
    id="initial_conference",
    rule="S47-ICPC",
    title="Hold the initial child protection conference",
    table="section47",
    shape=Within(
        start=Point("section47", "started_on"),
        stop=Event(table="conference", column="held_on", by="section47", where=(Condition("kind", "initial"),)),
        limit=(Dated(value=WorkingDays(15), valid_from=_SINCE_2006),),
    ),
    where=(Condition("conference_not_required", True, holds=False),),
    ends=(_CLOSED, _DIED),
    responsible="Children's social care: the conference service",
    force="statutory guidance",
    source=Source(
        title="Working Together 2010 to 2023; Children in Need census guide 2023-24", place="4.12", confidence="V1"
    ),
    notes=(
        "The day of the strategy discussion that began the enquiry is day 0.",
        "An enquiry that found no conference to be needed has no such clock.",
        "Each child has a clock of their own, also where brothers and sisters share a conference.",
        "A conference adjourned without a decision is not held: guidance is silent, so the clock goes on.",
    ),
    examples=(
        Example(
            words="Held on the 15th working day: in time",
            as_of=date(2016, 12, 31),
            rows={
                "section47": (
                    {"section47": "2016-11-01/s2016-11-07", "episode": "2016-11-01", "started_on": date(2016, 11, 7)},
                ),
                "conference": (
                    {
                        "conference": "2016-11-01/s2016-11-07/c2016-11-28",
                        "episode": "2016-11-01",
                        "section47": "2016-11-01/s2016-11-07",
                        "kind": "initial",
                        "held_on": date(2016, 11, 28),
                    },
                ),
            },
            answers=(Answer(state="met", due_on=date(2016, 11, 28), met_on=date(2016, 11, 28)),),
        ),
        Example(
            words="Over Christmas, not yet held",
            as_of=date(2017, 1, 6),
            rows={
                "section47": (
                    {"section47": "2016-12-01/s2016-12-12", "episode": "2016-12-01", "started_on": date(2016, 12, 12)},
                )
            },
            answers=(Answer(state="overdue", due_on=date(2017, 1, 5)),),
        ),
        Example(
            words="Nobody recorded when the enquiry began",
            as_of=date(2017, 1, 6),
            rows={"section47": ({"section47": "2016-12-01/s-", "episode": "2016-12-01"},)},
            answers=(Answer(state="not_computable", due_on=None),),
        ),
    ),
)

TRANSFER_IN_CONFERENCE = Clock(
    id="transfer_in_conference",
    rule="XFER-01",
    title="Hold the transfer-in child protection conference",
    table="conference",
    shape=Within(
        start=Point("episode", "referred_on"),
        stop=Point("conference", "held_on"),
        limit=(Dated(value=WorkingDays(15), valid_from=_SINCE_2006),),
    ),
    where=(Condition("kind", "transfer_in"),),
    ends=(_CLOSED, _DIED),
    responsible="The conference service of the authority that the child moved to",
    force="statutory guidance",
    source=Source(title="Children in Need census guide 2023-24", place="4.1.1, 4.8", confidence="V1"),
    notes=(
        "It counts from the notice that the child has moved for good, which is recorded as the referral.",
        "The census tells of a transfer-in only once its conference was held; from its facts alone no open one shows.",
    ),
    examples=(
        Example(
            words="Held on the 15th working day: in time",
            as_of=date(2016, 12, 31),
            rows={
                "episode": ({"episode": "2016-11-07", "referred_on": date(2016, 11, 7)},),
                "conference": (
                    {
                        "conference": "2016-11-07/c2016-11-28",
                        "episode": "2016-11-07",
                        "kind": "transfer_in",
                        "held_on": date(2016, 11, 28),
                    },
                ),
            },
            answers=(Answer(state="met", due_on=date(2016, 11, 28), met_on=date(2016, 11, 28)),),
        ),
        Example(
            words="Held a day late",
            as_of=date(2016, 12, 31),
            rows={
                "episode": ({"episode": "2016-11-07", "referred_on": date(2016, 11, 7)},),
                "conference": (
                    {
                        "conference": "2016-11-07/c2016-11-29",
                        "episode": "2016-11-07",
                        "kind": "transfer_in",
                        "held_on": date(2016, 11, 29),
                    },
                ),
            },
            answers=(Answer(state="met_late", due_on=date(2016, 11, 28), met_on=date(2016, 11, 29)),),
        ),
    ),
)

CLOCKS = (INITIAL_CONFERENCE, TRANSFER_IN_CONFERENCE)
