"""From the tree of one block to the facts it tells, with every element accounted for."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from holdfast.facts import TABLES
from holdfast.facts.row import Row
from holdfast.kernel.identifiers import upn_fault
from holdfast.returns.cin._stream import Node
from holdfast.returns.cin._structure import CENSUS_TABLES, CHILD, Block, Leaf
from holdfast.returns.cin._values import Reading, reading
from holdfast.returns.cin.account import Element, Flag

_ABOVE = ("episode", "assessment", "section47", "protection_plan")
_BLANK: dict[str, Row] = {name: {column.name: None for column in TABLES[name].columns} for name in CENSUS_TABLES}
_PARENTS = {name: [above for above in _ABOVE if above in blank and above != name] for name, blank in _BLANK.items()}


def _child_number_fault(value: str) -> str | None:
    if re.fullmatch(r"[A-Za-z0-9]{1,20}", value):
        return None
    return "A child's number should be 1 to 20 letters and digits; it was kept as sent."


_CHECKS = {
    "LAchildID": ("unusual_child_number", _child_number_fault),
    "UPN": ("wrong_upn", upn_fault),
    "FormerUPN": ("wrong_upn", upn_fault),
}


class Place(NamedTuple):
    """Where in the facts we stand: the row being filled, its key, and the keys of the rows it hangs under."""

    table: str
    key: str
    row: Row
    above: dict[str, str]


_NOWHERE = Place("", "", {}, {})
"""Around the outermost block."""


@dataclass
class Telling:
    """One block being told: what it has yielded so far. `year` judges codes and elements.

    `authority` and `child` say whose the rows are; what tells of no child has none.
    """

    authority: str = ""
    child: str = ""
    year: int | None = None
    elements: list[Element] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    flags: list[Flag] = field(default_factory=list)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    _stems: Counter[str] = field(default_factory=Counter)
    _told: set[tuple[str, str, object]] = field(default_factory=set)

    def tell_child(self, node: Node) -> None:
        """Account for a whole `Child`."""
        self._block(CHILD, node, CHILD.name, _NOWHERE)

    def fill(self, block: Block, node: Node, *, table: str, row: Row) -> None:
        """Account for a block whose leaves all fill one row."""
        self._block(block, node, block.name, _NOWHERE._replace(table=table, row=row))

    def refuse(self, node: Node, path: str, code: str, because: str) -> None:
        """Account for a tree as refused, each element of it."""
        sent = "" if node.nodes else node.text
        self.elements.append(Element(path, node.line, sent, refused=code, because=because))
        self._refuse_attributes(node, path)
        if node.nodes:
            self._refuse_texts(node, path)
        for inner in node.nodes:
            self.refuse(inner, f"{path}/{inner.name}", code, because)

    def contain(self, node: Node) -> None:
        """Account for an element that only holds others, already handed over."""
        self.elements.append(Element(node.name, node.line, "", "file"))
        self.refuse_loose(node, node.name)

    def refuse_loose(self, node: Node, path: str) -> None:
        """Account for text and attributes that stand where only elements may."""
        self._refuse_attributes(node, path)
        self._refuse_texts(node, path)

    def flag(self, code: str, because: str, line: int, place: Place) -> None:
        """Note something odd about a row."""
        self.flags.append(Flag(code, because, line, self.child, place.table, place.key))

    def _refuse_texts(self, node: Node, path: str) -> None:
        because = "Text stands between elements, where it belongs to none of them."
        for line, text in node.texts:
            self.elements.append(Element(f"{path}/text()", line, text.strip(), refused="stray_text", because=because))

    def _refuse_attributes(self, node: Node, path: str) -> None:
        because = "The elements of a census have no attributes."
        for name, sent in node.attributes:
            self.elements.append(Element(f"{path}/@{name}", node.line, sent, refused="attribute", because=because))

    def _block(self, block: Block, node: Node, path: str, around: Place) -> bool:
        """Account for a block and what it holds; whether it was kept."""
        day = _day(block, node)
        if block.key_needed and day is None:
            self.refuse(node, path, "no_key", block.key_needed)
            return False
        place = self._placed(block, day, node, around) if block.table else around
        self.elements.append(Element(path, node.line, "", place.table, place.key))
        self.refuse_loose(node, path)
        taken = self._parts(block, node, path, place)
        self._flag_missing(block, node, place, taken)
        return True

    def _placed(self, block: Block, day: str | None, node: Node, around: Place) -> Place:
        key = self.child if block is CHILD else self._key(around, block.letter, day)
        row = self._new_row(block.table, key, around)
        self.lines[block.table, key] = node.line
        return Place(block.table, key, row, {**around.above, block.table: key})

    def _key(self, around: Place, letter: str, day: str | None) -> str:
        stem = f"{around.key}/{letter}{day or '-'}" if letter else str(day)
        self._stems[stem] += 1
        times = self._stems[stem]
        return stem if times == 1 else f"{stem}.{times}"

    def _new_row(self, table: str, key: str, around: Place) -> Row:
        row = dict(_BLANK[table])
        row["authority"], row["child"] = self.authority, self.child
        for above in _PARENTS[table]:
            row[above] = around.above.get(above)
        if table in row:
            row[table] = key
        self.rows.setdefault(table, []).append(row)
        return row

    def _parts(self, block: Block, node: Node, path: str, place: Place) -> set[str]:
        """Account for each part within a block; the names of those that were kept."""
        seen: Counter[str] = Counter()
        taken: set[str] = set()
        for inner in node.nodes:
            seen[inner.name] += 1
            part = block.by_name.get(inner.name)
            many = seen[inner.name] > 1 or (isinstance(part, Block) and part.many)
            where = f"{path}/{inner.name}[{seen[inner.name]}]" if many else f"{path}/{inner.name}"
            if self._part(part, inner, where, place, taken, node):
                taken.add(inner.name)
        return taken

    def _part(
        self, part: Leaf | Block | None, node: Node, path: str, place: Place, taken: set[str], around: Node
    ) -> bool:
        if part is None:
            self.refuse(node, path, "unknown_element", "The census has no such element in this place.")
            return False
        if node.name in taken and not part.many:
            self.refuse(node, path, "duplicate", "This may stand here once; the first one was kept.")
            return False
        kept = (
            self._block(part, node, path, place)
            if isinstance(part, Block)
            else self._leaf(part, node, path, place, around)
        )
        if kept:
            self._flag_year(part, node, place)
        return kept

    def _leaf(self, leaf: Leaf, node: Node, path: str, place: Place, around: Node) -> bool:
        """Account for an element with a value; whether it was kept."""
        if node.nodes:
            self.refuse(node, path, "not_a_value", "Other elements stand where a value belongs.")
            return False
        if leaf.gives_way_to and any(each.name == leaf.gives_way_to and each.text for each in around.nodes):
            self.refuse(node, path, "superseded", f"{leaf.gives_way_to} was sent too, and was kept instead.")
            return False
        text = node.text
        read = reading(leaf.kind, leaf.codes, text, self.year)
        if read.refused:
            self.refuse(node, path, read.refused, read.because)
            return False
        table, key = self._keep(leaf, read, node, place)
        self.elements.append(Element(path, node.line, text, table, key, leaf.column))
        self._refuse_attributes(node, path)
        if read.flag or leaf.name in _CHECKS:
            self._flag_value(leaf, read, node, place._replace(table=table, key=key))
        return True

    def _keep(self, leaf: Leaf, read: Reading, node: Node, place: Place) -> tuple[str, str]:
        """Put the value into its row; the table and key of that row."""
        if not leaf.table:
            place.row[leaf.column] = read.value
            return place.table, place.key
        key = self._key(place, leaf.letter, str(read.value)) if leaf.letter else str(read.value)
        told = (leaf.table, place.key, (leaf.name, key))
        if told in self._told:
            self.flag("told_twice", f"{leaf.name} says the same twice; it was kept once.", node.line, place)
            return leaf.table, key
        self._told.add(told)
        row = self._new_row(leaf.table, key, place)
        row.update(leaf.fixed)
        row[leaf.column] = read.value
        self.lines[leaf.table, key] = node.line
        return leaf.table, key

    def _flag_value(self, leaf: Leaf, read: Reading, node: Node, place: Place) -> None:
        if read.flag:
            self.flag(read.flag, f"{leaf.name}: {read.flagged_because}", node.line, place)
        if leaf.name in _CHECKS:
            code, check = _CHECKS[leaf.name]
            fault = check(node.text)
            if fault:
                self.flag(code, f"{leaf.name}: {fault}", node.line, place)

    def _flag_year(self, part: Leaf | Block, node: Node, place: Place) -> None:
        if self.year is None:
            return
        if part.first_year and self.year < part.first_year:
            because = f"{part.name} came in with the {part.first_year} census; this file is of {self.year}."
            self.flag("before_its_year", because, node.line, place)
        if part.last_year and self.year > part.last_year:
            because = f"{part.name} was retired after the {part.last_year} census; this file is of {self.year}."
            self.flag("after_its_year", because, node.line, place)

    def _flag_missing(self, block: Block, node: Node, place: Place, taken: set[str]) -> None:
        for name in _missing(block, taken):
            self.flag("missing", f"{block.name} has no usable {name}.", node.line, place)
        if not node.nodes:
            self.flag("empty_block", f"{block.name} is there but holds nothing.", node.line, place)


def _missing(block: Block, taken: set[str]) -> Iterator[str]:
    for part in block.parts:
        if part.required and part.name not in taken:
            yield part.name
    for names in block.one_of:
        if not taken.intersection(names):
            yield " or ".join(names)


def _day(block: Block, node: Node) -> str | None:
    """The day that keys the block's row, as ISO text: that of the first key leaf that can be read."""
    if not block.key_leaf:
        return None
    for inner in node.nodes:
        if inner.name == block.key_leaf and not inner.nodes:
            value = reading("date", "", inner.text, None).value
            if value is not None:
                return str(value)
    return None


def child_number(node: Node) -> str:
    """The LAchildID of a `Child` that can be stored, or empty."""
    identifiers = next((each for each in node.nodes if each.name == "ChildIdentifiers"), None)
    for inner in identifiers.nodes if identifiers else []:
        if inner.name == "LAchildID" and not inner.nodes:
            read = reading("text", "", inner.text, None)
            if read.value is not None:
                return str(read.value)
    return ""


def refused_whole(node: Node, *, code: str, because: str) -> list[Element]:
    """The elements of a tree that is refused as it stands, each of them with the same reason."""
    telling = Telling()
    telling.refuse(node, node.name, code, because)
    return telling.elements
