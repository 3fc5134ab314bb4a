"""Stepping into an invented person: only in a database that says it is a demonstration."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from holdfast.access import Purpose
from holdfast.access.personas import PERSONAS
from holdfast.wall import sessions
from holdfast.wall.acting import acting
from holdfast.wall.audit import record
from holdfast.wall.installation import is_demo
from holdfast.wall.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def step_into_a_role(request: HttpRequest) -> HttpResponse:
    """The personas, and one click to be one of them; elsewhere no such page exists."""
    if not is_demo():
        raise Http404("There is no demonstration here.")
    if request.method != "POST":
        return render(request, "web/identity/demo.html", {"personas": PERSONAS})
    username = request.POST.get("username", "")
    if username not in {each.username for each in PERSONAS}:
        raise Http404("There is no such persona.")
    _become(request, get_object_or_404(User, username=username, is_active=True))
    return redirect("/")


def _become(request: HttpRequest, user: User) -> None:
    now = request.now
    request.session.flush()
    login(request, user, backend=BACKEND)
    sessions.begin(request.session, at=now, proof="demo")
    with acting(actor=user.actor, purpose=Purpose.own_account):
        record(what="step into a role", children=(), at=now)
