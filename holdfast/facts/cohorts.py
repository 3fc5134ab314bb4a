"""Who counts: the year that a return or a figure is about."""

import re
from dataclasses import dataclass
from datetime import date

from holdfast.kernel.refused import Refused


@dataclass(frozen=True, order=True)
class CollectionYear:
    """A year from 1 April to 31 March; `end_on` is its last day, the day of the snapshot."""

    start_on: date
    end_on: date

    @classmethod
    def named(cls, label: str) -> "CollectionYear":
        """The year called `2016-17`; raises Refused for any other way of writing one."""
        match = re.fullmatch(r"([0-9]{4})-([0-9]{2})", label)
        if match is None or (int(match[1]) + 1) % 100 != int(match[2]) or not 1 <= int(match[1]) <= 9998:
            raise Refused(f"A year is written like 2016-17, not {label}.")
        return cls.ending(int(match[1]) + 1)

    @classmethod
    def ending(cls, year: int) -> "CollectionYear":
        """The year that ends on 31 March of `year`, which is what a census header calls it."""
        return cls(date(year - 1, 4, 1), date(year, 3, 31))

    @classmethod
    def holding(cls, day: date) -> "CollectionYear":
        """The year that the day falls in."""
        return cls.ending(day.year if (day.month, day.day) < (4, 1) else day.year + 1)

    @property
    def label(self) -> str:
        """As people say it: `2016-17`."""
        return f"{self.start_on.year:04}-{self.end_on.year % 100:02}"

    @property
    def previous(self) -> "CollectionYear":
        """The year before."""
        return CollectionYear.ending(self.end_on.year - 1)

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.start_on <= day <= self.end_on

    def __str__(self) -> str:
        return self.label


def is_of_year(
    year: CollectionYear,
    *,
    referred_on: date | None,
    closed_on: date | None,
    no_further_action: bool | None,
    decided_on: date | None,
) -> bool:
    """Whether an episode belongs to a year's return: open on one of its days, or ended without action within it.

    A referral without further action opens nothing: it belongs to the year in which that was decided, or in which it
    came where no day of the decision is known. One that was decided later was still open when the year ended.
    """
    if referred_on is None or referred_on > year.end_on:
        return False
    if no_further_action and not _decided_later(year, decided_on):
        return (decided_on or referred_on) in year
    return closed_on is None or closed_on >= year.start_on


def is_open_on(
    day: date,
    *,
    referred_on: date | None,
    closed_on: date | None,
    no_further_action: bool | None,
    decided_on: date | None,
) -> bool:
    """Whether an episode of need is open at the end of that day: what is counted as a child in need."""
    if referred_on is None or referred_on > day or (closed_on is not None and closed_on <= day):
        return False
    return not (no_further_action and (decided_on is None or decided_on <= day))


def _decided_later(year: CollectionYear, decided_on: date | None) -> bool:
    return decided_on is not None and decided_on > year.end_on
