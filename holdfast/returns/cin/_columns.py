"""Gathers what a scan finds, element by element, and turns it into columns a batch at a time."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from holdfast.returns.cin._structure import CHILD, HEADER, Block, Kind, Leaf
from holdfast.returns.cin._values import reading
from holdfast.returns.cin.rows import ABSENT, EMPTY, READ, UNREADABLE, Column, Table

_BATCH = 65_536
_NOTHING: dict[Kind, tuple[object, str]] = {
    "date": (np.datetime64("NaT", "D"), "datetime64[D]"),
    "flag": (-1, "int8"),
    "count": (0, "int64"),
    "code": (-1, "int32"),
    "text": (-1, "int32"),
}


class GatheredColumn:
    """One element as it is found: the row, the text and the line of each; settled into arrays by the batch."""

    __slots__ = ("_blocks", "_cache", "kind", "lines", "name", "rows", "sent", "texts", "vocabulary")

    def __init__(self, name: str, kind: Kind) -> None:
        self.name, self.kind = name, kind
        self.rows: list[int] = []
        self.texts: list[str] = []
        self.lines: list[int] = []
        self.sent: dict[int, str] = {}
        self.vocabulary: list[str] = []
        self._blocks: list[tuple[npt.NDArray[Any], ...]] = []
        self._cache = _Meanings(kind, self.vocabulary)

    def settle(self) -> None:
        """Turn what was gathered so far into arrays."""
        if not self.rows:
            return
        rows = np.array(self.rows, dtype=np.int32)
        meanings = [self._cache[text] for text in self.texts]
        values = np.array([each[0] for each in meanings], dtype=_storage(self.kind))
        state = np.array([each[1] for each in meanings], dtype=np.int8)
        for place, plain in enumerate(meanings):
            if not plain[2]:
                self.sent[self.rows[place]] = self.texts[place].strip()
        self._blocks.append((rows, values, state, np.array(self.lines, dtype=np.int32)))
        for gathered in (self.rows, self.texts, self.lines):
            gathered.clear()

    def column(self, size: int) -> Column:
        """The element over all rows of its table."""
        self.settle()
        nothing, storage = _NOTHING[self.kind]
        values = np.full(size, nothing, dtype=storage)
        state, lines = np.full(size, ABSENT, dtype=np.int8), np.zeros(size, dtype=np.int32)
        for rows, told, how, at in self._blocks:
            kept = rows < size  # the rows of a child that broke off were taken back
            here = rows[kept]
            values[here], state[here], lines[here] = told[kept].astype(storage), how[kept], at[kept]
        return Column(self.name, self.kind, values, state, lines, self.sent, self.vocabulary)


class _Meanings(dict[str, tuple[Any, int, bool]]):
    """What each text means, worked out once: the value, its state, and whether the text is its plain spelling."""

    def __init__(self, kind: Kind, vocabulary: list[str]) -> None:
        super().__init__()
        self._make = _MAKERS[kind]
        self._vocabulary = vocabulary
        self._keeps = kind in ("date", "flag", "count", "code")

    def __missing__(self, text: str) -> tuple[Any, int, bool]:
        meaning = self._make(text, self._vocabulary)
        if self._keeps and len(self) < _BATCH:
            self[text] = meaning
        return meaning


def _word(text: str, vocabulary: list[str]) -> tuple[Any, int, bool]:
    plain = text.strip()
    if not plain:
        return -1, EMPTY, False
    vocabulary.append(plain)
    return len(vocabulary) - 1, READ, True


def _date(text: str, _vocabulary: list[str]) -> tuple[Any, int, bool]:
    told = reading("date", "", text.strip(), None)
    if told.value is None:
        return _NO_DAY, EMPTY if not text.strip() else UNREADABLE, False
    day = np.datetime64(told.value, "D").astype(np.int64)
    return int(day), READ, str(told.value) == text.strip()


def _flag(text: str, _vocabulary: list[str]) -> tuple[Any, int, bool]:
    told = reading("flag", "", text.strip(), None)
    if told.value is None:
        return -1, EMPTY if not text.strip() else UNREADABLE, False
    return int(bool(told.value)), READ, text.strip() == ("true" if told.value else "false")


def _count(text: str, _vocabulary: list[str]) -> tuple[Any, int, bool]:
    told = reading("count", "", text.strip(), None)
    if told.value is None:
        return 0, EMPTY if not text.strip() else UNREADABLE, False
    return told.value, READ, str(told.value) == text.strip()


_NO_DAY = int(np.datetime64("NaT", "D").astype(np.int64))
_MAKERS: dict[Kind, Callable[[str, list[str]], tuple[Any, int, bool]]] = {
    "date": _date,
    "flag": _flag,
    "count": _count,
    "code": _word,
    "text": _word,
}


def _storage(kind: Kind) -> str:
    return "int64" if kind == "date" else _NOTHING[kind][1]


class GatheredTable:
    """A block of the census as it is found."""

    __slots__ = ("child", "columns", "episode", "lines", "name", "parent")

    def __init__(self, name: str, columns: dict[str, GatheredColumn]) -> None:
        self.name, self.columns = name, columns
        self.child: list[int] = []
        self.parent: list[int] = []
        self.episode: list[int] = []
        self.lines: list[int] = []

    def table(self) -> Table:
        """The block over all children."""
        size = len(self.lines)
        return Table(
            name=self.name,
            child=np.array(self.child, dtype=np.int32),
            parent=np.array(self.parent, dtype=np.int32),
            episode=np.array(self.episode, dtype=np.int32),
            lines=np.array(self.lines, dtype=np.int32),
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
