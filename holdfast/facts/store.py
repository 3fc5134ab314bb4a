"""A body of facts, in memory and on disk."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from holdfast.facts import TABLES
from holdfast.facts._table import Table
from holdfast.facts.schema import Row, Value, WrongFact, arrow_schema, as_arrow, named
from holdfast.kernel.refused import Refused

MANIFEST = "manifest.json"
_FORM = "holdfast facts 2"
_BATCH = 4_096


@dataclass(frozen=True, eq=False)
class Facts:
    """Every fact table, some of them empty. Two bodies of facts are equal when they tell the same rows."""

    tables: Mapping[str, pa.Table]

    @classmethod
    def of(cls, told: Mapping[str, Iterable[Mapping[str, Value]] | pa.Table]) -> "Facts":
        """Facts from rows or Arrow tables by table name; raises WrongFact for what does not fit."""
        return cls({name: _checked(named(name), rows) for name, rows in told.items()})

    @classmethod
    def join(cls, parts: Iterable["Facts"]) -> "Facts":
        """All the parts' rows together; raises WrongFact where two parts tell the same key."""
        bodies = list(parts)
        names = {name for body in bodies for name in body.tables}
        return cls.of({name: pa.concat_tables([body.table(name) for body in bodies]) for name in sorted(names)})

    def table(self, name: str) -> pa.Table:
        """The table's rows as Arrow with exactly its schema; empty where nothing was told."""
        table = named(name)
        told = self.tables.get(name)
        return arrow_schema(table).empty_table() if told is None else told

    def rows(self, name: str) -> list[Row]:
        """The table's rows as plain Python, in the order they were told."""
        rows: list[Row] = self.table(name).to_pylist()
        return rows

    def child(self, authority: str, child: str) -> "Facts":
        """What is known of one child."""
        whose = (pc.field("authority") == authority) & (pc.field("child") == child)
        return Facts({name: told.filter(whose) for name, told in self.tables.items()})

    def by_child(self) -> Iterator[tuple[str, str, dict[str, list[Row]]]]:
        """Authority, child, and that child's rows of every table; children in order, rows in key order.

        Holds one child's rows in Python at a time, besides a batch of each table.
        """
        streams = {name: _grouped(named(name), self.table(name)) for name in TABLES}
        heads = {name: next(stream, None) for name, stream in streams.items()}
        while whose := min((head[0] for head in heads.values() if head), default=None):
            rows: dict[str, list[Row]] = {}
            for name, head in heads.items():
                rows[name] = head[1] if head and head[0] == whose else []
            for name in TABLES:
                if rows[name]:
                    heads[name] = next(streams[name], None)
            yield *whose, rows

    def __len__(self) -> int:
        return sum(told.num_rows for told in self.tables.values())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Facts):
            return NotImplemented
        return all(_same(table, self.table(name), other.table(name)) for name, table in TABLES.items())

    __hash__ = None  # type: ignore[assignment]  # compared by content, which may be millions of rows


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What an extract says of itself: the day it tells of, who may read it, and a hash to prove it whole."""

    as_of: date
    scope: str
    sha256: str
    tables: Mapping[str, Mapping[str, int | str]]


def write(facts: Facts, folder: Path, *, as_of: date, scope: str) -> Manifest:
    """Keep the facts as Parquet, one file a table, and a manifest, readable by their owner only.

    The same facts give the same bytes. The manifest is taken away first and written last,
    so that a folder half written cannot be read.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / MANIFEST).unlink(missing_ok=True)
    tables = {name: _write_table(facts, name, folder / f"{name}.parquet") for name in TABLES}
    manifest = Manifest(as_of=as_of, scope=scope, sha256=_hash_of(as_of, scope, tables), tables=tables)
    _write_private(folder / MANIFEST, _as_json(manifest).encode())
    return manifest


def read(folder: Path) -> Facts:
    """The facts kept in a folder; raises Refused where they are not whole or not as they were written."""
    manifest = read_manifest(folder)
    return Facts.of({name: _read_table(folder, name, manifest) for name in manifest.tables})


def read_manifest(folder: Path) -> Manifest:
    """What the extract in the folder says of itself; raises Refused where there is none."""
    try:
        told = json.loads((folder / MANIFEST).read_text())
    except FileNotFoundError:
        raise Refused(f"There is no finished extract in {folder.name}.") from None
    if told.get("form") != _FORM:
        raise Refused(f"The extract in {folder.name} was written by another version of Holdfast.")
    manifest = Manifest(
        as_of=date.fromisoformat(told["as_of"]), scope=told["scope"], sha256=told["sha256"], tables=told["tables"]
    )
    if manifest.sha256 != _hash_of(manifest.as_of, manifest.scope, manifest.tables):
        raise Refused(f"The manifest in {folder.name} was changed after it was written.")
    return manifest


def _checked(table: Table, told: Iterable[Mapping[str, Value]] | pa.Table) -> pa.Table:
    rows = _exactly(table, told) if isinstance(told, pa.Table) else as_arrow(table, told)
    if rows.num_rows and rows.group_by(list(table.key)).aggregate([]).num_rows != rows.num_rows:
        raise WrongFact(f"{table.name} tells {_first_repeat(table, rows)} twice.")
    return rows


def _exactly(table: Table, told: pa.Table) -> pa.Table:
    schema = arrow_schema(table)
    if set(told.column_names) != set(schema.names):
        raise WrongFact(f"{table.name} must have the columns {', '.join(schema.names)}.")
    rows = told.select(schema.names).cast(schema)
    empty = [field.name for field in schema if not field.nullable and rows[field.name].null_count]
    if empty:
        raise WrongFact(f"{table.name}.{empty[0]} must not be empty.")
    return rows


def _first_repeat(table: Table, rows: pa.Table) -> str:
    counted = rows.group_by(list(table.key)).aggregate([([], "count_all")])
    repeated = counted.filter(pc.field("count_all") > 1).slice(0, 1).to_pylist()[0]
    return "/".join(str(repeated[name]) for name in table.key)


def _in_order(table: Table, rows: pa.Table) -> pa.Table:
    return rows.sort_by([(name, "ascending") for name in table.key])


def _grouped(table: Table, rows: pa.Table) -> Iterator[tuple[tuple[str, str], list[Row]]]:
    """Each child's rows together, children in order; made into Python a batch at a time."""
    batches = _in_order(table, rows).to_batches(max_chunksize=_BATCH)
    each = (row for batch in batches for row in batch.to_pylist())
    for whose, theirs in groupby(each, key=itemgetter("authority", "child")):
        yield whose, list(theirs)


def _same(table: Table, ours: pa.Table, theirs: pa.Table) -> bool:
    if ours.num_rows != theirs.num_rows:
        return False
    return bool(_in_order(table, ours).equals(_in_order(table, theirs)))


def _write_table(facts: Facts, name: str, path: Path) -> dict[str, int | str]:
    rows = _in_order(named(name), facts.table(name)).combine_chunks()
    sink = pa.BufferOutputStream()
    pq.write_table(rows, sink, compression="zstd")
    content = sink.getvalue().to_pybytes()
    _write_private(path, content)
    return {"rows": rows.num_rows, "sha256": hashlib.sha256(content).hexdigest()}


def _read_table(folder: Path, name: str, manifest: Manifest) -> pa.Table:
    try:
        content = (folder / f"{name}.parquet").read_bytes()
    except FileNotFoundError:
        raise Refused(f"{name}.parquet is missing from {folder.name}.") from None
    if hashlib.sha256(content).hexdigest() != manifest.tables[name]["sha256"]:
        raise Refused(f"{name}.parquet in {folder.name} was changed after it was written.")
    return pq.read_table(pa.BufferReader(content))


def _write_private(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(content)


def _hash_of(as_of: date, scope: str, tables: Mapping[str, Mapping[str, int | str]]) -> str:
    told: dict[str, Any] = {"form": _FORM, "as_of": as_of.isoformat(), "scope": scope, "tables": tables}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _as_json(manifest: Manifest) -> str:
    told = {
        "form": _FORM,
        "as_of": manifest.as_of.isoformat(),
        "scope": manifest.scope,
        "sha256": manifest.sha256,
        "tables": manifest.tables,
    }
    return json.dumps(told, indent=1, sort_keys=True)
