"""What somebody typed into the one box, taken apart: names, days, numbers, a postcode."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from holdfast.matching.spelling import words_of

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_NUMERIC = re.compile(r"\b(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})\b")
_IN_WORDS = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+({'|'.join(_MONTHS)})[a-z]*\.?,?\s+(\d{{4}})\b", re.IGNORECASE
)
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.IGNORECASE)
_NHS = re.compile(r"\b(\d{3})[ -]?(\d{3})[ -]?(\d{4})\b")
_NUMBER = re.compile(r"\b(?=\w*\d)[A-Z0-9]{4,40}\b", re.IGNORECASE)
_UNBORN = frozenset({"unborn", "baby", "bump"})
_NOISE = frozenset({"born", "dob", "on", "of", "the", "nhs", "upn", "child", "number", "no"})


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is looked for. `swapped` are the asked days with day and month the other way round."""

    words: tuple[str, ...] = ()
    births: tuple[date, ...] = ()
    swapped: tuple[date, ...] = ()
    numbers: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    unborn: bool = False
    text: str = field(default="", compare=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked that a search could find."""
        return not (self.words or self.births or self.numbers or self.postcodes)


def asked(text: str, *, as_of: date) -> Asked:
    """Take the text apart. A year of two figures is the last such year that is not after `as_of`."""
    rest, births = _days(text[:200], as_of)
    rest, postcodes = _taken(_POSTCODE, rest, lambda found: f"{found[1]} {found[2]}".upper())
    rest, nhs = _taken(_NHS, rest, lambda found: "".join(found.groups()))
    rest, numbers = _taken(_NUMBER, rest, lambda found: found[0].upper())
    words = [word for word in words_of(rest) if word not in _NOISE]
    return Asked(
        words=tuple(dict.fromkeys(word for word in words if word not in _UNBORN)),
        births=tuple(births),
        swapped=tuple(other for on in births if (other := _swapped(on))),
        numbers=tuple(dict.fromkeys(nhs + numbers)),
        postcodes=tuple(postcodes),
        unborn=bool(_UNBORN & set(words)),
        text=text,
    )


def as_postcode(text: str) -> str:
    """A postcode as it is kept: capitals, one space before the last three; anything else as it came."""
    found = _POSTCODE.fullmatch(text.strip())
    return f"{found[1]} {found[2]}".upper() if found else text.strip()


def split_address(text: str) -> tuple[str, str]:
    """An address as somebody wrote it, without its postcode, and the postcode; empty where none stands in it."""
    found = _POSTCODE.search(text)
    if not found:
        return text.strip(), ""
    lines = f"{text[: found.start()].rstrip(' ,')}{text[found.end() :]}"
    return lines.strip(" ,\n"), f"{found[1]} {found[2]}".upper()


def _days(text: str, as_of: date) -> tuple[str, list[date]]:
    found: list[date | None] = []
    for pattern, read in (
        (_ISO, lambda each: _day(each[1], each[2], each[3], as_of)),
        (_NUMERIC, lambda each: _day(each[3], each[2], each[1], as_of)),
        (_IN_WORDS, lambda each: _day(each[3], str(_MONTHS.index(each[2].lower()) + 1), each[1], as_of)),
    ):
        text, days = _taken(pattern, text, read)
        found += days
    return text, [on for on in dict.fromkeys(found) if on]


def _taken(pattern: re.Pattern[str], text: str, read: Callable[[re.Match[str]], object]) -> tuple[str, list]:
    found = [read(each) for each in pattern.finditer(text)]
    return pattern.sub(" ", text), found


def _day(year: str, month: str, day: str, as_of: date) -> date | None:
    whole = int(year) if len(year) == 4 else _last_such_year(int(year), as_of)
    try:
        return date(whole, int(month), int(day))
    except ValueError:
        pass
    try:
        return date(whole, int(day), int(month))  # typed the American way round
    except ValueError:
        return None


def _last_such_year(two_figures: int, as_of: date) -> int:
    year = as_of.year - as_of.year % 100 + two_figures
    return year if year <= as_of.year else year - 100


def _swapped(on: date) -> date | None:
    return on.replace(month=on.day, day=on.month) if on.day <= 12 and on.day != on.month else None
