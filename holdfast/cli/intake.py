"""`holdfast intake FOLDER`: a partner's notifications as files, for a system that can write a file and no more."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from holdfast.cli.standing import standing
from holdfast.kernel.refused import NotFound, Refused

if TYPE_CHECKING:
    from holdfast.records.frontdoor.forms.wire import Notification
    from holdfast.wall.models import User

_LARGEST = 20 * 1024 * 1024


def intake(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="where the partner's files arrive")],
    partner: Annotated[str, typer.Option(help="the username of the partner's system, such as system-police")],
) -> None:
    """Take in every .json and .csv file of a folder: each notification once, whatever happens between.

    What was taken in is moved to done/, with a list of the rows that were refused and why; what cannot be read at all
    is moved to refused/. Stopped at any moment it is run again: nothing is taken in twice.
    """
    with standing():
        user = _system(partner)
        accounts = [_read_or_left(path, user) for path in _files(folder)]
    for said, _ in accounts:
        typer.echo(said)
    if not accounts:
        typer.echo("There is nothing in the folder.")
    if any(refused for _, refused in accounts):
        raise typer.Exit(1)


def _system(username: str) -> "User":
    from holdfast.access import Role
    from holdfast.wall.models import User

    found = User.objects.filter(username=username, role=Role.partner_system.value, is_active=True).first()
    if found is None:
        raise NotFound(f"There is no partner’s system called {username}. An administrator makes it on the pages.")
    return found


def _files(folder: Path) -> list[Path]:
    """The files that are whole, oldest name first; a partner renames a file when it is written to its end.

    A link to somewhere else is left alone: whoever may write here may not read there.
    """
    plain = (path for path in folder.iterdir() if path.is_file() and not path.is_symlink())
    named = sorted(path for path in plain if not path.name.startswith("."))
    return [path for path in named if path.suffix.lower() in (".json", ".csv")]


def _read_or_left(path: Path, user: "User") -> tuple[str, int]:
    """The same; a file that the disk does not give is left where it is, and keeps none that comes after it waiting."""
    try:
        return _one(path, user)
    except OSError as error:
        return f"{path.name}: left where it is. {error.strerror or 'It cannot be read'}.", 1


def _one(path: Path, user: "User") -> tuple[str, int]:
    """What to say of the file, and how many of its notifications were refused."""
    try:
        content = _content(path)
        numbered = list(_read(path, content))
        results = _taken(numbered, user, sha256(content).hexdigest())
    except Refused as refusal:
        _move(path, "refused", [str(refusal)])
        return f"{path.name}: refused. {refusal}", 1
    refused = [
        f"{where}: {'; '.join(each['because'])}"
        for (where, _), each in zip(numbered, results, strict=True)
        if each["outcome"] == "refused"
    ]
    _move(path, "done", refused)
    new = sum(each["outcome"] == "taken_in" for each in results)
    before = len(results) - new - len(refused)
    return "\n".join([f"{path.name}: {new} taken in, {before} before, {len(refused)} refused.", *refused]), len(refused)


def _content(path: Path) -> bytes:
    if path.stat().st_size > _LARGEST:
        raise Refused(f"It is larger than {_LARGEST // 2**20} MB. Send it in parts.")
    return path.read_bytes()


def _read(path: Path, content: bytes) -> Iterator[tuple[str, "Notification"]]:
    from holdfast.records.frontdoor.forms.sheets import notifications_of_sheet
    from holdfast.records.frontdoor.forms.wire import read_notification

    try:
        text = content.decode("utf-8-sig")
        found = notifications_of_sheet(text) if path.suffix.lower() == ".csv" else _listed(text)
        for where, sent in found:
            yield where, read_notification(sent)
    except (ValueError, RecursionError) as wrong:  # whatever is no UTF-8, no JSON, or a number of too many digits
        raise Refused("It cannot be read: it must be whole, and in UTF-8.") from wrong


def _listed(text: str) -> Iterator[tuple[str, Any]]:
    sent = json.loads(text)
    listed = sent.get("notifications") if isinstance(sent, dict) else None
    if not isinstance(listed, list):
        raise Refused("It must be an object with a list, “notifications”.")
    for number, each in enumerate(listed, start=1):
        yield f"notification {number}", each


def _taken(numbered: list[tuple[str, "Notification"]], user: "User", digest: str) -> list[dict[str, Any]]:
    """What became of each, taken in by hundreds: a long file is not one long transaction."""
    from holdfast.records.frontdoor.actions.partners import take_in
    from holdfast.records.frontdoor.codes import Channel
    from holdfast.records.frontdoor.forms.wire import MOST

    results: list[dict[str, Any]] = []
    for start in range(0, len(numbered), MOST):
        answer, _ = take_in(
            user=user, key=f"file {digest[:40]} {start}", body_sha256=digest, channel=Channel.file,
            notifications=[sent for _, sent in numbered[start : start + MOST]], at=datetime.now(UTC),
        )  # fmt: skip
        results += answer["results"]
    return results


def _move(path: Path, where: str, refused: list[str]) -> None:
    """Put the file away under its name, and beside it what was refused; a file of that name there is left alone."""
    folder = path.parent / where
    folder.mkdir(exist_ok=True)
    target, number = folder / path.name, 2
    while target.exists():
        target, number = folder / f"{path.stem}.{number}{path.suffix}", number + 1
    if refused:
        target.with_name(f"{target.name}.refused.txt").write_text("\n".join(refused) + "\n", encoding="utf-8")
    path.replace(target)
