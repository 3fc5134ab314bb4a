"""Whatever we say of the law or of a figure says where it is from, in which unit, since when, and shows it."""

import re
from datetime import date

import pytest

from holdfast.clocks import CLOCKS
from holdfast.clocks._clock import Before, Every, Within
from holdfast.facts import TABLES
from holdfast.kernel.codes import lists
from holdfast.kernel.source import HOW_SURE, Source
from holdfast.measures import MEASURES

UNITS = ("working day", "day", "week", "month", "hour", "year")


def assert_sourced(source: Source):
    assert len(source.title) > 10
    assert source.confidence in HOW_SURE


def limits_of(shape: Within | Every | Before) -> tuple:
    return (*(shape.first or ()), *shape.then) if isinstance(shape, Every) else shape.limit


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS)
def test_a_clock_says_who_must_how_long_since_when_and_on_whose_word(clock):
    assert clock.responsible
    assert clock.rule
    assert_sourced(clock.source)
    for limit in limits_of(clock.shape):
        assert limit.valid_from or clock.force == "local"
        assert any(unit in limit.value.words for unit in UNITS), limit.value.words


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS)
def test_a_clock_shows_one_that_was_met_in_time_and_one_that_was_not(clock):
    states = {answer.state for example in clock.examples for answer in example.answers}
    assert "met" in states
    assert states - {"met"}


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_a_measure_says_what_it_counts_of_what_on_which_day_and_on_whose_word(measure):
    assert measure.numerator
    assert measure.counted_by
    assert measure.unit == "count" or measure.denominator
    assert measure.valid_from > date.min
    assert measure.examples
    assert_sourced(measure.source)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_a_measure_names_the_series_it_stands_beside_or_says_why_there_is_none(measure):
    assert measure.series or measure.part_series or measure.no_series


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_column_is_named_by_what_it_holds(table):
    endings = {"date": "_on", "instant": "_at"}
    for column in table.columns:
        assert column.words
        assert column.name.endswith(endings.get(column.kind, "")), column.name
        assert column.codes is None or column.codes in lists(), column.codes


def test_codes_of_ours_are_snake_case():
    names = [*CLOCKS, *TABLES, *(column.name for table in TABLES.values() for column in table.columns)]
    assert not [name for name in names if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name)]
