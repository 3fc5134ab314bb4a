"""Measures of the hub: enquiries in time, and what the agencies were asked, answered, and never answered."""

from datetime import UTC, date, datetime

from holdfast.facts.schema import Row, Value
from holdfast.kernel.source import Source
from holdfast.measures._ibis import Rows, beside, day_of, when
from holdfast.measures._measure import Ask, Cohort, Example, Measure
from holdfast.measures._parts import BY_AGENCY, BY_COLOUR, agency, one_of
from holdfast.measures._sources import NO_SERIES, annual_report

_BEGAN = "The day in London on which the enquiry began, 1 April to 31 March"
_ASKED = "The day on which the agency was asked (or the enquiry began, where it could not be), 1 April to 31 March"
_SINCE = date(2012, 4, 1)
_HOURS = "The partnership's own hours for each colour, as they stood when the enquiry began"
_AUDITS = annual_report("audits of agency checks: assumed rather than made, in round after round")
_SILENCE = annual_report("checking with other agencies: silence read as no concern")


def _enquiries(ask: Ask) -> Rows:
    every = ask.of("mash_enquiry")
    every = every.mutate(day=day_of(every["started_at"]))
    rows = every.filter(ask.holds(every["day"]))
    done = ~rows["completed_at"].isnull()
    judged = ~rows["due_at"].isnull() & (done | (day_of(rows["due_at"]) <= ask.end_on))
    return rows.select(
        child=rows["child"],
        key=rows["mash_enquiry"],
        colour=one_of(BY_COLOUR, rows["colour"]),
        judged=judged.fill_null(False),
        in_time=(judged & (rows["completed_at"] <= rows["due_at"])).fill_null(False),
        no_limit=rows["due_at"].isnull(),
    )


ENQUIRIES = Cohort(
    name="mash_enquiries",
    words="Every enquiry of the hub begun in the year",
    table="mash_enquiry",
    needs="mash_enquiry",
    rows=_enquiries,
    flags=("judged", "in_time", "no_limit"),
    breakdowns=(BY_COLOUR,),
)


def _checks(ask: Ask) -> Rows:
    on = {"child": "child", "mash_enquiry": "mash_enquiry"}
    every = beside(ask.of("agency_check"), ask.of("mash_enquiry"), on=on, take={"began_at": "started_at"})
    at = when((every["asked_at"].isnull(), every["began_at"]), otherwise=every["asked_at"])
    every = every.mutate(day=day_of(at))
    rows = every.filter(ask.holds(every["day"]))
    asked, answered = ~rows["asked_at"].isnull(), ~rows["answered_at"].isnull()
    over = (day_of(rows["due_at"]) <= ask.end_on).fill_null(False)
    return rows.select(
        child=rows["child"],
        key=rows["agency_check"],
        agency=agency(rows["agency_kind"]),
        judged=asked & (answered | over),
        answered=asked & answered,
        in_time=asked & (rows["answered_at"] <= rows["due_at"]).fill_null(False),
        silent=asked & ~answered & over,
        waived=asked & ~answered & ~rows["waived_at"].isnull(),
        not_asked=~asked,
        not_due=asked & ~answered & ~over,
    )


CHECKS = Cohort(
    name="agency_checks",
    words="Every question put to an agency in an enquiry; an agency asked twice counts twice",
    table="agency_check",
    needs="agency_check",
    rows=_checks,
    flags=("judged", "answered", "in_time", "silent", "waived", "not_asked", "not_due"),
    breakdowns=(BY_AGENCY,),
)


def _at(day: int, hour: int) -> datetime:
    return datetime(2016, 5, day, hour, tzinfo=UTC)


def _enquiry(key: str, colour: str, due: datetime, done: datetime | None) -> Row:
    return {
        "child": "1",
        "mash_enquiry": key,
        "colour": colour,
        "started_at": _at(3, 9),
        "due_at": due,
        "completed_at": done,
    }


def _check(key: str, kind: str, **columns: Value) -> Row:
    asked: Row = {"child": "1", "agency_check": key, "mash_enquiry": "e1", "agency_kind": kind}
    return asked | {"asked_at": _at(3, 10), "due_at": _at(4, 9)} | columns


_THREE = (
    _enquiry("e1", "red", _at(3, 13), _at(3, 13)),
    _enquiry("e2", "amber", _at(4, 9), _at(4, 10)),
    _enquiry("e3", "green", _at(6, 9), None),
)
_ASKED_ALL = (
    _check("e1/school", "school", answered_at=_at(4, 9), answer="known"),
    _check("e1/gp", "gp_practice", waived_at=_at(4, 12)),
    _check("e1/police", "police", answered_at=_at(4, 10), answer="nothing_known"),
    _check("e1/health", "health"),
    _check("e1/school-august", "school", asked_at=None, closed_not_asked=True),
)
_TOLD = {"mash_enquiry": _THREE, "agency_check": _ASKED_ALL}

ENQUIRIES_NUMBER = Measure(
    code="MASH-01",
    title="Enquiries of the hub",
    numerator="Enquiries begun in the year",
    counted_by=_BEGAN,
    unit="count",
    source=annual_report("the multi-agency safeguarding hub: rating, checks, times"),
    cohort=ENQUIRIES,
    breakdowns=(BY_COLOUR,),
    no_series=NO_SERIES,
    note="The colour is the one that stands now: an enquiry that was raised to red counts as red.",
    valid_from=_SINCE,
    examples=(
        Example(words="One of each colour", facts=_TOLD, numerator=3, value=3),
        Example(words="The red one", facts=_TOLD, part="colour:red", numerator=1, value=1),
    ),
)

ENQUIRIES_IN_TIME = Measure(
    code="MASH-02",
    title="Enquiries complete in time",
    numerator="Enquiries completed, or decided, by the hour they were due",
    denominator="Enquiries completed, or due by the end of the time asked about",
    counted_by=_BEGAN,
    unit="percent",
    direction="higher",
    source=Source(
        title="The partnership's own hours for red, amber and green", place="local/mash.toml", confidence="V1"
    ),
    cohort=ENQUIRIES,
    counts="in_time",
    among="judged",
    left_out={"no_limit": "without a time by which they were due"},
    breakdowns=(BY_COLOUR,),
    clock=_HOURS,
    no_series=NO_SERIES,
    valid_from=_SINCE,
    examples=(
        Example(
            words="Red on the very hour; amber an hour late; green due and not complete",
            facts=_TOLD,
            numerator=1,
            denominator=3,
            value=33.3,
        ),
        Example(words="Amber", facts=_TOLD, part="colour:amber", numerator=0, denominator=1, value=0.0),
    ),
)

CHECKS_NUMBER = Measure(
    code="MASH-03",
    title="Questions to agencies",
    numerator="Questions put to an agency, those that could not be put among them",
    counted_by=_ASKED,
    unit="count",
    source=_AUDITS,
    cohort=CHECKS,
    breakdowns=(BY_AGENCY,),
    no_series=NO_SERIES,
    valid_from=_SINCE,
    examples=(Example(words="Four asked, and a school that was closed", facts=_TOLD, numerator=5, value=5),),
)

CHECKS_ANSWERED = Measure(
    code="MASH-04",
    title="Questions that the agency answered",
    numerator="Questions that were answered, whenever",
    denominator="Questions that were answered, or whose time had passed",
    counted_by=_ASKED,
    unit="percent",
    direction="higher",
    source=_AUDITS,
    cohort=CHECKS,
    counts="answered",
    among="judged",
    left_out={"not_asked": "that could not be put: the agency was closed", "not_due": "not due yet"},
    breakdowns=(BY_AGENCY,),
    no_series=NO_SERIES,
    note="*Nothing known* is an answer. A question that a manager did not wait for is no answer.",
    valid_from=_SINCE,
    examples=(
        Example(
            words="The school and the police answered; the practice and health did not",
            facts=_TOLD,
            numerator=2,
            denominator=4,
            value=50.0,
        ),
        Example(
            words="GP practices: one asked, none answered",
            facts=_TOLD,
            part="agency:gp_practice",
            numerator=0,
            denominator=1,
            value=0.0,
        ),
    ),
)

CHECKS_IN_TIME = Measure(
    code="MASH-05",
    title="Questions answered in time",
    numerator="Questions answered by the time they were due",
    denominator=CHECKS_ANSWERED.denominator,
    counted_by=_ASKED,
    unit="percent",
    direction="higher",
    source=_AUDITS,
    cohort=CHECKS,
    counts="in_time",
    among="judged",
    left_out=CHECKS_ANSWERED.left_out,
    clock=_HOURS,
    no_series=NO_SERIES,
    valid_from=_SINCE,
    examples=(
        Example(
            words="The school on the hour; the police an hour late",
            facts=_TOLD,
            numerator=1,
            denominator=4,
            value=25.0,
        ),
    ),
)

NO_REPLIES = Measure(
    code="MASH-06",
    title="Questions that were never answered",
    numerator="Questions whose time passed without any answer, waived or not",
    counted_by=_ASKED,
    unit="count",
    direction="lower",
    source=_SILENCE,
    cohort=CHECKS,
    counts="silent",
    breakdowns=(BY_AGENCY,),
    no_series=NO_SERIES,
    note="Silence is counted as itself: it is neither *nothing known* nor *not asked*.",
    valid_from=_SINCE,
    examples=(
        Example(words="The practice and health", facts=_TOLD, numerator=2, value=2),
        Example(words="Health", facts=_TOLD, part="agency:health", numerator=1, value=1),
    ),
)

WAIVERS = Measure(
    code="MASH-07",
    title="Questions that a manager did not wait for",
    numerator="Questions not answered that a manager waived, with reasons",
    counted_by=_ASKED,
    unit="count",
    direction="lower",
    source=_SILENCE,
    cohort=CHECKS,
    counts="waived",
    breakdowns=(BY_AGENCY,),
    no_series=NO_SERIES,
    note="An answer that came after all takes the waiver out of this figure, not out of the record.",
    valid_from=_SINCE,
    examples=(Example(words="The practice's answer was not waited for", facts=_TOLD, numerator=1, value=1),),
)

MEASURES = (
    ENQUIRIES_NUMBER,
    ENQUIRIES_IN_TIME,
    CHECKS_NUMBER,
    CHECKS_ANSWERED,
    CHECKS_IN_TIME,
    NO_REPLIES,
    WAIVERS,
)
