"""Measures of children in need: every child whom the authority is working with."""

from datetime import date

from holdfast.measures._ibis import Rows, beside, place, value
from holdfast.measures._measure import Ask, Cohort, Example, Measure, Told
from holdfast.measures._parts import BY_AGE, age_band
from holdfast.measures._sources import POPULATION, statistics

_STOOD = "31 March"
_SINCE = date(2012, 4, 1)


def _in_need(ask: Ask) -> Rows:
    """One row a child: the episode begun last, where a child has two open."""
    episodes = ask.of("episode")
    still = episodes["closed_on"].isnull() | (episodes["closed_on"] > ask.end_on)
    by_then = episodes["decided_on"].isnull() | (episodes["decided_on"] <= ask.end_on)
    no_further_action = episodes["no_further_action"].fill_null(False) & by_then
    episodes = episodes.filter((episodes["referred_on"] <= ask.end_on) & still & ~no_further_action)
    latest = place(episodes, within=("child",), by=("referred_on", "episode"), latest=("referred_on",))
    rows = episodes.mutate(place=latest)
    rows = rows.filter(rows["place"] == 0)
    born = {"birth_on": "birth_on", "expected_birth_on": "expected_birth_on"}
    rows = beside(rows, ask.of("child"), on={"child": "child"}, take=born)
    return rows.select(
        child=rows["child"],
        key=rows["episode"],
        age=age_band(rows["birth_on"], rows["expected_birth_on"], value(ask.end_on)),
    )


IN_NEED = Cohort(
    name="in_need",
    words="Every child, born or unborn, with an episode of need open at the end of 31 March: those on a child "
    "protection plan, looked after or leaving care among them. A referral with no further action is no episode of need",
    table="episode",
    rows=_in_need,
    breakdowns=(BY_AGE,),
    on_the_day=True,
)

_TOLD: Told = {
    "episode": (
        {"child": "1", "episode": "2016-05-03", "referred_on": date(2016, 5, 3)},
        {"child": "1", "episode": "2017-01-09", "referred_on": date(2017, 1, 9)},
        {"child": "2", "episode": "2016-06-01", "referred_on": date(2016, 6, 1), "closed_on": date(2017, 3, 31)},
        {"child": "3", "episode": "2017-02-01", "referred_on": date(2017, 2, 1), "no_further_action": True},
        {"child": "4", "episode": "2017-03-31", "referred_on": date(2017, 3, 31), "closed_on": date(2017, 4, 3)},
    ),
}

IN_NEED_NUMBER = Measure(
    code="CIN-01N",
    title="Children in need at 31 March",
    numerator="Children with an episode of need open at the end of the day",
    counted_by=_STOOD,
    unit="count",
    source=statistics("Children in need at 31 March"),
    cohort=IN_NEED,
    breakdowns=(BY_AGE,),
    series="cin_at_31_march",
    note="An episode closed on 31 March is no longer open. What became of it later does not count: one closed in April "
    "as not in need was still open at 31 March. A referral that nobody has decided yet counts.",
    valid_from=_SINCE,
    examples=(
        Example(
            words="One child with two open episodes, and one referred that day; one was closed that day, and one "
            "referral went no further",
            facts=_TOLD,
            numerator=2,
            value=2,
        ),
    ),
)

IN_NEED_RATE = Measure(
    code="CIN-01",
    title="Children in need at 31 March for every 10,000 children",
    numerator=IN_NEED_NUMBER.numerator,
    denominator=POPULATION,
    counted_by=_STOOD,
    unit="per_10000",
    source=statistics("Children in need at 31 March, rate"),
    cohort=IN_NEED,
    series="cin_at_31_march_rate",
    note=IN_NEED_NUMBER.note,
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

MEASURES = (IN_NEED_NUMBER, IN_NEED_RATE)
