"""The first administrator of a new installation, made where the server stands."""

from collections.abc import Callable
from contextlib import nullcontext

import pytest
from django.test import Client
from typer.testing import CliRunner, Result

from holdfast.access import Purpose, Role
from holdfast.cli import accounts, app
from holdfast.kernel.refused import NotFound, Refused
from holdfast.wall.acting import acting, service
from holdfast.wall.models import AuditEvent, User
from tests.integration.test_sign_in_accounts import follow

pytestmark = pytest.mark.django_db
SAM = ["--username", "sam", "--name", "Sam Okoro", "--agency", "Alderbrook Council"]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setattr(accounts, "standing", nullcontext)  # the test's own database already stands
    return lambda *words: CliRunner().invoke(app, ["accounts", *words])


def link_in(said: str) -> str:
    return said.strip().splitlines()[-1].removeprefix("http://127.0.0.1:8000")


def test_the_first_administrator_sets_a_password_by_the_link_that_was_printed(command, client: Client):
    said = command("first-administrator", *SAM)
    follow(link_in(said.output))
    sam = User.objects.get(username="sam")
    assert sam.role == Role.system_administrator
    assert sam.check_password("a-long-enough-sentence")


def test_that_it_was_done_from_the_command_line_is_on_the_audit_log(command, cast: Callable[[str], User]):
    command("first-administrator", *SAM)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        events = AuditEvent.objects.filter(what__in=["make account", "invite"]).order_by("what")
        done = [(event.what, event.actor_id) for event in events]
    server = service("the server's command line").id
    assert done == [("invite", server), ("make account", server)]


def test_a_second_administrator_is_made_by_the_first(command):
    command("first-administrator", *SAM)
    said = command("first-administrator", *SAM, "--username", "tola")
    assert isinstance(said.exception, Refused)
    assert not User.objects.filter(username="tola").exists()


def test_an_administrator_who_lost_every_way_in_is_let_in_again(command):
    follow(link_in(command("first-administrator", *SAM).output), password="the-password-that-was-lost")
    said = command("let-in-again", "SAM")
    assert not User.objects.get(username="sam").has_usable_password()
    follow(link_in(said.output))
    assert User.objects.get(username="sam").check_password("a-long-enough-sentence")


def test_the_command_line_lets_in_nobody_but_administrators(command, cast: Callable[[str], User]):
    cast("ann")
    assert isinstance(command("let-in-again", "ann").exception, NotFound)


def test_the_link_bears_the_name_under_which_the_pages_are_reached(command, settings):
    from dataclasses import replace

    settings.HOLDFAST = replace(settings.HOLDFAST, hosts=("holdfast.example.gov.uk",), https=True)
    said = command("first-administrator", *SAM)
    assert "\nhttps://holdfast.example.gov.uk/" in said.output
