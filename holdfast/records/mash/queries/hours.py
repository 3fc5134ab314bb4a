"""When an enquiry's hours run out, by the clock in London: closed days or hours are left out where `local/` says so.

A day whose bank holidays nobody listed is taken for open: the hours then run out sooner, never later.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from holdfast.kernel.refused import Refused
from holdfast.kernel.working_days import OutsideCalendar
from holdfast.records.frontdoor.queries import front_door
from holdfast.records.mash.codes import Counted
from holdfast.wall.deeds import LONDON, day_of, midnight
from holdfast.wall.due import calendar

_FURTHEST = 400


@dataclass(frozen=True, kw_only=True)
class Hours:
    """So many hours, and which hours count."""

    hours: int
    counted: Counted

    @property
    def words(self) -> str:
        """As people say it: 24 hours, counting the hours of the days on which the front door is open."""
        return f"{self.hours} hour{'' if self.hours == 1 else 's'}, counting {Counted(self.counted).label}"


def last_moment(since: datetime, *, allowed: Hours) -> datetime:
    """The last moment in time, in UTC; what is done at that very moment is in time."""
    since, left = since.astimezone(UTC), timedelta(hours=allowed.hours)
    if allowed.counted == Counted.every_hour:
        return since + left
    for opens, closes in _open_spans(day_of(since), allowed.counted):
        here = max(opens, since)
        if closes - here >= left:
            return here + left
        left -= max(closes - here, timedelta())
    raise Refused("The front door is open on no day of the year to come. Mend local/front_door.toml.")


def is_open_on(day: date) -> bool:
    """Whether the front door is open on that day at all."""
    if day.weekday() not in front_door().hub_days:
        return False
    try:
        return calendar().is_working_day(day) or day.weekday() > 4
    except OutsideCalendar:
        return True


def _open_spans(first: date, counted: Counted) -> Iterator[tuple[datetime, datetime]]:
    for later in range(_FURTHEST):
        day = first + timedelta(days=later)
        if not is_open_on(day):
            continue
        if counted == Counted.open_hours:
            yield _moment(day, front_door().opens), _moment(day, front_door().closes)
        else:
            yield midnight(day), midnight(day + timedelta(days=1))


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)
