"""What the text of one element says, as a fact's value: kept, kept with a flag, or refused with a reason.

The rule: refuse only what cannot be stored as what the column holds. A code that is unknown, or was not valid
in the file's year, can be stored as sent, so it is kept and flagged. A date that is no date cannot.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from holdfast.facts.row import Value
from holdfast.kernel import codes
from holdfast.returns.cin._structure import SEX_OF_GENDER, Kind

LONGEST_TEXT = 60
"""Characters that a code, a number or a name of software may have; what is longer is no such thing."""

_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(T[0-9:.]+)?(Z|[+-][0-9]{2}:[0-9]{2})?")
_COUNT = re.compile(r"[+-]?[0-9]{1,9}")
_FLAGS = {"true": True, "TRUE": True, "1": True, "false": False, "FALSE": False, "0": False}


class Reading(NamedTuple):
    """A value, or the code and reason it was refused for; and the code and reason of a flag, if any."""

    value: Value
    refused: str = ""
    because: str = ""
    flag: str = ""
    flagged_because: str = ""


@lru_cache(maxsize=65_536)
def reading(kind: Kind, list_name: str, text: str, year: int | None) -> Reading:
    """What `text` says as a value of that kind; `year` is the census year that codes are judged by."""
    if not text:
        return Reading(None, "empty", "The element is there but says nothing.")
    if len(text) > LONGEST_TEXT:
        return Reading(None, "too_long", f"The value has {len(text):,} characters, more than any true one.")
    if kind == "code":
        return _code(list_name, text, year)
    return _READERS[kind](text)


def _text(text: str) -> Reading:
    return Reading(text)


def _date(text: str) -> Reading:
    match = _DATE.fullmatch(text)
    try:
        day = date.fromisoformat(match[1]) if match else None
    except ValueError:
        day = None
    if match is None or day is None:
        return Reading(None, "not_a_date", "The value is not a date written like 2017-03-31.")
    if day.year < 1900:
        return Reading(day, flag="implausible_date", flagged_because="The date lies before 1900.")
    if match[2] or match[3]:
        return Reading(day, flag="date_with_time", flagged_because="A day was sent with a time; the day was kept.")
    return Reading(day)


def _flag(text: str) -> Reading:
    if text in _FLAGS:
        return Reading(_FLAGS[text])
    if text.lower() in _FLAGS:
        because = "Yes or no is written in an unusual mixture of capitals; it was understood."
        return Reading(_FLAGS[text.lower()], flag="unusual_spelling", flagged_because=because)
    return Reading(None, "not_yes_or_no", "The value is none of true, false, TRUE, FALSE, 1 and 0.")


def _count(text: str) -> Reading:
    if not _COUNT.fullmatch(text):
        return Reading(None, "not_a_number", "The value is not a whole number.")
    if int(text) < 0:
        return Reading(int(text), flag="below_zero", flagged_because="A count below zero cannot be right.")
    return Reading(int(text))


def _code(list_name: str, text: str, year: int | None) -> Reading:
    if list_name == "GenderCurrent" and text in SEX_OF_GENDER:
        return Reading(SEX_OF_GENDER[text])
    if list_name == "Sex" and text in SEX_OF_GENDER:
        because = "Sex was sent as a code of the earlier GenderCurrent; it was understood as such."
        return Reading(SEX_OF_GENDER[text], flag="gender_code_as_sex", flagged_because=because)
    fault = codes.fault_of(list_name, text, year)
    if fault is None:
        return Reading(text)
    flag = "code_not_of_year" if codes.is_known(list_name, text) else "unknown_code"
    return Reading(text, flag=flag, flagged_because=f"The code {text} is {fault} ({list_name}); it was kept as sent.")


_READERS: dict[str, Callable[[str], Reading]] = {"text": _text, "date": _date, "flag": _flag, "count": _count}
