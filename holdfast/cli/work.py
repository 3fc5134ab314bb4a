"""`holdfast work`: the watch that passes up what nobody picks up; `holdfast watch ...`: whether all goes on."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Annotated

import typer

from holdfast.cli.standing import standing

EVERY = 15.0
_PATIENCE = 20  # seconds that the worker is given to end by itself

app = typer.Typer(help="Whether all that is sent arrives, and whether the clock is believed.", no_args_is_help=True)


def work(
    pages: Annotated[str, typer.Option(help="where the pages answer: test referrals are sent through them")] = "",
    every: Annotated[float, typer.Option(help="seconds from round to round", min=0.2, max=300)] = EVERY,
) -> None:
    """Go round until Ctrl-C: pass up what nobody picked up, send letters, send test referrals.

    `holdfast serve` starts this by itself. Any number of it may run.
    """
    stopped = threading.Event()
    _follow_parent(stopped)
    with standing():
        from holdfast.wall.waiting.keeping import keep_watch

        if pages:
            _send_tests_through(pages)
        with suppress(KeyboardInterrupt):
            keep_watch(now=partial(datetime.now, UTC), stopped=stopped, every=every)


def _follow_parent(stopped: threading.Event) -> None:
    """End when `holdfast serve` is gone, however it went: nobody could end us then."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        stopped.set()

    threading.Thread(target=watch, daemon=True).start()


def _send_tests_through(pages: str) -> None:
    from holdfast.records.frontdoor.actions.watching import post_test_when_due
    from holdfast.wall.waiting.rounds import register_job

    register_job("test referral", partial(post_test_when_due, pages=pages))


class Worker:
    """`holdfast work` beside the pages, started again whenever it died."""

    def __init__(self, pages: str) -> None:
        self.command = [sys.executable, "-m", "holdfast.cli", "work", "--pages", pages]
        self.process: subprocess.Popen[bytes] | None = None

    def keep_up(self, stopped: threading.Event) -> None:
        """Start it, and start it again, until `stopped`."""
        while not stopped.is_set():
            if self.process is None or self.process.poll() is not None:
                # A group of its own: Ctrl-C is for `holdfast serve`, which ends it in its turn.
                self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, process_group=0)
            stopped.wait(2)

    def interrupt(self) -> None:
        """Ask it to end once its round is done."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)

    def end(self) -> None:
        """Let it finish its round, and end it where it does not."""
        if self.process is None:
            return
        self.interrupt()
        try:
            self.process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@app.callback()
def group() -> None:
    """Whether all that is sent arrives, and whether the clock is believed."""


@app.command()
def arrivals() -> None:
    """Say when the last test referral arrived; exit 1 where that is too long ago. For a monitor outside."""
    with standing(migrated=False):
        from holdfast.records.frontdoor.queries.arrivals import way_in

        found = way_in(at=datetime.now(UTC))
    typer.echo(found.said)
    if not found.is_open:
        raise typer.Exit(1)


@app.command("clock-is-right")
def clock_is_right() -> None:
    """Believe the clock of this machine again, after somebody looked at it: it had jumped."""
    with standing():
        from holdfast.wall.waiting.beats import the_clock_is_right

        the_clock_is_right(at=datetime.now(UTC))
    typer.echo("From now on the clock of this machine is believed as it is.")
