"""`holdfast checks ...`: the questions asked of all that was told, and asking them now."""

import json
from collections import Counter
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from holdfast.checks import CHECKS, Check, Finding
from holdfast.cli.standing import standing

app = typer.Typer(help="Checks: list the questions, and ask them of everybody.", no_args_is_help=True)

_Json = Annotated[bool, typer.Option("--json", help="print as JSON")]


@app.callback()
def group() -> None:
    """Checks: list the questions, and ask them of everybody."""


@app.command("list")
def list_checks(as_json: _Json = False) -> None:
    """Print every check: its question, and what it was learned from."""
    told = [_told(check) for check in CHECKS.values()]
    if as_json:
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for each in told:
        typer.echo(f"{each['id']:26} {each['question']}")
        typer.echo(f"{'':26} {each['learned_from'][0]}")


@app.command()
def run(as_json: _Json = False) -> None:
    """Ask every check about every child now, as is done each night; print how many children each asks about."""
    with standing():
        found = _run()
    counts = Counter(each.check for each in found)
    if as_json:
        typer.echo(json.dumps({check: counts[check] for check in CHECKS}, indent=2))
        return
    for check in CHECKS.values():
        typer.echo(f"{counts[check.id]:7,}  {check.title}")


def _run() -> list[Finding]:
    from holdfast.records.looks.actions import ask_everybody

    return ask_everybody(at=datetime.now(UTC))


def _told(check: Check) -> dict[str, Any]:
    return {
        "id": check.id,
        "title": check.title,
        "question": check.question,
        "learned_from": [f"{source.title} ({source.place})" for source in check.taught_by],
        "to_do": check.to_do,
        "goes_to": check.goes_to or "a manager, who records a look",
    }
