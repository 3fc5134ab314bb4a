"""Accounts: an administrator makes, closes and opens them again, and nobody else does."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.urls import reverse

from holdfast.access import Purpose, Role
from holdfast.kernel.refused import Refused
from holdfast.wall.acting import Actor, acting
from holdfast.wall.audit import record
from holdfast.wall.models import User


def make_account(
    *,
    username: str,
    display_name: str,
    role: Role,
    agency_name: str,
    email: str = "",
    telephone: str = "",
    by: Actor,
    at: datetime,
) -> User:
    """An account without a password: its owner sets one from `invitation`. Refused where the username is taken."""
    if not role.signs_in:
        raise Refused("Only people have an account that is made here: the public need none, and a system has a key.")
    with _administering("make account", by=by, at=at, reason=username):
        try:
            with transaction.atomic():
                return User.objects.create_user(
                    username=username,
                    display_name=display_name,
                    role=role,
                    agency_name=agency_name,
                    email=email.lower(),
                    telephone=telephone,
                )
        except IntegrityError:
            raise Refused("There is an account with that username or e-mail address.") from None


def invitation(user: User, *, by: Actor, at: datetime) -> str:
    """The path of a link by which the person sets a password: once, and within three days."""
    if not user.is_active:
        raise Refused("This account is closed. Open it again first.")
    if not Role(user.role).signs_in:
        raise Refused("A partner’s system never signs in: it has a key.")
    with _administering("invite", by=by, at=at, reason=user.username):
        key = default_token_generator.make_token(user)
        return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})


def close_account(user: User, *, by: Actor, at: datetime) -> None:
    """Nobody signs in with it any more, and who is signed in is out at their next page."""
    if user.id == by.id:
        raise Refused("You cannot close your own account. Ask another administrator.")
    with _administering("close account", by=by, at=at, reason=user.username):
        User.objects.filter(pk=user.pk).update(is_active=False)


def open_account(user: User, *, by: Actor, at: datetime) -> None:
    """A closed account works again."""
    with _administering("open account", by=by, at=at, reason=user.username):
        User.objects.filter(pk=user.pk).update(is_active=True)


def forget_second_factors(user: User, *, by: Actor, at: datetime) -> None:
    """For a lost phone, key or sheet: also the password, so that only a new invitation lets the person in.

    Whoever only knew the old password could otherwise set up a factor of their own.
    """
    if user.id == by.id:
        raise Refused("You cannot do this to your own account. Ask another administrator.")
    with _administering("forget second factors", by=by, at=at, reason=user.username):
        Authenticator.objects.filter(user=user).delete()
        user.set_unusable_password()
        user.save(update_fields=["password"])


@contextmanager
def _administering(what: str, *, by: Actor, at: datetime, reason: str) -> Iterator[None]:
    with acting(actor=by, purpose=Purpose.administration, reason=reason):
        yield
        record(what=what, children=(), at=at, reason=reason)
