"""`holdfast agencies ...`: the partnership's organisations, teams and posts, from a sheet."""

import csv
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli.standing import standing
from holdfast.kernel.refused import Refused

app = typer.Typer(help="Organisations, teams and posts.", no_args_is_help=True)
NEEDED = ("agency", "kind", "team")
COLUMNS = (*NEEDED, "agency_telephone", "team_telephone", "hub", "username", "title", "from", "until")


@app.callback()
def group() -> None:
    """Organisations, teams, and who holds which post."""


@app.command("bring-in")
def bring_in(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="a sheet saved as CSV")],
) -> None:
    """Bring agencies, teams and posts in from a sheet; the same sheet twice changes nothing.

    Columns: agency, kind, team, and where they are known agency_telephone, team_telephone, hub (yes or no), and for
    somebody who holds a post there username, title, from (as 2026-04-01), and until: the first day on which they hold
    it no longer. Whoever holds none any more reaches no child by what they were once given. A row that cannot be taken
    is listed with its reason, and the others are taken all the same.
    """
    rows = _rows(file)
    with standing():
        refused = [said for number, row in enumerate(rows, start=2) if (said := _take(number, row))]
    typer.echo(f"{len(rows) - len(refused)} of {len(rows)} rows taken.")
    for said in refused:
        typer.echo(said)
    if refused:
        raise typer.Exit(1)


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as sheet:
        reader = csv.DictReader(sheet)
        missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
        unknown = [name for name in reader.fieldnames or () if name not in COLUMNS]
        if missing or unknown:
            raise Refused(f"The first line must name the columns {', '.join(COLUMNS)}; at least {', '.join(NEEDED)}.")
        return [{name: (said or "").strip() for name, said in row.items() if name} for row in reader]


def _take(number: int, row: dict[str, str]) -> str:
    """Take a row; what stands in the way, empty where nothing does."""
    from django.db import transaction

    try:
        with transaction.atomic():
            _add(row)
    except Refused as refusal:
        return f"Line {number}: {refusal}"
    return ""


def _add(row: dict[str, str]) -> None:
    from holdfast.records.agencies.actions import add_agency, add_team, appoint
    from holdfast.records.agencies.codes import AgencyKind
    from holdfast.wall.models import User

    if not (row["agency"] and row["team"]):
        raise Refused("The agency or the team has no name.")
    if row["kind"] not in AgencyKind.values:
        raise Refused(f"“{row['kind']}” is no kind of agency. There are: {', '.join(AgencyKind.values)}.")
    agency = add_agency(name=row["agency"], kind=AgencyKind(row["kind"]), telephone=row.get("agency_telephone", ""))
    is_hub = row.get("hub", "").lower() == "yes"
    team = add_team(agency=agency, name=row["team"], telephone=row.get("team_telephone", ""), is_hub=is_hub)
    if not row.get("username"):
        return
    holder = User.objects.filter(username__iexact=row["username"]).first()
    if holder is None:
        raise Refused(f"Nobody signs in as “{row['username']}”: make the account first, on the administrator's pages.")
    title = row.get("title") or holder.get_role_display()
    until_on = _day(row, "until") if row.get("until") else None
    appoint(team=team, holder=holder, title=title, from_on=_day(row, "from"), until_on=until_on)


def _day(row: dict[str, str], name: str) -> date:
    try:
        return date.fromisoformat(row.get(name, ""))
    except ValueError:
        raise Refused(f"A post needs the day it is held {name}, as 2026-04-01.") from None
