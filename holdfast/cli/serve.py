"""`holdfast serve` and `holdfast demo`: the pages, until Ctrl-C."""

import multiprocessing
import signal
import socket
import threading
from contextlib import suppress
from typing import Annotated, Any

import typer

from holdfast.access.personas import PERSONAS
from holdfast.cli.borough import load_where_empty
from holdfast.cli.saying import never_waiting
from holdfast.cli.standing import standing
from holdfast.cli.work import Worker
from holdfast.wall.postgres import roles, server
from holdfast.wall.postgres.address import Unavailable
from holdfast.wall.postgres.place import Place

Port = Annotated[int, typer.Option(help="the port to serve on", envvar="PORT", min=1, max=65535)]
Host = Annotated[str, typer.Option(help="the address to serve on; 0.0.0.0 for every network of this machine")]
Workers = Annotated[int, typer.Option(help="web processes", min=1, max=64)]

_A_SHORT_ANSWER, _A_LONG_ANSWER = 3, 30  # seconds that an answer under way is given when we stop


def serve(port: Port = 8000, host: Host = "127.0.0.1", workers: Workers = 2) -> None:
    """Serve the pages: start the database, bring its tables up to date, and answer until Ctrl-C."""
    _refuse_taken_port(host, port)
    with standing() as choices, never_waiting():
        _serve_until_stopped(choices, host=host, port=port, workers=workers, patience=_A_LONG_ANSWER)


def demo(port: Port = 8000, host: Host = "127.0.0.1", workers: Workers = 2) -> None:
    """Serve a demonstration over invented people: the first start makes it, a later one finds it as it was left."""
    _refuse_taken_port(host, port)
    with standing() as choices:
        from holdfast.wall.installation import mark_as_demo

        mark_as_demo()
        if load_where_empty() and choices.embedded:
            # What was loaded is written out while people look round, not while they wait for Ctrl-C to end.
            threading.Thread(target=server.write_out, args=(choices.place,), daemon=True).start()
        with never_waiting():
            _serve_until_stopped(choices, host=host, port=port, workers=workers, patience=_A_SHORT_ANSWER)


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Unavailable(f"Only root may serve on port {port}: choose one above 1023, as in PORT=8001.") from None
        except OSError as error:
            raise Unavailable(
                f"Port {port} on {host} cannot be used ({error.strerror}): stop the program that uses it, "
                f"or choose another, as in PORT={port + 1}."
            ) from None


def _serve_until_stopped(choices: Any, *, host: str, port: int, workers: int, patience: int) -> None:
    from django.db import connections

    from holdfast.cli.pages import Pages

    roles.refuse_unfit(choices.app)
    multiprocessing.set_start_method("spawn", force=True)  # a copy of this process would share its threads' locks
    _say_where(host=host, port=port)
    connections.close_all()
    stopped, worker = threading.Event(), Worker(f"http://{_reached(host)}:{port}")

    def stop_the_rest() -> None:
        stopped.set()
        worker.interrupt()

    pages = Pages(host=host, port=port, workers=workers, patience=patience, on_stopping=stop_the_rest)
    threading.Thread(target=worker.keep_up, args=(stopped,), daemon=True).start()
    if choices.embedded:
        threading.Thread(target=_keep_up, args=(choices.place, stopped), daemon=True).start()
    try:
        pages.serve()
    finally:
        stopped.set()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave the database running
        typer.echo("Stopping.")
        worker.end()


def _keep_up(place: Place, stopped: threading.Event) -> None:
    """Start the embedded server again whenever it died: its data is whole, and the pages need it."""
    said = ""
    while not stopped.wait(1):
        with suppress(KeyboardInterrupt):
            try:
                if server.ensure_up(place):
                    typer.echo("The database had stopped and was started again.", err=True)
                said = ""
            except Unavailable as refusal:
                if str(refusal) != said:
                    typer.echo(str(refusal), err=True)
                said = str(refusal)


def _say_where(*, host: str, port: int) -> None:
    from holdfast.wall.installation import is_demo

    typer.echo(f"\nHoldfast is at http://{_reached(host)}:{port}")
    if is_demo():
        _say_who()
    typer.echo("Ctrl-C stops it.\n")


def _reached(host: str) -> str:
    return "127.0.0.1" if host == "0.0.0.0" else host


def _say_who() -> None:
    typer.echo("Everybody in it is invented. Step into one of them on the first page:")
    for persona in PERSONAS:
        typer.echo(f"  {persona.username:<9} {persona.display_name}, {persona.role.label.lower()}")
