"""Takes whole children a megabyte at a time where nothing about them is odd, as `_gathering` takes them one by one.

The bytes are cut at every "<", and each different piece is known by heart, since a census says the same things a
million times; what stands in what is then a matter of arrays. Only expat says whether bytes are XML: what is planned
here is carried out once it has passed them. Whatever is more than plain tags in their places with plain text is
irregular, and is read by expat's events instead. Both ways lead to the same tables.
"""

import re
from typing import NamedTuple

import numpy as np

from holdfast.returns.cin._columns import GatheredTable, numbers, whole
from holdfast.returns.cin._structure import CHILD, ONCE, Block, Leaf
from holdfast.returns.cin.rows import Whole

_MOST = 1 << 18
_PLAIN = re.compile(rb"(?:[^&\r\x80-\xff]|\r\n)*").fullmatch
_BLANK = re.compile(rb"(?:[ \t\n]|\r\n)*").fullmatch
_DETAILS = "CINdetails"
_DEEPEST = 6
_CHILDREN = Block(name="Children", parts=(CHILD,))


class Irregular(Exception):  # noqa: N818 - not an error: it is read in another way
    """Something that has to be read by expat's events."""


class _Pieces(dict[bytes, int]):
    """A number for each piece that was met, which is all from one "<" to the next, and what it means."""

    def __init__(self, names: dict[str, int]) -> None:
        super().__init__()
        self._names = names
        self.texts: list[str] = []
        """The value that it tells; empty where it tells blanks."""
        self.names = numbers()
        """The name that begins; 0 where none does."""
        self.steps = numbers()
        """How much deeper we are after it."""
        self.breaks = numbers()
        """The ends of lines in it."""

    def __missing__(self, sent: bytes) -> int:
        tag, closed, text = sent.partition(b">")
        name, told = tag.strip(b"/").decode("ascii", "replace"), text.strip()
        begins, ends = tag[:1] != b"/", b"/" in tag
        if not closed or name not in self._names or (told and ends) or not _PLAIN(text):
            raise Irregular
        self.names.append(self._names[name] if begins else 0)
        self.steps.append(begins - ends)
        self.breaks.append(text.count(b"\n"))
        self.texts.append(told.decode().replace("\r\n", "\n"))  # as XML has it
        number = self[sent] = len(self.texts) - 1
        return number

    def forget(self) -> None:
        """Forget them all before they fill the memory; those that come again are soon learnt again."""
        self.clear()
        self.texts.clear()
        del self.names[:], self.steps[:], self.breaks[:]


class _Place(NamedTuple):
    """A block or a leaf where the census has it, and the table of its rows."""

    part: Block | Leaf
    table: GatheredTable

    @property
    def begins_row(self) -> bool:
        """Whether each is a row: a block, unless a leaf that repeats within it is one."""
        if isinstance(self.part, Leaf):
            return self.part.many
        return not any(isinstance(part, Leaf) and part.many for part in self.part.parts)

    @property
    def is_single(self) -> bool:
        """Whether it stands once in what is around it."""
        return self.part.name in ONCE or (isinstance(self.part, Leaf) and not self.part.many)


class Batch(NamedTuple):
    """The elements of some children, in file order."""

    place: Whole
    around: Whole
    """The element around each; of a child, nothing that is used."""
    by_place: Whole
    """The elements in the order of their places."""
    texts: list[str]
    line: Whole
    """The line on which each begins, counted from the first of the chunk as 0."""


class Bulk:
    """Puts regular children into the tables."""

    def __init__(self, tables: dict[str, GatheredTable]) -> None:
        self._tables = tables
        self._places = [_Place(_CHILDREN, tables[ONCE[0]])]
        """The first stands for nowhere: what the census does not have where it stands."""
        below: list[tuple[int, str, int]] = []
        self._lay_out(0, below)
        names = {name: number for number, name in enumerate(sorted({name for _, name, _ in below}), start=1)}
        self._tree = np.zeros((len(self._places), len(names) + 1), dtype=np.int32)
        for around, name, place in below:
            self._tree[around, names[name]] = place
        self._number = {each.part.name: number for number, each in enumerate(self._places)}
        self._single = np.array([each.is_single for each in self._places])
        self._is_leaf = np.array([isinstance(each.part, Leaf) for each in self._places])
        self._pieces = _Pieces(names)

    def _lay_out(self, around: int, below: list[tuple[int, str, int]]) -> None:
        block, table = self._places[around]
        for part in block.parts if isinstance(block, Block) else ():
            below.append((around, part.name, len(self._places)))
            self._places.append(_Place(part, self._tables.get(part.name, table)))
            self._lay_out(len(self._places) - 1, below)

    def plan(self, chunk: bytes) -> Batch:
        """What whole children say; raises Irregular where anything about them is odd."""
        before, *sent = chunk.split(b"<")
        known = self._pieces
        if len(known) > _MOST:
            known.forget()
        pieces = np.fromiter(map(known.__getitem__, sent), dtype=np.int32, count=len(sent))
        names, steps, breaks = (whole(told)[pieces] for told in (known.names, known.steps, known.breaks))
        depth = np.cumsum(steps)
        if not _BLANK(before) or not len(depth) or depth.min() < 0 or depth.max() > _DEEPEST or depth[-1]:
            raise Irregular
        begun = np.flatnonzero(names)
        place, around = self._placed(names[begun], (depth - steps)[begun])
        lines = before.count(b"\n") + np.cumsum(breaks) - breaks
        texts = [known.texts[piece] for piece in pieces[begun].tolist()]
        batch = Batch(place, around, np.argsort(place, kind="stable").astype(np.int32), texts, lines[begun])
        self._refuse_oddities(batch)
        return batch

    def _placed(self, names: Whole, depth: Whole) -> tuple[Whole, Whole]:
        """Where each element stands, and which is around it."""
        place, around = np.zeros_like(names), np.zeros_like(names)
        here = np.flatnonzero(depth == 0)
        place[here] = self._tree[0, names[here]]
        for level in range(1, depth.max() + 1):
            above, here = here, np.flatnonzero(depth == level)
            around[here] = above[np.searchsorted(above, here) - 1]
            place[here] = self._tree[place[around[here]], names[here]]
        return place, around

    def _refuse_oddities(self, batch: Batch) -> None:
        """Anything out of its place, text between elements, a second of what stands once, a review without a day."""
        place, around = batch.place[batch.by_place], batch.around[batch.by_place]
        again = (place[1:] == place[:-1]) & (around[1:] == around[:-1]) & self._single[place[1:]]
        between = np.flatnonzero(~self._is_leaf[batch.place])
        dated = np.zeros(len(place), dtype=bool)
        dated[batch.around[batch.place == self._number["CPPreviewDate"]]] = True
        undated = ~dated[batch.place == self._number["Reviews"]]
        if not place.all() or again.any() or undated.any() or any(map(batch.texts.__getitem__, between.tolist())):
            raise Irregular

    def take(self, batch: Batch, line: int) -> int:
        """Put what was planned into the tables; the chunk begins on that line. Answers how many children it holds."""
        place, around, by_place, texts, lines = batch
        line_of, starts = lines + line, np.flatnonzero(place == self._number[CHILD.name])
        before = len(self._tables[ONCE[0]].lines)
        child = np.cumsum(place == self._number[CHILD.name]) + (before - 1)
        episode = np.cumsum(place == self._number[_DETAILS]) + (len(self._tables[_DETAILS].lines) - 1)
        row = child.copy()
        ends = np.searchsorted(place[by_place], np.arange(len(self._places) + 1))
        for number, (part, table) in enumerate(self._places[2:], start=2):
            here = by_place[ends[number] : ends[number + 1]]
            if part.name in ONCE:  # each child has its row, and its line where the block does not stand
                begun = line_of[starts]
                begun[child[here] - before] = line_of[here]
                table.extend(begun, child[starts], child[starts], episode[starts])
                continue
            outer = row[around[here]]
            row[here] = outer
            if self._places[number].begins_row:
                row[here] = len(table.lines) + np.arange(len(here))
                table.extend(line_of[here], child[here], outer, episode[here])
            if isinstance(part, Leaf):
                table.columns[part.name].extend(row[here], [texts[at] for at in here.tolist()], line_of[here])
        return len(starts)
