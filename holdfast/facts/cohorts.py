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
