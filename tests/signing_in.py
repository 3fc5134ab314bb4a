"""How tests sign in without typing a password: the session then is as if a second factor had been shown."""

from django.test import Client
from django.utils import timezone

from holdfast.wall import sessions
from holdfast.wall.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(client: Client, user: User, *, proof: sessions.Proof | None = "second_factor") -> Client:
    """The same client, signed in as the user."""
    client.force_login(user, backend=BACKEND)
    session = client.session
    sessions.begin(session, at=timezone.now(), proof=proof)
    session.save()
    return client
