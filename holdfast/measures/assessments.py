"""Measures of assessments: how many, and how soon."""

from datetime import date

from holdfast.measures._ibis import Rows, beside
from holdfast.measures._measure import Ask, Cohort, Example, Measure, Told
from holdfast.measures._sources import POPULATION, statistics, statistics_from_memory
from holdfast.measures._timed import flags_of, left_out, timed

_LIMIT = 45
_FINISHED = "The day a manager authorised the assessment, 1 April to 31 March"
_SINCE = date(2013, 4, 1)  # the single assessment: Working Together 2013


def _assessments(ask: Ask) -> Rows:
    every = ask.of("assessment")
    rows = every.filter(ask.holds(every["authorised_on"]))
    on = {"child": "child", "episode": "episode"}
    rows = beside(rows, ask.of("episode"), on=on, take={"referred_on": "referred_on"})
    rows = timed(rows, "from_start", start="started_on", end="authorised_on", limit=_LIMIT)
    rows = timed(rows, "from_referral", start="referred_on", end="authorised_on", limit=_LIMIT)
    return rows.select("child", *ASSESSMENTS.flags, key=rows["assessment"])


ASSESSMENTS = Cohort(
    name="assessments",
    words="Every child and family assessment finished in the year; assessments, not children",
    table="assessment",
    rows=_assessments,
    flags=(*flags_of("from_start"), *flags_of("from_referral")),
)

_ONE_SLOW_REFERRAL: Told = {
    "episode": ({"child": "1", "episode": "2016-05-03", "referred_on": date(2016, 5, 3)},),
    "assessment": (
        {
            "child": "1",
            "assessment": "2016-05-03/a2016-05-10",
            "episode": "2016-05-03",
            "started_on": date(2016, 5, 10),
            "authorised_on": date(2016, 7, 13),
        },
    ),
}

ASSESSMENTS_NUMBER = Measure(
    code="ASM-01N",
    title="Assessments finished",
    numerator="Assessments authorised in the year",
    counted_by=_FINISHED,
    unit="count",
    source=statistics("Assessments completed"),
    cohort=ASSESSMENTS,
    series="assessments_completed",
    valid_from=_SINCE,
    examples=(
        Example(words="One assessment finished on 13 July 2016", facts=_ONE_SLOW_REFERRAL, numerator=1, value=1),
    ),
)

ASSESSMENTS_RATE = Measure(
    code="ASM-01",
    title="Assessments finished for every 10,000 children",
    numerator="Assessments authorised in the year",
    denominator=POPULATION,
    counted_by=_FINISHED,
    unit="per_10000",
    source=statistics("Assessments completed"),
    cohort=ASSESSMENTS,
    series="assessments_completed_rate",
    valid_from=_SINCE,
    examples=(
        Example(
            words="One assessment where 10,000 children live",
            facts=_ONE_SLOW_REFERRAL,
            numerator=1,
            denominator=10000,
            population=10000,
            value=1.0,
        ),
    ),
)

WITHIN_45_OF_START = Measure(
    code="ASM-02",
    title="Assessments within 45 working days of their start",
    numerator="Assessments authorised in the year, no more than 45 working days after they started",
    denominator="Assessments authorised in the year whose length can be worked out",
    counted_by=_FINISHED,
    unit="percent",
    direction="higher",
    source=statistics_from_memory("Assessments completed within 45 working days"),
    cohort=ASSESSMENTS,
    counts="from_start_in_time",
    among="from_start_timed",
    left_out=left_out("from_start", start="the start", end="the end"),
    series="assessments_within_45_days_pct",
    clock="45 working days, Working Together 2013 and later; read as the published statistic is believed to count: "
    "from the start of the assessment",
    note="Guidance counts from the referral, and the published statistic is believed, from memory, to count from the "
    "start of the assessment. Holdfast gives both: this is the statistic, and the next measure is the guidance.",
    valid_from=_SINCE,
    examples=(
        Example(
            words="Started on 10 May and authorised on 13 July 2016: the 45th working day (30 May was a bank holiday)",
            facts=_ONE_SLOW_REFERRAL,
            numerator=1,
            denominator=1,
            value=100.0,
        ),
    ),
)

WITHIN_45_OF_REFERRAL = Measure(
    code="ASM-02G",
    title="Assessments within 45 working days of the referral",
    numerator="Assessments authorised in the year, no more than 45 working days after the referral was received",
    denominator="Assessments authorised in the year whose time since the referral can be worked out",
    counted_by=_FINISHED,
    unit="percent",
    direction="higher",
    source=statistics("Working Together: the assessment ends within 45 working days of the referral"),
    cohort=ASSESSMENTS,
    counts="from_referral_in_time",
    among="from_referral_timed",
    left_out=left_out("from_referral", start="the referral", end="the end of the assessment"),
    no_series="The published series is believed to count from the start of the assessment, so it is no comparison.",
    clock="45 working days, Working Together 2013 and later; as guidance counts: from the referral",
    note="A second assessment later in the same episode is still counted from the referral.",
    valid_from=_SINCE,
    examples=(
        Example(
            words="The same assessment, in time from its start, is late from the referral a week before",
            facts=_ONE_SLOW_REFERRAL,
            numerator=0,
            denominator=1,
            value=0.0,
        ),
    ),
)

MEASURES = (ASSESSMENTS_NUMBER, ASSESSMENTS_RATE, WITHIN_45_OF_START, WITHIN_45_OF_REFERRAL)
