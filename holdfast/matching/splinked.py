"""Many descriptions against many at once, by Splink on DuckDB: the same comparisons and weights as for one.

Everything is held in memory; what does not fit is spilt into the folder given, which whoever calls makes and removes.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker

from holdfast.matching.blocks import blocks
from holdfast.matching.described import KEY_COLUMNS, Described, made_ready
from holdfast.matching.model import splink_settings

_AT_ONCE = 20_000
_BLOCKING = {"blocking_rule": 'l."blocks" = r."blocks"', "arrays_to_explode": ["blocks"]}
_SCHEMA = pa.schema(
    [("key", pa.string()), ("blocks", pa.list_(pa.string())), ("born_from", pa.date32()), ("born_until", pa.date32())]
    + [(name, pa.list_(pa.string())) for name in KEY_COLUMNS]
)


@dataclass(frozen=True)
class Pair:
    """Two descriptions that may be of one person, and the evidence in bits, the prior odds included."""

    told: str
    on_record: str
    bits: float
    probability: float


def pairs(
    told: Iterable[tuple[str, Described]], on_record: Iterable[tuple[str, Described]], *, above: float, spill_to: Path
) -> list[Pair]:
    """Every pair above this probability, the likeliest first; the first of each is who is told of."""
    with duckdb.connect(":memory:", config={"temp_directory": str(spill_to)}) as connection:
        connection.execute("SET enable_progress_bar = false")
        database = DuckDBAPI(connection=connection)
        sides = [
            database.register(_table(rows), dataset_display_name=name)
            for name, rows in (("told", told), ("on_record", on_record))
        ]
        settings = splink_settings() | {"blocking_rules_to_generate_predictions": [_BLOCKING]}
        linker = Linker(sides, settings, log_level=logging.ERROR)
        found = linker.inference.predict(threshold_match_probability=above).as_record_list()
    return sorted((_pair(row) for row in found), key=lambda pair: (-pair.bits, pair.told, pair.on_record))


def _table(rows: Iterable[tuple[str, Described]]) -> pa.Table:
    return pa.Table.from_batches(_batches(rows), schema=_SCHEMA)


def _batches(rows: Iterable[tuple[str, Described]]) -> Iterator[pa.RecordBatch]:
    some: list[dict[str, Any]] = []
    for key, described in rows:
        some.append(_row(key, described))
        if len(some) == _AT_ONCE:
            yield pa.RecordBatch.from_pylist(some, schema=_SCHEMA)
            some = []
    yield pa.RecordBatch.from_pylist(some, schema=_SCHEMA)


def _row(key: str, described: Described) -> dict[str, Any]:
    ready = made_ready(described)
    columns: dict[str, Any] = {name: sorted(getattr(ready, name)) for name in KEY_COLUMNS}
    return columns | {
        "key": key,
        "blocks": blocks(described, ready),
        "born_from": ready.born_from,
        "born_until": ready.born_until,
    }


def _pair(row: dict[str, Any]) -> Pair:
    """Which side is which does not follow from the order in which Splink names them."""
    sides = {row["source_dataset_l"]: row["key_l"], row["source_dataset_r"]: row["key_r"]}
    return Pair(sides["told"], sides["on_record"], row["match_weight"], row["match_probability"])
