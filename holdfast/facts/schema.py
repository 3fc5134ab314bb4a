"""How a fact table looks as Arrow columns, and what a row is in plain Python."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache

import pyarrow as pa

from holdfast.facts import TABLES
from holdfast.facts._table import Column, Table
from holdfast.facts.row import Row as Row
from holdfast.facts.row import Value as Value

_ARROW = {
    "text": pa.string(),
    "date": pa.date32(),
    "instant": pa.timestamp("us", tz="UTC"),
    "flag": pa.bool_(),
    "count": pa.int64(),
}


class WrongFact(ValueError):  # noqa: N818 - reads as what it is: a bug in whoever told the fact
    """A row that does not fit its table: an unknown column, a missing key, the same key twice."""


@cache
def arrow_schema(table: Table) -> pa.Schema:
    """The table's columns as Arrow fields: date32, timestamp[us, UTC], int64; keys are never null."""
    return pa.schema([_field(table, column) for column in table.columns])


def named(name: str) -> Table:
    """The table of that name; raises WrongFact where there is none."""
    if name not in TABLES:
        raise WrongFact(f"There is no fact table called {name}.")
    return TABLES[name]


def as_arrow(table: Table, rows: Iterable[Mapping[str, Value]]) -> pa.Table:
    """The rows as an Arrow table with exactly the table's schema; columns a row leaves out are unknown."""
    told = list(rows)
    names = {column.name for column in table.columns}
    instants = [column.name for column in table.columns if column.kind == "instant"]
    for row in told:
        if not row.keys() <= names:
            raise WrongFact(f"{table.name} has no column {', '.join(sorted(row.keys() - names))}.")
        _refuse_local_times(table, row, instants)
    columns = [_array(table, column, [row.get(column.name) for row in told]) for column in table.columns]
    return pa.Table.from_arrays(columns, schema=arrow_schema(table))


def _field(table: Table, column: Column) -> pa.Field:
    return pa.field(column.name, _ARROW[column.kind], nullable=not (column.required or column.name in table.key))


def _array(table: Table, column: Column, values: list[Value]) -> pa.Array:
    try:
        array = pa.array(values, type=_ARROW[column.kind])
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError) as wrong:
        raise WrongFact(f"{table.name}.{column.name} holds a value that is not a {column.kind}.") from wrong
    if array.null_count and not _field(table, column).nullable:
        raise WrongFact(f"{table.name}.{column.name} must not be empty.")
    return array


def _refuse_local_times(table: Table, row: Mapping[str, Value], instants: list[str]) -> None:
    for name in instants:
        told = row.get(name)
        if isinstance(told, datetime) and told.tzinfo is None:
            raise WrongFact(f"{table.name}.{name} needs a time zone.")
