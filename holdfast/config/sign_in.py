"""Settings of signing in: django-allauth closed, rate-limited, with a second factor; and a council's own sign-on."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from holdfast.kernel.refused import Refused

MEANINGS = {
    "HOLDFAST_OIDC_URL": "the council's OpenID Connect server, whose /.well-known/openid-configuration is read",
    "HOLDFAST_OIDC_NAME": "what people call it, on the button: “Sign in with …”",
    "HOLDFAST_OIDC_CLIENT_ID": "how that server knows Holdfast",
    "HOLDFAST_OIDC_CLIENT_SECRET": "the secret that goes with it",
    "HOLDFAST_OIDC_EMAIL_DOMAINS": "whose e-mail addresses to believe from it, with commas between",
    "HOLDFAST_OIDC_SECOND_FACTOR": "1 where that server always asks for a second factor; else Holdfast asks",
    "HOLDFAST_SMTP_URL": "where letters go out: smtp://USER:PASSWORD@HOST:587; without it none are sent",
    "HOLDFAST_MAIL_FROM": "whom letters come from",
    "HOLDFAST_IDLE_MINUTES": "how long somebody stays signed in without opening a page; 30",
    "HOLDFAST_SESSION_HOURS": "how long somebody stays signed in at most; 12",
}
"""Every setting of signing in and what it is for."""

APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]


def sign_in_settings(environ: Mapping[str, str], *, https: bool) -> dict[str, Any]:
    """Django's settings of signing in that this environment asks for; Refused says which one is wrong."""
    return {
        "AUTHENTICATION_BACKENDS": BACKENDS,
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "/",
        "CACHES": {
            "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "wall_cache"},
        },
        "SESSION_IDLE_MINUTES": _number(environ, "HOLDFAST_IDLE_MINUTES", 30, most=120),
        "SESSION_LONGEST_HOURS": _number(environ, "HOLDFAST_SESSION_HOURS", 12, most=24),
        "PASSWORD_RESET_TIMEOUT": 3 * 24 * 60 * 60,
        **_accounts(https=https),
        **_second_factors(),
        **_council_sign_on(environ),
        **_letters(environ),
    }


def _accounts(*, https: bool) -> dict[str, Any]:
    return {
        "ACCOUNT_ADAPTER": "holdfast.wall.identity.Accounts",
        "ACCOUNT_LOGIN_METHODS": {"username", "email"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "email", "password1*", "password2*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
        "ACCOUNT_PREVENT_ENUMERATION": True,
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_LOGIN_ON_PASSWORD_RESET": False,
        "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": False,
        "ACCOUNT_LOGOUT_REDIRECT_URL": "identity:signed_out",
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 10 * 60,
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if https else "http",
        "ACCOUNT_USER_DISPLAY": str,
    }


def _second_factors() -> dict[str, Any]:
    return {
        "MFA_ADAPTER": "holdfast.wall.identity.SecondFactors",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_PASSKEY_SIGNUP_ENABLED": False,
        "MFA_WEBAUTHN_USER_VERIFICATION": "preferred",
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,
        "MFA_TOTP_TOLERANCE": 1,
        "MFA_RECOVERY_CODE_COUNT": 40,
        "MFA_RECOVERY_CODE_DIGITS": 10,
        "MFA_RECOVERY_CODES_SHOW_ONCE": True,
    }


def _council_sign_on(environ: Mapping[str, str]) -> dict[str, Any]:
    always = {
        "SOCIALACCOUNT_ADAPTER": "holdfast.wall.identity.CouncilSignOn",
        "SOCIALACCOUNT_AUTO_SIGNUP": False,
        "SOCIALACCOUNT_STORE_TOKENS": False,
        # A form that is posted here and sent on elsewhere would break the policy that forms stay here.
        "SOCIALACCOUNT_LOGIN_ON_GET": True,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
        "OIDC_EMAIL_DOMAINS": _domains(environ),
        "OIDC_SECOND_FACTOR": environ.get("HOLDFAST_OIDC_SECOND_FACTOR") == "1",
        "SOCIALACCOUNT_PROVIDERS": {},
    }
    if not environ.get("HOLDFAST_OIDC_URL"):
        return always
    return always | {"SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": [_application(environ)]}}}


def _application(environ: Mapping[str, str]) -> dict[str, Any]:
    needed = ("HOLDFAST_OIDC_CLIENT_ID", "HOLDFAST_OIDC_CLIENT_SECRET", "HOLDFAST_OIDC_EMAIL_DOMAINS")
    missing = [name for name in needed if not environ.get(name)]
    if missing:
        raise Refused(f"HOLDFAST_OIDC_URL is set, so {' and '.join(missing)} must be set too.")
    if not environ["HOLDFAST_OIDC_URL"].startswith("https://"):
        raise Refused("HOLDFAST_OIDC_URL must begin with https://.")
    return {
        "provider_id": "council",
        "name": environ.get("HOLDFAST_OIDC_NAME", "the council's sign-on"),
        "client_id": environ["HOLDFAST_OIDC_CLIENT_ID"],
        "secret": environ["HOLDFAST_OIDC_CLIENT_SECRET"],
        "settings": {
            "server_url": environ["HOLDFAST_OIDC_URL"],
            "oauth_pkce_enabled": True,
            "verified_email": _domains(environ),
        },
    }


def _domains(environ: Mapping[str, str]) -> list[str]:
    return [word.strip().lower() for word in environ.get("HOLDFAST_OIDC_EMAIL_DOMAINS", "").split(",") if word.strip()]


def _letters(environ: Mapping[str, str]) -> dict[str, Any]:
    sender = {"DEFAULT_FROM_EMAIL": environ.get("HOLDFAST_MAIL_FROM", "holdfast@localhost")}
    url = environ.get("HOLDFAST_SMTP_URL")
    if not url:
        return sender | {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme != "smtp" or not parts.hostname:
        raise Refused("HOLDFAST_SMTP_URL must look like smtp://USER:PASSWORD@HOST:587.")
    return sender | {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or 587,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": True,
        "EMAIL_TIMEOUT": 10,
    }


def _number(environ: Mapping[str, str], name: str, usual: int, *, most: int) -> int:
    word = environ.get(name) or str(usual)
    if not word.isdigit() or not 1 <= int(word) <= most:
        raise Refused(f"{name} is {word!r}: write a whole number from 1 to {most}.")
    return int(word)
