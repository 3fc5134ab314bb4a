"""An administrator's pages: who may sign in, and making, closing and mending accounts."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from holdfast.access import Role
from holdfast.kernel.refused import Refused
from holdfast.wall import accounts
from holdfast.wall.models import User
from holdfast.web.identity.forms import NewAccount

FACTORS = {"totp": "authenticator app", "webauthn": "passkey or key", "recovery_codes": "printed codes"}


def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, in order of their names; `q` narrows it."""
    asked = request.GET.get("q", "").strip()
    found = User.objects.order_by("display_name", "username")
    if asked:
        found = found.filter(Q(display_name__icontains=asked) | Q(username__icontains=asked))
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    rows = [(user, Role(user.role).label) for user in page]
    return render(request, "web/identity/people.html", {"page": page, "rows": rows, "asked": asked})


def new_account(request: HttpRequest) -> HttpResponse:
    """Make an account; its page then offers the invitation."""
    form = NewAccount(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = accounts.make_account(**form.cleaned_data, by=request.user.actor, at=request.now)
        except Refused as refusal:
            form.add_error("username", str(refusal))
        else:
            return redirect("identity:account", user.id)
    return render(
        request,
        "web/question.html",
        {"form": form, "heading": "Make an account", "button": "Make the account", "layout": "web/layout.html"},
    )


def account(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """One account, and what an administrator can do about it."""
    user = get_object_or_404(User, pk=user_id)
    shown = {"user_shown": user, "role": Role(user.role).label, "factors": _factors(user)}
    if request.method != "POST":
        return render(request, "web/identity/account.html", shown)
    by, at = request.user.actor, request.now
    match request.POST.get("do"):
        case "invite":
            link = request.build_absolute_uri(accounts.invitation(user, by=by, at=at))
            return render(request, "web/identity/account.html", shown | {"link": link})
        case "close":
            accounts.close_account(user, by=by, at=at)
        case "open":
            accounts.open_account(user, by=by, at=at)
        case "forget":
            accounts.forget_second_factors(user, by=by, at=at)
    return redirect("identity:account", user.id)


def _factors(user: User) -> list[str]:
    kinds = Authenticator.objects.filter(user=user).values_list("type", flat=True).distinct()
    return [FACTORS[kind] for kind in sorted(kinds)]
