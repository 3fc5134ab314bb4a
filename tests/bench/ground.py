"""Where benchmarks run: databases of their own, on the embedded server or on the one that DATABASE_URL names.

Whichever it is, commits are as safe as in use: nothing is switched off for speed.
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from holdfast.wall.postgres import roles, server
from holdfast.wall.postgres.address import Address
from holdfast.wall.postgres.place import ADMIN, APP, OWNER, Place, home

REPOSITORY = Path(__file__).parents[2]
KEY = "a key for benchmarks, which nobody else sees"
TEMPLATE = "holdfast_bench_tables"


@dataclass(frozen=True)
class Ground:
    """One database, as its two roles reach it."""

    owner: Address
    app: Address

    def to(self, database: str) -> "Ground":
        """Another database on the same server."""
        return Ground(owner=self.owner.to(database), app=self.app.to(database))

    @property
    def environment(self) -> dict[str, str]:
        """The settings of a process that uses it."""
        return {"DATABASE_URL": self.app.url, "HOLDFAST_OWNER_URL": self.owner.url, "HOLDFAST_SECRET_KEY": KEY}

    def command(self, *arguments: str) -> "subprocess.Popen[str]":
        """The `holdfast` command over it."""
        return subprocess.Popen(
            [sys.executable, "-m", "holdfast.cli", *arguments],
            cwd=REPOSITORY,
            env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )


@dataclass(frozen=True)
class Ran:
    """A command that ran to its end: seconds it took and seconds of a core it used, its most memory, what it said."""

    seconds: float
    cpu: float
    megabytes: float
    said: str


def run(ground: Ground, *arguments: str) -> Ran:
    """Run the `holdfast` command, and ask the system what it took."""
    began = time.perf_counter()
    command = ground.command(*arguments)
    assert command.stdout
    said = command.stdout.read()
    _, status, usage = os.wait4(command.pid, 0)
    seconds = time.perf_counter() - began
    command.returncode = os.waitstatus_to_exitcode(status)
    assert command.returncode == 0, said
    return Ran(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _RSS_UNIT / 2**20, said)


_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


def own_megabytes() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT / 2**20


@contextmanager
def somewhere() -> Iterator[Ground]:
    """A server with a migrated template database."""
    if os.environ.get("DATABASE_URL"):
        found = Ground(
            owner=Address.of_url(os.environ["HOLDFAST_OWNER_URL"], named="HOLDFAST_OWNER_URL"),
            app=Address.of_url(os.environ["DATABASE_URL"], named="DATABASE_URL"),
        )
        _make_template(found)
        yield found
        return
    with server.running(Place(home(os.environ) / "bench")) as place:
        found = Ground(owner=place.address(OWNER), app=place.address(APP))
        roles.prepare(admin=place.address(ADMIN, "postgres"), owner=found.owner, app=found.app, for_tests=True)
        _make_template(found)
        yield found


@contextmanager
def fresh(ground: Ground, name: str) -> Iterator[Ground]:
    """An empty database with Holdfast's tables, gone afterwards."""
    made = ground.to(f"holdfast_bench_{name}")
    _create(ground, made.owner.database, like=TEMPLATE)
    with made.owner.connect() as own:
        roles.share_with_app(own, database=made.owner.database, app=made.app.user)
    yield made
    with ground.owner.connect() as own:
        _drop(own, made.owner.database)


def _make_template(ground: Ground) -> None:
    _create(ground, TEMPLATE, like="template0")
    template = ground.to(TEMPLATE)
    with template.owner.connect() as own:
        roles.share_with_app(own, database=TEMPLATE, app=template.app.user)
    run(template, "manage", "migrate", "--verbosity=0")


def _create(ground: Ground, name: str, *, like: str) -> None:
    with ground.owner.connect() as own:
        _drop(own, name)
        own.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like)))


def _drop(own: "psycopg.Connection[Any]", name: str) -> None:
    own.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
