"""What has to stand before a command can work: settings, a running server, the two roles, the tables."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import django
from django.conf import settings

from holdfast.wall.postgres import passwords, roles, server
from holdfast.wall.postgres.address import Unavailable
from holdfast.wall.postgres.place import ADMIN, Place, home

_MIGRATING = 4_729_110_353  # the advisory lock that lets one process migrate while the others wait


@contextmanager
def standing(*, migrated: bool = True) -> Iterator[Any]:
    """The choices in force, with Django ready and the database up for as long as this lasts.

    The embedded server is started if need be, and stopped at the end if nobody else uses it.
    """
    with ExitStack() as until_done:
        choices = _choices()
        if choices.embedded:
            until_done.enter_context(server.running(choices.place))
            roles.prepare(admin=choices.place.address(ADMIN, "postgres"), owner=choices.owner, app=choices.app)
        django.setup()
        if migrated:
            _migrate(choices)
        yield choices


def _choices() -> Any:
    """The settings' choices; a key to sign with is made first, so that every process reads the same one."""
    if not os.environ.get("DATABASE_URL"):
        place = Place(home(os.environ))
        with server.said_plainly(place):
            server.make_home(place)
            passwords.ensure_secret_key(place)
    elif not os.environ.get("HOLDFAST_SECRET_KEY"):
        raise Unavailable(
            "DATABASE_URL is set but HOLDFAST_SECRET_KEY is not: give every web server the same 50 random characters."
        )
    return settings.HOLDFAST


def _migrate(choices: Any) -> None:
    """Bring the tables up to date as the owner; of several processes one does it and the others wait."""
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    if choices.owner is None:
        raise Unavailable(
            "HOLDFAST_OWNER_URL is not set: give it the role that owns the tables, which "
            "`holdfast database prepare --admin-url ...` makes."
        )
    with choices.owner.connect() as lock:
        lock.execute("SELECT pg_advisory_lock(%s)", [_MIGRATING])
        executor = MigrationExecutor(connections["owner"])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", database="owner", verbosity=0, interactive=False)
    connections.close_all()
