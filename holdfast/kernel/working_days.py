"""Working days in England and Wales: not Saturday, not Sunday, not a bank holiday.

The day a span starts from is day 0, whether or not it is a working day; the first working day after it is day 1.
Bank holidays are data (`bank_holidays.csv`), known from one day until another; outside them nothing is guessed.
"""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from importlib.resources import files
from itertools import accumulate

from holdfast.kernel.days import CannotCount, in_words

_SATURDAY = 5


class OutsideCalendar(CannotCount):
    """The span leaves the days whose bank holidays are known."""


@dataclass(frozen=True)
class Calendar:
    """The days whose bank holidays are known: from `covers_from`, until (not including) `covers_until`."""

    covers_from: date
    covers_until: date
    holidays: frozenset[date]
    version: str
    """The day the list was read; goes with every stored due date, so that it can be worked out again."""

    @cached_property
    def working_days(self) -> tuple[date, ...]:
        """Every working day, in order."""
        return tuple(day for day in self._days if day.weekday() < _SATURDAY and day not in self.holidays)

    @cached_property
    def passed(self) -> tuple[int, ...]:
        """For each day from `covers_from`: how many working days have passed by its end."""
        working = set(self.working_days)
        return tuple(accumulate(int(day in working) for day in self._days))

    @property
    def words(self) -> str:
        """What the list covers, in words."""
        last = self.covers_until - timedelta(days=1)
        return f"bank holidays are listed from {in_words(self.covers_from)} to {in_words(last)}"

    def covers(self, day: date) -> bool:
        """Whether the bank holidays of that day are known."""
        return self.covers_from <= day < self.covers_until

    def is_working_day(self, day: date) -> bool:
        """Whether it is a working day; raises OutsideCalendar where nobody knows."""
        return self._passed(day) > self._passed_before(day)

    def add(self, day: date, working_days: int) -> date:
        """The nth working day after the day, or before it if negative; the day itself for 0.

        Raises OutsideCalendar where the span leaves the days that are known.
        """
        if not working_days:
            return day
        if not self.covers(day):
            raise self._outside(day, working_days)
        passed = self._passed(day) - 1 if working_days > 0 else self._passed_before(day)
        position = passed + working_days
        if not 0 <= position < len(self.working_days):
            raise self._outside(day, working_days)
        return self.working_days[position]

    def between(self, start: date, end: date) -> int:
        """How many working days come after `start` up to and including `end`; negative if `end` is earlier.

        `between(day, add(day, n)) == n`. Raises OutsideCalendar.
        """
        return self._passed(end) - self._passed(start)

    @cached_property
    def _days(self) -> tuple[date, ...]:
        return tuple(self.covers_from + timedelta(days=n) for n in range((self.covers_until - self.covers_from).days))

    def _passed(self, day: date) -> int:
        if not self.covers(day):
            raise OutsideCalendar(f"{in_words(day)} cannot be counted: {self.words}.")
        return self.passed[(day - self.covers_from).days]

    def _passed_before(self, day: date) -> int:
        self._passed(day)
        return 0 if day == self.covers_from else self.passed[(day - self.covers_from).days - 1]

    def _outside(self, day: date, working_days: int) -> OutsideCalendar:
        side = "after" if working_days > 0 else "before"
        count = f"{abs(working_days)} working day{'' if abs(working_days) == 1 else 's'}"
        return OutsideCalendar(f"{count} {side} {in_words(day)} cannot be counted: {self.words}.")


@cache
def england_and_wales() -> Calendar:
    """The calendar of England and Wales that ships with Holdfast."""
    return read_calendar((files("holdfast.kernel") / "bank_holidays.csv").read_text("utf-8"))


def read_calendar(text: str) -> Calendar:
    """A calendar from CSV with the columns kind, day, words.

    Three rows say covers_from, covers_until and read (the day the list was read); the others are holidays.
    """
    rows = list(csv.DictReader(text.splitlines()))
    told = {row["kind"]: date.fromisoformat(row["day"]) for row in rows if row["kind"] != "holiday"}
    return Calendar(
        covers_from=told["covers_from"],
        covers_until=told["covers_until"],
        holidays=frozenset(date.fromisoformat(row["day"]) for row in rows if row["kind"] == "holiday"),
        version=told["read"].isoformat(),
    )
