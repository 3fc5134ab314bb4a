"""The `holdfast` command. One module for each group of commands; `main` says refusals plainly.

Exit codes: 0 done; 1 refused, or something was found that should not be; 2 the command was written wrongly;
3 something Holdfast needs is not there (database, disk, port, permission); 130 interrupted.
"""

import os
import signal
import sys
from importlib import import_module
from types import FrameType
from typing import Any

import typer
from typer.core import TyperGroup

from holdfast.kernel.refused import Refused, Unavailable

REFUSED, UNAVAILABLE, INTERRUPTED = 1, 3, 130

COMMANDS = {
    "serve": "serve.serve", "demo": "serve.demo", "work": "work.work", "docs": "docs.docs", "manage": "manage.manage",
    "figures": "figures.figures", "report": "report.report", "intake": "intake.intake", "match": "match.match",
    "import": "imports.app", "clocks": "clocks.app", "check": "check.app", "compare": "compare.app",
    "return": "returns.app", "checks": "checks.app", "borough": "borough.app", "watch": "work.app",
    "database": "database.app", "accounts": "accounts.app", "agencies": "agencies.app",
}  # fmt: skip
"""Each command, or group of them, and what it is: a function, or an app, of one of the modules here."""

_AS_TYPED = {"manage": {"context_settings": {"ignore_unknown_options": True, "help_option_names": []}}}


class Commands(TyperGroup):
    """The commands; the module of one is imported when it is asked for, so that none waits for what another needs."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Their names, in the order in which they are shown."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name; None, with all names at hand to suggest one, where there is none."""
        for name in [cmd_name] if cmd_name in COMMANDS else COMMANDS:
            if name not in self.commands:
                self.commands[name] = _imported(name)
        return self.commands.get(cmd_name)


def _imported(name: str) -> Any:
    module, _, what = COMMANDS[name].partition(".")
    command = getattr(import_module(f"holdfast.cli.{module}"), what)
    alone = typer.Typer()
    if isinstance(command, typer.Typer):
        alone.add_typer(command, name=name)
    else:
        alone.command(name, **_AS_TYPED.get(name, {}))(command)
    return typer.main.get_group(alone).commands[name]


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog="Exit codes: 0 done, 1 refused or findings, 2 written wrongly, 3 something needed is not there.",
)


@app.callback()
def holdfast() -> None:
    """The system that a local child-safeguarding partnership runs on."""


def main() -> None:
    """Run the command that was asked for; a refusal is one sentence and an exit code, never a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.config.settings")
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _interrupt)
    try:
        app()
    except Unavailable as refusal:
        _leave(str(refusal), UNAVAILABLE)
    except Refused as refusal:
        _leave(str(refusal), REFUSED)
    except _errors_of_the_database() as error:
        why = str(error).strip().split("\n")[0].rstrip(".")
        _leave(f"The database could not go on: {why}. What was saved stands: run the command again.", UNAVAILABLE)
    except KeyboardInterrupt:
        _leave("Stopped.", INTERRUPTED)


def _errors_of_the_database() -> tuple[type[Exception], ...]:
    """What Django raises where the database fails; nothing while it is not loaded, since it raises nothing then."""
    loaded = sys.modules.get("django.db")
    return (loaded.OperationalError, loaded.InterfaceError) if loaded else ()


def _interrupt(number: int, frame: FrameType | None) -> None:
    """End as Ctrl-C does, so that a closed terminal or a `kill` also stops the embedded server."""
    raise KeyboardInterrupt


def _leave(words: str, code: int) -> None:
    sys.stderr.write(f"{words}\n")
    sys.exit(code)
