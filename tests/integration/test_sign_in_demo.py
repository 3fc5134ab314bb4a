"""Stepping into a persona: only where the database says that everybody in it is invented."""

from collections.abc import Callable

import psycopg
import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from holdfast.access.personas import PERSONAS
from holdfast.kernel.refused import Refused
from holdfast.wall import installation
from holdfast.wall.models import User
from tests.signing_in import sign_in

DEMO = "/demo/"
BANNER = "Every person here is invented."


@pytest.fixture
def demo(committed: object, cast: Callable[[str], User]) -> None:
    """A database made as a demonstration, with its personas in it."""
    installation.mark_as_demo()
    for each in PERSONAS:
        cast(each.username)


def test_in_the_demonstration_one_click_is_enough_to_be_somebody(client: Client, demo: None):
    page = client.get(DEMO).content.decode()
    assert all(each.words.split(",")[0].split("'")[0] in page for each in PERSONAS)
    assert "Be Erin O&#x27;Hanlon" in page
    stepped = client.post(DEMO, {"username": "erin"})
    assert stepped.url == "/"
    assert client.get(reverse("mfa_index")).context["request"].user.username == "erin"


def test_stepping_into_somebody_else_leaves_nothing_of_the_first(client: Client, demo: None):
    client.post(DEMO, {"username": "ann"})
    first = client.session.session_key
    client.post(DEMO, {"username": "ben"})
    assert client.get(reverse("mfa_index")).context["request"].user.username == "ben"
    assert Client(headers={"cookie": f"sessionid={first}"}).get(reverse("mfa_index")).status_code == 302


def test_the_click_cannot_come_from_another_site(demo: None):
    assert Client(enforce_csrf_checks=True).post(DEMO, {"username": "ann"}).status_code == 403


def test_only_personas_can_be_stepped_into(client: Client, demo: None, cast: Callable[[str], User]):
    User.objects.filter(username="ann").update(username="real-person")
    assert client.post(DEMO, {"username": "real-person"}).status_code == 404


def test_every_page_of_the_demonstration_says_that_its_people_are_invented(client: Client, demo: None):
    for address in (DEMO, reverse("account_login"), reverse("identity:signed_out")):
        assert BANNER in client.get(address).content.decode(), address
    client.post(DEMO, {"username": "priya"})
    assert BANNER in client.get(reverse("identity:accounts")).content.decode()


def test_a_database_that_is_not_a_demonstration_has_no_such_page(client: Client, committed: object, cast, settings):
    settings.DEMO = True
    cast("ann")
    assert installation.kind() == "live"
    assert client.get(DEMO).status_code == 404
    assert client.post(DEMO, {"username": "ann"}).status_code == 404
    assert BANNER not in client.get(reverse("account_login")).content.decode()


def test_a_session_of_the_demonstration_opens_nothing_anywhere_else(client: Client, committed: object, cast):
    sign_in(client, cast("ann"), proof="demo")
    assert client.get(reverse("account_change_password")).url == reverse("mfa_index")


def test_the_first_account_makes_an_unmarked_database_live_for_good(committed: object, cast):
    cast("ann")
    with pytest.raises(Refused, match="can never become a demonstration"):
        installation.mark_as_demo()
    assert installation.kind() == "live"


def test_a_database_that_people_have_used_cannot_become_a_demonstration(committed: object, cast, owned):
    cast("ann")
    owned.execute("TRUNCATE wall_installation")
    with pytest.raises(psycopg.errors.CheckViolation):
        owned.execute("INSERT INTO wall_installation (kind) VALUES ('demo')")


def test_not_even_its_owner_can_change_what_a_database_is(committed: object, owned):
    owned.execute("INSERT INTO wall_installation (kind) VALUES ('live')")
    for attempt in (
        "UPDATE wall_installation SET kind = 'demo'",
        "DELETE FROM wall_installation",
        "INSERT INTO wall_installation (only_one, kind) VALUES (false, 'demo')",
        "INSERT INTO wall_installation (kind) VALUES ('demo')",
    ):
        with pytest.raises(psycopg.errors.IntegrityError):
            owned.execute(attempt)


@pytest.mark.parametrize(
    "attempt",
    [
        "INSERT INTO wall_installation (kind) VALUES ('demo')",
        "UPDATE wall_installation SET kind = 'demo'",
        "DELETE FROM wall_installation",
        "TRUNCATE wall_installation",
        "ALTER TABLE wall_installation DISABLE TRIGGER ALL",
    ],
)
def test_the_app_cannot_say_what_a_database_is(db: None, attempt: str):
    with pytest.raises((ProgrammingError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attempt)


def test_marking_a_demonstration_twice_is_no_mistake(committed: object):
    installation.mark_as_demo()
    installation.mark_as_demo()
    assert installation.is_demo()
