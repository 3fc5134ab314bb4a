"""Measures of oversight: challenges answered, and managers' looks at what adds up."""

from datetime import date

from holdfast.facts.schema import Row, Value
from holdfast.kernel.source import Source
from holdfast.measures._ibis import Rows, when
from holdfast.measures._measure import Ask, Cohort, Example, Measure
from holdfast.measures._parts import BY_AGENCY, BY_STAGE, agency, one_of
from holdfast.measures._sources import NO_SERIES, annual_report
from holdfast.measures._timed import flags_of, left_out, timed

_RAISED = "The day it was raised, 1 April to 31 March"
_BEGAN = "The day the stage began, 1 April to 31 March"
_ASKED = "The day the question was asked, 1 April to 31 March"
_SINCE = date(2012, 4, 1)
_UNRESOLVED = annual_report("challenges between agencies left unresolved")
_ADDED_UP = Source(title="Haringey action plan after a child's death, 2009", place="seen 60 times, never put together")


def _challenges(ask: Ask) -> Rows:
    every = ask.of("challenge")
    rows = every.filter(ask.holds(every["raised_on"]))
    return rows.select(
        child=rows["child"],
        key=rows["challenge"],
        agency=agency(rows["raised_by_kind"]),
        immediate=rows["immediate"].fill_null(False),
        stands=rows["closed_on"].isnull() | (rows["closed_on"] > ask.end_on).fill_null(False),
    )


CHALLENGED = Cohort(
    name="challenges",
    words="Every challenge to a decision raised in the year",
    table="challenge",
    needs="challenge",
    rows=_challenges,
    flags=("immediate", "stands"),
    breakdowns=(BY_AGENCY,),
)


def _stages(ask: Ask) -> Rows:
    every = ask.of("challenge_stage")
    rows = every.filter(ask.holds(every["started_on"]))
    answered = ~rows["answered_on"].isnull()
    judged = (~rows["due_on"].isnull() & (answered | (rows["due_on"] < ask.end_on))).fill_null(False)
    return rows.select(
        child=rows["child"],
        key=rows["challenge"],
        stage=one_of(BY_STAGE, rows["stage"].cast("string")),
        judged=judged,
        in_time=(judged & (rows["answered_on"] <= rows["due_on"])).fill_null(False),
        no_limit=rows["due_on"].isnull(),
    )


STAGES = Cohort(
    name="challenge_stages",
    words="Every stage of a challenge that began in the year; a challenge that went up counts at each",
    table="challenge_stage",
    needs="challenge_stage",
    rows=_stages,
    flags=("judged", "in_time", "no_limit"),
    breakdowns=(BY_STAGE,),
)


def _looks(ask: Ask) -> Rows:
    every = ask.of("management_look")
    rows = every.filter(ask.holds(every["asked_on"]))
    withdrawn = (rows["decision"] == "withdrawn").fill_null(False)
    looked_on = when((withdrawn, None), otherwise=rows["looked_on"])
    rows = rows.mutate(looked_on=looked_on, withdrawn=withdrawn)
    rows = timed(rows, "looking", start="asked_on", end="looked_on", limit=5)
    return rows.select(
        "child",
        "withdrawn",
        *flags_of("looking"),
        key=rows["management_look"],
        stood=~rows["withdrawn"],
        looked=~rows["withdrawn"] & ~rows["looked_on"].isnull(),
    )


LOOKS = Cohort(
    name="management_looks",
    words="Every question that a check asked of a manager in the year",
    table="management_look",
    needs="management_look",
    rows=_looks,
    flags=("stood", "looked", "withdrawn", *flags_of("looking")),
)


def _challenge(key: str, **columns: Value) -> Row:
    return {"child": "1", "challenge": key, "raised_on": date(2016, 5, 3), "raised_by_kind": "health", **columns}


def _stage(key: str, stage: int, **columns: Value) -> Row:
    began: Row = {"child": "1", "challenge": key, "stage": stage, "started_on": date(2016, 5, 3)}
    return began | {"due_on": date(2016, 5, 10)} | columns


def _look(key: str, **columns: Value) -> Row:
    return {"child": "1", "management_look": key, "check": "many_contacts", "asked_on": date(2016, 5, 3), **columns}


_TWO = (_challenge("a", closed_on=date(2016, 5, 10), outcome="agreed"), _challenge("b", raised_by_kind="school"))
_THREE_STAGES = (
    _stage("a", 1, answered_on=date(2016, 5, 10)),
    _stage("b", 1),
    _stage("b", 2, answered_on=date(2016, 5, 11)),
)
_LOOKS = (
    _look("a", looked_on=date(2016, 5, 10), decision="assessment"),
    _look("b", looked_on=date(2016, 5, 11), decision="in_hand"),
    _look("c"),
    _look("d", decision="withdrawn"),
)

CHALLENGES_NUMBER = Measure(
    code="CHA-01",
    title="Challenges to a decision",
    numerator="Challenges raised in the year",
    counted_by=_RAISED,
    unit="count",
    source=_UNRESOLVED,
    cohort=CHALLENGED,
    breakdowns=(BY_AGENCY,),
    no_series=NO_SERIES,
    note="Neither high nor low is good: none at all may mean that nobody dares.",
    valid_from=_SINCE,
    examples=(
        Example(words="Two were raised", facts={"challenge": _TWO}, numerator=2, value=2),
        Example(words="One by a school", facts={"challenge": _TWO}, part="agency:school", numerator=1, value=1),
    ),
)

STANDING = Measure(
    code="CHA-02",
    title="Challenges that still stand",
    numerator="Challenges raised in the year and not settled by its end",
    counted_by=_RAISED,
    unit="count",
    direction="lower",
    source=_UNRESOLVED,
    cohort=CHALLENGED,
    counts="stands",
    no_series=NO_SERIES,
    valid_from=_SINCE,
    examples=(Example(words="The school's", facts={"challenge": _TWO}, numerator=1, value=1),),
)

ANSWERED_IN_TIME = Measure(
    code="CHA-03",
    title="Stages of a challenge answered in time",
    numerator="Stages answered by their last day",
    denominator="Stages answered, or whose last day had passed",
    counted_by=_BEGAN,
    unit="percent",
    direction="higher",
    source=_UNRESOLVED,
    cohort=STAGES,
    counts="in_time",
    among="judged",
    left_out={"no_limit": "without a last day for an answer"},
    breakdowns=(BY_STAGE,),
    clock="The partnership's own days for each stage, from `local/challenge.toml`",
    no_series=NO_SERIES,
    valid_from=_SINCE,
    examples=(
        Example(
            words="On the last day; never, so that it went up; there a day late",
            facts={"challenge_stage": _THREE_STAGES},
            numerator=1,
            denominator=3,
            value=33.3,
        ),
        Example(
            words="At the first stage, one of two",
            facts={"challenge_stage": _THREE_STAGES},
            part="stage:1",
            numerator=1,
            denominator=2,
            value=50.0,
        ),
    ),
)

LOOKS_ASKED = Measure(
    code="LOOK-01",
    title="Looks that were asked of a manager",
    numerator="Questions that checks asked in the year and did not take back",
    counted_by=_ASKED,
    unit="count",
    source=_ADDED_UP,
    cohort=LOOKS,
    counts="stood",
    no_series=NO_SERIES,
    valid_from=_SINCE,
    examples=(Example(words="Four, one taken back", facts={"management_look": _LOOKS}, numerator=3, value=3),),
)

LOOKS_DONE = Measure(
    code="LOOK-02",
    title="Looks that a manager recorded",
    numerator="Questions that a manager answered with a decision and reasons",
    denominator="Questions that checks asked in the year and did not take back",
    counted_by=_ASKED,
    unit="percent",
    direction="higher",
    source=_ADDED_UP,
    cohort=LOOKS,
    counts="looked",
    among="stood",
    left_out={"withdrawn": "taken back, since what they rested on was"},
    no_series=NO_SERIES,
    valid_from=_SINCE,
    examples=(
        Example(words="Two of three", facts={"management_look": _LOOKS}, numerator=2, denominator=3, value=66.7),
    ),
)

LOOKS_IN_TIME = Measure(
    code="LOOK-03",
    title="Looks within five working days",
    numerator="Questions answered no later than five working days after they were asked",
    denominator="Questions that a manager answered",
    counted_by=_ASKED,
    unit="percent",
    direction="higher",
    source=_ADDED_UP,
    cohort=LOOKS,
    counts="looking_in_time",
    among="looking_timed",
    left_out=left_out("looking", start="asking", end="looking"),
    no_series=NO_SERIES,
    note="Five working days are the partnership's own wish, not a limit in law.",
    valid_from=_SINCE,
    examples=(
        Example(
            words="One on the fifth working day, one on the sixth",
            facts={"management_look": _LOOKS},
            numerator=1,
            denominator=2,
            value=50.0,
        ),
    ),
)

MEASURES = (CHALLENGES_NUMBER, STANDING, ANSWERED_IN_TIME, LOOKS_ASKED, LOOKS_DONE, LOOKS_IN_TIME)
