"""A day as people type it, in three parts, read with sensible sentences."""

from calendar import isleap, monthrange
from collections.abc import Sequence
from datetime import date

from holdfast.web import words

PARTS = ("day", "month", "year")
FIRST_YEAR, LAST_YEAR = 1900, 2100


class NotADayError(ValueError):
    """What was typed is no day; `part` is day, month or year, or empty where it is all of them."""

    def __init__(self, sentence: str, *, part: str = "") -> None:
        super().__init__(sentence)
        self.part = part


def parts(value: date | str | Sequence[str] | None) -> tuple[str, str, str]:
    """Day, month and year to show in three inputs, of a date or of "2024-03-01"; anything else is kept as typed."""
    if isinstance(value, list | tuple):
        typed = [str(part) for part in value] + ["", "", ""]
        return typed[0], typed[1], typed[2]
    try:
        on = value if isinstance(value, date) else date.fromisoformat(value or "")
    except ValueError:
        return value if isinstance(value, str) else "", "", ""
    return str(on.day), str(on.month), str(on.year)


def read(typed: Sequence[str], *, what: str) -> date | None:
    """The day that was typed, None where nothing was; `what` begins the sentence of a mistake."""
    said = [str(part).strip() for part in typed]
    if not any(said):
        return None
    missing = [part for part, text in zip(PARTS, said, strict=True) if not text]
    if missing:
        raise NotADayError(f"{what} must include a {' and a '.join(missing)}", part=missing[0])
    year = _number(said[2], what=what, part="year", low=FIRST_YEAR, high=LAST_YEAR)
    month = _month(said[1], what=what)
    day = _number(said[0], what=what, part="day", low=1, high=31)
    return _whole(day, month, year, what=what)


def _whole(day: int, month: int, year: int, *, what: str) -> date:
    if day <= monthrange(year, month)[1]:
        return date(year, month, day)
    if (day, month) == (29, 2) and not isleap(year):
        raise NotADayError(f"{what} must be a real date: {year} was not a leap year", part="day")
    name = words.MONTHS[month - 1]
    raise NotADayError(f"{what} must be a real date: {name} has {monthrange(year, month)[1]} days", part="day")


def _month(text: str, *, what: str) -> int:
    if len(text) >= 3 and text.isalpha():
        for at, name in enumerate(words.MONTHS, start=1):
            if name.lower().startswith(text.lower()):
                return at
    return _number(text, what=what, part="month", low=1, high=12)


def _number(text: str, *, what: str, part: str, low: int, high: int) -> int:
    if part == "year" and text.isdecimal() and len(text) != 4:
        raise NotADayError(f"{what} must have a year of 4 numbers, such as 2024", part=part)
    if not (text.isascii() and text.isdecimal()) or not low <= int(text[:5]) <= high:
        raise NotADayError(f"{what} must be a real date: the {part} must be a number from {low} to {high}", part=part)
    return int(text)
