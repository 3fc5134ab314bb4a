"""The forms of signing in, in plain words."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.mfa.base.forms import AuthenticateForm as CodeForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms

from holdfast.access import Role
from holdfast.web.forms import Radios

NEW_PASSWORD = "At least 12 characters. Three random words are easy to remember and hard to guess."
CODE = "From your app or key fob, or the next unused one from your printed sheet."


class _Plain:
    """Labels that stay on the page: a placeholder vanishes as soon as somebody types."""

    labels: dict[str, str] = {}
    hints: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")


class SignIn(_Plain, LoginForm):
    """Username or e-mail address, and password."""

    labels = {"login": "Username or e-mail address", "password": "Password"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autocapitalize": "none"}


class Code(_Plain, CodeForm):
    """A code, after the password."""

    labels = {"code": "Code"}
    hints = {"code": CODE}


class CodeAgain(_Plain, CodeAgainForm):
    """A code, before a change to the account."""

    labels = {"code": "Code"}
    hints = {"code": CODE}


class PasswordAgain(_Plain, ReauthenticateForm):
    """The password, before a change to the account."""

    labels = {"password": "Password"}


class ForgotPassword(_Plain, ResetPasswordForm):
    """Where to send a link."""

    labels = {"email": "E-mail address"}


class NewPassword(_Plain, ResetPasswordKeyForm):
    """A first password, or a new one for a forgotten one."""

    labels = {"password1": "New password", "password2": "New password again"}
    hints = {"password1": NEW_PASSWORD}


class ChangePassword(_Plain, ChangePasswordForm):
    """A new password in place of a known one."""

    labels = {"oldpassword": "Present password", "password1": "New password", "password2": "New password again"}
    hints = {"password1": NEW_PASSWORD}


class AddApp(_Plain, ActivateTOTPForm):
    """The first code from a new app, which shows that it works."""

    labels = {"code": "Code that the app shows"}


class AddKey(_Plain, AddWebAuthnForm):
    """A passkey or hardware key."""

    labels = {"name": "What you call it", "passwordless": "Sign in with this key alone"}
    hints = {
        "name": "Such as “My phone” or “Blue key on my lanyard”.",
        "passwordless": "Without a username or password: the key then asks for a fingerprint, a face or a PIN.",
    }


class NewAccount(forms.Form):
    """Who somebody is, and what they are here to do."""

    display_name = forms.CharField(label="Full name", max_length=150)
    username = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9.@_-]*$",
        label="Username",
        max_length=150,
        help_text="Letters, numbers, full stops and hyphens.",
        error_messages={"invalid": "Username must begin with a letter or number and have no spaces"},
    )
    email = forms.EmailField(label="E-mail address", required=False)
    telephone = forms.CharField(label="Telephone number", max_length=40, required=False)
    agency_name = forms.CharField(label="Agency", max_length=150)
    role = forms.ChoiceField(
        label="What are they here to do?",
        choices=[(role.value, role.label) for role in Role if role.signs_in],
        widget=Radios(hints={role.value: role.words for role in Role}),
    )

    def clean_role(self) -> Role:
        """The role itself."""
        return Role(self.cleaned_data["role"])
