"""Pages by which people set up and look after a second factor: an app, a passkey or key, a printed sheet."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.kernel.refused import Refused
from holdfast.wall import sessions
from holdfast.wall.identity import SecondFactors
from holdfast.web.identity.forms import AddApp, AddKey


class AddAppView(ActivateTOTPView):
    """Pair an authenticator app."""

    form_class = AddApp
    template_name = "web/identity/add_app.html"

    def form_valid(self, form: AddApp) -> HttpResponse:
        """Pair it; the code just given is proof for this session too."""
        response = super().form_valid(form)
        _drop_unseen_codes(self.request)
        sessions.prove(self.request.session, "second_factor")
        return response

    def get_success_url(self) -> str:
        """Back to all second factors."""
        return reverse("mfa_index", query={"done": "app"})


class AddKeyView(AddWebAuthnView):
    """Register a passkey or hardware key."""

    form_class = AddKey
    template_name = "web/identity/add_key.html"

    def form_valid(self, form: AddKey) -> HttpResponse:
        """Register it; having touched it is proof for this session too."""
        response = super().form_valid(form)
        _drop_unseen_codes(self.request)
        sessions.prove(self.request.session, "second_factor")
        return response

    def get_success_url(self) -> str:
        """Back to all second factors."""
        return reverse("mfa_index", query={"done": "key"})


class RemoveKeyView(RemoveWebAuthnView):
    """Remove a passkey or hardware key."""

    template_name = "web/identity/remove.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it, unless nothing would stay behind."""
        adapter = SecondFactors(self.request)
        if not adapter.can_delete_authenticator(self.get_object()):
            raise Refused(adapter.error_messages["cannot_delete_authenticator"])
        super().form_valid(form)
        return redirect("mfa_index")


def overview(request: HttpRequest) -> HttpResponse:
    """What the person has and can add; for somebody without any, the first page after the password."""
    mine = list(Authenticator.objects.filter(user_id=request.user.pk).order_by("created_at"))
    return render(
        request,
        "web/identity/second_factors.html",
        {
            "first_time": not mine,
            "app": _first(mine, Authenticator.Type.TOTP),
            "keys": [each for each in mine if each.type == Authenticator.Type.WEBAUTHN],
            "codes_left": _codes_left(_first(mine, Authenticator.Type.RECOVERY_CODES)),
            "done": request.GET.get("done", ""),
        },
    )


@reauthentication_required(app="allauth.mfa", allow_get=True)
def printed_codes(request: HttpRequest) -> HttpResponse:
    """A fresh sheet of codes to print: shown this once, and the sheet before it no longer works."""
    sheet = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    if request.method != "POST":
        return render(request, "web/identity/printed_codes.html", {"codes_left": _codes_left(sheet)})
    codes = generate_recovery_codes(request).wrap()
    codes.mark_as_viewed()
    sessions.prove(request.session, "second_factor")
    context = {
        "codes": [f"{code[:5]} {code[5:]}" for code in codes.generate_codes()],
        "printed_by": request.user.display_name,
        "printed_at": request.now,
    }
    return render(request, "web/identity/sheet.html", context)


def _drop_unseen_codes(request: HttpRequest) -> None:
    """Codes that nobody was ever shown are no sheet: django-allauth makes them beside every new factor."""
    for sheet in Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.RECOVERY_CODES):
        if not sheet.wrap().did_view:
            sheet.delete()


def _first(mine: list[Authenticator], kind: Authenticator.Type) -> Authenticator | None:
    return next((each for each in mine if each.type == kind), None)


def _codes_left(sheet: Authenticator | None) -> int | None:
    return len(sheet.wrap().get_unused_codes()) if sheet else None
