"""`holdfast clocks ...`: the time limits, and the proof that what is stored as due is what the facts say."""

import json
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from holdfast.cli.standing import standing
from holdfast.clocks import CLOCKS, Clock

app = typer.Typer(help="Time limits: list them, and prove what is stored.", no_args_is_help=True)

_Json = Annotated[bool, typer.Option("--json", help="print as JSON")]


@app.callback()
def group() -> None:
    """Time limits: list them, and prove what is stored."""


@app.command("list")
def list_clocks(as_json: _Json = False) -> None:
    """Print every time limit: what it is, what makes it bind, and where it is written."""
    told = [_told(clock) for clock in CLOCKS.values()]
    if as_json:
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for each in told:
        typer.echo(f"{each['id']:28} {each['title']}")
        typer.echo(f"{'':28} {each['force']}. {each['source']}{' (to be checked)' if each['to_be_checked'] else ''}")


@app.command()
def verify(as_json: _Json = False) -> None:
    """Work out every child's due dates anew and hold them against what is stored; exit 1 where any differ."""
    with standing():
        children, different = _verify()
    if as_json:
        typer.echo(json.dumps({"children": children, "different": different}, indent=2))
    elif different:
        typer.echo(f"{len(different)} of {children} children are stored differently from what their facts say:")
        for number in different:
            typer.echo(f"  {number}")
    else:
        typer.echo(f"{children} children: every stored due date is what the facts say.")
    if different:
        raise typer.Exit(1)


def _verify() -> tuple[int, list[str]]:
    from holdfast.access import Purpose
    from holdfast.records.people.models import Person
    from holdfast.wall.acting import acting, service
    from holdfast.wall.deeds import day_of
    from holdfast.wall.due import stored_differently

    with acting(actor=service("clocks"), purpose=Purpose.figures):
        children = dict(Person.objects.filter(is_child=True).values_list("pk", "local_id"))
        found = stored_differently(list(children), as_of=day_of(datetime.now(UTC)))
    return len(children), sorted(str(children[each]) for each in found)


def _told(clock: Clock) -> dict[str, Any]:
    return {
        "id": clock.id,
        "title": clock.title,
        "force": clock.force,
        "source": f"{clock.source.title}: {clock.source.place}".removesuffix(": "),
        "to_be_checked": clock.needs_checking,
    }
