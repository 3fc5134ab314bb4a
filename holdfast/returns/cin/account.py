"""The account of a census file: every element kept or refused, everything odd flagged, and the totals."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from holdfast.facts.row import Row
from holdfast.kernel.refused import Refused


class Element(NamedTuple):
    """One element (or stray text, or attribute) of the file, as sent, and what became of it.

    Kept: `table`, `key` and `column` say where it went (no column: it is the row itself, or holds others).
    Refused: `refused` is a code and `because` a sentence for people.
    """

    path: str
    line: int
    sent: str
    table: str = ""
    key: str = ""
    column: str = ""
    refused: str = ""
    because: str = ""


class Flag(NamedTuple):
    """Something that was kept but is odd; `table` and `key` lead to the row. `child` is empty for the file."""

    code: str
    because: str
    line: int
    child: str = ""
    table: str = ""
    key: str = ""


class Stop(NamedTuple):
    """Where and why reading ended before the file did."""

    line: int
    because: str


@dataclass(frozen=True, kw_only=True)
class Header:
    """What the file says of itself; `year` is its collection year, 2024 for 2023-24, None where it cannot be told."""

    authority: str
    year: int | None
    reference_on: date | None = None
    collection: str = ""
    source_level: str = ""
    software: str = ""
    release: str = ""
    serial: str = ""
    made_at: str = ""


@dataclass(frozen=True)
class CensusChild:
    """One `Child` of the file: its elements as sent, the facts they tell, and what is odd about them.

    `child` is empty and there are no rows where the block has no usable LAchildID.
    """

    authority: str
    child: str
    line: int
    elements: list[Element]
    rows: dict[str, list[Row]]
    flags: list[Flag]

    @property
    def refused(self) -> Iterator[Element]:
        """The elements that could not be kept."""
        return (element for element in self.elements if element.refused)


@dataclass
class Account:
    """What became of a file. Complete once its children have been read to the end.

    `elements_in` counts every element, stray text and attribute, and always equals `kept` plus `refused`.
    """

    header: Header | None = None
    header_elements: list[Element] = field(default_factory=list)
    children: int = 0
    elements_in: int = 0
    kept: int = 0
    refusals: list[Element] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    stopped: Stop | None = None

    @property
    def refused(self) -> int:
        """How many elements could not be kept."""
        return len(self.refusals)

    def note(self, elements: list[Element]) -> None:
        """Count these elements."""
        refused = [element for element in elements if element.refused]
        self.elements_in += len(elements)
        self.kept += len(elements) - len(refused)
        self.refusals += refused

    def note_child(self, child: CensusChild) -> None:
        """Count this child, its elements, rows and flags."""
        self.note(child.elements)
        self.flags += child.flags
        if child.child:
            self.children += 1
        for table, rows in child.rows.items():
            self.rows[table] += len(rows)


class CensusRefused(Refused):
    """The file cannot be read as a CIN census at all; `account` tells how far reading came."""

    def __init__(self, message: str, account: Account) -> None:
        super().__init__(message)
        self.account = account
