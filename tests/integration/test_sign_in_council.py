"""The council's own single sign-on, played by a small OpenID Connect server on this machine."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.test import Client
from django.urls import reverse

from holdfast.wall.models import User

pytestmark = pytest.mark.django_db
START = "/sign-in/council/"


@dataclass
class Council:
    """What the council's server says of whoever signs in there."""

    address: str
    claims: dict[str, object] = field(default_factory=dict)

    def answer(self, path: str) -> dict[str, object]:
        """The JSON of one of its addresses."""
        if path.startswith("/.well-known"):
            return {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorise",
                "token_endpoint": f"{self.address}/token",
                "userinfo_endpoint": f"{self.address}/userinfo",
                "jwks_uri": f"{self.address}/keys",
            }
        if path.startswith("/token"):
            said = {**self.claims, "iss": self.address, "aud": "holdfast", "exp": 4_000_000_000, "iat": 1_700_000_000}
            return {"access_token": "a", "token_type": "Bearer", "id_token": jwt.encode(said, "k" * 32)}
        return self.claims


@pytest.fixture
def council(settings) -> Iterator[Council]:
    """The server, and Holdfast set up to believe it about addresses at alderbrook.example."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(standing.answer(self.path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the library's name

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    standing = Council(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    app = {
        "provider_id": "council",
        "name": "Alderbrook sign-on",
        "client_id": "holdfast",
        "secret": "s",
        "settings": {"server_url": standing.address, "verified_email": ["alderbrook.example"]},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    settings.OIDC_EMAIL_DOMAINS = ["alderbrook.example"]
    settings.OIDC_SECOND_FACTOR = True
    yield standing
    server.shutdown()
    server.server_close()


@pytest.fixture
def carol(cast: Callable[[str], User]) -> User:
    user = cast("carol")
    user.email = "carol@alderbrook.example"
    user.save()
    return user


def come_back(client: Client, council: Council, **claims: object):
    """Go to the council's sign-on and come back as whom it says."""
    council.claims = {"sub": "42", **claims}
    away = client.get(START)
    state = parse_qs(urlsplit(away.url).query)["state"][0]
    return client.get(f"{START}callback/", {"code": "c", "state": state})


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("account_change_password")).url == reverse("account_set_password")


def test_the_sign_in_page_offers_the_councils_own_sign_on(client: Client, council: Council):
    assert "Sign in with Alderbrook sign-on" in client.get(reverse("account_login")).content.decode()


def test_somebody_with_an_account_comes_in_by_the_councils_sign_on(client: Client, council: Council, carol: User):
    assert come_back(client, council, email="carol@alderbrook.example").url == "/"
    assert is_signed_in(client)


def test_where_the_sign_on_asks_for_no_second_factor_holdfast_does(
    client: Client, council: Council, carol: User, settings
):
    settings.OIDC_SECOND_FACTOR = False
    come_back(client, council, email="carol@alderbrook.example")
    assert client.get(reverse("account_change_password")).url == reverse("mfa_index")


def test_somebody_without_an_account_gets_none(client: Client, council: Council, carol: User):
    answer = come_back(client, council, email="stranger@alderbrook.example")
    assert "You have no account here" in answer.content.decode()
    assert User.objects.count() == 1


def test_an_address_that_the_council_does_not_answer_for_is_not_believed(client: Client, council: Council, carol: User):
    User.objects.filter(pk=carol.pk).update(email="carol@elsewhere.example")
    answer = come_back(client, council, email="carol@elsewhere.example", email_verified=True)
    assert "You have no account here" in answer.content.decode()
    assert client.get(reverse("account_change_password")).url.startswith(reverse("account_login"))


def test_the_sign_on_cannot_be_tied_to_whoever_is_signed_in(client: Client, council: Council, carol: User):
    come_back(client, council, email="carol@alderbrook.example")
    council.claims = {"sub": "43", "email": "other@alderbrook.example"}
    away = client.get(START, {"process": "connect"})
    state = parse_qs(urlsplit(away.url).query)["state"][0]
    client.get(f"{START}callback/", {"code": "c", "state": state})
    assert list(carol.socialaccount_set.values_list("uid", flat=True)) == ["42"]


def test_a_closed_account_stays_closed_to_the_sign_on(client: Client, council: Council, carol: User):
    User.objects.filter(pk=carol.pk).update(is_active=False)
    come_back(client, council, email="carol@alderbrook.example")
    assert client.get(reverse("account_change_password")).url.startswith(reverse("account_login"))


def test_without_settings_there_is_no_such_sign_on(client: Client):
    assert client.get(START).status_code == 404
