"""How long a clock allows."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar, TypeAlias
from zoneinfo import ZoneInfo

from holdfast.kernel.days import CannotCount, in_words, months_from
from holdfast.kernel.source import Dated
from holdfast.kernel.working_days import Calendar

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class _Length:
    """A whole number, above 0, of some unit."""

    count: int
    unit: ClassVar[str]

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError(f"A limit of {self.count} {self.unit}s is no limit.")

    @property
    def words(self) -> str:
        """As people say it: 15 working days."""
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


class WorkingDays(_Length):
    """Working days in England and Wales; the day it counts from is day 0."""

    unit = "working day"

    def after(self, day: date, calendar: Calendar) -> date:
        """The last day in time, counting from `day`; raises CannotCount."""
        return calendar.add(day, self.count)

    def before(self, day: date, calendar: Calendar) -> date:
        """The last day in time, counting back from `day`; raises CannotCount."""
        return calendar.add(day, -self.count)


class Months(_Length):
    """Calendar months: to the same day of the month, or the month's last day where it is shorter."""

    unit = "month"

    def after(self, day: date, calendar: Calendar) -> date:
        """The last day in time, counting from `day`; raises CannotCount."""
        return months_from(day, self.count)

    def before(self, day: date, calendar: Calendar) -> date:
        """The last day in time, counting back from `day`; raises CannotCount."""
        return months_from(day, -self.count)


class Days(_Length):
    """Calendar days."""

    unit = "day"
    days_each: ClassVar[int] = 1

    @property
    def days(self) -> int:
        """The same length in days."""
        return self.count * self.days_each

    def after(self, day: date, calendar: Calendar) -> date:
        """The last day in time, counting from `day`; raises CannotCount."""
        return _days_from(day, self.days)

    def before(self, day: date, calendar: Calendar) -> date:
        """The last day in time, counting back from `day`; raises CannotCount."""
        return _days_from(day, -self.days)


class Weeks(Days):
    """Weeks of seven calendar days."""

    unit = "week"
    days_each = 7


class Hours(_Length):
    """Hours that really pass, also over the nights when the clocks change.

    Days cannot hold them: a limit in hours starts and ends at an instant.
    """

    unit = "hour"

    def after(self, started_at: datetime) -> datetime:
        """The last instant in time, as London's clocks show it; `started_at` must know its time zone."""
        if started_at.tzinfo is None:
            raise ValueError("An instant needs a time zone.")
        return (started_at.astimezone(UTC) + timedelta(hours=self.count)).astimezone(LONDON)


Limit: TypeAlias = WorkingDays | Months | Weeks | Days
"""A length that a clock of days can have."""

Limits: TypeAlias = tuple[Dated[Limit], ...]
"""A length by edition: which one holds is settled by the day that the clock starts."""


def in_force(limits: Limits, day: date) -> Limit | None:
    """The limit that held on the day, if any."""
    return next((dated.value for dated in limits if dated.holds_on(day)), None)


def _days_from(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise CannotCount(f"{days} days from {in_words(day)} lie beyond the days that can be written.") from None
