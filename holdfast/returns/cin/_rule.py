"""What a rule is: a question asked of the census's tables, in our own words, with rows that pass and rows that fail."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from holdfast.kernel.source import Source
from holdfast.returns.cin._example import Example
from holdfast.returns.cin.rows import Days, Mask, Rows, Table, Whole, any_of

Per = Literal["row", "child", "file"]
"""row: asked of each row by itself. child: of all that a child has. file: of the whole file, so never of one child."""

SET_OF_2026 = Source(title="CIN census validation rules 2025-26, as in the sector's public validator", confidence="V2")
PROPOSED_FOR_2027 = Source(
    title="CIN census validation rules proposed for 2026-27, from an open change to the public validator",
    confidence="V2",
)


class NotRun(Exception):  # noqa: N818 - not an error: the answer says that there is none, and why
    """The rule cannot be asked of this file; the message says why, for people."""


@dataclass(frozen=True, eq=False)
class Found:
    """Rows of one table that a rule finds, the element to look at, and what the message says besides."""

    table: str
    rows: npt.NDArray[np.int64]
    element: str
    told: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)
    """Further values for the message, one for each found row."""


Finds = Callable[[Rows], "Found | Sequence[Found]"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule:
    """One rule of the department's set; a code that ends in Q is a query, which an explanation answers."""

    code: str
    table: str
    elements: tuple[str, ...]
    title: str
    said: str
    """The finding, for people: an element's name in braces stands for its value in that row."""
    why: str
    mend: str
    finds: Finds
    passes: tuple[Example, ...]
    fails: tuple[Example, ...]
    per: Per = "row"
    since: int | None = None
    """The first census year that asks it; None where the first set that we hold, 2022-23, had it already."""
    until: int | None = None
    source: Source = SET_OF_2026
    reading: str = ""
    """Where the rule's wording leaves a doubt: how we read it, and why."""

    @property
    def severity(self) -> Literal["error", "query"]:
        """error: must be mended. query: mend it, or explain it."""
        return "query" if self.code.endswith("Q") else "error"

    def message(self, table: Table, row: int, told: Mapping[str, Any]) -> str:
        """The finding in that row, in words."""
        values = {name: _shown(name, table, row, told) for _, name, _, _ in Formatter().parse(self.said) if name}
        return self.said.format(**values)


def _shown(name: str, table: Table, row: int, told: Mapping[str, Any]) -> str:
    if name in told:
        return str(told[name])
    column = table.columns.get(name)
    return (column.word(row) if column is not None else "") or "nothing"


def where(table: str, mask: Mask, element: str, **told: npt.NDArray[Any]) -> Found:
    """The rows of the mask; each of `told` is an array over the whole table."""
    places = np.flatnonzero(mask)
    return Found(table, places, element, {name: values[places] for name, values in told.items()})


def of_child(rows: Rows, table: str, days: Days) -> Days:
    """For each row of the table, the day that its child has."""
    return days[rows[table].child]


def of_episode(rows: Rows, table: str, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """For each row of the table, what its CINdetails has."""
    return values[rows[table].episode]


def taken_forward(rows: Rows) -> Mask:
    """Which children have a referral that did not end without further action."""
    return any_of(rows["CINdetails"].child, rows["CINdetails"].no("ReferralNFA"), rows.children)


def told_before(table: Table, element: str, keys: Whole) -> Mask:
    """Rows whose code a row before them told with the same key."""
    column = table[element]
    known = {word: place for place, word in enumerate(dict.fromkeys(column.vocabulary))}
    words = np.array([known[word] for word in column.vocabulary] + [-1])[column.values.astype(np.int64)]
    told = keys.astype(np.int64) * (len(known) + 1) + words
    order = np.argsort(told, kind="stable")
    same = np.zeros(len(told), dtype=bool)
    same[order[1:]] = told[order[1:]] == told[order[:-1]]
    return same & column.given


def earlier(table: str, element: str, than: str) -> Finds:
    """Rows in which one day lies before another of the same row."""
    return lambda rows: where(table, rows[table].day(element) < rows[table].day(than), element)


def on_one_day(table: str, element: str, than: str) -> Finds:
    """Rows in which the two days are one."""
    return lambda rows: where(table, rows[table].day(element) == rows[table].day(than), element)


def outside_year(table: str, element: str) -> Finds:
    """Rows whose day is given and lies outside the census year."""

    def finds(rows: Rows) -> Found:
        days = rows[table].day(element)
        return where(table, rows[table].given(element) & ~rows.in_year(days), element)

    return finds


def before_referral(table: str, element: str) -> Finds:
    """Rows whose day lies before the referral of their episode."""

    def finds(rows: Rows) -> Found:
        referred = of_episode(rows, table, rows["CINdetails"].day("CINreferralDate"))
        return where(table, rows[table].day(element) < referred, element, referred=referred)

    return finds


def after_death(table: str, element: str) -> Finds:
    """Rows whose day lies after the child's death."""

    def finds(rows: Rows) -> Found:
        died = of_child(rows, table, rows["ChildIdentifiers"].day("PersonDeathDate"))
        return where(table, rows[table].day(element) > died, element, died=died)

    return finds


def not_in_list(table: str, element: str, list_name: str = "", *, needed: bool) -> Finds:
    """Rows whose code is not in the department's list of the year; where needed, also those without one."""

    def finds(rows: Rows) -> Found:
        wrong = ~rows.valid(table, element, list_name)
        asked = wrong if needed else wrong & rows[table].given(element)
        return where(table, asked, element)

    return finds


def missing_or_after_year(table: str, element: str) -> Finds:
    """Rows whose day is missing, or lies after the last day of the census year."""

    def finds(rows: Rows) -> Found:
        days = rows[table].day(element)
        return where(table, rows[table].missing(element) | (days > rows.reference_on), element)

    return finds
