"""`holdfast match`: a partner's feed against the children on record, for a person to confirm pair by pair."""

import csv
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from holdfast.cli.standing import standing
from holdfast.kernel.refused import Refused

if TYPE_CHECKING:
    from holdfast.records.exchange.actions.feeds import FeedMatched, FeedPair

_PAIR = ("id", "likely", "number", "record", "speaks_for", "speaks_against", "nhs_number", "upn", "same")


def match(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="the feed as CSV; with --confirm, the pairs")
    ],
    user: Annotated[str, typer.Option("--as", help="whose work this is: the username of somebody at the front door")],
    into: Annotated[Path | None, typer.Option(help="where the pairs are written; beside the feed if not said")] = None,
    confirm: Annotated[
        bool, typer.Option(help="record the numbers of pairs marked `yes` in the column `same`")
    ] = False,
) -> None:
    """Match a partner's feed. It writes pairs, each with its reasons, and confirms none: a person marks them."""
    with standing():
        doing = _doing(user)
        if confirm:
            typer.echo(f"{_confirmed(file, doing)} pairs confirmed.")
            return
        from holdfast.records.exchange.actions.feeds import match_feed

        with file.open(newline="", encoding="utf-8-sig") as sheet:
            matched = match_feed(sheet=sheet, **doing)
        path = into or file.with_name(f"{file.stem}-pairs.csv")
        _write(path, matched)
        _say(matched, path)


def _doing(username: str) -> dict[str, Any]:
    from holdfast.access import Purpose, may_use
    from holdfast.wall.models import User

    found = User.objects.filter(username__iexact=username, is_active=True).first()
    if found is None:
        raise Refused(f"Nobody signs in as {username}.")
    actor = found.actor
    wanted = (Purpose.front_door, Purpose.out_of_hours)
    purpose = next((each for each in wanted if may_use(role=actor.role, purpose=each).allowed), None)
    if purpose is None:
        raise Refused("The front door says who is who: ask somebody there to match a feed.")
    return {"by": actor, "purpose": purpose, "at": datetime.now(UTC)}


def _write(path: Path, matched: "FeedMatched") -> None:
    """The pairs name children, so the file opens to its owner alone."""
    with os.fdopen(
        os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", newline="", encoding="utf-8"
    ) as out:
        rows = csv.DictWriter(out, _PAIR)
        rows.writeheader()
        rows.writerows(_row(pair) for pair in matched.pairs)


def _row(pair: "FeedPair") -> dict[str, str]:
    return {
        "id": pair.own_id,
        "likely": pair.likely,
        "number": pair.person.local_id or "",
        "record": str(pair.person.id),
        "speaks_for": "; ".join(pair.reasons.speaks_for),
        "speaks_against": "; ".join(pair.reasons.speaks_against),
        "nhs_number": pair.numbers.get("nhs_number", ""),
        "upn": pair.numbers.get("upn", ""),
        "same": "",
    }


def _say(matched: "FeedMatched", path: Path) -> None:
    for line, why in matched.refused:
        typer.echo(f"Line {line} was refused. {why}")
    sure = sum(pair.likely == "very likely" for pair in matched.pairs)
    typer.echo(
        f"{len(matched.pairs)} pairs to look at, {sure} of them very likely; {len(matched.nobody)} match nobody."
    )
    typer.echo(f"They are in {path}. Nothing is confirmed: write yes or no in the column `same`, then:")
    typer.echo(f"  holdfast match {path} --confirm --as ...")
    typer.echo("The file names children. Remove it when you are done.")


def _confirmed(path: Path, doing: dict[str, Any]) -> int:
    from holdfast.records.exchange.actions.feeds import confirm_pair

    with path.open(newline="", encoding="utf-8-sig") as sheet:
        pairs = list(_said_yes(sheet))
    for row in pairs:
        confirm_pair(**row, **doing)
    return len(pairs)


def _said_yes(sheet: Any) -> Iterator[dict[str, Any]]:
    from uuid import UUID

    from holdfast.records.people.codes import IdentifierKind

    for line, row in enumerate(csv.DictReader(sheet), start=2):
        said = (row.get("same") or "").strip().casefold()
        if said not in ("", "yes", "no"):
            raise Refused(f"Line {line}: write yes or no in the column `same`, or nothing.")
        if said == "yes":
            numbers = {kind: row[kind] for kind in (IdentifierKind.nhs_number, IdentifierKind.upn) if row.get(kind)}
            yield {"person_id": UUID(row["record"]), "numbers": numbers}
