"""How fast a census comes in: `holdfast import cin`, from its start to its end, as a user waits for it."""

import json
import time
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from psycopg import sql

from holdfast.borough.census_file import write_census
from holdfast.returns.cin import read
from tests.bench.ground import Ground, Ran, fresh, run
from tests.bench.table import Line, Section

TABLES = (
    "people_person", "people_identifier", "people_disability", "frontdoor_referral", "casework_episode",
    "casework_assessment", "casework_assessmentfactor", "casework_section47", "casework_conference",
    "casework_protectionplan", "casework_planreview", "casework_needplan", "exchange_childinfile", "exchange_finding",
    "wall_due",
)  # fmt: skip
LIMIT = "one pass of the reader over the file, and a bare COPY of the same rows into the same tables with their indexes"
AIM, MOST_MEGABYTES, AIMED_SIZE = 60, 500, 10_000


def measured(ground: Ground, sizes: tuple[int, ...]) -> Section:
    """An import of each size into an empty database, and of the last size once more."""
    lines: list[Line] = []
    each: list[float] = []
    with TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.xml"
            write_census(path, children=size, oddities=0.02)
            with fresh(ground, f"import_{size}") as here:
                first = run(here, "import", "cin", str(path), "--json")
                assert json.loads(first.said)["children"] == {"new": size}
                read_in, copied, rows = _reader_alone(path), *_rows_alone(here)
                again = run(here, "import", "cin", str(path), "--json")
            lines.append(_line(f"{size:,} children, {rows:,} rows", first, size, read_in + copied))
            lines.append(_line(f"{size:,} children, the same file again", again, size, read_in))
            each.append(first.seconds / size)
    growth = each[-1] / each[0]
    spread = f"{sizes[0]:,} to {sizes[-1]:,} children"
    lines.append(
        Line(what=f"time a child, {spread}", took=f"x {growth:.2f}", aim="linear: under x 1.3", met=growth < 1.3)
    )
    return Section("Census import (holdfast import cin, the start of the command included)", LIMIT, lines)


def _line(what: str, ran: Ran, size: int, limit: float) -> Line:
    took = f"{ran.seconds:.1f} s ({ran.cpu:.1f} s of a core), {size / ran.seconds:,.0f}/s, {ran.megabytes:.0f} MB"
    allowed = AIM * size / AIMED_SIZE
    met = ran.seconds < allowed and ran.megabytes < MOST_MEGABYTES
    aim = f"{allowed:.0f} s, {MOST_MEGABYTES} MB" if size >= AIMED_SIZE else ""
    return Line(
        what=what, took=took, limit=f"{limit:.1f} s", ratio=ran.seconds / limit, aim=aim, met=met if aim else None
    )


def _reader_alone(path: Path) -> float:
    began = time.perf_counter()
    with path.open("rb") as source:
        for _ in read(source):
            """Read, and let go."""
    return time.perf_counter() - began


def _rows_alone(ground: Ground) -> tuple[float, int]:
    """Seconds to COPY what the import wrote into tables of the same shape without a wall, and how many rows."""
    seconds, rows = 0.0, 0
    with ground.owner.connect() as own:
        for table in TABLES:
            bare, held = sql.Identifier(f"bare_{table}"), BytesIO()
            with own.cursor().copy(sql.SQL("COPY (SELECT * FROM {}) TO STDOUT").format(sql.Identifier(table))) as out:
                held.writelines(out)
            own.execute(sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(bare, sql.Identifier(table)))
            began, cursor = time.perf_counter(), own.cursor()
            with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(bare)) as into:
                into.write(held.getvalue())
            seconds, rows = seconds + time.perf_counter() - began, rows + cursor.rowcount
    return seconds, rows
