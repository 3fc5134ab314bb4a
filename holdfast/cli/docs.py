"""`holdfast docs`: the reference, written from the definitions, so that it cannot say something else."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings
from typer.core import TyperGroup

from holdfast.access import table
from holdfast.checks import CHECKS
from holdfast.checks.manual import checks_manual
from holdfast.clocks import CLOCKS
from holdfast.clocks.manual import clocks_manual
from holdfast.facts.manual import codes_manual, facts_manual
from holdfast.kernel.working_days import england_and_wales
from holdfast.measures.manual import markdown as measures_manual
from holdfast.returns.cin.manual import rules_manual
from holdfast.returns.cin.rules import RULES

Folder = Annotated[Path, typer.Option(help="where to write the pages")]


def docs(
    folder: Folder = Path("docs/reference"),
    check: Annotated[bool, typer.Option(help="write nothing; exit with 1 if a page is out of date")] = False,
) -> None:
    """Write the reference pages: access, census rules, checks, clocks, codes, commands, facts, measures, settings."""
    stale = []
    for name, page in PAGES.items():
        file, text = folder / f"{name}.md", page().rstrip() + "\n"
        if not file.exists() or file.read_text() != text:
            stale.append(str(file))
            if not check:
                file.write_text(text)
    typer.echo("\n".join(stale) or "Every page says what the definitions say.")
    if check and stale:
        raise typer.Exit(1)


def _access() -> str:
    return (
        "# Who may see or do what\n\n"
        "Printed from `holdfast/access/rules.py`, for the person who signs it. Every way to a child also ends in time, "
        f"and a sealed record, a conflict of interest or a protected location closes it.\n\n{table()}"
    )


def _settings() -> str:
    lines = [f"- `{name}`: {meaning}." for name, meaning in settings.MEANINGS.items()]
    return "\n".join(["# Settings", "", "Environment variables; one that is not listed here is refused.", "", *lines])


def _commands() -> str:
    from holdfast.cli import app

    root = typer.main.get_command(app)
    opening = (
        "# Commands\n\nExit codes: 0 done; 1 refused, or findings; 2 written wrongly; 3 something needed is not there."
    )
    return "\n\n".join([opening, *_each(root, "holdfast")])


def _each(command: Any, name: str) -> Iterator[str]:
    if not isinstance(command, TyperGroup):
        options = [line for each in command.params if (line := _option(each))]
        yield "\n".join([f"## `{name}`", "", (command.help or "").strip(), "", *options]).rstrip()
        return
    context = typer.Context(command)
    for word in sorted(command.list_commands(context)):
        yield from _each(command.get_command(context, word), f"{name} {word}")


def _option(parameter: Any) -> str:
    words = getattr(parameter, "help", None)
    return f"- `{'`, `'.join(parameter.opts)}`: {words}" if words else ""


PAGES: dict[str, Callable[[], str]] = {
    "access": _access,
    "cin-rules": lambda: rules_manual(RULES.values()),
    "checks": lambda: checks_manual(CHECKS.values()),
    "clocks": lambda: clocks_manual(CLOCKS.values(), calendar=england_and_wales()),
    "codes": codes_manual,
    "commands": _commands,
    "facts": facts_manual,
    "measures": measures_manual,
    "settings": _settings,
}
"""Each reference page and what prints it."""
