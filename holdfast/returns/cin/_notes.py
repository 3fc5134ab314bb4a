"""What is odd about a file and no rule asks for: each with its line, and so many as anybody would read."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice

import numpy as np

from holdfast.returns.cin._values import reading
from holdfast.returns.cin.rows import UNREADABLE, Note, Table

MOST = 10_000
SHOWN = 60
"""So much of a text is told."""


def in_order(notes: Iterable[Note], tables: Mapping[str, Table]) -> tuple[Note, ...]:
    """These notes, and one of each value that could not be read, in the order of the file; the last says of more."""
    told = list(islice(chain(notes, _unreadable(tables.values())), MOST + 1))
    kept = sorted(told[:MOST], key=lambda note: note.line)
    more = [Note(note.line, "more", "", f"There is more than these {MOST:,}.") for note in told[MOST:]]
    return (*kept, *more)


def _unreadable(tables: Iterable[Table]) -> Iterator[Note]:
    """Values that are none of their kind, such as 2017-02-30 for a day: of many of them no rule asks."""
    for column in (each for table in tables for each in table.columns.values()):
        for row in np.flatnonzero(column.state == UNREADABLE).tolist():
            sent = column.sent[row]
            because = reading(column.kind, "", sent, None).because
            yield Note(int(column.lines[row]), "unreadable", column.name, f"“{sent[:SHOWN]}”. {because}")
