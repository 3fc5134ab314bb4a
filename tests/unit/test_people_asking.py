"""One box takes names, days, numbers and a postcode, in any order."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.people.queries.asking import as_postcode, asked

AS_OF = date(2026, 11, 22)


@pytest.mark.parametrize("typed", ["3/4/2014", "3.4.14", "03-04-2014", "2014-04-03", "3 April 2014", "3rd apr 2014"])
def test_a_day_is_read_however_it_is_typed(typed):
    told = asked(f"farah {typed} siddiqui", as_of=AS_OF)
    assert told.births == (date(2014, 4, 3),)
    assert told.words == ("farah", "siddiqui")


def test_a_day_and_its_swapped_twin_are_both_looked_for():
    assert asked("3/4/2014", as_of=AS_OF).swapped == (date(2014, 3, 4),)


def test_a_day_that_cannot_be_swapped_is_not():
    assert asked("23/4/2014", as_of=AS_OF).swapped == ()


def test_a_day_typed_the_american_way_is_read():
    assert asked("4/23/2014", as_of=AS_OF).births == (date(2014, 4, 23),)


def test_a_year_of_two_figures_is_never_in_the_future():
    assert asked("1/2/30", as_of=AS_OF).births == (date(1930, 2, 1),)


def test_a_number_with_spaces_is_one_number():
    assert asked("943 476 5919", as_of=AS_OF).numbers == ("9434765919",)


def test_the_end_of_a_census_number_is_a_number():
    assert asked("child 205141", as_of=AS_OF).numbers == ("205141",)


def test_a_postcode_is_read_without_its_space():
    assert asked("ha12ab", as_of=AS_OF).postcodes == ("HA1 2AB",)


def test_unborn_is_not_taken_for_a_name():
    told = asked("unborn baby Smith", as_of=AS_OF)
    assert (told.unborn, told.words) == (True, ("smith",))


def test_nothing_typed_asks_for_nothing():
    assert asked("  ", as_of=AS_OF).is_empty


def test_a_postcode_is_kept_in_one_shape():
    assert as_postcode("ha1 2ab ") == "HA1 2AB"
    assert as_postcode("no postcode") == "no postcode"


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read(text):
    asked(text, as_of=AS_OF)
