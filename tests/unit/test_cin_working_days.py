"""Working days counted over whole columns agree with the calendar that counts them one by one."""

from datetime import date, timedelta

import numpy as np
import pytest

from holdfast.kernel.working_days import england_and_wales
from holdfast.returns.cin import _working_days
from holdfast.returns.cin._rule import NotRun
from holdfast.returns.cin._working_days import last_working_day_before, working_days_until

END = np.datetime64("2026-03-31", "D")


def counted(*days: str, end: np.datetime64 = END) -> list[int]:
    return working_days_until(np.array(days, dtype="datetime64[D]"), end).tolist()


def test_the_days_after_a_day_are_counted_and_the_last_with_them():
    assert counted("2026-03-31", "2026-03-30", "2026-03-27", "2026-03-26") == [0, 1, 2, 3]


def test_every_day_of_two_years_is_counted_as_the_calendar_does():
    calendar = england_and_wales()
    days = [date(2024, 4, 1) + timedelta(days=number) for number in range(729)]
    one_by_one = [sum(calendar.is_working_day(each) for each in days[place + 1 :]) for place in range(len(days))]
    assert counted(*map(str, days), end=np.datetime64(days[-1], "D")) == one_by_one


def test_no_day_counts_as_none_and_one_before_the_calendar_as_its_first():
    first = england_and_wales().covers_from
    assert counted("NaT") == [0]
    assert counted(str(first - timedelta(days=400)), str(first - timedelta(days=1))) == counted(str(first)) * 2
    assert counted("2099-01-01") <= [0]


def test_the_first_and_the_last_day_of_a_calendar_count_as_any_other(monkeypatch):
    first = np.datetime64("2025-01-01", "D")
    monkeypatch.setattr(_working_days, "_passed", lambda: (first, np.array([1, 2, 3, 4])))
    days = ("2024-12-25", "2025-01-01", "2025-01-02", "2025-01-04", "2025-02-01", "NaT")
    assert counted(*days, end=np.datetime64("2025-01-04", "D")) == [3, 3, 2, 0, 0, 0]


def test_beyond_the_calendar_nothing_is_counted_and_it_says_why():
    with pytest.raises(NotRun, match=r"^Working days cannot be counted to 2099-03-31: .*bank holidays"):
        counted("2026-03-31", end=np.datetime64("2099-03-31", "D"))
    calendar = england_and_wales()
    first = np.datetime64(calendar.covers_from, "D")
    last = first + np.timedelta64(len(calendar.passed) - 1, "D")
    assert counted(str(first), end=first) == [0]
    assert counted(str(last), end=last) == [0]
    with pytest.raises(NotRun):
        counted(str(first), end=last + 1)
    with pytest.raises(NotRun):
        counted(str(first), end=first - 1)
    with pytest.raises(NotRun, match=r"^Working days cannot be counted from 2099-03-31: .*bank holidays"):
        last_working_day_before(np.datetime64("2099-03-31", "D"))


def test_the_working_day_before_passes_weekends_and_bank_holidays():
    assert last_working_day_before(np.datetime64("2026-03-31", "D")) == np.datetime64("2026-03-30", "D")
    assert last_working_day_before(np.datetime64("2026-04-07", "D")) == np.datetime64("2026-04-02", "D")
