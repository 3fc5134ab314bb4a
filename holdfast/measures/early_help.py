"""Measures of early help: need below the threshold is counted, and so is help that never began."""

from datetime import date

from holdfast.facts.schema import Row, Value
from holdfast.kernel.source import Source
from holdfast.measures._ibis import Rows
from holdfast.measures._measure import Ask, Cohort, Example, Measure
from holdfast.measures._parts import BY_LEVEL, one_of
from holdfast.measures._sources import NO_SERIES

_ASKED = "The day early help was asked for, or stepped to, 1 April to 31 March"
_SINCE = date(2012, 4, 1)
_OFSTED = Source(
    title="Ofsted, in the Harrow LSCB annual report 2016-17", place="children with lower levels of need not tracked"
)


def _helped(ask: Ask) -> Rows:
    every = ask.of("early_help")
    rows = every.filter(ask.holds(every["referred_on"]))
    due, started = rows["start_due_on"], rows["started_on"]
    said_no = (rows["refused_on"] <= due) | (started.isnull() & (rows["ended_on"] <= due).fill_null(False))
    meant = ~due.isnull() & ~said_no.fill_null(False)
    judged = (meant & (~started.isnull() | (due <= ask.end_on))).fill_null(False)
    return rows.select(
        child=rows["child"],
        key=rows["early_help"],
        level=one_of(BY_LEVEL, rows["level"].cast("string")),
        judged=judged,
        in_time=(judged & (started <= due)).fill_null(False),
        begun=~started.isnull(),
        refused=~rows["refused_on"].isnull(),
        no_limit=due.isnull(),
    )


HELPED = Cohort(
    name="early_help",
    words="Every request for early help in the year, one for a family",
    table="early_help",
    needs="early_help",
    rows=_helped,
    flags=("judged", "in_time", "begun", "refused", "no_limit"),
    breakdowns=(BY_LEVEL,),
)


def _help(key: str, level: int, **columns: Value) -> Row:
    asked: Row = {"child": key, "early_help": key, "level": level, "referred_on": date(2016, 5, 3)}
    return asked | {"start_due_on": date(2016, 5, 17)} | columns


_FOUR = (
    _help("1", 2, started_on=date(2016, 5, 17)),
    _help("2", 2, started_on=date(2016, 5, 18)),
    _help("3", 3),
    _help("4", 2, refused_on=date(2016, 5, 10)),
)

ASKED = Measure(
    code="EH-01",
    title="Early help asked for",
    numerator="Requests for early help in the year",
    counted_by=_ASKED,
    unit="count",
    source=_OFSTED,
    cohort=HELPED,
    breakdowns=(BY_LEVEL,),
    no_series=NO_SERIES,
    valid_from=_SINCE,
    examples=(
        Example(words="Four families", facts={"early_help": _FOUR}, numerator=4, value=4),
        Example(words="One at level 3", facts={"early_help": _FOUR}, part="level:3", numerator=1, value=1),
    ),
)

BEGUN_IN_TIME = Measure(
    code="EH-02",
    title="Early help that began in time",
    numerator="Help that began by the last day for it",
    denominator="Help that began, or whose last day had passed; not what the family refused in time",
    counted_by=_ASKED,
    unit="percent",
    direction="higher",
    source=_OFSTED,
    cohort=HELPED,
    counts="in_time",
    among="judged",
    left_out={"no_limit": "without a last day for the help to begin"},
    breakdowns=(BY_LEVEL,),
    clock="The partnership's own days, from `local/early_help.toml`",
    no_series=NO_SERIES,
    valid_from=_SINCE,
    examples=(
        Example(
            words="On the last day; a day late; never. A family that said no in time is not counted",
            facts={"early_help": _FOUR},
            numerator=1,
            denominator=3,
            value=33.3,
        ),
        Example(
            words="At level 2, one of two",
            facts={"early_help": _FOUR},
            part="level:2",
            numerator=1,
            denominator=2,
            value=50.0,
        ),
    ),
)

REFUSED = Measure(
    code="EH-03",
    title="Early help that the family refused",
    numerator="Requests that the family refused",
    denominator="Requests for early help in the year",
    counted_by=_ASKED,
    unit="percent",
    source=_OFSTED,
    cohort=HELPED,
    counts="refused",
    no_series=NO_SERIES,
    note="A family may refuse. A rising share asks whether the help is offered in a way that anybody could accept.",
    valid_from=_SINCE,
    examples=(Example(words="One of four", facts={"early_help": _FOUR}, numerator=1, denominator=4, value=25.0),),
)

MEASURES = (ASKED, BEGUN_IN_TIME, REFUSED)
