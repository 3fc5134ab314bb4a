"""Staying in and getting out: sessions that end, and a browser that is emptied."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse

from holdfast.wall import sessions
from holdfast.wall.models import User
from tests.signing_in import BACKEND, sign_in

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def helen(client: Client, cast: Callable[[str], User]) -> Client:
    user = cast("helen")
    user.set_password("three-random-words-kettle")
    user.save()
    return sign_in(client, user)


def opened(client: Client) -> bool:
    return client.get(reverse("account_change_password")).status_code == 200


def move_back(client: Client, key: str, by: timedelta) -> None:
    session = client.session
    session[key] = (datetime.fromisoformat(session[key]) - by).isoformat()
    session.save()


def begun() -> SessionStore:
    session = SessionStore()
    sessions.begin(session, at=NINE, proof="second_factor")
    return session


def test_a_session_ends_after_thirty_idle_minutes_and_not_before():
    assert not sessions.has_ended(begun(), at=NINE + timedelta(minutes=29, seconds=59))
    assert sessions.has_ended(begun(), at=NINE + timedelta(minutes=30))


def test_a_session_in_constant_use_ends_after_twelve_hours():
    session = begun()
    for minutes in range(0, 12 * 60, 20):
        sessions.seen(session, at=NINE + timedelta(minutes=minutes))
    assert not sessions.has_ended(session, at=NINE + timedelta(hours=11, minutes=59))
    sessions.seen(session, at=NINE + timedelta(hours=11, minutes=59))
    assert sessions.has_ended(session, at=NINE + timedelta(hours=12))


def test_a_partnership_may_choose_shorter_times(settings):
    settings.SESSION_IDLE_MINUTES = 5
    assert sessions.has_ended(begun(), at=NINE + timedelta(minutes=5))


def test_a_session_that_never_began_properly_has_ended(client: Client, cast: Callable[[str], User]):
    client.force_login(cast("helen"), backend=BACKEND)
    assert not opened(client)


def test_somebody_idle_is_led_back_to_where_they_were_once_they_sign_in(helen: Client):
    assert opened(helen)
    move_back(helen, "holdfast_seen_at", timedelta(minutes=31))
    answer = helen.get("/account/password/?from=bookmark&x=1")
    assert answer.status_code == 302
    assert answer.url == "/sign-in/?next=%2Faccount%2Fpassword%2F%3Ffrom%3Dbookmark%26x%3D1&ended=1"
    assert "Clear-Site-Data" in answer.headers
    assert "You were signed out" in helen.get(answer.url).content.decode()
    assert not opened(helen)


def test_each_page_starts_the_idle_time_again(helen: Client):
    for _ in range(3):
        move_back(helen, "holdfast_seen_at", timedelta(minutes=29))
        assert opened(helen)


def test_signing_out_empties_the_browser_and_ends_the_session_on_the_server(helen: Client):
    kept = helen.cookies["sessionid"].value
    answer = helen.post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer.url == reverse("identity:signed_out")
    assert not opened(Client(headers={"cookie": f"sessionid={kept}"}))


def test_signing_out_takes_a_click_and_not_a_link(helen: Client):
    assert helen.get(reverse("account_logout")).status_code == 200
    assert opened(helen)


def test_no_page_of_somebody_signed_in_is_kept_by_the_browser(helen: Client):
    for address in (reverse("account_change_password"), reverse("mfa_index")):
        assert "no-store" in helen.get(address).headers["Cache-Control"], address


def test_a_new_password_signs_out_everywhere_else(helen: Client, cast: Callable[[str], User]):
    elsewhere = sign_in(Client(), cast("helen"))
    helen.post(
        reverse("account_change_password"),
        {
            "oldpassword": "three-random-words-kettle",
            "password1": "another-fine-sentence-yes",
            "password2": "another-fine-sentence-yes",
        },
    )
    assert opened(helen)
    assert not opened(elsewhere)


def test_somebody_whose_account_is_closed_is_out_at_the_next_page(helen: Client):
    User.objects.filter(username="helen").update(is_active=False)
    assert not opened(helen)


def test_whoever_must_sign_in_first_comes_back_to_the_whole_address(client: Client):
    answer = client.get("/accounts/?q=O'Hanlon&page=2")
    assert answer.url == "/sign-in/?next=%2Faccounts%2F%3Fq%3DO%27Hanlon%26page%3D2"
