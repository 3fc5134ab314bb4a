"""How Holdfast bends django-allauth: closed sign-up, a second factor for everybody, one answer to every wrong guess."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from holdfast.access import Purpose
from holdfast.wall import sealed_text, sessions
from holdfast.wall.acting import PUBLIC, acting
from holdfast.wall.audit import record, record_refusal
from holdfast.wall.models import User

WRONG = "That username and password do not belong together. Check both, and whether capitals are on."
TOO_OFTEN = "There were too many wrong tries. Wait five minutes, then try again."

WORDS = {
    "username_password_mismatch": WRONG,
    "email_password_mismatch": WRONG,
    "invalid_login": WRONG,
    "too_many_login_attempts": TOO_OFTEN,
    "rate_limited": TOO_OFTEN,
    "incorrect_password": "That is not your password.",
    "enter_current_password": "That is not your present password.",
    "invalid_password_reset": "This link was used already or is too old. Ask for a new one.",
}
FACTOR_WORDS = {
    "incorrect_code": "That code is wrong or was used already. Enter the code that shows now.",
    "cannot_delete_authenticator": "This is your only way to prove that it is you. Add another, then remove this one.",
}


class Accounts(DefaultAccountAdapter):
    """Signing in and out, each on the audit log."""

    error_messages = {**DefaultAccountAdapter.error_messages, **WORDS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an administrator makes accounts."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin the session, with what was proved on the way in."""
        super().login(request, user)
        now = timezone.now()
        sessions.begin(request.session, at=now, proof=_proof(request, user))
        with acting(actor=user.actor, purpose=Purpose.own_account):
            record(what="sign in", children=(), at=now)

    def logout(self, request: HttpRequest) -> None:
        """End the session."""
        user = request.user
        super().logout(request)
        if isinstance(user, User):
            with acting(actor=user.actor, purpose=Purpose.own_account):
                record(what="sign out", children=(), at=timezone.now())

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note a wrong guess; not what was typed, since people type passwords into the wrong box."""
        record_refusal(actor=PUBLIC, purpose=Purpose.own_account.value, what="sign in", reason=WRONG, at=timezone.now())

    def is_reauthentication_required(self, *, app: str, **_: Any) -> bool:
        """Asked before a second factor changes, but not of somebody who has just signed in to set up their first."""
        if app == "allauth.mfa" and not has_second_factor(self.request.user):
            return False
        return bool(super().is_reauthentication_required(app=app))

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Send the link; but not to people of the council's own sign-on, whose password is not ours to set."""
        if user.has_usable_password() or user.last_login is None:
            super().send_password_reset_mail(user, email, context)

    def format_email_subject(self, subject: str) -> str:
        """Letters say whose they are."""
        return f"{settings.COUNCIL.service}: {subject}"

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: each page says for itself what was done."""


class SecondFactors(DefaultMFAAdapter):
    """Authenticator apps, passkeys and keys; and printed codes, which are a factor of their own."""

    error_messages = {**DefaultMFAAdapter.error_messages, **FACTOR_WORDS}

    def is_mfa_enabled(self, user: User, types: list[str] | None = None) -> bool:
        """A printed sheet counts wherever any factor would do: schools that ban phones have nothing else."""
        if types and set(types) == {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}:
            types = [*types, Authenticator.Type.RECOVERY_CODES]
        return bool(super().is_mfa_enabled(user, types))

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether another app or key stays behind."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def get_totp_issuer(self) -> str:
        """What the app on the phone calls us."""
        return str(settings.COUNCIL.service)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 - as in django-allauth
        """A name to begin with, which its owner may change."""
        return f"Key {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def encrypt(self, text: str) -> str:
        """As kept in the database."""
        return sealed_text.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """As needed to check a code."""
        return sealed_text.decrypt(encrypted_text)


class CouncilSignOn(DefaultSocialAccountAdapter):
    """The council's own single sign-on: lets in people who have an account here, and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: an administrator makes accounts."""
        return False

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """Only addresses of the domains that the council answers for."""
        return email.lower().rpartition("@")[2] in settings.OIDC_EMAIL_DOMAINS

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse to tie a sign-on to whoever happens to be signed in; it is tied by e-mail address alone."""
        if sociallogin.state.get("process") == "connect":
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))


def has_second_factor(user: User) -> bool:
    """Whether the person has any way to prove who they are beyond a password."""
    return Authenticator.objects.filter(user_id=user.pk).exists()


def _proof(request: HttpRequest, user: User) -> sessions.Proof | None:
    methods = {record["method"] for record in get_authentication_records(request, user)}
    if "mfa" in methods:
        return "second_factor"
    if "socialaccount" in methods and settings.OIDC_SECOND_FACTOR:
        return "single_sign_on"
    return None
