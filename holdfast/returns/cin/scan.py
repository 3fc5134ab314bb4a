"""Reads a census file into tables in one pass, trusting nothing: what the rules are asked of.

Expat calls us the moment a DTD begins, before anything in it is acted on. Nothing is held of a child but its
values, so memory grows with what is told, never with the markup; whatever is not of the census becomes a note.
"""

from array import array
from typing import BinaryIO
from xml.parsers import expat

from holdfast.returns.cin._columns import GatheredColumn, GatheredTable, gathered_tables
from holdfast.returns.cin._stream import Limits, TooMuch, in_words
from holdfast.returns.cin._structure import CHILD, HEADER, Block
from holdfast.returns.cin.account import Account, CensusRefused, Stop
from holdfast.returns.cin.rows import Note, Rows, Table

_CHUNK = 1 << 20
_SETTLE_AT = 1 << 18
_MOST_NOTES = 10_000
_SHOWN = 60
_YEARS = range(2009, 2100)
"""The first census of children in need was of 2009; what lies beyond these years is mistyped."""
_ONCE = ("ChildIdentifiers", "ChildCharacteristics")


def scan(source: BinaryIO, *, year: int | None = None, limits: Limits | None = None) -> Rows:
    """The whole file as tables, judged as the census of `year`, or of the year that its header says.

    Raises CensusRefused where there is no year to judge it by. Where the file breaks off, `stopped` says so, and
    the tables hold the children before that line.
    """
    found = _Scan(limits or Limits())
    stopped = found.read(source)
    tables = {name: table.table() for name, table in found.tables.items()}
    judged = year or _year_said(tables["Header"])
    if judged is None:
        because = f"Line {stopped[0]}: {stopped[1]} " if stopped else ""
        raise CensusRefused(f"{because}The file has no header that says the year of its census.", _account(stopped))
    return Rows(tables, judged, tuple(found.notes), stopped)


def _year_said(header: Table) -> int | None:
    """The year in the header, where it is one that a census may be of."""
    said = int(header["Year"].values[0]) if len(header) and header.given("Year")[0] else 0
    return said if said in _YEARS else None


def _account(stopped: tuple[int, str] | None) -> Account:
    account = Account()
    account.stopped = Stop(*stopped) if stopped else None
    return account


class _Place:
    """A block that may be open: what may stand in it, the table that its rows go to, and the rows around it."""

    __slots__ = ("around", "blocks", "leaves", "line", "name", "once", "rows_before", "rows_of", "table")

    def __init__(
        self, block: Block, tables: dict[str, GatheredTable], table: GatheredTable, around: "array[int]"
    ) -> None:
        self.name, self.table, self.around = block.name, table, around
        self.leaves: dict[str, GatheredColumn] = {}
        self.blocks: dict[str, _Place] = {}
        self.rows_of = ""
        self.once = block.name in _ONCE or table.name == "Header"
        self.line = self.rows_before = 0
        for part in block.parts:
            if isinstance(part, Block):
                under = table if table.name == "Header" else tables[part.name]
                self.blocks[part.name] = _Place(part, tables, under, around if self._is_child else table.lines)
            elif not self._is_child:
                self.leaves[part.name] = table.columns[part.name]
                self.rows_of = part.name if part.many else self.rows_of

    @property
    def _is_child(self) -> bool:
        return self.name == CHILD.name


_NONE: dict[str, GatheredColumn] = {}
"""No element may stand here as a value: between blocks, within a value, and in what is left alone."""


class _Scan:
    """One reading of one file."""

    def __init__(self, limits: Limits) -> None:
        self.tables = gathered_tables()
        self.notes: list[Note] = []
        self._limits = limits
        children = self.tables["ChildIdentifiers"]
        self._child = _Place(CHILD, self.tables, children, children.lines)
        self._header = _Place(HEADER, self.tables, self.tables["Header"], self.tables["Header"].lines)
        self._details = self.tables["CINdetails"].lines
        self._open: list[_Place] = []
        self._leaves = _NONE
        self._depth = self._skipped_from = self._line = 0
        self._leaf: GatheredColumn | None = None
        self._texts: list[str] = []
        self._told: set[str] = set()
        self._handed_at = self._fed = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._texts.append

    def read(self, source: BinaryIO) -> tuple[int, str] | None:
        """Read to the end; where and why it stopped early, if it did."""
        stopped = None
        while stopped is None and (chunk := source.read(_CHUNK)):
            stopped = self._feed(chunk, last=False)
        stopped = stopped or self._feed(b"", last=True)
        if stopped:
            self._forget_broken_child()
        return stopped

    def _feed(self, chunk: bytes, *, last: bool) -> tuple[int, str] | None:
        self._fed += len(chunk)
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as broken:
            return broken.lineno, in_words(broken)
        except TooMuch as too_much:
            return self._parser.CurrentLineNumber, str(too_much)
        except (LookupError, ValueError):
            return 1, "The file names an encoding that cannot be read. Save it again as UTF-8."
        self._settle()
        return self._beyond_limits()

    def _beyond_limits(self) -> tuple[int, str] | None:
        line = self._parser.CurrentLineNumber
        if self._fed > self._limits.most_bytes:
            return line, f"The file is larger than {self._limits.most_bytes:,} bytes."
        if self._fed - self._handed_at > self._limits.most_bytes_a_child + _CHUNK:
            most = f"{self._limits.most_bytes_a_child:,}"
            return line, f"One child takes more than {most} bytes, which no real child does."
        return None

    def _settle(self) -> None:
        for table in self.tables.values():
            for column in table.columns.values():
                if len(column.rows) >= _SETTLE_AT:
                    column.settle()

    def _doctype(self, *_declared: object) -> None:
        raise TooMuch("The file holds a document type declaration (DTD), which a census never has and we never read.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        texts = self._texts
        if texts:
            self._between()
        leaf = self._leaves.get(name)
        if leaf is None:
            self._begin(name)
        else:
            self._begin_leaf(leaf, name)

    def _between(self) -> None:
        """Text between elements: blanks, as a rule."""
        texts = self._texts
        if len(texts) > 1 or not texts[0].isspace():
            self._note_stray("".join(texts))
        texts.clear()

    def _begin_leaf(self, leaf: GatheredColumn, name: str) -> None:
        self._leaf, self._leaves = leaf, _NONE
        self._line = line = self._parser.CurrentLineNumber
        place = self._open[-1]
        if place.rows_of == name:
            self._row(place, line)

    def _begin(self, name: str) -> None:
        """Begin something that is no plain element: a block, a container, or what the census does not have."""
        self._depth += 1
        if self._depth > self._limits.deepest:
            raise TooMuch(f"Elements stand more than {self._limits.deepest} deep, which a census never does.")
        if self._skipped_from:
            return
        line = self._parser.CurrentLineNumber
        if self._leaf is not None or not self._is_begun(name.rpartition(" ")[2], line):
            self._note(
                line, "unknown_element", name.rpartition(" ")[2], "The census has no such element in this place."
            )
            self._skipped_from, self._leaves = self._depth, _NONE

    def _is_begun(self, local: str, line: int) -> bool:
        """Begin what may stand here; whether it may."""
        if not self._open:
            return self._is_begun_outside(local, line)
        place = self._open[-1]
        if local in place.blocks:
            self._begin_block(place.blocks[local], line)
        elif local in place.leaves:  # under a prefix, or in a namespace
            self._depth -= 1
            self._begin_leaf(place.leaves[local], local)
        else:
            return False
        return True

    def _is_begun_outside(self, local: str, line: int) -> bool:
        if local == "Child" and self._depth == 3:
            self._begin_child(line)
        elif local == "Header" and self._depth == 2:
            self._begin_block(self._header, line)
        else:
            return (self._depth, local) in ((1, "Message"), (2, "Children"))
        return True

    def _begin_child(self, line: int) -> None:
        self._told.clear()
        self._open.append(self._child)
        for name in _ONCE:
            self._row(self._child.blocks[name], line)

    def _begin_block(self, place: _Place, line: int) -> None:
        if place.once:
            self._begin_single(place, line)
        elif not place.rows_of:
            self._row(place, line)
        place.line, place.rows_before = line, len(place.table.lines)
        self._open.append(place)
        self._leaves = place.leaves

    def _begin_single(self, place: _Place, line: int) -> None:
        """A block that stands once: its row is there already, unless it is the header."""
        if place is self._header and not place.table.lines:
            self._row(place, line)
        elif place.name in self._told:
            self._note(line, "duplicate", place.name, "The block stands once; the first was kept.")
        elif place.name in _ONCE:
            place.table.lines[-1] = line
        self._told.add(place.name)

    def _row(self, place: _Place, line: int) -> None:
        table = place.table
        table.lines.append(line)
        table.child.append(len(self._child.around) - 1)
        table.episode.append(len(self._details) - 1)
        table.parent.append(len(place.around) - 1)

    def _end(self, _name: str) -> None:
        leaf = self._leaf
        if leaf is not None and not self._skipped_from:
            self._keep(leaf)
            return
        if self._texts:
            self._between()
        if self._skipped_from:
            self._end_skipped()
        elif self._open:
            self._close(self._open.pop())
        self._depth -= 1

    def _end_skipped(self) -> None:
        if self._skipped_from == self._depth:
            self._skipped_from = 0
            if self._leaf is None and self._open:
                self._leaves = self._open[-1].leaves

    def _keep(self, leaf: GatheredColumn) -> None:
        texts = self._texts
        text = texts[0] if len(texts) == 1 else "".join(texts)
        texts.clear()
        place = self._open[-1]
        self._leaf, self._leaves = None, place.leaves
        row, rows = len(place.table.lines) - 1, leaf.rows
        if rows and rows[-1] == row:
            self._note(self._line, "duplicate", leaf.name, "The element stands once in its block; the first was kept.")
            return
        rows.append(row)
        leaf.texts.append(text)
        leaf.lines.append(self._line)

    def _close(self, place: _Place) -> None:
        if place is self._child:
            self._handed_at = self._fed
        elif place.name == "Reviews" and len(place.table.lines) == place.rows_before:
            self._row(place, place.line)  # a review that says no day is a row all the same: a rule asks for it
        self._leaves = self._open[-1].leaves if self._open else _NONE

    def _note_stray(self, text: str) -> None:
        if self._skipped_from or text.isspace():
            return
        shown = " ".join(text.split())[:_SHOWN]
        line = self._parser.CurrentLineNumber
        self._note(line, "stray_text", "", f"Text stands between elements: “{shown}”.")

    def _note(self, line: int, code: str, element: str, said: str) -> None:
        if len(self.notes) < _MOST_NOTES:
            self.notes.append(Note(line, code, element[:_SHOWN], said))

    def _forget_broken_child(self) -> None:
        """Keep the children that ended before the file broke off."""
        if self._child not in self._open:
            return
        last = len(self._child.around) - 1
        for table in self.tables.values():
            while table.child and table.child[-1] == last:
                for column in (table.lines, table.child, table.parent, table.episode):
                    column.pop()
