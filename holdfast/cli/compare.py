"""`holdfast compare ...`: this year's file beside last year's, before the department asks."""

import json
from pathlib import Path
from typing import Annotated

import typer

from holdfast.kernel.refused import Refused
from holdfast.returns.cin import CensusRefused
from holdfast.returns.cin.compare import as_data, compared
from holdfast.returns.cin.rows import Rows
from holdfast.returns.cin.scan import scan

app = typer.Typer(help="Hold a file against last year's.", no_args_is_help=True)

_This = Annotated[Path, typer.Argument(help="this year's census", exists=True, dir_okay=False)]
_Last = Annotated[Path, typer.Argument(help="last year's census", exists=True, dir_okay=False)]
_Json = Annotated[bool, typer.Option("--json", help="print as JSON")]


@app.callback()
def group() -> None:
    """Hold a file against last year's."""


@app.command()
def cin(this: _This, last: _Last, as_json: _Json = False) -> None:
    """Count the seven numbers that the department holds against last year's; exit 4 where it will ask about one."""
    now, before = _read(this), _read(last)
    if now.year != before.year + 1:
        raise Refused(f"The files are of {before.year} and {now.year}: hold a year against the one before it.")
    moved = compared(now, before)
    if as_json:
        typer.echo(json.dumps([as_data(each) for each in moved], indent=1, ensure_ascii=False))
    else:
        for each in moved:
            typer.echo(f"{each.code}  {each.title}: {each.before:,}, now {each.now:,}. {each.said}.")
    raise typer.Exit(4 if any(each.is_asked for each in moved) else 0)


def _read(file: Path) -> Rows:
    try:
        with file.open("rb") as source:
            rows = scan(source)
    except CensusRefused as refusal:
        raise Refused(str(refusal)) from None
    if rows.stopped:
        raise Refused(f"{file} breaks off at line {rows.stopped[0]:,}: {rows.stopped[1]}")
    return rows
