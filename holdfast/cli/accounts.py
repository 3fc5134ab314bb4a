"""`holdfast accounts ...`: the first administrator, who makes every other account on the pages."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from django.conf import settings

from holdfast.access import Role
from holdfast.cli.standing import standing
from holdfast.kernel.refused import NotFound, Refused

if TYPE_CHECKING:
    from holdfast.wall.acting import Actor

app = typer.Typer(help="Accounts, where no administrator can sign in yet.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Accounts, where no administrator can sign in yet; all others are made on the pages."""


@app.command("first-administrator")
def first_administrator(
    username: Annotated[str, typer.Option(help="what they sign in with")],
    name: Annotated[str, typer.Option(help="what they are called")],
    agency: Annotated[str, typer.Option(help="whom they work for")],
    email: Annotated[str, typer.Option(help="needed for the council's own sign-on")] = "",
) -> None:
    """Make the first system administrator, and print the link by which they set a password.

    From then on this database is live: it can never become a demonstration. An administrator sees no child's record.
    """
    with standing():
        from holdfast.wall.accounts import make_account
        from holdfast.wall.models import User

        if User.objects.filter(role=Role.system_administrator.value, is_active=True).exists():
            raise Refused("There is an administrator already: ask them for an account, or use `let-in-again`.")
        made = make_account(
            username=username,
            display_name=name,
            role=Role.system_administrator,
            agency_name=agency,
            email=email,
            by=_whoever_has_the_server(),
            at=datetime.now(UTC),
        )
        _say_link(made)


@app.command("let-in-again")
def let_in_again(username: Annotated[str, typer.Argument(help="an administrator who lost every way in")]) -> None:
    """Forget an administrator's password and second factors, and print a link to set a new password."""
    with standing():
        from holdfast.wall.accounts import forget_second_factors
        from holdfast.wall.models import User

        user = User.objects.filter(username__iexact=username, role=Role.system_administrator.value).first()
        if user is None:
            raise NotFound(f"There is no administrator called {username}. An administrator lets everybody else in.")
        forget_second_factors(user, by=_whoever_has_the_server(), at=datetime.now(UTC))
        _say_link(user)


def _whoever_has_the_server() -> "Actor":
    """Who can run this holds the owner's password: they act as an administrator, and the audit log says from where."""
    from holdfast.wall.acting import Actor, service

    name = "the server's command line"
    return Actor(id=service(name).id, role=Role.system_administrator, name=name)


def _say_link(user: Any) -> None:
    from holdfast.wall.accounts import invitation

    path = invitation(user, by=_whoever_has_the_server(), at=datetime.now(UTC))
    typer.echo(f"{user.display_name} sets a password here, once, within three days:\n{_address()}{path}")


def _address() -> str:
    """Where people reach the pages, as far as the settings say."""
    if not settings.HOLDFAST.hosts:
        return "http://127.0.0.1:8000"
    return f"{'https' if settings.HOLDFAST.https else 'http'}://{settings.HOLDFAST.hosts[0]}"
