"""Other processes to be killed, and what must hold of the records whenever one was."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
from django.conf import settings
from django.db import connection as ours

from holdfast.access import Purpose
from holdfast.borough.census_file import write_census
from holdfast.facts import TABLES
from holdfast.facts.store import Facts
from holdfast.records.exchange.models import ChildInFile
from holdfast.returns.cin import census_facts
from holdfast.wall.acting import acting, service
from holdfast.wall.deeds import day_of
from holdfast.wall.due import stored_differently
from holdfast.wall.models import AuditEvent
from holdfast.wall.postgres.address import Address
from holdfast.wall.providers import facts_of

REPOSITORY = Path(__file__).parents[1]
IMPORTER = service("census import")


def holdfast(*arguments: str, app: Address, owner: Address) -> "subprocess.Popen[str]":
    """The `holdfast` command in a process group of its own, over this database."""
    ours = {"DATABASE_URL": app.url, "HOLDFAST_OWNER_URL": owner.url, "HOLDFAST_SECRET_KEY": settings.SECRET_KEY}
    return subprocess.Popen(
        [sys.executable, "-m", "holdfast.cli", *arguments],
        cwd=REPOSITORY,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **ours},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def eventually(holds: Callable[[], Any], *, seconds: float = 60) -> bool:
    """Whether it came to hold within that time."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if holds():
            return True
        time.sleep(0.02)
    return False


@contextmanager
def serving(*, app: Address, owner: Address, workers: int) -> "Iterator[tuple[int, subprocess.Popen[str]]]":
    """`holdfast serve`: the port that it answers on, and the command."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = holdfast("serve", "--port", str(port), "--workers", str(workers), app=app, owner=owner)
    try:
        assert eventually(lambda: answers(port))
        yield port, command
    finally:
        command.send_signal(signal.SIGINT)
        command.communicate(timeout=60)


def parts(command: int, part: str) -> list[psutil.Process]:
    """The processes of `holdfast serve` that are its "web" or "worker"; beside them stands one that keeps a tally."""
    return [each for each in psutil.Process(command).children() if _part(each) == part]


_TITLE = "granian"
"""What web processes call themselves where a package that can do so is installed, as for the mutation run."""


def _part(process: psutil.Process) -> str:
    try:
        told = process.cmdline()
    except (psutil.ZombieProcess, psutil.NoSuchProcess):
        return "gone"
    if "work" in told:
        return "worker"
    return "web" if "--multiprocessing-fork" in told or "".join(told).startswith(_TITLE) else "other"


def answers(port: int) -> bool:
    """Whether a page that needs the database comes from that port."""
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/council.css")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False


def wait_for_the_last_commit(*, app: Address, owner: Address) -> None:
    """Until the server is done with what a killed process said last: what is read meanwhile is of two moments."""
    ours.close()
    others = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND usename = %s"
    with owner.connect() as connection:
        assert eventually(lambda: not connection.execute(others, [app.user]).fetchone())


class Import:
    """A census file, what it tells, and the command that brings it in."""

    def __init__(self, path: Path, *, children: int, seed: int, app: Address, owner: Address) -> None:
        self.path, self.app, self.owner = path, app, owner
        write_census(path, children=children, seed=seed, oddities=0.2)
        with path.open("rb") as source:
            self.told, self.account = census_facts(source)

    def start(self) -> "subprocess.Popen[str]":
        """The command, once it is reading the file (or was quicker than we)."""
        with self.owner.connect() as connection:
            connection.execute("UPDATE exchange_censusfile SET state = 'waiting'")
            command = holdfast("import", "cin", str(self.path), "--json", app=self.app, owner=self.owner)
            reading = "SELECT 1 FROM exchange_censusfile WHERE state <> 'waiting'"
            assert eventually(lambda: connection.execute(reading).fetchone() or command.poll() is not None)
        return command

    def finish(self) -> None:
        """Run the command to its end, undisturbed."""
        said, _ = self.start().communicate(timeout=300)
        assert '"state": "finished"' in said, said

    def taken(self) -> set[str]:
        """The numbers of the children who were taken in; asserts that no child was taken by half.

        Of each child listed as taken stands all that the file tells, with the due dates and the audit event
        of the same transaction; of every other child nothing.
        """
        wait_for_the_last_commit(app=self.app, owner=self.owner)
        with acting(actor=IMPORTER, purpose=Purpose.statutory_return):
            done: dict[str, UUID] = dict(ChildInFile.objects.values_list("child__local_id", "child_id"))
            assert facts_of(None) == _only(self.told, done)
            assert stored_differently(list(done.values()), as_of=day_of(datetime.now(UTC))) == []
            events = AuditEvent.objects.filter(what="import_census")
            assert {child for event in events for child in event.children} == set(done.values())
        return set(done)

    @property
    def children(self) -> set[str]:
        """The numbers of the children in the file."""
        return {row["child"] for row in self.told.rows("child")}


def _only(told: Facts, children: dict[str, UUID]) -> Facts:
    return Facts.of({name: [row for row in told.rows(name) if row["child"] in children] for name in TABLES})
