"""Measures of why children are referred: a second reason counts as well as the main one."""

from datetime import date

from holdfast.facts.schema import Row
from holdfast.measures._ibis import Rows, beside
from holdfast.measures._measure import Ask, Cohort, Example, Measure, Told
from holdfast.measures._sources import NO_SERIES, annual_report

DOMESTIC_ABUSE = ("3A", "3B", "3C")
"""The department's codes: of the child, of a parent, of somebody else in the household."""

_RECEIVED = "The day the referral was received, 1 April to 31 March"
_SECOND = annual_report("domestic abuse is a common secondary factor, and was not counted")


def _reasons(ask: Ask) -> Rows:
    episodes = ask.of("episode")
    rows = episodes.filter(ask.holds(episodes["referred_on"]))
    on = {"child": "child", "episode": "episode"}
    rows = beside(rows, _told(ask), on=on, take={"reasons": "reasons", "main": "main", "some": "some"})
    return rows.select(
        child=rows["child"],
        key=rows["episode"],
        has_reason=~rows["reasons"].isnull(),
        no_reason=rows["reasons"].isnull(),
        domestic_abuse_main=(rows["main"] > 0).fill_null(False),
        domestic_abuse_any=(rows["some"] > 0).fill_null(False),
    )


def _told(ask: Ask) -> Rows:
    """Each referral's reasons, counted; of how many domestic abuse is one."""
    told = ask.of("referral_factor")
    abuse = told["code"].isin(DOMESTIC_ABUSE)
    told = told.mutate(abuse=abuse.cast("int64"), abuse_main=(abuse & told["main"]).cast("int64"))
    return told.group_by("child", "episode").aggregate(
        reasons=told.count(), main=told["abuse_main"].sum(), some=told["abuse"].sum()
    )


REASONS = Cohort(
    name="referral_reasons",
    words="Every referral received in the year, with the reasons recorded for it",
    table="episode",
    needs="referral_factor",
    rows=_reasons,
    flags=("has_reason", "no_reason", "domestic_abuse_main", "domestic_abuse_any"),
)


def _factor(child: str, code: str, *, main: bool) -> Row:
    return {"child": child, "episode": "2016-05-03", "code": code, "main": main}


_TOLD: Told = {
    "episode": tuple(
        {"child": child, "episode": "2016-05-03", "referred_on": date(2016, 5, 3)} for child in ("1", "2", "3", "4")
    ),
    "referral_factor": (
        _factor("1", "3B", main=True),
        _factor("2", "16A", main=True),
        _factor("2", "3A", main=False),
        _factor("2", "3B", main=False),
        _factor("3", "16A", main=True),
    ),
}

MAIN = Measure(
    code="DA-01",
    title="Referrals with domestic abuse as the main reason",
    numerator="Referrals whose main reason is domestic abuse",
    denominator="Referrals for which a reason is recorded",
    counted_by=_RECEIVED,
    unit="percent",
    source=_SECOND,
    cohort=REASONS,
    counts="domestic_abuse_main",
    among="has_reason",
    left_out={"no_reason": "without a recorded reason"},
    no_series=NO_SERIES,
    valid_from=date(2012, 4, 1),
    examples=(Example(words="One of three", facts=_TOLD, numerator=1, denominator=3, value=33.3),),
)

ANY = Measure(
    code="DA-02",
    title="Referrals with domestic abuse as any reason",
    numerator="Referrals of which domestic abuse is the main reason or a further one",
    denominator="Referrals for which a reason is recorded",
    counted_by=_RECEIVED,
    unit="percent",
    source=_SECOND,
    cohort=REASONS,
    counts="domestic_abuse_any",
    among="has_reason",
    left_out={"no_reason": "without a recorded reason"},
    no_series=NO_SERIES,
    note="A referral counts once, however many such reasons it has.",
    valid_from=date(2012, 4, 1),
    examples=(
        Example(
            words="A referral for neglect with two further such reasons counts once",
            facts=_TOLD,
            numerator=2,
            denominator=3,
            value=66.7,
        ),
    ),
)

MEASURES = (MAIN, ANY)
