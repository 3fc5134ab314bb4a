"""Working days counted over whole columns."""

from functools import cache

import numpy as np
import numpy.typing as npt

from holdfast.kernel.working_days import Calendar, england_and_wales
from holdfast.returns.cin._rule import NotRun
from holdfast.returns.cin.rows import Days


def working_days_until(days: Days, end: np.datetime64) -> npt.NDArray[np.int64]:
    """How many working days come after each day, up to and including `end`; 0 where there is no day.

    A day before the calendar begins counts from where it begins, so the answer is then the least that it can be.
    Raises NotRun where `end` lies outside the days whose bank holidays are known.
    """
    calendar = england_and_wales()
    first, passed = _passed()
    until = int((end - first).astype(int))
    if not 0 <= until < len(passed):
        raise NotRun(f"Working days cannot be counted to {end}: {calendar.words}.")
    places = np.where(np.isnat(days), until, (days - first).astype(np.int64))
    return np.asarray(passed[until] - passed[np.clip(places, 0, len(passed) - 1)])


def last_working_day_before(day: np.datetime64) -> np.datetime64:
    """The working day before this one; raises NotRun outside the days whose bank holidays are known."""
    calendar = england_and_wales()
    on = day.astype(object)
    if not calendar.covers(on):
        raise NotRun(f"Working days cannot be counted from {day}: {calendar.words}.")
    return np.datetime64(calendar.add(on, -1), "D")


@cache
def _passed() -> tuple[np.datetime64, npt.NDArray[np.int64]]:
    calendar: Calendar = england_and_wales()
    return np.datetime64(calendar.covers_from, "D"), np.array(calendar.passed, dtype=np.int64)
