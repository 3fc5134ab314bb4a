"""Measures of referrals: how many, who makes them, how many come back."""

from datetime import date

from holdfast.facts.schema import Row
from holdfast.kernel.source import Source
from holdfast.measures._ibis import Rows, beside, months, one_before, place
from holdfast.measures._measure import Ask, Cohort, Example, Measure
from holdfast.measures._parts import BY_SOURCE, source_group
from holdfast.measures._sources import POPULATION, statistics
from holdfast.measures._timed import flags_of, left_out, timed

_PART_SERIES = {part.slug: f"referrals_source_{part.code}" for part in BY_SOURCE.parts}
_RECEIVED = "The day the referral was received, 1 April to 31 March"
_SINCE = date(2012, 4, 1)


def _referrals(ask: Ask) -> Rows:
    episodes = _with_referral_before(ask.of("episode"))
    rows = episodes.filter(ask.holds(episodes["referred_on"]))
    rows = timed(rows, "deciding", start="referred_on", end="decided_on", limit=1)
    before = rows["referred_before_on"]
    return rows.select(
        *flags_of("deciding"),
        child=rows["child"],
        key=rows["episode"],
        source=source_group(rows["referral_source"]),
        came_back=(rows["referred_on"] <= before + months(12)).fill_null(False),
        first_of_child=place(rows, within=("child",), by=("referred_on", "episode")) == 0,
    )


def _with_referral_before(episodes: Rows) -> Rows:
    """Two referrals on one day are no re-referral, so the one before is looked for among days."""
    days = episodes.select("child", "referred_on").distinct()
    days = days.mutate(before=one_before(days, "referred_on", within=("child",)))
    on = {"child": "child", "referred_on": "referred_on"}
    return beside(episodes, days, on=on, take={"referred_before_on": "before"})


REFERRALS = Cohort(
    name="referrals",
    words="Every referral received in the year; a child referred twice counts twice; contacts do not count",
    table="episode",
    rows=_referrals,
    flags=("came_back", "first_of_child", *flags_of("deciding")),
    breakdowns=(BY_SOURCE,),
)

_MAY, _JUNE, _NEXT_MAY = date(2016, 5, 3), date(2016, 6, 1), date(2017, 3, 30)
_THREE: tuple[Row, ...] = (
    {"child": "1", "episode": "2016-05-03", "referred_on": _MAY, "referral_source": "6"},
    {"child": "2", "episode": "2016-06-01", "referred_on": _JUNE, "referral_source": "2A"},
    {"child": "2", "episode": "2017-03-30", "referred_on": _NEXT_MAY, "referral_source": "3E"},
    {"child": "3", "episode": "2017-04-01", "referred_on": date(2017, 4, 1), "referral_source": "6"},
)
_ANNIVERSARY: tuple[Row, ...] = (
    {"child": "1", "episode": "2015-05-03", "referred_on": date(2015, 5, 3)},
    {"child": "1", "episode": "2016-05-03", "referred_on": date(2016, 5, 3)},
    {"child": "2", "episode": "2015-05-02", "referred_on": date(2015, 5, 2)},
    {"child": "2", "episode": "2016-05-03", "referred_on": date(2016, 5, 3)},
)

REFERRALS_NUMBER = Measure(
    code="REF-01N",
    title="Referrals",
    numerator="Referrals received in the year",
    counted_by=_RECEIVED,
    unit="count",
    source=statistics("Referrals"),
    cohort=REFERRALS,
    breakdowns=(BY_SOURCE,),
    series="referrals",
    part_series=_PART_SERIES,
    valid_from=_SINCE,
    examples=(
        Example(
            words="Three referrals of two children; a fourth came on 1 April, in the next year",
            facts={"episode": _THREE},
            numerator=3,
            value=3,
        ),
    ),
)

REFERRALS_RATE = Measure(
    code="REF-01",
    title="Referrals for every 10,000 children",
    numerator="Referrals received in the year",
    denominator=POPULATION,
    counted_by=_RECEIVED,
    unit="per_10000",
    source=statistics("Referrals rate"),
    cohort=REFERRALS,
    series="referrals_rate",
    valid_from=_SINCE,
    examples=(
        Example(
            words="Three referrals where 58,234 children live",
            facts={"episode": _THREE},
            numerator=3,
            denominator=58234,
            population=58234,
            value=0.5,
        ),
    ),
)

RE_REFERRALS = Measure(
    code="REF-02",
    title="Referrals within 12 months of an earlier one",
    numerator="Referrals of a child whom the authority had received a referral of in the 12 months before",
    denominator="Referrals received in the year",
    counted_by=_RECEIVED,
    unit="percent",
    direction="lower",
    source=statistics("Re-referrals within 12 months"),
    cohort=REFERRALS,
    counts="came_back",
    series="re_referrals_12m_pct",
    looks_back_months=12,
    note="The guidance gives no count of days for 12 months. Holdfast counts calendar months: a referral on the same "
    "day of the month a year later is the last that counts. The earlier referral counts whatever became of it; two on "
    "one day are not a re-referral.",
    valid_from=_SINCE,
    examples=(
        Example(
            words="One child comes back on the very day a year later, another a day too late",
            facts={"episode": _ANNIVERSARY},
            numerator=1,
            denominator=2,
            value=50.0,
        ),
    ),
)

RE_REFERRALS_NUMBER = Measure(
    code="REF-02N",
    title="Re-referrals",
    numerator=RE_REFERRALS.numerator,
    counted_by=_RECEIVED,
    unit="count",
    direction="lower",
    source=RE_REFERRALS.source,
    cohort=REFERRALS,
    counts="came_back",
    series="re_referrals_12m",
    looks_back_months=12,
    note=RE_REFERRALS.note,
    valid_from=_SINCE,
    examples=(
        Example(
            words="One child comes back on the very day a year later, another a day too late",
            facts={"episode": _ANNIVERSARY},
            numerator=1,
            value=1,
        ),
    ),
)

CHILDREN_REFERRED = Measure(
    code="REF-03",
    title="Children referred",
    numerator="Children with at least one referral in the year",
    counted_by=_RECEIVED,
    unit="count",
    source=statistics("Children referred"),
    cohort=REFERRALS,
    counts="first_of_child",
    series="children_referred",
    note="The rows behind it are each child's first referral of the year.",
    valid_from=_SINCE,
    examples=(
        Example(
            words="Three referrals in the year, of two children",
            facts={"episode": _THREE},
            numerator=2,
            value=2,
        ),
    ),
)

REFERRALS_BY_SOURCE = Measure(
    code="REF-04",
    title="Share of referrals by who made them",
    numerator="Referrals from that source",
    denominator="Referrals received in the year",
    counted_by=_RECEIVED,
    unit="percent",
    source=statistics("Referrals by source"),
    cohort=REFERRALS,
    breakdowns=(BY_SOURCE,),
    shares=True,
    no_series="Published as numbers by source, held beside the measure Referrals; shares are not published.",
    valid_from=_SINCE,
    examples=(
        Example(
            words="One of three referrals in the year is from the police",
            facts={"episode": _THREE},
            part="source:police",
            numerator=1,
            denominator=3,
            value=33.3,
        ),
    ),
)

_DECIDED: tuple[Row, ...] = (
    {"child": "1", "episode": "2016-05-27", "referred_on": date(2016, 5, 27), "decided_on": date(2016, 5, 31)},
    {"child": "2", "episode": "2016-06-06", "referred_on": date(2016, 6, 6), "decided_on": date(2016, 6, 8)},
    {"child": "3", "episode": "2016-06-07", "referred_on": date(2016, 6, 7), "no_further_action": False},
)

DECIDED_IN_TIME = Measure(
    code="REF-05",
    title="Referrals decided within one working day",
    numerator="Referrals that a manager decided no later than the working day after they were received",
    denominator="Referrals of which both days are known",
    counted_by=_RECEIVED,
    unit="percent",
    direction="higher",
    source=Source(title="Working Together 2013 to 2023; CIN census guide 2023-24", place="4.1, 4.9"),
    cohort=REFERRALS,
    counts="deciding_in_time",
    among="deciding_timed",
    left_out=left_out("deciding", start="the referral", end="the decision"),
    clock="One working day: Working Together 2013 to 2023",
    no_series="Not published: the census does not tell the day of the decision.",
    note="The same limit as the clock `referral_decision`. The census says that there was a decision, never when.",
    valid_from=date(2013, 4, 15),
    examples=(
        Example(
            words="Friday before a bank holiday to Tuesday; Monday to Wednesday; a decision without its day",
            facts={"episode": _DECIDED},
            numerator=1,
            denominator=2,
            value=50.0,
        ),
    ),
)

MEASURES = (
    REFERRALS_NUMBER,
    REFERRALS_RATE,
    RE_REFERRALS_NUMBER,
    RE_REFERRALS,
    CHILDREN_REFERRED,
    REFERRALS_BY_SOURCE,
    DECIDED_IN_TIME,
)
