"""What this database is: a demonstration or live. Said once, in the database itself; no setting can change it.

The first account made in a database that is not a demonstration makes it live, for good.
"""

from typing import Literal

from django.db import IntegrityError, connection, connections

from holdfast.kernel.refused import Refused

Kind = Literal["demo", "live"]


def kind() -> Kind | None:
    """What this database is; None where nobody has used it yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind FROM wall_installation")
        row = cursor.fetchone()
    return row[0] if row else None


def is_demo() -> bool:
    """Whether everybody in this database is invented."""
    return kind() == "demo"


def mark_as_demo() -> None:
    """Say, as the owner's role, that a new and empty database is a demonstration; Refused where it was used."""
    if is_demo():
        return
    try:
        with connections["owner"].cursor() as cursor:
            cursor.execute("INSERT INTO wall_installation (kind) VALUES ('demo')")
    except IntegrityError:
        raise Refused("People have used this database: it can never become a demonstration.") from None
