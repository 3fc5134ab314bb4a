"""An administrator makes partners' systems and their keys; a secret is shown once."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from holdfast.access import Purpose, Role
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.actions.partners import NewKey, add_partner_system, issue_key, revoke_key
from holdfast.records.frontdoor.forms import PartnerKeyForm, PartnerSystemForm
from holdfast.records.frontdoor.models import PartnerKey
from holdfast.wall.acting import current
from holdfast.wall.models import User
from holdfast.web.pages import page

ADMINISTERING = (Purpose.administration,)


@page(key="frontdoor.partners", words="Partners’ systems", purposes=ADMINISTERING, methods=("GET", "POST"))
def partners(request: HttpRequest) -> HttpResponse:
    """Every partner's system, and a form for another."""
    form = PartnerSystemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = current()
        made = add_partner_system(**form.cleaned_data, by=now.actor, purpose=now.purpose, at=request.now)
        return redirect("frontdoor:partner", made.id)
    systems = User.objects.filter(role=Role.partner_system).order_by("display_name")
    status = 400 if form.errors else 200
    return render(request, "frontdoor/partners.html", {"form": form, "systems": systems}, status=status)


@page(key="frontdoor.partner", words="A partner’s system and its keys", purposes=ADMINISTERING, methods=("GET", "POST"))
def partner(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """One system: its keys, a new one, and an end to one."""
    system = get_object_or_404(User, pk=user_id, role=Role.partner_system)
    if request.method != "POST":
        return _shown(request, system, PartnerKeyForm())
    now = current()
    if "revoke" in request.POST:
        revoke_key(key_id=_uuid(request.POST["revoke"]), by=now.actor, purpose=now.purpose, at=request.now)
        return redirect("frontdoor:partner", system.id)
    form = PartnerKeyForm(request.POST)
    if not form.is_valid():
        return _shown(request, system, form)
    try:
        made = issue_key(user=system, **form.cleaned_data, by=now.actor, purpose=now.purpose, at=request.now)
    except Refused as refusal:
        form.add_error("public_key", str(refusal))
        return _shown(request, system, form)
    return _shown(request, system, PartnerKeyForm(), made=made)


def _shown(request: HttpRequest, system: User, form: PartnerKeyForm, *, made: NewKey | None = None) -> HttpResponse:
    keys = [(key, _state(key, request)) for key in system.partner_keys.order_by("-issued_at")]
    context = {"system": system, "keys": keys, "form": form, "made": made}
    return render(request, "frontdoor/partner.html", context, status=400 if form.errors else 200)


def _state(key: PartnerKey, request: HttpRequest) -> str:
    if key.revoked_at:
        return "ended"
    return "in force" if key.expires_at > request.now else "ran out"


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused("There is no such key.") from None
