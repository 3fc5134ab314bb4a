"""The one door to Ibis, which has no types: the little of it that measures speak, typed.

Expressions stand on unbound tables, so that the same ones run on DuckDB here and in a warehouse elsewhere.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol, TypeAlias, cast

import duckdb
import ibis
import pyarrow as pa

from holdfast.facts import TABLES
from holdfast.facts.store import Facts

Scalar: TypeAlias = str | date | bool | int | None

DAYS = "working_day_index"
"""Name of the table that counts working days: `day`, and `index`, the working days up to and including it."""

_TYPES = {"text": "string", "date": "date", "instant": "timestamp('UTC', 6)", "flag": "boolean", "count": "int64"}


class Column(Protocol):
    """A column or a value of an expression."""

    def __eq__(self, other: object) -> "Column": ...  # type: ignore[override]  # an expression, as in SQL
    def __ne__(self, other: object) -> "Column": ...  # type: ignore[override]  # an expression, as in SQL
    def __lt__(self, other: "Column | Scalar") -> "Column": ...
    def __le__(self, other: "Column | Scalar") -> "Column": ...
    def __gt__(self, other: "Column | Scalar") -> "Column": ...
    def __ge__(self, other: "Column | Scalar") -> "Column": ...
    def __add__(self, other: "Column | int") -> "Column": ...
    def __sub__(self, other: "Column | int") -> "Column": ...
    def __mul__(self, other: "Column | int") -> "Column": ...
    def __and__(self, other: "Column") -> "Column": ...
    def __or__(self, other: "Column") -> "Column": ...
    def __invert__(self) -> "Column": ...
    def between(self, lower: Scalar, upper: Scalar) -> "Column": ...
    def cast(self, kind: str) -> "Column": ...
    def count(self) -> "Column": ...
    def fill_null(self, value: Scalar) -> "Column": ...
    def isin(self, values: Iterable[Scalar]) -> "Column": ...
    def isnull(self) -> "Column": ...
    def lag(self) -> "Column": ...
    def min(self) -> "Column": ...
    def over(self, window: object) -> "Column": ...
    def sum(self) -> "Column": ...
    def year(self) -> "Column": ...
    def month(self) -> "Column": ...
    def day(self) -> "Column": ...


class Grouped(Protocol):
    """Rows grouped, waiting to be counted."""

    def aggregate(self, **sums: Column) -> "Rows": ...


class Rows(Protocol):
    """A table expression."""

    @property
    def columns(self) -> tuple[str, ...]: ...
    def __getitem__(self, name: str) -> Column: ...
    def aggregate(self, **sums: Column) -> "Rows": ...
    def count(self) -> Column: ...
    def distinct(self) -> "Rows": ...
    def filter(self, *conditions: Column) -> "Rows": ...
    def group_by(self, *names: str) -> Grouped: ...
    def left_join(self, other: "Rows", on: Iterable[str | tuple[str, str]], *, rname: str = ...) -> "Rows": ...
    def mutate(self, **columns: Column) -> "Rows": ...
    def order_by(self, *names: str) -> "Rows": ...
    def select(self, *names: str, **columns: Column) -> "Rows": ...


def table(name: str) -> Rows:
    """The fact table of that name, unbound."""
    schema = {column.name: _TYPES[column.kind] for column in TABLES[name].columns}
    return cast(Rows, ibis.table(schema, name=name))


def days() -> Rows:
    """The working-day index, unbound."""
    return cast(Rows, ibis.table({"day": "date", "index": "int64"}, name=DAYS))


def value(scalar: Scalar) -> Column:
    """A plain value as part of an expression."""
    return cast(Column, ibis.literal(scalar))


def months(number: int) -> Column:
    """A length of calendar months; added to the last of a month it keeps to the end of a shorter one."""
    return cast(Column, ibis.interval(months=number))


def day_of(instant: Column) -> Column:
    """The day in London of an instant: the session of whichever engine reads it has London's time."""
    return instant.cast("date")


def when(*cases: tuple[Column, Column | Scalar], otherwise: Column | Scalar) -> Column:
    """The value beside the first condition that holds."""
    return cast(Column, ibis.cases(*cases, else_=otherwise))


def beside(rows: Rows, other: Rows, *, on: Mapping[str, str], take: Mapping[str, str]) -> Rows:
    """The rows with columns of the one row of `other` that matches; empty where none does.

    `on` gives our column and theirs, `take` the new column's name and theirs.
    """
    keys = {f"_{theirs}": other[theirs] for theirs in on.values()}
    right = other.select(**keys, **{new: other[theirs] for new, theirs in take.items()})
    joined = rows.left_join(right, [(ours, f"_{theirs}") for ours, theirs in on.items()])
    return joined.select(*rows.columns, *take)


def place(rows: Rows, *, within: tuple[str, ...], by: tuple[str, ...], latest: tuple[str, ...] = ()) -> Column:
    """The row's place, from 0, among those alike in `within`; `by` must end in a key, or engines differ."""
    order = [ibis.desc(rows[name]) if name in latest else ibis.asc(rows[name]) for name in by]
    window = ibis.window(group_by=[rows[name] for name in within], order_by=order)
    return cast(Column, ibis.row_number().over(window))


def one_before(rows: Rows, name: str, *, within: tuple[str, ...]) -> Column:
    """The column's value in the row before, in the order of that column, which must be unique within the group."""
    window = ibis.window(group_by=[rows[each] for each in within], order_by=[rows[name]])
    return rows[name].lag().over(window)


def earliest(rows: Rows, name: str, *, within: tuple[str, ...]) -> Column:
    """The column's first value in the group."""
    return rows[name].min().over(ibis.window(group_by=[rows[each] for each in within]))


def as_sql(rows: Rows, *, dialect: str = "duckdb") -> str:
    """The expression in an engine's own words."""
    return str(ibis.to_sql(rows, dialect=dialect))


class Warehouse:
    """Facts and a working-day index laid before DuckDB once, asked many times; it reaches no file and no network."""

    def __init__(self, facts: Facts, day_index: pa.Table) -> None:
        self._duckdb: Any = duckdb.connect(config={"autoinstall_known_extensions": "false"})
        self._duckdb.execute("SET enable_external_access = false")
        self._duckdb.execute("SET TimeZone = 'Europe/London'")
        for name in TABLES:
            self._duckdb.register(name, facts.table(name))
        self._duckdb.register(DAYS, day_index)

    def read(self, sql: str) -> list[Mapping[str, Any]]:
        """The rows that an expression, written by `as_sql`, gives."""
        answer: list[Mapping[str, Any]] = self._duckdb.sql(sql).to_arrow_table().to_pylist()
        return answer
