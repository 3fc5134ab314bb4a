"""Reads a CIN census file as it comes: one pass, one child in memory, nothing dropped in silence."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, BinaryIO

from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.row import Row, Value
from holdfast.returns.cin._child import Telling, child_number, refused_whole
from holdfast.returns.cin._plausible import oddities
from holdfast.returns.cin._stream import CensusStream, Limits, Node
from holdfast.returns.cin._structure import HEADER
from holdfast.returns.cin.account import Account, CensusChild, CensusRefused, Flag, Header, Stop

if TYPE_CHECKING:
    from holdfast.facts.store import Facts


class Census:
    """A census file being read: its header is there at once, its children as you iterate, once.

    `account` is complete when the iteration has ended; `account.stopped` tells where and why it ended early.
    """

    def __init__(self, source: BinaryIO, limits: Limits) -> None:
        self.account = Account()
        self._limits = limits
        self._stream = CensusStream(source, limits)
        self._pieces = iter(self._stream)
        self._seen: set[str] = set()
        self.header = self._read_header()

    def __iter__(self) -> Iterator[CensusChild]:
        for piece in self._pieces:
            yield from self._told(piece)
            if self.account.refused > self._limits.most_refused:
                because = f"More than {self._limits.most_refused:,} elements could not be kept. Is this a CIN census?"
                self.account.stopped = Stop(piece.line, because)
                return
        self.account.stopped = self._stream.stopped

    def _read_header(self) -> Header:
        for piece in self._pieces:
            if piece.name == "Header" and piece.ended:
                return self._checked(self._header_of(piece))
            if piece.name == "Child" and piece.ended:
                self._loose(piece, "no_header", "No header came before the children to say whose they are.")
                raise CensusRefused("The file has no header before its children to say whose they are.", self.account)
            for _ in self._told(piece):
                """A piece without a header yields no child; it is accounted for."""
        raise CensusRefused(self._why_no_census(), self.account)

    def _why_no_census(self) -> str:
        self.account.stopped = self._stream.stopped
        if self._stream.stopped is None:
            return "The file is not a CIN census: it has no Message with a Header."
        return f"Line {self._stream.stopped.line}: {self._stream.stopped.because}"

    def _checked(self, header: Header) -> Header:
        if header.collection and header.collection.upper() != "CIN":
            raise CensusRefused(f"This is a {header.collection} file, not a CIN census.", self.account)
        if not header.authority:
            raise CensusRefused("The header has no LEA to say which authority the file is from.", self.account)
        return header

    def _header_of(self, node: Node) -> Header:
        row: Row = {}
        telling = Telling()
        telling.fill(HEADER, node, table="header", row=row)
        self.account.note(telling.elements)
        self.account.header_elements = telling.elements
        header = _header(row)
        self.account.header = header
        self.account.flags.extend([*telling.flags, *_header_oddities(row, node.line)])
        return header

    def _told(self, piece: Node) -> Iterator[CensusChild]:
        """Account for a piece; yields it if it is a child."""
        if piece.name in ("Message", "Children") and not piece.nodes:
            self._note_container(piece)
        elif not piece.ended:
            self._loose(piece, "broken_off", "The file breaks off within this block, so it was not taken.")
        elif piece.name == "Child":
            child = self._child(piece)
            self.account.note_child(child)
            yield child
        elif piece.name == "Header":
            self._loose(piece, "duplicate", "A message has one header; the first one was kept.")
        else:
            self._loose(piece, "unknown_element", "The census has no such element in this place.")

    def _note_container(self, piece: Node) -> None:
        telling = Telling()
        telling.contain(piece)
        self.account.note(telling.elements)

    def _loose(self, piece: Node, code: str, because: str) -> None:
        self.account.note(refused_whole(piece, code=code, because=because))

    def _child(self, node: Node) -> CensusChild:
        authority, number = self.header.authority, child_number(node)
        if not number:
            because = "The block has no usable LAchildID, so it cannot be said which child it is about."
            return self._refused_child(node, "no_child_number", because)
        if number in self._seen:
            because = "This child stands in the file already; only the first block was taken. A person must look."
            return self._refused_child(node, "child_twice", because)
        self._seen.add(number)
        telling = Telling(authority, number, self.header.year)
        telling.tell_child(node)
        telling.flags += oddities(telling.rows, reference_on=self.header.reference_on, lines=telling.lines)
        return CensusChild(authority, number, node.line, telling.elements, telling.rows, telling.flags)

    def _refused_child(self, node: Node, code: str, because: str) -> CensusChild:
        elements = refused_whole(node, code=code, because=because)
        return CensusChild(self.header.authority, "", node.line, elements, {}, [])


def read(source: BinaryIO, *, limits: Limits | None = None) -> Census:
    """The census in a stream of bytes; raises CensusRefused where it has no readable header."""
    return Census(source, limits or Limits())


def census_facts(source: BinaryIO, *, limits: Limits | None = None) -> tuple["Facts", Account]:
    """All facts that a census file tells, and the account of the file; raises CensusRefused as `read` does."""
    from holdfast.returns.cin._facts import Gathered  # with Arrow, which is slow to load, and a check needs none

    census = read(source, limits=limits)
    gathered = Gathered()
    for child in census:
        gathered.take(child)
    return gathered.facts(), census.account


def _header(row: Row) -> Header:
    told = row.get("reference_on")
    reference_on = told if isinstance(told, date) else None
    texts = {name: str(row.get(name) or "") for name in _HEADER_TEXTS}
    return Header(year=_year(row.get("year"), reference_on), reference_on=reference_on, **texts)


def _year(told: Value, reference_on: date | None) -> int | None:
    if isinstance(told, int) and told in _CENSUS_YEARS:
        return told
    if reference_on is not None and reference_on.year in _CENSUS_YEARS:
        return CollectionYear.holding(reference_on).end_on.year
    return None


_CENSUS_YEARS = range(1990, 2101)
_HEADER_TEXTS = ("authority", "collection", "source_level", "software", "release", "serial", "made_at")


def _header_oddities(row: Row, line: int) -> Iterator[Flag]:
    header = _header(row)
    if header.authority and not (len(header.authority) == 3 and header.authority.isdecimal()):
        yield Flag("unusual_authority", "LEA is not a number of three figures; it was kept as sent.", line)
    if header.year != row.get("year"):
        yield Flag("year_not_said", "Year is missing or no census year; it was taken from ReferenceDate.", line)
    if header.year is None or header.reference_on is None:
        return
    due = CollectionYear.ending(header.year).end_on
    if header.reference_on != due:
        because = f"Year says {header.year} and ReferenceDate {header.reference_on}, where {due} was expected."
        yield Flag("year_conflict", f"{because} The file was read as of {header.year}.", line)
