"""Everybody who is signed in: not for too long, and not without a second factor."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from holdfast.wall import sessions
from holdfast.wall.identity import has_second_factor
from holdfast.wall.installation import is_demo
from holdfast.web.unsaved import unsaved

Next = Callable[[HttpRequest], HttpResponse]

EMPTY_THE_BROWSER = '"cache", "cookies", "storage"'

BEFORE_A_SECOND_FACTOR = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "identity:signed_out",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_index",
        "web:council_css",
    }
)
"""What somebody may open who has given a password and nothing else."""


class SignedInSafely:
    """Ends sessions that are over, and leads people without a second factor to setting one up."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Answer instead of the page where the session is over or unproved."""
        if not request.user.is_authenticated:
            return None
        now = request.now
        if sessions.has_ended(request.session, at=now):
            return _sign_in_again(request)
        sessions.seen(request.session, at=now)
        if _is_proved(request):
            return None
        if has_second_factor(request.user):
            # It was set up elsewhere since this password was given: whoever this is must now show it.
            return _sign_in_again(request)
        name = request.resolver_match.view_name if request.resolver_match else ""
        return None if name in BEFORE_A_SECOND_FACTOR else redirect("mfa_index")


def emptying_the_browser(response: HttpResponse) -> HttpResponse:
    """The response, telling the browser to forget what it kept of us."""
    response.headers["Clear-Site-Data"] = EMPTY_THE_BROWSER
    return response


def _is_proved(request: HttpRequest) -> bool:
    proof = sessions.proof_of(request.session)
    return proof is not None and (proof != "demo" or is_demo())


def _sign_in_again(request: HttpRequest) -> HttpResponse:
    get_adapter().logout(request)
    words_kept = unsaved(request, because="You were signed out, because you had opened no page for a while.")
    if words_kept:
        return emptying_the_browser(words_kept)
    after = request.get_full_path() if request.method == "GET" else "/"
    return emptying_the_browser(redirect(reverse("account_login", query={"next": after, "ended": "1"})))
