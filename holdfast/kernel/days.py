"""Days as people write them, and steps of calendar months between them."""

import calendar
from datetime import date

from holdfast.kernel.refused import Refused


class CannotCount(Refused):
    """A span of days that nobody can count from what is known, and why."""


def in_words(day: date) -> str:
    """The day as a letter would have it: 3 May 2016."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year:04}"


def months_from(day: date, months: int) -> date:
    """The same day of the month that many months on (or back, if negative), or that month's last day.

    >>> months_from(date(2019, 8, 31), 6)
    datetime.date(2020, 2, 29)

    Raises CannotCount where the year would not be one of 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise CannotCount(f"{months} months from {in_words(day)} lie beyond the days that can be written.")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
