"""Slices say here how their records tell facts; the wall gathers them without knowing what they mean."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection

from holdfast.facts import TABLES
from holdfast.facts.schema import Row
from holdfast.facts.store import Facts
from holdfast.wall.acting import current

_tables: dict[str, str] = {}
_numbers: list[str] = []


def register(table: str, *, sql: str) -> None:
    """Say how records tell one fact table.

    The SQL answers the table's columns by name, and keeps to `%(children)s` where that is not null.
    Row-level security applies to it as to any query.
    """
    if table not in TABLES:
        raise KeyError(f"There is no fact table called {table}.")
    _tables[table] = sql


def register_numbers(*, sql: str) -> None:
    """Say how a child's key leads to the authority and number that facts call the child by."""
    _numbers[:] = [sql]


def facts_of(children: Sequence[UUID] | None, *, tables: Iterable[str] | None = None) -> Facts:
    """The facts about these children, or about all whom the actor may reach; of some tables, or of every one.

    A table at a time becomes columns, so that a borough's rows are never all Python objects at once.
    """
    current()
    wanted = [table for table in (_tables if tables is None else tables) if table in _tables]
    return Facts({table: Facts.of({table: _rows(_tables[table], children)}).table(table) for table in wanted})


def rows_of(children: Sequence[UUID] | None, *, tables: Iterable[str]) -> dict[str, list[Row]]:
    """The same as plain rows, of some tables only."""
    current()
    return {table: _rows(_tables[table], children) for table in tables if table in _tables}


def numbers_of(children: Sequence[UUID] | None) -> dict[tuple[str, str], UUID]:
    """Which child an authority's number means, for these children or for all whom the actor may reach."""
    current()
    return {(row["authority"], row["child"]): row["id"] for sql in _numbers for row in _rows(sql, children)}


def _rows(sql: str, children: Sequence[UUID] | None) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"children": None if children is None else list(children)})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
