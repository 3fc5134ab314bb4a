"""Clocks of early help. The law sets none: each limit is the partnership's own, so that lower need is not lost."""

from datetime import date

from holdfast.clocks._clock import Answer, Clock, Condition, End, Example, Point, Within
from holdfast.clocks._local import LOCAL
from holdfast.facts.schema import Row

_ENDS = (
    End(Point("early_help", "ended_on"), "Early help ended"),
    End(Point("early_help", "refused_on"), "The family refused"),
    End(Point("child", "died_on"), "The child died"),
)
_RESPONSIBLE = "Whoever owns the family's early help: the coordinator, then the lead professional"
_LOCAL_ONLY = "No national limit exists; where the partnership sets none it is not computable."


def _clock(
    clock: str, *, title: str, start: str, stop: str, notes: tuple[str, ...], examples: tuple[Example, ...]
) -> Clock:
    return Clock(
        id=clock,
        rule="EH-LOCAL",
        title=title,
        table="early_help",
        shape=Within(start=Point("early_help", start), stop=Point("early_help", stop), limit=LOCAL[clock].limits),
        where=(Condition(start, None, holds=False),),
        ends=_ENDS,
        responsible=_RESPONSIBLE,
        force="local",
        source=LOCAL[clock].source,
        notes=(_LOCAL_ONLY, *notes),
        examples=examples,
    )


def _help(**days: date) -> Row:
    return {"early_help": "h2016-07-04", "referred_on": date(2016, 7, 4), "source": "front_door", **days}


CONTACT = _clock(
    "early_help_contact",
    title="Speak with the family about early help",
    start="referred_on",
    stop="offered_on",
    notes=("A call that nobody answered is written down, and does not stop it.",),
    examples=(
        Example(
            words="Asked for on a Monday; reached on the Monday after: the fifth working day",
            as_of=date(2016, 8, 1),
            rows={"early_help": (_help(offered_on=date(2016, 7, 11)),)},
            answers=(Answer(state="met", due_on=date(2016, 7, 11), met_on=date(2016, 7, 11)),),
        ),
        Example(
            words="Nobody spoke with the family: it stays overdue until somebody does, or it ends with an outcome",
            as_of=date(2016, 8, 1),
            rows={"early_help": (_help(),)},
            answers=(Answer(state="overdue", due_on=date(2016, 7, 11)),),
        ),
    ),
)
START = _clock(
    "early_help_start",
    title="Begin early help",
    start="referred_on",
    stop="started_on",
    notes=("Help may begin before the plan is written.",),
    examples=(
        Example(
            words="Help began on the twentieth working day",
            as_of=date(2016, 9, 1),
            rows={"early_help": (_help(agreed_on=date(2016, 7, 8), started_on=date(2016, 8, 1)),)},
            answers=(Answer(state="met", due_on=date(2016, 8, 1), met_on=date(2016, 8, 1)),),
        ),
        Example(
            words="Help began a day later: late, and it stays late",
            as_of=date(2016, 9, 1),
            rows={"early_help": (_help(agreed_on=date(2016, 7, 8), started_on=date(2016, 8, 2)),)},
            answers=(Answer(state="met_late", due_on=date(2016, 8, 1), met_on=date(2016, 8, 2)),),
        ),
        Example(
            words="The family refused: there is nothing to begin, and the clock stops",
            as_of=date(2016, 9, 1),
            rows={"early_help": (_help(offered_on=date(2016, 7, 8), refused_on=date(2016, 7, 8)),)},
            answers=(Answer(state="stopped", due_on=date(2016, 8, 1)),),
        ),
    ),
)
PLAN = _clock(
    "early_help_plan",
    title="Assess and plan early help",
    start="agreed_on",
    stop="planned_on",
    notes=("It stops with the plan, which rests on an assessment of the whole family.",),
    examples=(
        Example(
            words="Agreed on a Friday, planned within the month",
            as_of=date(2016, 9, 1),
            rows={"early_help": (_help(agreed_on=date(2016, 7, 8), planned_on=date(2016, 8, 5)),)},
            answers=(Answer(state="met", due_on=date(2016, 8, 19), met_on=date(2016, 8, 5)),),
        ),
        Example(
            words="Agreed, and no plan after thirty working days",
            as_of=date(2016, 8, 22),
            rows={"early_help": (_help(agreed_on=date(2016, 7, 8)),)},
            answers=(Answer(state="overdue", due_on=date(2016, 8, 19)),),
        ),
    ),
)
REVIEW = _clock(
    "early_help_review",
    title="Review the early help plan",
    start="planned_on",
    stop="reviewed_on",
    notes=("The first review of the plan; each review sets the day of the next, which stands on the family's page.",),
    examples=(
        Example(
            words="Planned, and not reviewed yet",
            as_of=date(2016, 9, 1),
            rows={"early_help": (_help(agreed_on=date(2016, 7, 8), planned_on=date(2016, 8, 5)),)},
            answers=(Answer(state="running", due_on=date(2016, 10, 28)),),
        ),
        Example(
            words="Reviewed on the last day, twelve weeks after the plan",
            as_of=date(2016, 11, 1),
            rows={"early_help": (_help(planned_on=date(2016, 8, 5), reviewed_on=date(2016, 10, 28)),)},
            answers=(Answer(state="met", due_on=date(2016, 10, 28), met_on=date(2016, 10, 28)),),
        ),
        Example(
            words="Twelve weeks and a day, and no review",
            as_of=date(2016, 10, 29),
            rows={"early_help": (_help(planned_on=date(2016, 8, 5)),)},
            answers=(Answer(state="overdue", due_on=date(2016, 10, 28)),),
        ),
    ),
)

CLOCKS = (CONTACT, START, PLAN, REVIEW)
