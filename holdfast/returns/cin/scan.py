"""Reads a census file into tables in one pass, trusting nothing: what the rules are asked of.

Expat calls us the moment a DTD begins, before anything in it is acted on. Nothing is held of a child but its
values, so memory grows with what is told, never with the markup; whatever is not of the census becomes a note.
"""

from typing import BinaryIO
from xml.parsers import expat

from holdfast.returns.cin._columns import GatheredColumn, GatheredTable, gathered_tables
from holdfast.returns.cin._stream import Limits, TooMuch, in_words
from holdfast.returns.cin._structure import CHILD, HEADER, Block
from holdfast.returns.cin.account import Account, CensusRefused, Stop
from holdfast.returns.cin.rows import Note, Rows

_CHUNK = 1 << 20
_SETTLE_AT = 1 << 18
_MOST_NOTES = 10_000
_SHOWN = 60
_ONCE = ("ChildIdentifiers", "ChildCharacteristics")


def scan(source: BinaryIO, *, year: int | None = None, limits: Limits | None = None) -> Rows:
    """The whole file as tables, judged as the census of `year`, or of the year that its header says.

    Raises CensusRefused where there is no year to judge it by. Where the file breaks off, `stopped` says so, and
    the tables hold the children before that line.
    """
    found = _Scan(limits or Limits())
    stopped = found.read(source)
    tables = {name: table.table() for name, table in found.tables.items()}
    told = tables["Header"]
    header_year = int(told["Year"].values[0]) if len(told) and told.given("Year")[0] else None
    judged = year or header_year
    if judged is None:
        because = f"Line {stopped[0]}: {stopped[1]} " if stopped else ""
        raise CensusRefused(f"{because}The file has no header that says the year of its census.", _account(stopped))
    return Rows(tables, judged, tuple(found.notes), stopped)


def _account(stopped: tuple[int, str] | None) -> Account:
    account = Account()
    account.stopped = Stop(*stopped) if stopped else None
    return account


class _Place:
    """A block that may be open: what may stand in it, and the table that its rows go to."""

    __slots__ = ("blocks", "leaves", "line", "name", "rows_before", "rows_of", "table")

    def __init__(self, block: Block, tables: dict[str, GatheredTable], table: GatheredTable | None) -> None:
        self.name, self.table = block.name, table
        self.leaves: dict[str, GatheredColumn] = {}
        self.blocks: dict[str, _Place] = {}
        self.rows_of = ""
        self.line = self.rows_before = 0
        for part in block.parts:
            if isinstance(part, Block):
                under = tables["Header"] if table is tables["Header"] else tables[part.name]
                self.blocks[part.name] = _Place(part, tables, under)
            elif table is not None:
                self.leaves[part.name] = table.columns[part.name]
                self.rows_of = part.name if part.many else self.rows_of


class _Scan:
    """One reading of one file."""

    def __init__(self, limits: Limits) -> None:
        self.tables = gathered_tables()
        self.notes: list[Note] = []
        self._limits = limits
        self._child = _Place(CHILD, self.tables, None)
        self._header = _Place(HEADER, self.tables, self.tables["Header"])
        self._open: list[_Place | None] = []
        self._depth = 0
        self._skipped_from = 0
        self._leaf: GatheredColumn | None = None
        self._line = 0
        self._texts: list[str] = []
        self._children = 0
        self._child_line = 0
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
        self._depth += 1
        texts = self._texts
        if texts:
            self._note_stray()
        if self._skipped_from:
            return self._hold_depth()
        place = self._open[-1] if self._open else None
        if place is not None and self._leaf is None:
            leaf = place.leaves.get(name)
            if leaf is not None:
                self._leaf, self._line = leaf, self._parser.CurrentLineNumber
                if place.rows_of == name:
                    self._begin_row(place, self._line)
                return None
        self._begin(name, place)
        return None

    def _begin(self, name: str, place: _Place | None) -> None:
        """Begin something that is no plain element: a block, a container, or what the census does not have."""
        self._hold_depth()
        local = name.rpartition(" ")[2]
        line = self._parser.CurrentLineNumber
        if place is not None and self._leaf is None and local in place.leaves:
            self._leaf, self._line = place.leaves[local], line
            if place.rows_of == local:
                self._begin_row(place, line)
        elif place is not None and self._leaf is None and local in place.blocks:
            self._begin_block(place.blocks[local], line)
        elif place is None and local == "Child" and self._depth == 3:
            self._begin_child(line)
        elif place is None and local == "Header" and self._depth == 2:
            self._begin_block(self._header, line)
        elif place is None and (self._depth, local) in ((1, "Message"), (2, "Children")):
            return
        else:
            self._note(line, "unknown_element", local, "The census has no such element in this place.")
            self._skipped_from = self._depth

    def _begin_child(self, line: int) -> None:
        self._children += 1
        self._child_line = line
        self._open.append(self._child)
        for name in _ONCE:
            self._row(self.tables[name], line)

    def _begin_block(self, place: _Place, line: int) -> None:
        table = self.tables[place.name] if place.name in self.tables else self.tables["Header"]
        if place.name in _ONCE or table.name == "Header":
            self._begin_single(place, table, line)
        elif not place.rows_of:
            self._row(table, line)
        place.line, place.rows_before = line, len(table.lines)
        self._open.append(place)

    def _begin_single(self, place: _Place, table: GatheredTable, line: int) -> None:
        """A block that stands once: its row is there already, unless it is the header."""
        if place.name == "Header" and not table.lines:
            self._row(table, line)
        elif place.name in _ONCE:
            if table.lines[-1] != self._child_line:
                self._note(line, "duplicate", place.name, "The block stands once for a child; the first was kept.")
            else:
                table.lines[-1] = line

    def _begin_row(self, place: _Place, line: int) -> None:
        if place.table is not None:
            self._row(place.table, line)

    def _row(self, table: GatheredTable, line: int) -> None:
        table.lines.append(line)
        table.child.append(self._children - 1)
        table.episode.append(len(self.tables["CINdetails"].lines) - 1)
        table.parent.append(self._parent_row())

    def _parent_row(self) -> int:
        for place in reversed(self._open):
            if place is not None and place.table is not None and not place.rows_of:
                return len(place.table.lines) - 1
        return self._children - 1

    def _end(self, _name: str) -> None:
        leaf = self._leaf
        if leaf is not None and not self._skipped_from:
            self._keep(leaf)
            self._depth -= 1
            return
        if self._texts:
            self._note_stray()
        if self._skipped_from:
            if self._skipped_from == self._depth:
                self._skipped_from = 0
        elif self._open:
            self._close(self._open.pop())
        self._depth -= 1

    def _keep(self, leaf: GatheredColumn) -> None:
        texts = self._texts
        text = texts[0] if len(texts) == 1 else "".join(texts)
        texts.clear()
        self._leaf = None
        place = self._open[-1]
        row = len(place.table.lines) - 1 if place is not None and place.table is not None else -1
        if leaf.rows and leaf.rows[-1] == row:
            self._note(self._line, "duplicate", leaf.name, "The element stands once in its block; the first was kept.")
            return
        leaf.rows.append(row)
        leaf.texts.append(text)
        leaf.lines.append(self._line)

    def _close(self, place: _Place | None) -> None:
        if place is self._child:
            self._handed_at = self._fed
        elif place is not None and place.name == "Reviews" and place.table is not None:
            self._review_without_date(place, place.table)

    def _review_without_date(self, place: _Place, table: GatheredTable) -> None:
        """A review that says no date is a row all the same: a rule asks for it."""
        if len(table.lines) == place.rows_before:
            self._row(table, place.line)

    def _hold_depth(self) -> None:
        if self._depth > self._limits.deepest:
            raise TooMuch(f"Elements stand more than {self._limits.deepest} deep, which a census never does.")

    def _note_stray(self) -> None:
        text = "".join(self._texts)
        self._texts.clear()
        if text.isspace() or self._skipped_from:
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
        last = self._children - 1
        for table in self.tables.values():
            while table.child and table.child[-1] == last:
                for column in (table.lines, table.child, table.parent, table.episode):
                    column.pop()
