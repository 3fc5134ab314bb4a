"""The database and the browser that tests have.

Without settings, tests start an embedded PostgreSQL of their own (never the demo's). With DATABASE_URL and
HOLDFAST_OWNER_URL they use that server, 15 or newer; its owner role must be able to create databases
(`holdfast database prepare --for-tests`). Either way:

- the owner's role migrates a template database once, named after what the migrations say, and every worker
  process gets a copy of it, named after the process: runs never meet. HOLDFAST_TEST_DB_SUFFIX keeps apart
  the templates of two people who share a server but not a work tree;
- tests themselves go in as the app's role, which owns nothing and is bound by row-level security.

Ask for `db` to have everything rolled back at the end of the test. Ask for `committed` where the wall itself,
two connections or another process is tested: commits are real, and the owner empties the tables afterwards.
`owned` is a connection of the owner's role to look behind the wall. `served` is the address of the pages on
a real port, with real commits. Not for us: pytest-django's `transactional_db`, which empties tables as the app.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from hypothesis import settings as hypothesis_settings
from psycopg import sql

from holdfast.wall.postgres import roles, server
from holdfast.wall.postgres.address import Address
from holdfast.wall.postgres.place import ADMIN, APP, OWNER, Place, home

hypothesis_settings.register_profile("test", deadline=None, derandomize=True, max_examples=100)
hypothesis_settings.register_profile("soak", deadline=None, max_examples=5_000)
hypothesis_settings.load_profile("test")

PACKAGE = Path(__file__).parents[1] / "holdfast"
_MAKING = 4_729_110_352  # the advisory lock under which test databases are made

_FILLED_BY_MIGRATIONS: set[str] = set()
"""Tables never to be emptied; asked of a fresh copy, since rows that were rolled back leave a file behind too."""


@dataclass(frozen=True)
class TwoRoles:
    """How the two roles reach one database."""

    owner: Address
    app: Address

    def to(self, database: str) -> "TwoRoles":
        return TwoRoles(owner=self.owner.to(database), app=self.app.to(database))


@pytest.fixture(scope="session")
def two_roles() -> Iterator[TwoRoles]:
    """The server to test on, its two roles made."""
    if os.environ.get("DATABASE_URL"):
        from django.conf import settings

        yield TwoRoles(owner=settings.HOLDFAST.owner, app=settings.HOLDFAST.app)
        return
    with server.running(Place(home(os.environ) / "test"), durable=False) as place:
        found = TwoRoles(owner=place.address(OWNER), app=place.address(APP))
        roles.prepare(admin=place.address(ADMIN, "postgres"), owner=found.owner, app=found.app, for_tests=True)
        yield found


@pytest.fixture(scope="session")
def django_db_setup(two_roles: TwoRoles, django_test_environment: None, django_db_blocker: Any) -> Iterator[TwoRoles]:
    """A database of this process's own, copied from the migrated template."""
    prefix = f"test_holdfast{os.environ.get('HOLDFAST_TEST_DB_SUFFIX', '')}"
    template, ours = f"{prefix}_template_{_migrations_hash()}", f"{prefix}_{os.getpid()}"
    with two_roles.owner.connect() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_MAKING])
        _drop_leftovers(connection, prefix=prefix, keep=template)
        if not _exists(connection, template):
            with django_db_blocker.unblock():
                _make_template(connection, two_roles, template)
        _create(connection, ours, like=template)
    mine = two_roles.to(ours)
    _share(mine)
    _point_django_at(mine)
    with mine.owner.connect() as connection:
        _FILLED_BY_MIGRATIONS.update(_tables_with_rows(connection))
    yield mine
    from django.db import connections

    connections.close_all()
    with two_roles.owner.connect() as connection:
        _drop(connection, ours)


@pytest.fixture
def committed(django_db_setup: TwoRoles, django_db_blocker: Any) -> Iterator[TwoRoles]:
    """Commits are real; afterwards the owner empties what was written."""
    from django.db import connections

    with django_db_blocker.unblock():
        yield django_db_setup
        connections.close_all()
    with django_db_setup.owner.connect() as connection:
        _empty(connection, _tables_with_rows(connection) - _FILLED_BY_MIGRATIONS)


@pytest.fixture
def owned(django_db_setup: TwoRoles) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A connection of the owner's role, in autocommit: what is really there, whoever may see it."""
    with django_db_setup.owner.connect() as connection:
        yield connection


@pytest.fixture
def served(committed: TwoRoles) -> Iterator[str]:
    """The pages on a port of this machine."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://{thread.host}:{thread.port}"
    thread.terminate()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program."""
    found = _chromium()
    assert found, "no chromium on this machine"
    return found


def _migrations_hash() -> str:
    """What the migrations say: their files, and those that they take words from."""
    files = [*PACKAGE.rglob("migrations/*.py"), *PACKAGE.glob("access/*.py"), PACKAGE / "wall" / "policies.py"]
    settings = PACKAGE / "config" / "settings.py"
    found = hashlib.sha256()
    for file in sorted([*files, settings]):
        found.update(file.relative_to(PACKAGE).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()[:12]


def _make_template(connection: Any, two_roles: TwoRoles, template: str) -> None:
    from django.core.management import call_command
    from django.db import connections

    fresh = f"{template}_fresh"
    _drop(connection, fresh)
    _create(connection, fresh, like="template0")
    _share(two_roles.to(fresh))
    _point_django_at(two_roles.to(fresh))
    call_command("migrate", database="owner", verbosity=0)
    connections.close_all()
    connection.execute(_named("ALTER DATABASE {} RENAME TO {}", fresh, template))


def _share(two: TwoRoles) -> None:
    with two.owner.connect() as own:
        roles.share_with_app(own, database=two.owner.database, app=two.app.user)


def _point_django_at(two: TwoRoles) -> None:
    from django.db import connections

    connections.close_all()
    for alias, address in {"default": two.app, "owner": two.owner}.items():
        connections.settings[alias].update(address.for_django() | {"CONN_MAX_AGE": 0})


def _drop_leftovers(connection: Any, *, prefix: str, keep: str) -> None:
    """Drop the databases of test runs that are over, and templates of migrations that have changed."""
    for (name,) in connection.execute("SELECT datname FROM pg_database").fetchall():
        of_process = re.fullmatch(rf"{prefix}_(\d+)", name)
        over = of_process and not psutil.pid_exists(int(of_process[1]))
        if over or (name.startswith(f"{prefix}_template_") and name != keep):
            _drop(connection, name)


def _exists(connection: Any, name: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _create(connection: Any, name: str, *, like: str) -> None:
    connection.execute(_named("CREATE DATABASE {} TEMPLATE {}", name, like))


def _drop(connection: Any, name: str) -> None:
    connection.execute(_named("DROP DATABASE IF EXISTS {}", name))


def _tables_with_rows(connection: Any) -> set[str]:
    """Tables whose file is not empty: seen from below, where row-level security hides nothing."""
    query = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    return {name for (name,) in connection.execute(f"{query} AND pg_relation_size(oid) > 0")}


def _empty(connection: Any, tables: set[str]) -> None:
    if tables:
        names = sql.SQL(", ").join(map(sql.Identifier, sorted(tables)))
        connection.execute("SET lock_timeout = '10s'")
        connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))


def _named(words: str, *names: str) -> sql.Composed:
    return sql.SQL(words).format(*map(sql.Identifier, names))


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a browser, leave its journeys out; where CI has none, let them fail."""
    if _chromium() or os.environ.get("CI"):
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no browser on this machine"))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say loudly which journeys were not made."""
    skipped = [each for each in terminalreporter.stats.get("skipped", []) if "browser" in each.keywords]
    if not skipped:
        return
    terminalreporter.section("NOT RUN: the browser journeys", sep="!", red=True, bold=True)
    terminalreporter.line(f"{len(skipped)} journeys in a browser, and their accessibility checks, did NOT run:")
    terminalreporter.line("no chromium was found. Install it (Debian: apt-get install chromium) and run again.")
    for name in sorted({each.nodeid for each in skipped}):
        terminalreporter.line(f"  {name}")
