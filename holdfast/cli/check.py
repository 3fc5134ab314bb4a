"""`holdfast check ...`: is a file that goes to the department right, and what is not?"""

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from holdfast.cli.output import put
from holdfast.facts.cohorts import CollectionYear
from holdfast.kernel.refused import Refused
from holdfast.returns.cin import CensusRefused
from holdfast.returns.cin.checking import Checked, check
from holdfast.returns.cin.report import summary, write_csv, write_json
from holdfast.returns.cin.scan import scan

app = typer.Typer(help="Check a file that goes to the department.", no_args_is_help=True)

ERRORS, QUERIES = 1, 4

_File = Annotated[Path, typer.Argument(help="the census file (XML)", exists=True, dir_okay=False)]
_Json = Annotated[str, typer.Option("--json", help="write the whole account as JSON to this file; - prints it")]
_Csv = Annotated[str, typer.Option("--csv", help="write the findings as CSV to this file; - prints them")]
_Collection = Annotated[
    str, typer.Option(help="the census to judge it as, such as 2025-26; the header's where not said")
]


@app.callback()
def group() -> None:
    """Check a file that goes to the department."""


@app.command()
def cin(file: _File, as_json: _Json = "", as_csv: _Csv = "", collection: _Collection = "") -> None:
    """Ask every rule of a children in need census. Exit 0: nothing found, 4: queries only, 1: errors or unreadable."""
    began = time.perf_counter()
    checked = _checked(file, collection)
    seconds = time.perf_counter() - began
    put(as_json, lambda to: write_json(checked, to, file=str(file), seconds=seconds))
    put(as_csv, lambda to: write_csv(checked, to))
    if not {as_json, as_csv} & {"-"}:
        for line in summary(checked, seconds=time.perf_counter() - began):
            typer.echo(line)
    raise typer.Exit(_exit_code(checked))


def _checked(file: Path, collection: str) -> Checked:
    year = _year(collection) if collection else None
    try:
        with file.open("rb") as source:
            return check(scan(source, year=year))
    except CensusRefused as refusal:
        raise Refused(str(refusal)) from None


def _year(collection: str) -> int:
    """The year that a collection ends in: 2026 for 2025-26."""
    return CollectionYear.named(collection.strip()).end_on.year


def _exit_code(checked: Checked) -> int:
    found = {result.severity for result in checked.results if result.status == "found"}
    if "error" in found or checked.rows.stopped:
        return ERRORS
    return QUERIES if found else 0


@app.command()
def records(as_json: _Json = "") -> None:
    """Check every child's record now, as is done each night. Exit as `check cin` does."""
    from holdfast.cli.standing import standing

    with standing():
        from holdfast.records.census.actions import check_now

        runs = check_now(at=datetime.now(UTC))
    put(as_json, lambda to: to.write(json.dumps([_told(run) for run in runs], indent=1) + "\n"))
    for run in runs if not as_json else ():
        typer.echo(_in_words(run))
    raise typer.Exit(ERRORS if any(run.errors for run in runs) else QUERIES if any(run.queries for run in runs) else 0)


def _told(run: Any) -> dict[str, Any]:
    counts = ("children", "children_found", "errors", "queries", "explained", "carried", "new", "fixed")
    about: dict[str, Any] = {"collection": run.collection, "as_at": run.as_at.isoformat()}
    about |= {"rules": run.results, "teams": run.teams, "whole": run.whole}
    seconds = (run.finished_at - run.started_at).total_seconds()
    return about | {name: getattr(run, name) for name in counts} | {"seconds": round(seconds, 3)}


def _in_words(run: Any) -> str:
    seconds = (run.finished_at - run.started_at).total_seconds()
    whole = sum(told["explained"] is None for told in run.whole)
    return (
        f"{run.collection}: {run.children:,} children, {run.errors:,} to mend and {run.queries:,} to mend or explain, "
        f"{whole:,} of them about the whole and the others of {run.children_found:,} children; "
        f"{run.explained + run.carried:,} explained, {run.new:,} new, {run.fixed:,} mended since the last check. "
        f"{seconds:.1f} seconds."
    )
