"""Gathers what a scan finds, element by element, and turns it into columns a batch at a time."""

from array import array
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from holdfast.returns.cin._structure import CHILD, HEADER, Block, Kind, Leaf
from holdfast.returns.cin._values import reading
from holdfast.returns.cin.rows import ABSENT, EMPTY, NO_DAY, READ, UNREADABLE, Column, Table, Whole

_NOTHING: dict[Kind, tuple[object, str]] = {
    "date": (NO_DAY, "datetime64[D]"),
    "flag": (-1, "int8"),
    "count": (0, "int64"),
    "code": (-1, "int32"),
    "text": (-1, "int32"),
}
"""What stands where nothing could be read, and how the values are stored."""
_STORED: dict[Kind, Callable[[Any], object]] = {"date": np.datetime64, "flag": int, "count": int}
_PLAIN: dict[Kind, Callable[[Any], str]] = {
    "date": str, "count": str, "flag": lambda told: "true" if told else "false",
}  # fmt: skip


class GatheredColumn:
    """One element as it is found: the row, the text and the line of each; settled into arrays by the batch."""

    __slots__ = (
        "_blocks", "_meanings", "begins_row", "kind", "lines", "lines_of_rows", "name", "rows", "sent", "texts", "told",
    )  # fmt: skip

    begins_row: bool
    """Whether each is a row of its table; said by whoever lays the places out."""
    lines_of_rows: "array[int]"
    """The lines of its table's rows, which says how many there are."""

    def __init__(self, name: str, kind: Kind) -> None:
        self.name, self.kind = name, kind
        self.rows, self.lines = numbers(), numbers()
        self.texts: list[str] = []
        self.told: int | None = None
        """The row that told it last."""
        self.sent: dict[int, str] = {}
        self._meanings = _Meanings(kind)
        self._blocks: list[tuple[npt.NDArray[Any], ...]] = []

    def extend(self, rows: Whole, texts: list[str], lines: Whole) -> None:
        """Keep what it says in many rows at once."""
        self.rows.frombytes(rows.astype(np.int32).tobytes())
        self.texts += texts
        self.lines.frombytes(lines.astype(np.int32).tobytes())

    def settle(self) -> None:
        """Turn what was gathered so far into arrays; a text means the same wherever it stands."""
        if not self.rows:
            return
        rows = whole(self.rows)
        places = np.fromiter(map(self._meanings.__getitem__, self.texts), dtype=np.int32, count=len(rows))
        told = self._meanings
        for odd in np.flatnonzero(~np.array(told.plain)[places]).tolist():
            self.sent[self.rows[odd]] = self.texts[odd].strip()
        values = np.array(told.values_).astype(_NOTHING[self.kind][1])[places]
        state = np.array(told.states, dtype=np.int8)[places]
        self._blocks.append((rows, values, state, whole(self.lines)))
        del self.rows[:], self.texts[:], self.lines[:]

    def column(self, size: int) -> Column:
        """The element over all rows of its table."""
        self.settle()
        nothing, storage = _NOTHING[self.kind]
        values = np.full(size, nothing, dtype=storage)
        state, lines = np.full(size, ABSENT, dtype=np.int8), np.zeros(size, dtype=np.int32)
        for rows, told, states, at in self._blocks:
            kept = rows < size  # the rows of a child that broke off were taken back
            here = rows[kept]
            values[here], state[here], lines[here] = told[kept], states[kept], at[kept]
        return Column(self.name, self.kind, values, state, lines, self.sent, self._meanings.vocabulary)


class _Meanings(dict[str, int]):
    """Each different text of an element has a place here, and with it a value, a state, and whether it is plain."""

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self._kind = kind
        self.values_: list[Any] = []
        self.states: list[int] = []
        self.plain: list[bool] = []
        self.vocabulary: list[str] = []

    def __missing__(self, text: str) -> int:
        value, state, plain = self._meaning(text.strip())
        self.values_.append(value)
        self.states.append(state)
        self.plain.append(plain)
        place = self[text] = len(self.values_) - 1
        return place

    def _meaning(self, text: str) -> tuple[Any, int, bool]:
        nothing, _ = _NOTHING[self._kind]
        if not text:
            return nothing, EMPTY, True
        if self._kind in ("code", "text"):
            self.vocabulary.append(text)
            return len(self.vocabulary) - 1, READ, True
        told = reading(self._kind, "", text, None).value
        if told is None:
            return nothing, UNREADABLE, False
        return _STORED[self._kind](told), READ, _PLAIN[self._kind](told) == text


def numbers() -> "array[int]":
    """Whole numbers as they are gathered, four bytes each."""
    return array("i")


def whole(gathered: "array[int]") -> Whole:
    """The numbers as an array of their own."""
    return np.frombuffer(gathered, dtype=np.int32).copy()


class GatheredTable:
    """A block of the census as it is found."""

    __slots__ = ("child", "columns", "episode", "lines", "name", "parent")

    def __init__(self, name: str, columns: dict[str, GatheredColumn]) -> None:
        self.name, self.columns = name, columns
        self.child, self.parent, self.episode, self.lines = numbers(), numbers(), numbers(), numbers()

    def extend(self, lines: Whole, child: Whole, parent: Whole, episode: Whole) -> None:
        """Keep many rows at once."""
        told = ((self.lines, lines), (self.child, child), (self.parent, parent), (self.episode, episode))
        for column, values in told:
            column.frombytes(values.astype(np.int32).tobytes())

    def table(self) -> Table:
        """The block over all children."""
        size = len(self.lines)
        return Table(
            name=self.name,
            child=whole(self.child),
            parent=whole(self.parent),
            episode=whole(self.episode),
            lines=whole(self.lines),
            columns={name: column.column(size) for name, column in self.columns.items()},
        )


def gathered_tables() -> dict[str, GatheredTable]:
    """An empty table for each block of the census, under the name of its element."""
    return {
        name: GatheredTable(name, {leaf.name: GatheredColumn(leaf.name, leaf.kind) for leaf in leaves})
        for name, leaves in tables().items()
    }


@cache
def tables() -> dict[str, tuple[Leaf, ...]]:
    """Every table of the census and its elements: blocks, and an element that repeats within its block as its own."""
    found: dict[str, tuple[Leaf, ...]] = {"Header": tuple(_leaves(HEADER, through=True))}
    _walk(CHILD, found)
    return found


def _walk(block: Block, found: dict[str, tuple[Leaf, ...]]) -> None:
    for part in block.parts:
        if isinstance(part, Block):
            found[part.name] = tuple(_leaves(part, through=False))
            _walk(part, found)


def _leaves(block: Block, *, through: bool) -> list[Leaf]:
    own = [part for part in block.parts if isinstance(part, Leaf)]
    if through:
        own += [leaf for part in block.parts if isinstance(part, Block) for leaf in _leaves(part, through=True)]
    return own
