"""`holdfast borough ...`: invented people, for the demonstration and for tests."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from holdfast.borough import DEMO_SIZE, Borough
from holdfast.borough import build as imagine
from holdfast.cli.standing import standing
from holdfast.facts import store
from holdfast.kernel.refused import Refused

app = typer.Typer(help="A borough that never was.", no_args_is_help=True)
SEED = 1


@app.callback()
def group() -> None:
    """A borough that never was: everybody in it is invented."""


@app.command()
def build(
    size: Annotated[int, typer.Option(help="about how many children it has come to know", min=1)] = DEMO_SIZE,
    seed: Annotated[int, typer.Option(help="the same seed gives the same borough")] = SEED,
    as_of: Annotated[str, typer.Option(help="the day it has reached, as 2026-11-22; today where not said")] = "",
    facts: Annotated[Path | None, typer.Option(help="write its facts into this folder instead of the database")] = None,
) -> None:
    """Imagine a borough and load it into a new demonstration, or write its facts into a folder."""
    day = _day(as_of)
    with Console(stderr=True).status("Imagining a borough"):
        borough = imagine(seed=seed, as_of=day, size=size)
    if facts:
        store.write(borough.facts, facts, as_of=day, scope="invented")
        typer.echo(f"{len(borough.facts):,} facts of {borough.name} are in {facts}.")
        return
    with standing():
        load(borough)


def load(borough: Borough) -> None:
    """Load a borough into the demonstration, and say so."""
    from holdfast.records.exchange.actions.borough import load_borough
    from holdfast.records.exchange.actions.counting import tell_the_board
    from holdfast.wall.installation import mark_as_demo

    mark_as_demo()
    with Console(stderr=True).status("Writing its records"):
        children = load_borough(borough=borough, at=datetime.now(UTC))
    with Console(stderr=True).status("Releasing its figures year by year"):
        tell_the_board(borough=borough, at=datetime.now(UTC))
    typer.echo(f"{borough.name} is loaded: {children:,} children, all of them invented.")


def load_where_empty() -> bool:
    """Load the small borough into a demonstration that has nobody in it yet; says whether it had to."""
    from holdfast.wall.models import User

    if User.objects.exists():
        return False
    with Console(stderr=True).status("Imagining a borough"):
        borough = imagine(seed=SEED, as_of=datetime.now(UTC).date())
    load(borough)
    return True


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said) if said else datetime.now(UTC).date()
    except ValueError:
        raise Refused(f"“{said}” is not a day: write it as 2026-11-22.") from None
