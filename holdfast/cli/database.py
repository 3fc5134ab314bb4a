"""`holdfast database ...`: make the two roles and the database on a server of your own."""

import os
import secrets
from typing import Annotated

import typer

from holdfast.wall.postgres import roles
from holdfast.wall.postgres.address import Address
from holdfast.wall.postgres.place import APP, DATABASE, OWNER

app = typer.Typer(help="The database's roles.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Prepare a PostgreSQL server of your own; the embedded one needs nothing."""


@app.command()
def prepare(
    admin_url: Annotated[str, typer.Option(help="a role that may create roles and databases")],
    for_tests: Annotated[bool, typer.Option(help="let the owner create databases, as the tests need")] = False,
) -> None:
    """Make the two roles and the database, and print the two settings that reach them.

    Roles and passwords are those of DATABASE_URL and HOLDFAST_OWNER_URL where these are set, else new ones.
    Running it again with both set changes nothing.
    """
    admin = Address.of_url(admin_url, named="--admin-url")
    app_address = _wanted("DATABASE_URL", admin, APP)
    owner = _wanted("HOLDFAST_OWNER_URL", admin, OWNER)
    roles.prepare(admin=admin, owner=owner, app=app_address, for_tests=for_tests)
    typer.echo(f"DATABASE_URL={app_address.url}\nHOLDFAST_OWNER_URL={owner.url}")


def _wanted(setting: str, admin: Address, role: str) -> Address:
    if url := os.environ.get(setting):
        return Address.of_url(url, named=setting)
    return Address(
        host=admin.host,
        port=admin.port,
        user=role,
        database=DATABASE,
        password=secrets.token_urlsafe(32),
        options=admin.options,
    )
