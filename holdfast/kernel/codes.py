"""The DfE's code lists: each code with its words and the census years in which it is valid.

A year here is a census header's: 2024 is the year that ended on 31 March 2024. Source: the department's
CIN census guides and code sets as held in `codes.csv`; codes read in the oldest list we hold (2017) carry
no first year. A row with confidence M is from memory and says in its words that it is to be confirmed.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from holdfast.kernel.source import Confidence

PRESENT_YEAR = 2026
"""Whose lists are offered to somebody who writes today; older records keep the codes of their year."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list; `first_year` and `last_year` are None where no limit is known."""

    code: str
    words: str
    first_year: int | None = None
    last_year: int | None = None
    confidence: Confidence = "V1"

    def is_valid(self, year: int | None) -> bool:
        """Whether the census of that year takes it; with no year, whether any did."""
        if year is None:
            return True
        return (self.first_year or year) <= year <= (self.last_year or year)


@cache
def lists() -> dict[str, dict[str, Code]]:
    """Every list by its census name, in the department's order."""
    found: dict[str, dict[str, Code]] = {}
    sheet = (files("holdfast.kernel") / "codes.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(sheet.splitlines()):
        sure = cast(Confidence, row["confidence"])
        code = Code(row["code"], row["words"], _year(row["first_year"]), _year(row["last_year"]), sure)
        found.setdefault(row["list"], {})[code.code] = code
    return found


def words(list_name: str, code: str, year: int | None = None) -> str:
    """What the code means, for people; says so where it is not in the list or was not valid that year."""
    fault = fault_of(list_name, code, year)
    known = lists()[list_name].get(code)
    if known is None:
        return f"{code} (not in the list)"
    return known.words if fault is None else f"{known.words} ({fault})"


def is_known(list_name: str, code: str) -> bool:
    """Whether the code was ever in the list."""
    return code in lists()[list_name]


def is_valid(list_name: str, code: str, year: int | None = None) -> bool:
    """Whether the census of that year takes the code."""
    return fault_of(list_name, code, year) is None


@cache
def fault_of(list_name: str, code: str, year: int | None = None) -> str | None:
    """What is wrong with the code, as part of a sentence; None where nothing is."""
    known = lists()[list_name].get(code)
    if known is None:
        return "not in the list"
    if known.is_valid(year):
        return None
    if known.last_year is not None and year is not None and year > known.last_year:
        return f"retired after the {known.last_year} census"
    return f"new in the {known.first_year} census"


def choices(list_name: str, year: int | None = None) -> list[tuple[str, str]]:
    """The codes that a form of that year offers, with their words, in the department's order."""
    return [(code.code, code.words) for code in lists()[list_name].values() if code.is_valid(year)]


def _year(told: str) -> int | None:
    return int(told) if told else None
