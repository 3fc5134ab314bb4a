"""Row-level security, written once: `guard()` puts a table behind the wall, in a migration.

The shape of a policy decides its speed: `child = ANY (ARRAY(SELECT ...))` runs the inner query once for a
statement, where `IN` and `EXISTS` may run it for every row.
"""

from typing import Any, Literal

from django.conf import settings
from django.db.migrations.operations.base import Operation

from holdfast.access import Stage

Holds = Literal["plain", "names", "locations"]


def app_role() -> str:
    """The database role that Holdfast runs as; it owns nothing."""
    return str(settings.DATABASES["default"]["USER"])


class Statements(Operation):
    """A reversible migration step in SQL; `{app}` and `{owner}` in it become the two roles' names.

    Django's own step in Python would have every model of that moment made anew before each of them.
    """

    reversible = True

    def __init__(self, forwards: list[str], backwards: list[str]) -> None:
        self.forwards, self.backwards = forwards, backwards

    def state_forwards(self, app_label: str, state: object) -> None:
        """Nothing that Django knows of changes."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: object, to_state: object) -> None:
        _execute(self.forwards, schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: object, to_state: object) -> None:
        _execute(self.backwards, schema_editor)


run = Statements
"""As migrations say it: `run(forwards, backwards)`."""


def visible(column: str, *, stage: Stage, related: bool = False) -> str:
    """The condition under which a row that leads to `column` may be seen at this stage, as SQL.

    `related` also lets through the people whom a granted child is related to.
    """
    level = int(stage)
    reached = f"{column} = ANY (ARRAY(SELECT wall_granted({level})))"
    if related:
        reached += f" OR {column} = ANY (ARRAY(SELECT people_related({level})))"
    barred = f"{column} <> ALL (ARRAY(SELECT wall_barred()))"
    return f"(((SELECT wall_sees_all({level})) AND ({column} IS NULL OR {barred})) OR {reached})"


def handling(holds: Holds) -> str:
    """What a role and purpose must be allowed besides, for a table that holds names or locations."""
    if holds == "names":
        return "(SELECT wall_names())"
    if holds == "locations":
        return "(SELECT wall_names()) AND (NOT protected OR (SELECT wall_locations()))"
    return "true"


def guard(
    table: str,
    *,
    child: str = "child_id",
    stage: Stage,
    holds: Holds = "plain",
    related: bool = False,
    see: str | None = None,
    insert: str | None = None,
) -> Statements:
    """Put a table behind the wall: forced row-level security, versions, stamps, and no deleting.

    `see` and `insert` replace the usual conditions where a table has its own (a referral's sender sees the receipt).
    """
    using = see or f"{visible(child, stage=stage, related=related)} AND {handling(holds)}"
    check = insert or f"(SELECT wall_writes()) AND ({using})"
    forwards = [
        *_policies(table, using=using, check=check, update=f"(SELECT wall_writes()) AND ({using})"),
        *_triggers(table, child=child, stage=stage, holds=holds),
    ]
    backwards = [
        f"DROP TRIGGER wall_stamp ON {table}",
        f"DROP TRIGGER wall_keep ON {table}",
        *(f"DROP POLICY {table}_{name} ON {table}" for name in ("owner", "see", "insert", "change", "remove")),
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    ]
    return Statements(forwards, backwards)


def _execute(statements: list[str], schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_user), quote_ident(%s)", [app_role()])
        owner, app = cursor.fetchone()
        for statement in statements:
            cursor.execute(statement.replace("{app}", app).replace("{owner}", owner))


def _policies(table: str, *, using: str, check: str, update: str) -> list[str]:
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"GRANT SELECT, INSERT, UPDATE ON {table} TO {{app}}",
        f"REVOKE DELETE, TRUNCATE ON {table} FROM {{app}}",
        f"CREATE POLICY {table}_owner ON {table} TO {{owner}} USING (true) WITH CHECK (true)",
        f"CREATE POLICY {table}_see ON {table} FOR SELECT TO {{app}} USING ({using})",
        f"CREATE POLICY {table}_insert ON {table} FOR INSERT TO {{app}} WITH CHECK ({check})",
        f"CREATE POLICY {table}_change ON {table} FOR UPDATE TO {{app}} USING ({update}) WITH CHECK ({update})",
        f"CREATE POLICY {table}_remove ON {table} FOR DELETE TO {{app}} USING (false)",
    ]


def _triggers(table: str, *, child: str, stage: Stage, holds: Holds) -> list[str]:
    return [
        f"CREATE TRIGGER wall_stamp BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION wall_stamp()",
        f"CREATE TRIGGER wall_keep AFTER UPDATE OR DELETE ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION wall_keep('{child}', '{int(stage)}', '{holds}')",
    ]
