"""`holdfast import ...`: files from other systems."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress, TaskID

from holdfast.cli.standing import standing

app = typer.Typer(help="Bring files in from other systems.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Bring files in from other systems."""


@app.command()
def cin(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="the census, as XML")],
    as_json: Annotated[bool, typer.Option("--json", help="print the account as JSON")] = False,
) -> None:
    """Bring a children in need census into the records; the same file twice changes nothing."""
    with standing():
        account = _bring_in(file, quiet=as_json)
        if as_json:
            typer.echo(json.dumps(account, indent=2))
        else:
            _say(account)
    if account["state"] == "stopped":
        raise typer.Exit(1)


def _bring_in(path: Path, *, quiet: bool) -> dict[str, Any]:
    from holdfast.records.exchange.actions import import_census, register_file
    from holdfast.wall.acting import service

    at = datetime.now(UTC)
    known = register_file(path=path, name=path.name, brought_by=None, at=at)
    with path.open("rb") as source, Progress(disable=quiet) as bar:
        task = bar.add_task("Reading", total=known.bytes_in)
        show = _shower(bar, task)
        read = import_census(file=known, source=source, by=service("census import"), at=at, progress=show)
    return _account(read)


def _shower(bar: Progress, task: TaskID) -> Any:
    def show(file: Any) -> None:
        bar.update(task, completed=file.bytes_read, description=f"{file.children_done} children")

    return show


def _account(file: Any) -> dict[str, Any]:
    from holdfast.access import Purpose
    from holdfast.records.exchange.queries import findings_by_kind, outcomes
    from holdfast.wall.acting import acting, service

    with acting(actor=service("census import"), purpose=Purpose.statutory_return):
        return {
            "file": file.name,
            "state": file.state,
            "because": file.because,
            "authority": file.authority,
            "year": file.year,
            "elements": file.elements_in,
            "kept": file.elements_kept,
            "refused": file.elements_refused,
            "children": dict(outcomes(file)),
            "findings": dict(findings_by_kind(file)),
        }


def _say(account: dict[str, Any]) -> None:
    children = ", ".join(f"{number} {outcome}" for outcome, number in account["children"].items()) or "none"
    typer.echo(f"{account['file']}: authority {account['authority']}, year to 31 March {account['year']}.")
    typer.echo(f"Children: {children}.")
    typer.echo(f"Elements: {account['elements']}, of which {account['kept']} kept and {account['refused']} not kept.")
    for kind, number in account["findings"].items():
        typer.echo(f"  {kind.replace('_', ' ')}: {number}")
    if account["because"]:
        typer.echo(f"Stopped. {account['because']}")
