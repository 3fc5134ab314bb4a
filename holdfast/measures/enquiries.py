"""Measures of section 47 enquiries and of the conferences that follow them."""

from datetime import date

from holdfast.facts.schema import Row
from holdfast.measures._ibis import Rows, beside, when
from holdfast.measures._measure import Ask, Cohort, Example, Measure, Told
from holdfast.measures._sources import POPULATION, statistics, statistics_from_memory
from holdfast.measures._timed import flags_of, left_out, timed

_LIMIT = 15
_BEGAN = "The day of the strategy discussion that began the enquiry, 1 April to 31 March"
_HELD = "The day the conference was held, 1 April to 31 March"
_SINCE = date(2012, 4, 1)


def _enquiries(ask: Ask) -> Rows:
    every = ask.of("section47")
    rows = every.filter(ask.holds(every["started_on"]))
    return rows.select("child", key=rows["section47"])


def _conferences(ask: Ask) -> Rows:
    every = ask.of("conference")
    rows = every.filter(ask.holds(every["held_on"]))
    on = {"child": "child", "section47": "section47"}
    rows = beside(rows, ask.of("section47"), on=on, take={"enquiry_on": "started_on"})
    on = {"child": "child", "episode": "episode"}
    rows = beside(rows, ask.of("episode"), on=on, take={"referred_on": "referred_on"})
    moved_in = rows["kind"] == "transfer_in"
    rows = rows.mutate(since=when((moved_in, rows["referred_on"]), otherwise=rows["enquiry_on"]))
    rows = timed(rows, "conference", start="since", end="held_on", limit=_LIMIT)
    return rows.select("child", *CONFERENCES.flags, key=rows["conference"])


ENQUIRIES = Cohort(
    name="section47",
    words="Every section 47 enquiry begun in the year; a child with two counts twice",
    table="section47",
    rows=_enquiries,
)

CONFERENCES = Cohort(
    name="conferences",
    words="Every initial conference held in the year, those for children who moved in under a plan among them",
    table="conference",
    rows=_conferences,
    flags=flags_of("conference"),
)

_EPISODE: Row = {"child": "1", "episode": "2016-05-03", "referred_on": date(2016, 5, 3)}
_ENQUIRY: Row = {
    "child": "1",
    "section47": "2016-05-03/s2016-05-04",
    "episode": "2016-05-03",
    "started_on": date(2016, 5, 4),
}
_IN_TIME: Row = {
    "child": "1",
    "conference": "2016-05-03/s2016-05-04/c2016-05-25",
    "episode": "2016-05-03",
    "kind": "initial",
    "section47": "2016-05-03/s2016-05-04",
    "held_on": date(2016, 5, 25),
}
_MOVED_IN: Row = {
    "child": "2",
    "conference": "2016-06-01/c2016-06-23",
    "episode": "2016-06-01",
    "kind": "transfer_in",
    "held_on": date(2016, 6, 23),
}
_MOVER: Row = {"child": "2", "episode": "2016-06-01", "referred_on": date(2016, 6, 1)}
_BEFORE_ITS_ENQUIRY: Row = _IN_TIME | {"conference": "2016-05-03/s2016-05-04/c2016-05-03", "held_on": date(2016, 5, 3)}
_TOLD: Told = {
    "episode": (_EPISODE, _MOVER),
    "section47": (_ENQUIRY,),
    "conference": (_IN_TIME, _MOVED_IN, _BEFORE_ITS_ENQUIRY),
}

ENQUIRIES_NUMBER = Measure(
    code="S47-01N",
    title="Section 47 enquiries",
    numerator="Section 47 enquiries begun in the year",
    counted_by=_BEGAN,
    unit="count",
    source=statistics("Section 47 enquiries"),
    cohort=ENQUIRIES,
    series="section47_enquiries",
    valid_from=_SINCE,
    examples=(Example(words="One enquiry begun on 4 May 2016", facts=_TOLD, numerator=1, value=1),),
)

ENQUIRIES_RATE = Measure(
    code="S47-01",
    title="Section 47 enquiries for every 10,000 children",
    numerator="Section 47 enquiries begun in the year",
    denominator=POPULATION,
    counted_by=_BEGAN,
    unit="per_10000",
    source=statistics("Section 47 enquiries rate"),
    cohort=ENQUIRIES,
    series="section47_rate",
    valid_from=_SINCE,
    examples=(
        Example(
            words="One enquiry where 10,000 children live",
            facts=_TOLD,
            numerator=1,
            denominator=10000,
            population=10000,
            value=1.0,
        ),
    ),
)

CONFERENCES_NUMBER = Measure(
    code="ICPC-01N",
    title="Initial child protection conferences",
    numerator="Initial conferences held in the year, transfers in among them",
    counted_by=_HELD,
    unit="count",
    source=statistics("Initial child protection conferences"),
    cohort=CONFERENCES,
    series="icpc",
    valid_from=_SINCE,
    examples=(
        Example(words="Two initial conferences and one for a child who moved in", facts=_TOLD, numerator=3, value=3),
    ),
)

CONFERENCES_RATE = Measure(
    code="ICPC-01",
    title="Initial child protection conferences for every 10,000 children",
    numerator="Initial conferences held in the year, transfers in among them",
    denominator=POPULATION,
    counted_by=_HELD,
    unit="per_10000",
    source=statistics("Initial child protection conferences rate"),
    cohort=CONFERENCES,
    series="icpc_rate",
    valid_from=_SINCE,
    examples=(
        Example(
            words="Three conferences where 10,000 children live",
            facts=_TOLD,
            numerator=3,
            denominator=10000,
            population=10000,
            value=3.0,
        ),
    ),
)

WITHIN_15_DAYS = Measure(
    code="ICPC-02",
    title="Initial conferences within 15 working days",
    numerator="Initial conferences held no more than 15 working days after the strategy discussion that began the "
    "section 47 enquiry",
    denominator="Initial conferences held in the year whose wait can be worked out",
    counted_by=_HELD,
    unit="percent",
    direction="higher",
    source=statistics_from_memory("Conferences within 15 working days of the start of the section 47 enquiry"),
    cohort=CONFERENCES,
    counts="conference_in_time",
    among="conference_timed",
    left_out=left_out("conference", start="the strategy discussion", end="the conference"),
    series="icpc_within_15_working_days_pct",
    clock="15 working days, Working Together; from the strategy discussion, or the referral for a transfer in",
    note="A conference held before its enquiry began is left out, as in the published figure. How the department times "
    "a transfer-in conference was not found. Its published bands add up to all conferences, so Holdfast takes it that "
    "they are timed, and from the day the referral that told of the move was received.",
    valid_from=_SINCE,
    examples=(
        Example(
            words="Held on the 15th working day; a transfer in held on the 16th after its referral; one held before "
            "its enquiry is left out",
            facts=_TOLD,
            numerator=1,
            denominator=2,
            value=50.0,
        ),
    ),
)

MEASURES = (ENQUIRIES_NUMBER, ENQUIRIES_RATE, CONFERENCES_NUMBER, CONFERENCES_RATE, WITHIN_15_DAYS)
