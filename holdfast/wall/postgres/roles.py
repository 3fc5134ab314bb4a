"""The two roles: one owns and migrates, the other is what Holdfast runs as, owns nothing and bypasses nothing."""

from typing import Any

import psycopg
from psycopg import sql

from holdfast.wall.postgres.address import Address, Unavailable

Connection = psycopg.Connection[tuple[Any, ...]]
OLDEST_SERVER = 150000
_PREPARING = 4_729_110_351  # one number for everybody: the advisory lock under which roles are made


def prepare(*, admin: Address, owner: Address, app: Address, for_tests: bool = False) -> None:
    """Make the two roles and the database, or see that they are as they should be; safe to repeat and to race.

    `admin` must be able to create roles and databases. `for_tests` lets the owner create databases.
    """
    with admin.connect() as connection:
        _refuse_old_server(connection)
        connection.execute("SELECT pg_advisory_lock(%s)", [_PREPARING])
        for role in (owner, app):
            _make_role(connection, role)
        if for_tests:
            connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(owner.user)))
        _make_database(connection, owner=owner.user, name=owner.database)
        with owner.connect() as own:
            share_with_app(own, database=owner.database, app=app.user)


def _refuse_old_server(connection: Connection) -> None:
    if connection.info.server_version < OLDEST_SERVER:
        raise Unavailable(
            f"The server is PostgreSQL {connection.info.server_version // 10000}: Holdfast needs 15 or newer."
        )


def _make_role(connection: Connection, role: Address) -> None:
    verb = "ALTER" if _one(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role.user) else "CREATE"
    words = sql.SQL(f"{verb} ROLE {{}} LOGIN PASSWORD {{}}")
    connection.execute(words.format(sql.Identifier(role.user), sql.Literal(_scrambled(connection, role))))


def _scrambled(connection: Connection, role: Address) -> str:
    """The password as the server keeps it, so that no statement and no log ever holds the word itself."""
    word = connection.pgconn.encrypt_password(_password(role).encode(), role.user.encode(), b"scram-sha-256")
    return word.decode()


def _password(role: Address) -> str:
    if role.password or role.passfile is None:
        return role.password
    lines = role.passfile.read_text().splitlines()
    return dict(line.split(":")[-2:] for line in lines)[role.user]


def _make_database(connection: Connection, *, owner: str, name: str) -> None:
    if _one(connection, "SELECT 1 FROM pg_database WHERE datname = %s", name):
        return
    if not _one(connection, "SELECT pg_has_role(%s, 'MEMBER')", owner):
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(owner)))
    sorting = "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'" if _has_builtin_locale(connection) else ""
    words = sql.SQL(f"CREATE DATABASE {{}} OWNER {{}} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8' {sorting}")
    connection.execute(words.format(sql.Identifier(name), sql.Identifier(owner)))


def _has_builtin_locale(connection: Connection) -> bool:
    return connection.info.server_version >= 170000


def share_with_app(own: Connection, *, database: str, app: str) -> None:
    """Let the app's role use what the owner makes in this database from now on: never delete, never create."""
    for words in (
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {database} TO {app}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {app}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {app}",
    ):
        own.execute(sql.SQL(words).format(database=sql.Identifier(database), app=sql.Identifier(app)))


def unfitness(app: Connection) -> list[str]:
    """Why the role of this connection is not fit to serve: an empty list where nothing lets it past the wall."""
    (superuser, bypasses, creates_roles, creates_databases) = app.execute(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
    ).fetchone() or (True, True, True, True)
    found = {
        "it is a superuser": superuser,
        "it can bypass row-level security": bypasses,
        "it can create roles": creates_roles,
        "it can create databases": creates_databases,
        "it owns tables, schemas or functions": _one(app, _OWNS_SOMETHING),
        "it owns the database": _one(app, "SELECT 1 FROM pg_database WHERE pg_has_role(datdba, 'MEMBER') LIMIT 1"),
        "it can become a role that bypasses row-level security": _one(app, _CAN_BECOME_MORE),
        "it can create tables": _one(app, "SELECT has_schema_privilege('public', 'CREATE')"),
    }
    return [reason for reason, holds in found.items() if holds]


_OWNS_SOMETHING = """
    SELECT 1 FROM pg_class WHERE pg_has_role(relowner, 'MEMBER') AND relpersistence <> 't'
    UNION ALL SELECT 1 FROM pg_namespace WHERE pg_has_role(nspowner, 'MEMBER') AND nspname NOT LIKE 'pg\\_t%'
    UNION ALL SELECT 1 FROM pg_proc WHERE pg_has_role(proowner, 'MEMBER')
    LIMIT 1"""
_CAN_BECOME_MORE = """
    SELECT 1 FROM pg_roles
    WHERE rolname <> current_user AND (rolsuper OR rolbypassrls) AND pg_has_role(oid, 'MEMBER') LIMIT 1"""


def refuse_unfit(app: Address) -> None:
    """Refuse to serve where the app's role could get past the wall."""
    with app.connect() as connection:
        if reasons := unfitness(connection):
            raise Unavailable(
                f"The role {app.user} is not fit to serve: {'; '.join(reasons)}. Put the role that owns the tables "
                "in HOLDFAST_OWNER_URL, and in DATABASE_URL one made by `holdfast database prepare`."
            )


def _one(connection: Connection, query: str, *values: str) -> bool:
    row = connection.execute(query, values or None).fetchone()
    return bool(row and row[0])
