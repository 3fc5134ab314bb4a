"""A collection year runs from 1 April to 31 March and is called by both its years."""

from datetime import date

import pytest

from holdfast.facts.cohorts import CollectionYear
from holdfast.kernel.refused import Refused


def test_a_year_is_named_by_both_its_halves():
    year = CollectionYear.named("2016-17")
    assert (year.start_on, year.end_on) == (date(2016, 4, 1), date(2017, 3, 31))
    assert year.label == "2016-17"


def test_the_turn_of_the_century_keeps_its_two_figures():
    assert CollectionYear.named("1999-00").label == "1999-00"


@pytest.mark.parametrize("label", ["2016", "2016-18", "2016/17", "16-17", "", "2016-17 ", "0000-01", "9999-00"])
def test_any_other_way_of_writing_a_year_is_refused(label):
    with pytest.raises(Refused, match="written like 2016-17"):
        CollectionYear.named(label)


@pytest.mark.parametrize(
    ("day", "label"), [(date(2017, 3, 31), "2016-17"), (date(2017, 4, 1), "2017-18"), (date(2017, 1, 1), "2016-17")]
)
def test_a_day_falls_in_the_year_that_holds_it(day, label):
    assert CollectionYear.holding(day).label == label
    assert day in CollectionYear.named(label)


def test_an_unknown_day_falls_in_no_year():
    assert None not in CollectionYear.named("2016-17")


def test_years_follow_each_other():
    year = CollectionYear.named("2016-17")
    assert year.previous == CollectionYear.named("2015-16")
    assert year.previous < year
