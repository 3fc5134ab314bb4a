"""Whatever the seed, the day and the size: exactly the planted lateness comes back from the clocks."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.borough import Borough, Planted, build, harrow_size
from holdfast.clocks import CLOCKS, due_dates, due_table
from holdfast.facts.cohorts import CollectionYear
from holdfast.kernel.working_days import england_and_wales
from holdfast.measures import MEASURES, compute, rows_behind
from tests.examples import many

HERE_ONLY = {"CON-05", "CON-06", "CON-07", "CON-08", "DA-01", "DA-02", "EH-02", "EH-03"}
"""Of these a borough tells only as much as stands in records: how something was told, reasons, early help of late."""

LATE = ("met_late", "overdue")

boroughs = st.builds(
    build,
    seed=st.integers(0, 2**32),
    as_of=st.dates(date(2014, 1, 1), date(2028, 6, 30)),
    size=st.integers(20, 250),
)


def late_by_population(borough: Borough) -> set[Planted]:
    found: set[Planted] = set()
    for clock in CLOCKS.values():
        rows = due_table(borough.facts, clock, as_of=borough.as_of, calendar=england_and_wales()).to_pylist()
        found |= {
            Planted(clock=clock.id, child=row["child"], subject=row["subject"], link=row["link"], state=row["state"])
            for row in rows
            if row["state"] in LATE
        }
    return found


@settings(max_examples=many(12), deadline=None)
@given(boroughs)
def test_exactly_the_planted_lateness_comes_back_from_the_clocks(borough: Borough):
    assert late_by_population(borough) == borough.planted


@settings(max_examples=many(4), deadline=None)
@given(boroughs)
def test_and_from_the_clocks_of_one_child_at_a_time(borough: Borough):
    dues = [
        due
        for _, _, rows in borough.facts.by_child()
        for due in due_dates(rows, as_of=borough.as_of, calendar=england_and_wales())
    ]
    late = {
        Planted(clock=due.clock, child=due.child, subject=due.subject, link=due.link, state=due.state)
        for due in dues
        if due.state in LATE
    }
    assert late == borough.planted


def test_every_clock_that_has_a_last_day_has_lateness_planted_in_the_demonstration():
    borough = build(seed=1, as_of=date(2026, 11, 22))
    windows = {clock.id for clock in CLOCKS.values() if clock.window}
    assert {each.clock for each in borough.planted} == CLOCKS.keys() - windows
    assert late_by_population(borough) == borough.planted


def test_and_in_a_borough_of_harrows_size_whose_first_referrals_had_other_limits():
    borough = build(seed=7, as_of=date(2014, 6, 30), size=harrow_size(date(2014, 6, 30)))
    assert late_by_population(borough) == borough.planted


def test_the_measure_of_conferences_finds_exactly_those_planted_late():
    borough = build(seed=5, as_of=date(2018, 3, 31), size=1_200)
    counted: set[tuple[str, str]] = set()
    for year_end in range(2013, 2019):
        asked = {"authority": borough.authority, "as_of": borough.as_of, "year": CollectionYear.ending(year_end)}
        every = set(rows_behind("ICPC-02", "denominator", borough.facts, **asked))
        counted |= every - set(rows_behind("ICPC-02", "numerator", borough.facts, **asked))
    late = {(child, key.rsplit("/c", 1)[0]) for child, key in counted if "/s" in key}
    late_transfers = counted - {(child, key) for child, key in counted if "/s" in key}
    assert late == planted(borough, "initial_conference")
    assert late_transfers == planted(borough, "transfer_in_conference")


def planted(borough: Borough, clock: str) -> set[tuple[str, str]]:
    return {(each.child, each.subject) for each in borough.planted if each.clock == clock and each.state == "met_late"}


def test_every_figure_of_2016_17_can_be_computed():
    borough = build(seed=1, as_of=date(2018, 3, 31), size=600)
    figures = compute(
        borough.facts,
        authority=borough.authority,
        year=CollectionYear.ending(2017),
        as_of=borough.as_of,
        population=borough.population[2017],
        known_from=borough.known_from,
    )
    told = {code for code, measure in MEASURES.items() if measure.cohort.table in borough.facts.tables}
    wanting = {figure.code for figure in figures if figure.value is None and figure.breakdown is None}
    assert not wanting & told - HERE_ONLY
