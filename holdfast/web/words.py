"""Dates, ages and children said in plain words. Plain functions: nothing here asks what day it is."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
NOT_KNOWN = "not known"
_ISO_DAY = re.compile(r"\b[12]\d{3}-[01]\d-[0-3]\d\b")


def day(on: date | None) -> str:
    """ "3 March 2024", or "not known"."""
    if on is None:
        return NOT_KNOWN
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def days_in(text: str) -> str:
    """The text with every 2024-03-03 in it said as a day: "3 March 2024"."""
    return _ISO_DAY.sub(lambda found: _as_day(found[0]), text)


def _as_day(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:  # no day of any month, and so said as it was sent
        return text


def moment(at: datetime | None) -> str:
    """ "3 March 2024 at 2:07pm", as a clock on a London wall showed it; a time without a zone is UTC.

    Twelve o'clock is "midnight", with which the day begins, or "midday": nobody asks which 12:00am is.
    """
    if at is None:
        return NOT_KNOWN
    here = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(LONDON)
    return f"{day(here.date())} at {_clock(here.hour, here.minute)}"


def plain(when: date | datetime | None) -> str:
    """A day or a moment, whichever it is."""
    return moment(when) if isinstance(when, datetime) else day(when)


def due(on: date | None, *, as_of: date, working_days_late: int | None = None) -> str:
    """How a due day stands: "due tomorrow", "due in 6 days", "5 working days late".

    Lateness is counted in working days where the caller (a clock) has counted them, else in days.
    """
    if on is None:
        return "no due date"
    days = (on - as_of).days
    if days < 0 and working_days_late is not None:
        return f"{_counted(working_days_late, 'working day')} late"
    if days < 0:
        return f"{_counted(-days, 'day')} late"
    if days < 2:
        return ("due today", "due tomorrow")[days]
    return f"due in {days} days" if days <= 14 else f"due {day(on)}"


def ago(on: date | datetime | None, *, as_of: date) -> str:
    """ "today", "yesterday", "12 days ago", then the day itself; a day still to come is said as such.

    Of an instant, the day that it was in London.
    """
    if on is None:
        return NOT_KNOWN
    if isinstance(on, datetime):
        on = on.astimezone(LONDON).date()
    days = (as_of - on).days
    if days < 0 or days > 30:
        return day(on)
    return ("today", "yesterday")[days] if days < 2 else f"{days} days ago"


def age(born_on: date | None, *, as_of: date) -> str:
    """ "unborn", "12 days", "7 months", "4 years"."""
    if born_on is None:
        return "age not known"
    if born_on > as_of:
        return "unborn"
    months = (as_of.year - born_on.year) * 12 + as_of.month - born_on.month - (as_of.day < born_on.day)
    if months >= 24:
        return _counted(months // 12, "year")
    return _counted(months, "month") if months else _counted((as_of - born_on).days, "day")


def child(name: str | None, number: str | None) -> str:
    """The child's name; where none came with the record, "Child 215141, name not supplied"."""
    if name and name.strip():
        return name.strip()
    return f"Child {number}, name not supplied" if number else "A child whose name and number are not known"


def _clock(hour: int, minute: int) -> str:
    if minute == 0 and hour in (0, 12):
        return "midday" if hour else "midnight"
    return f"{hour % 12 or 12}:{minute:02}{'am' if hour < 12 else 'pm'}"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
