"""Counting working days in England and Wales."""

from datetime import date, timedelta

import pytest

from holdfast.kernel.days import CannotCount, in_words, months_from
from holdfast.kernel.working_days import OutsideCalendar, england_and_wales, read_calendar

CALENDAR = england_and_wales()


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2012, 6, 4), "the spring bank holiday moved for the Diamond Jubilee"),
        (date(2012, 6, 5), "the Diamond Jubilee"),
        (date(2020, 5, 8), "the early May bank holiday moved to VE day"),
        (date(2021, 12, 27), "Christmas Day on a Saturday gives its Monday"),
        (date(2021, 12, 28), "and Boxing Day on a Sunday the Tuesday after it"),
        (date(2022, 6, 2), "the spring bank holiday moved for the Platinum Jubilee"),
        (date(2022, 6, 3), "the Platinum Jubilee"),
        (date(2022, 9, 19), "the funeral of Queen Elizabeth II"),
        (date(2023, 5, 8), "the coronation of King Charles III"),
        (date(2016, 3, 25), "Good Friday"),
        (date(2016, 3, 26), "a Saturday"),
        (date(2016, 3, 27), "a Sunday"),
    ],
)
def test_nobody_works_on(day, why):
    assert not CALENDAR.is_working_day(day), why


@pytest.mark.parametrize("day", [date(2020, 5, 4), date(2022, 5, 30), date(2012, 5, 28), date(2016, 12, 28)])
def test_the_day_a_bank_holiday_moved_away_from_is_a_working_day(day):
    assert CALENDAR.is_working_day(day)


def test_every_year_listed_has_eight_bank_holidays_and_those_proclaimed_once():
    extra = {2012: 1, 2022: 2, 2023: 1}
    for year in range(2012, 2029):
        assert sum(day.year == year for day in CALENDAR.holidays) == 8 + extra.get(year, 0), year


def test_no_bank_holiday_falls_on_a_weekend():
    assert [day for day in CALENDAR.holidays if day.weekday() >= 5] == []


def test_the_day_it_counts_from_is_day_0():
    assert CALENDAR.add(date(2016, 11, 7), 1) == date(2016, 11, 8)


def test_from_a_saturday_or_a_bank_holiday_the_first_working_day_after_it_is_day_1():
    assert CALENDAR.add(date(2016, 5, 28), 1) == date(2016, 5, 31)
    assert CALENDAR.add(date(2016, 5, 30), 1) == date(2016, 5, 31)


def test_counting_back_from_a_monday_the_friday_before_it_is_day_1():
    assert CALENDAR.add(date(2016, 11, 7), -1) == date(2016, 11, 4)
    assert CALENDAR.add(date(2016, 11, 6), -1) == date(2016, 11, 4)
    assert CALENDAR.add(date(2016, 11, 5), -1) == date(2016, 11, 4)


def test_no_working_days_lead_to_the_day_itself():
    assert CALENDAR.add(date(1900, 1, 1), 0) == date(1900, 1, 1)


def test_between_undoes_add_from_every_day_that_is_known():
    day = CALENDAR.covers_from
    while day < date(2028, 9, 1):
        for count in (1, 2, 10, 15, 45):
            assert CALENDAR.between(day, CALENDAR.add(day, count)) == count
        day += timedelta(days=1)


def test_between_a_day_and_an_earlier_one_is_negative():
    assert CALENDAR.between(date(2016, 11, 8), date(2016, 11, 1)) == -5


@pytest.mark.parametrize("day", [date.min, date(1900, 2, 28), date(2011, 12, 31), date(2029, 1, 1), date.max])
def test_a_day_that_nobody_listed_is_refused_with_the_days_that_are_known(day):
    for ask in (
        lambda: CALENDAR.is_working_day(day),
        lambda: CALENDAR.add(day, 1),
        lambda: CALENDAR.add(day, -1),
        lambda: CALENDAR.between(day, date(2016, 1, 1)),
    ):
        with pytest.raises(OutsideCalendar, match="listed from 1 January 2012 to 31 December 2028"):
            ask()


def test_a_span_that_leaves_the_known_days_is_refused_at_either_end():
    assert CALENDAR.add(date(2028, 12, 28), 1) == date(2028, 12, 29)
    with pytest.raises(OutsideCalendar):
        CALENDAR.add(date(2028, 12, 28), 2)
    assert CALENDAR.add(date(2012, 1, 4), -1) == date(2012, 1, 3)
    with pytest.raises(OutsideCalendar):
        CALENDAR.add(date(2012, 1, 4), -2)


def test_a_calendar_is_data():
    told = "kind,day,words\ncovers_from,2030-01-01,\ncovers_until,2030-01-08,\nread,2029-05-01,\nholiday,2030-01-01,New"
    calendar = read_calendar(told)
    assert calendar.version == "2029-05-01"
    assert [day.day for day in calendar.working_days] == [2, 3, 4, 7]


def test_months_stop_at_the_end_of_a_shorter_month():
    assert months_from(date(2015, 8, 31), 6) == date(2016, 2, 29)
    assert months_from(date(2016, 8, 31), 6) == date(2017, 2, 28)
    assert months_from(date(2016, 2, 29), 12) == date(2017, 2, 28)
    assert months_from(date(2016, 5, 31), -3) == date(2016, 2, 29)


def test_months_beyond_the_last_day_that_can_be_written_are_refused():
    assert months_from(date(9999, 11, 30), 1) == date(9999, 12, 30)
    with pytest.raises(CannotCount):
        months_from(date(9999, 12, 1), 1)
    with pytest.raises(CannotCount):
        months_from(date(1, 1, 31), -1)


def test_a_day_in_words_is_as_a_letter_would_have_it():
    assert in_words(date(2016, 5, 3)) == "3 May 2016"
