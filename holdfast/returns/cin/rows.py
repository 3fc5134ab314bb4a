"""The census as tables under the department's names: every element as sent, beside what it says and its line.

A table's rows stand in file order. Columns are NumPy arrays, so that a rule is the same few lines for one child
as for England. `child` and `episode` lead from a row to its child and its CINdetails, `parent` to the row around it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from holdfast.kernel import codes
from holdfast.returns.cin._structure import Kind

Whole = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]

ABSENT: Final = 0
"""The element is not there."""
EMPTY: Final = 1
"""It is there and says nothing."""
UNREADABLE: Final = 2
"""It says something that is no value of its kind, such as 2017-02-30 for a day."""
READ: Final = 3

NO_DAY: Final = np.datetime64("NaT", "D")


@dataclass(frozen=True, eq=False)
class Column:
    """One element over the rows of a table.

    `values` are datetime64[D] for days (NaT where not read), int8 for yes and no (-1 where not read), int64 for
    counts, and int32 places in `vocabulary` for codes and texts (-1 where not read). `sent` holds the text of those
    rows in which it is not the plain spelling of the value.
    """

    name: str
    kind: Kind
    values: npt.NDArray[Any]
    state: npt.NDArray[np.int8]
    lines: Whole
    sent: Mapping[int, str] = field(default_factory=dict)
    vocabulary: Sequence[str] = ()

    @cached_property
    def given(self) -> Mask:
        """Rows in which it says something that could be read."""
        return np.equal(self.state, READ)

    @cached_property
    def missing(self) -> Mask:
        """Rows in which nothing could be read from it: not there, empty, or no value of its kind."""
        return np.not_equal(self.state, READ)

    def among(self, wanted: Collection[str]) -> Mask:
        """Rows whose code or text is one of these."""
        known = np.array([word in wanted for word in self.vocabulary] + [False], dtype=bool)
        return known[self.values.astype(np.int32)]

    def word(self, row: int) -> str:
        """What was sent in that row, for a reader; empty where nothing was."""
        if row in self.sent:
            return self.sent[row]
        if self.state[row] in (ABSENT, EMPTY):
            return ""
        value = self.values[row]
        if self.kind in ("code", "text"):
            return self.vocabulary[int(value)]
        if self.kind == "flag":
            return "true" if value else "false"
        return str(value)


@dataclass(frozen=True, eq=False)
class Table:
    """One block of the census over all children."""

    name: str
    child: Whole
    parent: Whole
    episode: Whole
    lines: Whole
    columns: Mapping[str, Column]

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, element: str) -> Column:
        return self.columns[element]

    def day(self, element: str) -> Days:
        """The days of an element; NaT, which no comparison holds for, where there is none."""
        return self.columns[element].values

    def given(self, element: str) -> Mask:
        """Rows in which the element could be read."""
        return self.columns[element].given

    def missing(self, element: str) -> Mask:
        """Rows in which it could not."""
        return self.columns[element].missing

    def yes(self, element: str) -> Mask:
        """Rows in which a yes-or-no element says yes."""
        return np.equal(self.columns[element].values.astype(np.int8), 1)

    def no(self, element: str) -> Mask:
        """Rows in which a yes-or-no element says no."""
        return np.equal(self.columns[element].values.astype(np.int8), 0)

    def among(self, element: str, wanted: Collection[str]) -> Mask:
        """Rows whose code is one of these."""
        return self.columns[element].among(wanted)

    def line(self, row: int, element: str) -> int:
        """The line of the element in that row, or of the block where it is not there."""
        column = self.columns.get(element)
        told = int(column.lines[row]) if column is not None else 0
        return told or int(self.lines[row])


@dataclass(frozen=True)
class Note:
    """Something odd about the file: an element that is not of the census, stray text, a repeat, a value of no kind."""

    line: int
    code: str
    element: str
    said: str


@dataclass(frozen=True, eq=False)
class Rows:
    """A whole file, or one child; `year` is the year of the census that it is judged as."""

    tables: Mapping[str, Table]
    year: int
    notes: Sequence[Note] = ()
    stopped: tuple[int, str] | None = None
    """The line and the reason where the file could not be read to its end."""
    as_of: date | None = None
    """The day on which a year that still runs is judged; None where the year is judged as a whole."""

    def __getitem__(self, table: str) -> Table:
        return self.tables[table]

    def __iter__(self) -> Iterator[Table]:
        return iter(self.tables.values())

    @cached_property
    def reference_on(self) -> np.datetime64:
        """The last day of the census year, 31 March: of the year judged by, whatever the header says."""
        return np.datetime64(f"{self.year}-03-31", "D")

    @cached_property
    def begins_on(self) -> np.datetime64:
        """The first day of the census year, 1 April."""
        return np.datetime64(f"{self.year - 1}-04-01", "D")

    @cached_property
    def waits_to(self) -> np.datetime64:
        """The day to which waiting is counted: 31 March, or the day of asking while the year still runs."""
        return self.reference_on if self.as_of is None else min(self.reference_on, np.datetime64(self.as_of, "D"))

    @property
    def still_runs(self) -> bool:
        """Whether 31 March had not come on the day of asking."""
        return bool(self.waits_to < self.reference_on)

    def on(self, day: date) -> "Rows":
        """The same rows as they are judged on that day: nothing has waited longer than until then."""
        return replace(self, as_of=day)

    @property
    def children(self) -> int:
        """How many children the file holds."""
        return len(self.tables["ChildIdentifiers"])

    def in_year(self, days: Days) -> Mask:
        """Which of the days lie in the census year, both ends included."""
        return (days >= self.begins_on) & (days <= self.reference_on)

    def valid(self, table: str, element: str, list_name: str = "") -> Mask:
        """Rows whose code the department's list holds in the census year."""
        return self[table].among(element, valid_codes(list_name or element, self.year))

    def child_number(self, child: int) -> str:
        """The authority's own number of the child in that place."""
        return self["ChildIdentifiers"]["LAchildID"].word(child)


def valid_codes(list_name: str, year: int) -> frozenset[str]:
    """The codes of a list that the census of that year takes."""
    return frozenset(code.code for code in codes.lists()[list_name].values() if code.is_valid(year))


def any_of(keys: Whole, mask: Mask, size: int) -> Mask:
    """For each of `size` places, whether any row that leads there is in the mask."""
    found = np.zeros(size, dtype=bool)
    found[keys[mask]] = True
    return found


def count_of(keys: Whole, mask: Mask, size: int) -> npt.NDArray[np.int64]:
    """For each of `size` places, how many rows that lead there are in the mask."""
    return np.bincount(keys[mask], minlength=size)


def pairs(left: Whole, right: Whole) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Every pair of rows, one of each, that lead to the same place; `right` stands in order, as a table's keys do."""
    first = np.searchsorted(right, left)
    many = np.searchsorted(right, left, side="right") - first
    lefts = np.repeat(np.arange(len(left)), many)
    before = np.repeat(np.cumsum(many) - many, many)
    return lefts, np.arange(len(lefts)) - before + np.repeat(first, many)
