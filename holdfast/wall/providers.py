"""Slices say here how their records tell facts; the wall gathers them without knowing what they mean."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from holdfast.facts import TABLES
from holdfast.facts.store import Facts
from holdfast.wall.acting import current

_providers: dict[str, str] = {}

def register(table: str, *, sql: str) -> None:
    """Say how records tell one fact table.

    The SQL answers the table's columns by name, and keeps to `%(children)s` where that is not null.
    Row-level security applies to it as to any query.
    """
    if table not in TABLES:
        raise KeyError(f"There is no fact table called {table}.")
    _providers[table] = sql

def registered() -> dict[str, str]:
    """Every fact table that records can tell, with its SQL."""
    return dict(_providers)

def facts_of(children: Sequence[UUID] | None) -> Facts:
    """The facts about these children, or about all whom the actor may reach."""
    current()
    return Facts.of({table: _rows(sql, children) for table, sql in _providers.items()})

def _rows(sql: str, children: Sequence[UUID] | None) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"children": None if children is None else list(children)})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
