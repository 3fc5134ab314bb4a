"""What a figure stands beside: the same year where it was published, the last one before it where not."""

import pytest

from holdfast.facts.cohorts import CollectionYear
from holdfast.measures import benchmarks
from holdfast.measures.comparison import LATEST_MODEL, beside, last_published, series_beside

HARROW = "310"
MEASURE = "REF-02"
YEARS = [point.year_end for point in benchmarks.series(MEASURE, "england").points]
OUTSIDE_LONDON = next(
    code for code in benchmarks.areas() if code.isdecimal() and "london" not in (benchmarks.area_of(code).region or "")
)


@pytest.mark.parametrize(("asked", "shown"), [
    (YEARS[0] - 1, None), (YEARS[0], YEARS[0]), (YEARS[-1], YEARS[-1]), (YEARS[-1] + 3, YEARS[-1]),
])  # fmt: skip
def test_a_figure_stands_beside_its_own_year_or_the_last_one_published_before_it(asked, shown):
    found = last_published(MEASURE, CollectionYear.ending(asked))
    assert found == (CollectionYear.ending(shown) if shown else None)
    stands = beside(MEASURE, area=HARROW, year=CollectionYear.ending(asked), model=LATEST_MODEL)
    assert stands.year == CollectionYear.ending(shown or asked)
    assert bool(stands.because) is (shown is None) and bool(stands.neighbours) is (shown is not None)


@pytest.mark.parametrize(("area", "is_told"), [(HARROW, True), (OUTSIDE_LONDON, False)])
def test_london_stands_beside_an_area_of_london_alone(area, is_told):
    year = CollectionYear.ending(YEARS[-1])
    assert (beside(MEASURE, area=area, year=year, model=LATEST_MODEL).london is not None) is is_told
    assert ("London" in series_beside(MEASURE, area, LATEST_MODEL)) is is_told


def test_lowest_middle_and_highest_are_those_of_the_neighbours_of_that_year():
    year = CollectionYear.ending(YEARS[-1])
    stands = beside(MEASURE, area=HARROW, year=year, model=LATEST_MODEL)
    values = sorted(point.value for _, point in stands.neighbours)
    assert {point.year_end for _, point in stands.neighbours} == {YEARS[-1]}
    assert (stands.lowest, stands.highest) == (values[0], values[-1])
    assert len(values) == 10 and stands.middle == round((values[4] + values[5]) / 2, 1)
    assert len(stands.neighbours) + len(stands.silent) == len(
        benchmarks.neighbour_series(MEASURE, HARROW, LATEST_MODEL)
    )


@pytest.mark.parametrize(("code", "area", "because"), [
    ("REF-01N", HARROW, "A number is not compared with areas of another size."),
    (MEASURE, None, "No area is known that this one is like."),
])  # fmt: skip
def test_where_nothing_stands_beside_it_it_says_why(code, area, because):
    year = CollectionYear.ending(YEARS[-1])
    assert beside(code, area=area, year=year, model=LATEST_MODEL).because == because
