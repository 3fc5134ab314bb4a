"""Who is signed out while writing loses no word of it, and nobody else comes to see them."""

from datetime import timedelta

import pytest
from django.test import Client

from holdfast.access import Purpose
from holdfast.records.casework.models import Visit
from holdfast.wall.acting import acting
from tests.integration.test_sign_in_ends import move_back
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

HERE = "http://testserver"
SAID = "She held on to the door.\nShe said <he> comes at night."


@pytest.fixture
def ann(cast, family) -> Client:
    return sign_in(Client(enforce_csrf_checks=True), cast("ann"))


def sent(client: Client, child, *, origin: str = HERE, token: str = "") -> str:
    told = {"visited_on": "2026-11-19", "seen": "alone", "what_happened": SAID, "csrfmiddlewaretoken": token}
    answer = client.post(f"/casework/{child}/visit/{child}/", told, headers={"origin": origin})
    assert answer.status_code == 403
    assert answer["Cache-Control"] == "no-store"
    return answer.content.decode()


def token_of(client: Client, child) -> str:
    return str(client.get(f"/casework/{child}/visit/{child}/").context["csrf_token"])


def is_kept_on_screen(page: str) -> bool:
    return "She held on to the door.<br>She said &lt;he&gt; comes at night." in page


def test_who_was_idle_too_long_has_their_words_back(ann, cast, family):
    token = token_of(ann, family.oisin)
    move_back(ann, "holdfast_seen_at", timedelta(minutes=31))
    page = sent(ann, family.oisin, token=token)
    assert is_kept_on_screen(page) and token not in page
    assert "Oisín" not in page, "who is signed out sees nothing but what they wrote"
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert not Visit.objects.exists()


def test_who_signed_out_in_another_tab_has_their_words_back(ann, family):
    token = token_of(ann, family.oisin)
    ann.session.flush()
    assert is_kept_on_screen(sent(ann, family.oisin, token=token))


def test_who_signed_in_again_in_another_tab_has_their_words_back(ann, family):
    token_of(ann, family.oisin)
    assert is_kept_on_screen(sent(ann, family.oisin, token="of-the-page-before"))


def test_another_site_puts_no_words_on_our_pages(ann, family):
    token_of(ann, family.oisin)
    assert "held on to the door" not in sent(ann, family.oisin, origin="https://elsewhere.example")


def test_a_password_never_comes_back(ann):
    told = {"login": "ann", "password": "three-random-words-kettle"}
    page = Client(enforce_csrf_checks=True).post("/sign-in/", told, headers={"origin": HERE}).content.decode()
    assert "kettle" not in page
