"""The `holdfast` command. One module for each group of commands; `main` says refusals plainly.

Exit codes: 0 done; 1 refused, or something was found that should not be; 2 the command was written wrongly;
3 something Holdfast needs is not there (database, disk, port, permission); 130 interrupted.
"""

import os
import signal
import sys
from types import FrameType

import typer
from django.db import InterfaceError, OperationalError

from holdfast.cli import (
    accounts,
    agencies,
    borough,
    check,
    checks,
    clocks,
    compare,
    database,
    docs,
    figures,
    imports,
    intake,
    manage,
    match,
    report,
    returns,
    serve,
    work,
)
from holdfast.kernel.refused import Refused
from holdfast.wall.postgres.address import Unavailable

REFUSED, UNAVAILABLE, INTERRUPTED = 1, 3, 130

app = typer.Typer(
    help="The system that a local child-safeguarding partnership runs on.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog="Exit codes: 0 done, 1 refused or findings, 2 written wrongly, 3 something needed is not there.",
)
app.command()(serve.serve)
app.command()(serve.demo)
app.command()(work.work)
app.command()(docs.docs)
app.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})(manage.manage)
app.command()(figures.figures)
app.command()(report.report)
app.command()(intake.intake)
app.command()(match.match)
app.add_typer(imports.app, name="import")
app.add_typer(clocks.app, name="clocks")
app.add_typer(check.app, name="check")
app.add_typer(compare.app, name="compare")
app.add_typer(returns.app, name="return")
app.add_typer(checks.app, name="checks")
app.add_typer(borough.app, name="borough")
app.add_typer(work.app, name="watch")
app.add_typer(database.app, name="database")
app.add_typer(accounts.app, name="accounts")
app.add_typer(agencies.app, name="agencies")


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
    except (OperationalError, InterfaceError) as error:
        why = str(error).strip().split("\n")[0].rstrip(".")
        _leave(f"The database could not go on: {why}. What was saved stands: run the command again.", UNAVAILABLE)
    except KeyboardInterrupt:
        _leave("Stopped.", INTERRUPTED)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """End as Ctrl-C does, so that a closed terminal or a `kill` also stops the embedded server."""
    raise KeyboardInterrupt


def _leave(words: str, code: int) -> None:
    sys.stderr.write(f"{words}\n")
    sys.exit(code)
