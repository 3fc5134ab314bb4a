"""Writes facts as a CIN census file, in the order of the department's schema, a child at a time."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from holdfast.facts import TABLES
from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.row import Row, Value
from holdfast.returns.cin._structure import CENSUS_TABLES, CHILD, HEADER, SEX_OF_GENDER, Block, Leaf
from holdfast.returns.cin.account import Header

if TYPE_CHECKING:
    from holdfast.facts.store import Facts

_GENDER_OF_SEX = {sex: gender for gender, sex in SEX_OF_GENDER.items()}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PARENTS = ("section47", "protection_plan", "assessment", "episode")


_NO_PLACE = "The census of this year has no place for it, or it hangs under nothing in these facts."


class LeftOut(NamedTuple):
    """A row that the census has no place for, and why."""

    table: str
    child: str
    key: str
    because: str


class Place(NamedTuple):
    """The row of facts that a line of a written file tells; the key is as `facts` names rows, within the child."""

    table: str
    key: str


class Line(NamedTuple):
    """A line to write, and what it tells."""

    text: str
    place: Place


@dataclass
class Written:
    """What went into a file: how many children, and what of the census's own tables did not."""

    children: int = 0
    left_out: list[LeftOut] = field(default_factory=list)


def header_for(*, authority: str, year: int, made_at: datetime, serial: int = 1, release: str = "1") -> Header:
    """The header of a file that we write for the year ending on 31 March of `year`."""
    return Header(
        authority=authority,
        year=year,
        reference_on=CollectionYear.ending(year).end_on,
        collection="CIN",
        source_level="L",
        software="Holdfast",
        release=release,
        serial=f"{serial:03}",
        made_at=f"{made_at:%Y-%m-%dT%H:%M:%S}",
    )


def write(facts: "Facts", to: BinaryIO, *, header: Header) -> Written:
    """Write every child of the header's authority; the same facts and header give the same bytes.

    Who belongs in a year's census is the caller's to choose. Contacts, strategy discussions, core groups,
    visits and decision dates are no part of a census; what else finds no place is told in `left_out`.
    """
    children = ((child, rows) for authority, child, rows in facts.by_child() if authority == header.authority)
    return write_children(children, to, header=header)


def write_children(
    children: Iterable[tuple[str, Mapping[str, list[Row]]]], to: BinaryIO, *, header: Header,
    where: list[Place] | None = None,
) -> Written:  # fmt: skip
    """Write these children, each a number and its rows by table, as they come: one in memory at a time.

    `where`, if given, is filled with what each line of the file tells: the line's own number is its place there.
    """
    written = Written()
    opening = _opening(header)
    to.write(opening)
    if where is not None:
        where += [_HEADER] * (1 + opening.count(b"\n"))
    for child, rows in children:
        if any(rows.get(name) for name in CENSUS_TABLES):
            telling = _ChildAsXml(child, rows, header.year)
            lines = list(telling.lines())
            to.write("".join(line.text for line in lines).encode())
            if where is not None:
                where += [line.place for line in lines for _ in range(line.text.count("\n"))]
            written.children += 1
            written.left_out += telling.left_out()
    to.write(b"  </Children>\n</Message>\n")
    return written


def _opening(header: Header) -> bytes:
    row: Row = {name: getattr(header, name) or None for name in Header.__dataclass_fields__}
    body = "".join(line.text for line in _ChildAsXml("", {}, None).block(HEADER, row, _HEADER, "  "))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Message>\n{body}  <Children>\n'.encode()


class _ChildAsXml:
    """One child's rows, laid out by the structure of the file."""

    def __init__(self, child: str, rows: Mapping[str, list[Row]], year: int | None) -> None:
        self._child = child
        self._year = year
        self._under: dict[tuple[str, str], list[Row]] = {}
        self._waiting: dict[tuple[str, str], str] = {}
        for table in CENSUS_TABLES:
            for row in sorted(rows.get(table, ()), key=lambda row: _in_file_order(table, row)):
                self._under.setdefault((table, _parent(row, table)), []).append(row)
                self._waiting[table, _identity(table, row)] = _NO_PLACE

    def lines(self) -> Iterator[Line]:
        unsaid: Row = {"child": self._child}
        row = next(iter(self._under.get(("child", ""), ())), unsaid)
        self._done("child", row)
        return self.block(CHILD, row, _CHILD, "    ")

    def left_out(self) -> Iterator[LeftOut]:
        """The rows that found no place, once the lines have been taken."""
        for (table, key), because in self._waiting.items():
            yield LeftOut(table, self._child, key, because)

    def block(self, block: Block, row: Row, place: Place, indent: str) -> Iterator[Line]:
        """The block's lines with all that is in it; a block that is no row of its own is not written empty."""
        inner = [line for part in block.parts for line in self._part(part, row, place, f"{indent}  ")]
        if inner or block.table:
            yield Line(f"{indent}<{block.name}>\n", place)
            yield from inner
            yield Line(f"{indent}</{block.name}>\n", place)

    def _part(self, part: Leaf | Block, row: Row, place: Place, indent: str) -> Iterator[Line]:
        if not self._in_year(part):
            return
        if isinstance(part, Leaf):
            yield from self._leaf(part, row, place, indent)
        elif part.table:
            for inner in self._under.get((part.table, place.key), ()):
                self._done(part.table, inner)
                yield from self.block(part, inner, Place(part.table, str(inner[part.table])), indent)
        else:
            yield from self.block(part, row, place, indent)

    def _leaf(self, leaf: Leaf, row: Row, within: Place, indent: str) -> Iterator[Line]:
        if not leaf.table:
            yield from self._line(leaf, row.get(leaf.column), within, indent)
            return
        rows = [each for each in self._under.get((leaf.table, within.key), ()) if leaf.fixed.items() <= each.items()]
        for place, each in enumerate(rows):
            if place and not leaf.many:
                self._waiting[leaf.table, _identity(leaf.table, each)] = f"A census has room for one {leaf.name} here."
                continue
            self._done(leaf.table, each)
            yield from self._line(leaf, each[leaf.column], Place(leaf.table, _identity(leaf.table, each)), indent)

    def _line(self, leaf: Leaf, value: Value, place: Place, indent: str) -> Iterator[Line]:
        text = _as_text(leaf, value)
        if _NOT_IN_XML.search(text):
            self._waiting[leaf.name, self._child] = "It holds a character that XML cannot carry."
        elif text:
            yield Line(f"{indent}<{leaf.name}>{_escaped(text)}</{leaf.name}>\n", place)

    def _in_year(self, part: Leaf | Block) -> bool:
        if self._year is None:
            return True
        return (part.first_year or self._year) <= self._year <= (part.last_year or self._year)

    def _done(self, table: str, row: Row) -> None:
        self._waiting.pop((table, _identity(table, row)), None)


_HEADER, _CHILD = Place("", ""), Place("child", "")


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace("\r", "&#13;")


def _as_text(leaf: Leaf, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return _GENDER_OF_SEX.get(str(value), str(value)) if leaf.codes == "GenderCurrent" else str(value)


def _parent(row: Row, table: str) -> str:
    """The key of the row that this one hangs under; empty for the child itself."""
    for name in _PARENTS:
        if name != table and row.get(name):
            return str(row[name])
    return ""


def _identity(table: str, row: Row) -> str:
    return "/".join(str(row.get(name)) for name in TABLES[table].key[2:])


def _in_file_order(table: str, row: Row) -> tuple[str, int, str]:
    """The second row of one day, `.2`, after the first, and the tenth after the ninth: reading numbers them so."""
    identity = _identity(table, row)
    stem, _, number = identity.rpartition(".")
    if table in row and number.isdecimal():
        return stem, int(number), identity
    return identity, 1, identity
