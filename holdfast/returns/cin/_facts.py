"""Gathers the facts of a census as they are read."""

import pyarrow as pa

from holdfast.facts.row import Row
from holdfast.facts.schema import as_arrow, named
from holdfast.facts.store import Facts
from holdfast.returns.cin._structure import CENSUS_TABLES
from holdfast.returns.cin.account import CensusChild

_BATCH = 2_000


class Gathered:
    """Rows turned into Arrow columns a batch at a time, since Python's rows are twenty times their size."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Row]] = {name: [] for name in CENSUS_TABLES}
        self._tables: dict[str, list[pa.Table]] = {name: [] for name in CENSUS_TABLES}
        self._children = 0

    def take(self, child: CensusChild) -> None:
        """Keep what was told of the child."""
        for name, rows in child.rows.items():
            self._rows[name] += rows
        self._children += 1
        if self._children % _BATCH == 0:
            self._settle()

    def facts(self) -> Facts:
        """All that was told."""
        self._settle()
        return Facts.of({name: pa.concat_tables(tables) for name, tables in self._tables.items()})

    def _settle(self) -> None:
        for name, rows in self._rows.items():
            self._tables[name].append(as_arrow(named(name), rows))
            rows.clear()
