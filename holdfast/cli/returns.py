"""`holdfast return ...`: what the law asks us to send, built from the records."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli.standing import standing
from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.store import Facts
from holdfast.kernel.refused import Refused
from holdfast.returns.cin import Written, header_for, write_children
from holdfast.returns.cin._structure import CENSUS_TABLES
from holdfast.returns.cin.checking import check
from holdfast.returns.cin.cohort import children_of_year
from holdfast.returns.cin.report import summary
from holdfast.returns.cin.scan import scan

app = typer.Typer(help="Build what the law asks us to send.", no_args_is_help=True)

_MOST_SHOWN = 10


@app.callback()
def group() -> None:
    """Build what the law asks us to send."""


@app.command()
def cin(
    year: Annotated[str, typer.Option(help="the census year, such as 2025-26")],
    to: Annotated[Path, typer.Option(help="the file to write")],
    authority: Annotated[str, typer.Option(help="whose children; ours where not said")] = "",
    serial: Annotated[int, typer.Option(help="which file of this year it is", min=1, max=999)] = 1,
    made_at: Annotated[datetime | None, typer.Option(help="the time in its header; now where not said")] = None,
) -> None:
    """Build the children in need census of a year from the records, and check it. Exit as `check cin` does."""
    asked = CollectionYear.named(year)
    with standing():
        whose = authority or _ours()
        facts = _facts()
    at = made_at or datetime.now(UTC)
    written, file = _written(facts, asked, whose, serial=serial, made_at=at)
    if not written.children:
        raise Refused(f"No child of authority {whose} belongs in the census of {year}.")
    to.write_bytes(file)
    typer.echo(f"{to}: {written.children:,} children of authority {whose}, {len(file):,} bytes.")
    _say_left_out(written)
    raise typer.Exit(_say_checked(file, on=at.date()))


def _ours() -> str:
    from holdfast.records.frontdoor.queries import front_door

    return front_door().authority


def _facts() -> Facts:
    from holdfast.access import Purpose
    from holdfast.wall.acting import acting, service
    from holdfast.wall.audit import record
    from holdfast.wall.providers import facts_of

    with acting(actor=service("census return"), purpose=Purpose.statutory_return):
        record(what="build_census", children=[], at=datetime.now(UTC))
        return facts_of(None, tables=CENSUS_TABLES)


def _written(
    facts: Facts, year: CollectionYear, authority: str, *, serial: int, made_at: datetime
) -> tuple[Written, bytes]:
    sink = BytesIO()
    header = header_for(authority=authority, year=year.end_on.year, made_at=made_at, serial=serial)
    return write_children(children_of_year(facts, year, authority=authority), sink, header=header), sink.getvalue()


def _say_left_out(written: Written) -> None:
    for each in written.left_out[:_MOST_SHOWN]:
        typer.echo(f"Left out: {each.table} {each.key} of child {each.child}. {each.because}")
    if len(written.left_out) > _MOST_SHOWN:
        typer.echo(f"And {len(written.left_out) - _MOST_SHOWN:,} more that the census has no place for.")


def _say_checked(file: bytes, *, on: date) -> int:
    begun = datetime.now(UTC)
    checked = check(scan(BytesIO(file)).on(on))
    for line in summary(checked, seconds=(datetime.now(UTC) - begun).total_seconds()):
        typer.echo(line)
    found = {result.severity for result in checked.results if result.status == "found"}
    return 1 if "error" in found else 4 if found else 0
