"""How fast the measures count a million facts."""

import time
from collections.abc import Callable
from datetime import date
from functools import partial
from statistics import median

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from holdfast.borough import AUTHORITY, build
from holdfast.facts import TABLES
from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.store import Facts
from holdfast.kernel.working_days import england_and_wales
from holdfast.measures import MEASURES, compute
from holdfast.measures._cubes import cube
from holdfast.measures._ibis import Warehouse
from holdfast.measures._measure import Ask
from holdfast.measures._timed import day_index
from holdfast.measures.engine import _cohorts
from tests.bench.ground import own_megabytes
from tests.bench.table import Line, Section

AS_OF = date(2026, 11, 20)
YEAR = CollectionYear.named("2025-26")
LIMIT = "DuckDB reading every column of the same tables once, counting and taking the greatest value"
ROUNDS = 3


def measured(facts_wanted: int) -> Section:
    """Every measure of a year over that many facts, one by one and all together."""
    facts = _many(facts_wanted)
    whole = _median(lambda: compute(facts, authority=AUTHORITY, year=YEAR, as_of=AS_OF, population=60_000))
    scan = _median(lambda: _scan(facts, list(TABLES)))
    lines = [*_one_by_one(facts), _line(f"all {len(MEASURES)} measures with their breakdowns", whole, scan)]
    return Section(f"Measures over {len(facts):,} facts, year {YEAR.label}", LIMIT, lines, (_note(facts),))


def _one_by_one(facts: Facts) -> list[Line]:
    """Each cohort's query, which answers all the measures that count in it, with every breakdown."""
    warehouse = Warehouse(facts, day_index(england_and_wales()))
    ask = Ask(authority=AUTHORITY, start_on=YEAR.start_on, end_on=YEAR.end_on)
    lines = []
    for name, cohort in _cohorts().items():
        query = cube(cohort, ask)
        tables = [table for table in TABLES if f'"{table}"' in query]
        took, scan = _median(partial(warehouse.read, query)), _median(partial(_scan, facts, tables))
        codes = [measure.code for measure in MEASURES.values() if measure.cohort.name == name]
        lines.append(_line(f"{name}: {', '.join(codes)}", took, scan))
    return lines


def _many(wanted: int) -> Facts:
    """The facts of a borough, told of as many children more as it takes."""
    borough = build(seed=1, as_of=AS_OF, size=4_000).facts
    times = -(-wanted // len(borough))
    return Facts({name: pa.concat_tables([_told_of(borough.table(name), n) for n in range(times)]) for name in TABLES})


def _told_of(table: pa.Table, number: int) -> pa.Table:
    """The same rows about other children."""
    at = table.column_names.index("child")
    other = pc.binary_join_element_wise(table["child"], pa.scalar(str(number)), "-")
    return table.set_column(at, table.schema.field(at), other)


def _scan(facts: Facts, names: list[str]) -> None:
    database = duckdb.connect()
    for name in names:
        database.register(name, facts.table(name))
        greatest = ", ".join(f'max("{column.name}")' for column in TABLES[name].columns)
        database.sql(f'SELECT count(*), {greatest} FROM "{name}"').to_arrow_table()


def _median(work: Callable[[], object]) -> float:
    work()
    return median(_seconds(work) for _ in range(ROUNDS))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _line(what: str, took: float, limit: float) -> Line:
    return Line(what=what, took=f"{took * 1000:.0f} ms", limit=f"{limit * 1000:.0f} ms", ratio=took / limit)


def _note(facts: Facts) -> str:
    held = sum(facts.table(name).nbytes for name in TABLES) / 2**20
    return f"The facts take {held:.0f} MB as columns; this process held {own_megabytes():.0f} MB at most."
