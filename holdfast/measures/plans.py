"""Measures of child protection plans: how many begin, how many stand, how long, how often again."""

from datetime import date, timedelta

from holdfast.measures._ibis import Rows, beside, earliest, place, value
from holdfast.measures._measure import Ask, Cohort, Example, Measure, Told
from holdfast.measures._parts import BY_AGE, BY_CATEGORY, age_band, category
from holdfast.measures._sources import POPULATION, statistics

_TWO_YEARS = timedelta(days=730)
_BEGAN = "The day the plan began, 1 April to 31 March"
_STOOD = "31 March"
_SINCE = date(2012, 4, 1)
_CATEGORY_WORDS = {"NEG": "neglect", "PHY": "physical", "SAB": "sexual", "EMO": "emotional", "MUL": "multiple"}


def _begun(ask: Ask) -> Rows:
    every = ask.of("protection_plan")
    every = every.mutate(first_on=earliest(every, "started_on", within=("child",)))
    rows = _with_birth(ask, every.filter(ask.holds(every["started_on"])))
    earlier = (rows["previous_plans"] > 0).fill_null(False) | (rows["started_on"] > rows["first_on"])
    return rows.select(
        child=rows["child"],
        key=rows["protection_plan"],
        category=category(rows["initial_category"]),
        age=age_band(rows["birth_on"], rows["expected_birth_on"], rows["started_on"]),
        again=earlier,
    )


def _standing(ask: Ask) -> Rows:
    """One row a child: the plan begun last, where a child has two."""
    plans = ask.of("protection_plan")
    still = plans["ended_on"].isnull() | (plans["ended_on"] > ask.end_on)
    plans = plans.filter((plans["started_on"] <= ask.end_on) & still)
    latest = place(plans, within=("child",), by=("started_on", "protection_plan"), latest=("started_on",))
    rows = _with_birth(ask, plans.mutate(place=latest))
    rows = rows.filter(rows["place"] == 0)
    return rows.select(
        child=rows["child"],
        key=rows["protection_plan"],
        category=category(rows["latest_category"]),
        age=age_band(rows["birth_on"], rows["expected_birth_on"], value(ask.end_on)),
        two_years=rows["started_on"] <= ask.end_on - _TWO_YEARS,
    )


def _with_birth(ask: Ask, rows: Rows) -> Rows:
    born = {"birth_on": "birth_on", "expected_birth_on": "expected_birth_on"}
    return beside(rows, ask.of("child"), on={"child": "child"}, take=born)


BEGUN = Cohort(
    name="plans_begun",
    words="Every child protection plan begun in the year; plans, not children",
    table="protection_plan",
    rows=_begun,
    flags=("again",),
    breakdowns=(BY_CATEGORY, BY_AGE),
)

STANDING = Cohort(
    name="plans_standing",
    words="Every child, born or unborn, who was on a child protection plan at the end of 31 March",
    table="protection_plan",
    rows=_standing,
    flags=("two_years",),
    breakdowns=(BY_CATEGORY, BY_AGE),
    on_the_day=True,
)

_TOLD: Told = {
    "child": (
        {"child": "1", "birth_on": date(2010, 4, 1)},
        {"child": "2", "birth_on": date(2016, 12, 25)},
        {"child": "3", "expected_birth_on": date(2017, 5, 1)},
    ),
    "protection_plan": (
        {
            "child": "1",
            "protection_plan": "2015-03-01/p2015-04-01",
            "episode": "2015-03-01",
            "started_on": date(2015, 4, 1),
            "initial_category": "NEG",
            "latest_category": "EMO",
        },
        {
            "child": "2",
            "protection_plan": "2016-12-26/p2017-01-16",
            "episode": "2016-12-26",
            "started_on": date(2017, 1, 16),
            "initial_category": "PHY",
            "latest_category": "PHY",
            "previous_plans": 1,
        },
        {
            "child": "3",
            "protection_plan": "2017-01-05/p2017-02-01",
            "episode": "2017-01-05",
            "started_on": date(2017, 2, 1),
            "ended_on": date(2017, 3, 31),
            "initial_category": "NEG",
            "latest_category": "NEG",
            "previous_plans": 0,
        },
    ),
}

BEGUN_NUMBER = Measure(
    code="CPP-02N",
    title="Child protection plans beginning",
    numerator="Child protection plans begun in the year",
    counted_by=_BEGAN,
    unit="count",
    source=statistics("Child protection plans starting"),
    cohort=BEGUN,
    breakdowns=(BY_CATEGORY, BY_AGE),
    series="cpp_starts",
    part_series={f"category:{code}": f"cpp_starts_initial_category_{word}" for code, word in _CATEGORY_WORDS.items()},
    note="The category is the one at the start of the plan; the age is that at its start.",
    valid_from=_SINCE,
    examples=(
        Example(words="Two of three plans began in 2016-17", facts=_TOLD, numerator=2, value=2),
        Example(words="One of them for neglect", facts=_TOLD, part="category:NEG", numerator=1, value=1),
        Example(words="And one for a baby not yet born", facts=_TOLD, part="age:unborn", numerator=1, value=1),
    ),
)

BEGUN_RATE = Measure(
    code="CPP-02",
    title="Child protection plans beginning for every 10,000 children",
    numerator="Child protection plans begun in the year",
    denominator=POPULATION,
    counted_by=_BEGAN,
    unit="per_10000",
    source=statistics("Child protection plans starting, rate"),
    cohort=BEGUN,
    series="cpp_starts_rate",
    valid_from=_SINCE,
    examples=(
        Example(
            words="Two plans where 10,000 children live",
            facts=_TOLD,
            numerator=2,
            denominator=10000,
            population=10000,
            value=2.0,
        ),
    ),
)

AGAIN = Measure(
    code="CPP-03",
    title="Plans beginning for a child who had one before",
    numerator="Plans begun in the year for a child whom the same authority had on a plan before, at any time",
    denominator="Child protection plans begun in the year",
    counted_by=_BEGAN,
    unit="percent",
    direction="lower",
    source=statistics("Second or subsequent child protection plans"),
    cohort=BEGUN,
    counts="again",
    series="cpp_starts_second_or_subsequent_pct",
    note="A child had one before if the number of earlier plans says so, or if an earlier plan is among the facts.",
    valid_from=_SINCE,
    examples=(
        Example(
            words="One of two plans is a child's second",
            facts=_TOLD,
            numerator=1,
            denominator=2,
            value=50.0,
        ),
    ),
)

AGAIN_NUMBER = Measure(
    code="CPP-03N",
    title="Second or later plans beginning",
    numerator=AGAIN.numerator,
    counted_by=_BEGAN,
    unit="count",
    direction="lower",
    source=AGAIN.source,
    cohort=BEGUN,
    counts="again",
    series="cpp_starts_second_or_subsequent",
    note=AGAIN.note,
    valid_from=_SINCE,
    examples=(Example(words="One of two plans is a child's second", facts=_TOLD, numerator=1, value=1),),
)

STANDING_NUMBER = Measure(
    code="CPP-01N",
    title="Children on a child protection plan at 31 March",
    numerator="Children on a child protection plan at the end of the day",
    counted_by=_STOOD,
    unit="count",
    source=statistics("Child protection plans at 31 March, by category and age"),
    cohort=STANDING,
    breakdowns=(BY_CATEGORY, BY_AGE),
    series="cpp_at_31_march",
    part_series={
        f"category:{code}": f"cpp_at_31_march_latest_category_{word}" for code, word in _CATEGORY_WORDS.items()
    },
    note="Children, not plans. A plan that ended on 31 March no longer stands. The category is the latest; the bands "
    "of age are from memory.",
    valid_from=_SINCE,
    examples=(
        Example(words="Two children; a third plan ended that day", facts=_TOLD, numerator=2, value=2),
        Example(words="One for emotional abuse now", facts=_TOLD, part="category:EMO", numerator=1, value=1),
        Example(words="One is six, a day before seven", facts=_TOLD, part="age:5_to_9", numerator=1, value=1),
    ),
)

STANDING_RATE = Measure(
    code="CPP-01",
    title="Children on a child protection plan at 31 March for every 10,000 children",
    numerator=STANDING_NUMBER.numerator,
    denominator=POPULATION,
    counted_by=_STOOD,
    unit="per_10000",
    source=statistics("Child protection plans at 31 March, rate"),
    cohort=STANDING,
    series="cpp_at_31_march_rate",
    valid_from=_SINCE,
    examples=(
        Example(
            words="Two children where 10,000 live",
            facts=_TOLD,
            numerator=2,
            denominator=10000,
            population=10000,
            value=2.0,
        ),
    ),
)

TWO_YEARS = Measure(
    code="CPP-07",
    title="Children on a plan at 31 March for two years or longer",
    numerator="Children whose plan at 31 March has been open more than 729 days",
    denominator=STANDING_NUMBER.numerator,
    counted_by=_STOOD,
    unit="percent",
    direction="lower",
    source=statistics("Child protection plans lasting two years or more"),
    cohort=STANDING,
    counts="two_years",
    no_series="The department publishes how long plans at 31 March have been open, but no such series is held.",
    clock="More than 729 days from the start of the plan, the start being day 0",
    valid_from=_SINCE,
    examples=(
        Example(
            words="One of two children: 1 April 2015 to 31 March 2017 is 730 days",
            facts=_TOLD,
            numerator=1,
            denominator=2,
            value=50.0,
        ),
    ),
)

TWO_YEARS_NUMBER = Measure(
    code="CPP-07N",
    title="Number of children on a plan at 31 March for two years or longer",
    numerator=TWO_YEARS.numerator,
    counted_by=_STOOD,
    unit="count",
    direction="lower",
    source=TWO_YEARS.source,
    cohort=STANDING,
    counts="two_years",
    no_series=TWO_YEARS.no_series,
    clock=TWO_YEARS.clock,
    valid_from=_SINCE,
    examples=(Example(words="1 April 2015 to 31 March 2017 is 730 days", facts=_TOLD, numerator=1, value=1),),
)

MEASURES = (
    BEGUN_NUMBER,
    BEGUN_RATE,
    AGAIN_NUMBER,
    AGAIN,
    STANDING_NUMBER,
    STANDING_RATE,
    TWO_YEARS_NUMBER,
    TWO_YEARS,
)
