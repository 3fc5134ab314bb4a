"""Puts what a census file says into its tables as it comes, element by element.

Nothing is held of a child but its values, so memory grows with what is told, never with the markup; whatever is not of
the census becomes a note.
"""

from array import array

from holdfast.returns.cin._columns import GatheredColumn, GatheredTable, gathered_tables
from holdfast.returns.cin._notes import MOST, SHOWN
from holdfast.returns.cin._stream import TooMuch
from holdfast.returns.cin._structure import CHILD, HEADER, ONCE, Block, Leaf
from holdfast.returns.cin.rows import Note


class TooDeep(TooMuch):
    """Elements stand deeper than any census has them."""

    def __init__(self, line: int, deepest: int) -> None:
        super().__init__(f"Elements stand more than {deepest} deep, which a census never does.")
        self.line = line


class _Place:
    """A block that may be open: what may stand in it, the table that its rows go to, and the rows around it."""

    __slots__ = ("around", "blocks", "leaves", "line", "name", "once", "rows_before", "rows_within", "table")

    line: int
    """The line on which it began last."""
    rows_before: int
    """How many rows its table had then."""

    def __init__(
        self, block: Block, tables: dict[str, GatheredTable], table: GatheredTable, around: "array[int]"
    ) -> None:
        self.name, self.table, self.around = block.name, table, around
        self.leaves: dict[str, GatheredColumn] = {}
        self.blocks: dict[str, _Place] = {}
        self.once = block.name in ONCE or table.name == "Header"
        self.rows_within = any(isinstance(part, Leaf) and part.many for part in block.parts)
        """Whether its rows are those of an element that repeats within it."""
        for part in block.parts:
            if isinstance(part, Block):
                under = table if table.name == "Header" else tables[part.name]
                self.blocks[part.name] = _Place(part, tables, under, table.lines)
            else:
                leaf = self.leaves[part.name] = table.columns[part.name]
                leaf.begins_row, leaf.lines_of_rows = part.many, table.lines


_NONE: dict[str, GatheredColumn] = {}
"""No element may stand here as a value: between blocks, within a value, and in what is left alone."""


class Gathering:
    """The tables of one file as they grow, and what of it stands open."""

    def __init__(self, deepest: int) -> None:
        self.tables = gathered_tables()
        self.notes: list[Note] = []
        self.texts: list[str] = []
        """The text that came since the last element began or ended."""
        self.ended = 0
        """How many children have ended."""
        self._deepest = deepest
        children = self.tables["ChildIdentifiers"]
        self._child = _Place(CHILD, self.tables, children, children.lines)
        self._header = _Place(HEADER, self.tables, self.tables["Header"], self.tables["Header"].lines)
        self._details = self.tables["CINdetails"].lines
        self._open: list[_Place] = []
        self._leaves = _NONE
        self._depth = self._skipped_from = self._line = 0
        self._leaf: GatheredColumn | None = None
        self._told: set[str] = set()

    @property
    def has_begun(self) -> bool:
        """Whether an element has begun, so that the file's encoding is known."""
        return self._depth > 0

    @property
    def is_between_children(self) -> bool:
        """Whether nothing is open but the message and its children, and no text waits."""
        return self._depth == 2 and not (self._open or self._skipped_from or "".join(self.texts).strip())

    def begin(self, name: str, line: int) -> None:
        """An element begins on that line."""
        leaf = self._leaves.get(name)
        if leaf is None or self.texts:
            self._begin(name, line)
        else:
            self._leaf, self._leaves, self._line = leaf, _NONE, line
            if leaf.begins_row:
                self._row(self._open[-1], line)

    def pass_over(self, attribute: str, line: int) -> None:
        """The element that has just begun has an attribute."""
        if not self._skipped_from:
            told = attribute.rpartition(" ")[2]
            self._note(line, "attribute", told, "The elements of a census have no attributes; it was passed over.")

    def end(self, line: int) -> None:
        """The element that began last ends there."""
        leaf, texts = self._leaf, self.texts
        if leaf is None or self._skipped_from:
            self._end(line)
            return
        self._leaf, self._leaves = None, self._open[-1].leaves
        row = len(leaf.lines_of_rows) - 1
        if row == leaf.told:
            self._note(self._line, "duplicate", leaf.name, "The element stands once in its block; the first was kept.")
        else:
            leaf.told = row
            leaf.rows.append(row)
            leaf.texts.append(texts[0] if len(texts) == 1 else "".join(texts))
            leaf.lines.append(self._line)
        texts.clear()

    def _between(self, line: int) -> None:
        """Text between elements: blanks, as a rule."""
        text = "".join(self.texts)
        self.texts.clear()
        if not self._skipped_from and not text.isspace():
            shown = " ".join(text.split())[:SHOWN]
            self._note(line, "stray_text", "", f"Text stands between elements: “{shown}”.")

    def _begin(self, name: str, line: int) -> None:
        """Begin whatever is no plain element after blanks: a block, a container, or what the census does not have."""
        if self.texts:
            self._between(line)
            self.begin(name, line)
            return
        self._depth += 1
        if self._depth > self._deepest:
            raise TooDeep(line, self._deepest)
        local = name.rpartition(" ")[2]
        if self._skipped_from or (self._leaf is None and self._is_begun(local, line)):
            return
        self._note(line, "unknown_element", local, "The census has no such element in this place.")
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
            self.begin(local, line)
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
        for name in ONCE:
            self._row(self._child.blocks[name], line)

    def _begin_block(self, place: _Place, line: int) -> None:
        if place.once:
            self._begin_single(place, line)
        elif not place.rows_within:
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
        elif place.name in ONCE:
            place.table.lines[-1] = line
        self._told.add(place.name)

    def _row(self, place: _Place, line: int) -> None:
        table = place.table
        table.lines.append(line)
        table.child.append(len(self._child.around) - 1)
        table.episode.append(len(self._details) - 1)
        table.parent.append(len(place.around) - 1)

    def _end(self, line: int) -> None:
        if self.texts:
            self._between(line)
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

    def _close(self, place: _Place) -> None:
        if place is self._child:
            self.ended += 1
        elif place.name == "Reviews" and len(place.table.lines) == place.rows_before:
            self._row(place, place.line)  # a review that says no day is a row all the same: a rule asks for it
        self._leaves = self._open[-1].leaves if self._open else _NONE

    def _note(self, line: int, code: str, element: str, said: str) -> None:
        if len(self.notes) <= MOST:
            self.notes.append(Note(line, code, element[:SHOWN], said))

    def need_header(self) -> None:
        """Give a file without a header the row of one, on its first line: the rules about the file ask it."""
        if not self._header.table.lines:
            self._row(self._header, 1)

    def forget_open_child(self) -> None:
        """Keep only the children that have ended, as where the file broke off."""
        if self._child not in self._open:
            return
        last = len(self._child.around) - 1
        for table in self.tables.values():
            while table.child and table.child[-1] == last:
                for column in (table.lines, table.child, table.parent, table.episode):
                    column.pop()
