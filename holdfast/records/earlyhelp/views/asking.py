"""A family asks for help itself: who the child is, and what would help. Nobody who asks is sent away."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from holdfast.access import Purpose, Stage
from holdfast.records.earlyhelp import actions
from holdfast.records.earlyhelp.codes import HelpSource
from holdfast.records.earlyhelp.forms.asking import AskForm
from holdfast.records.earlyhelp.models import Help
from holdfast.records.frontdoor.queries import front_door
from holdfast.records.people.actions import add_child
from holdfast.records.people.models import Person
from holdfast.records.people.queries import asked, born_words, child_or_not_found, found
from holdfast.wall.acting import current
from holdfast.web.deeds import is_done
from holdfast.web.pages import page

_MOST = 6


@page(
    key="earlyhelp.ask", words="A family asks for help", purposes=(Purpose.front_door, Purpose.early_help),
    needs=Stage.early_help, methods=("GET", "POST"), about_child=True, writes=True, any_child=True,
)  # fmt: skip
def ask(request: HttpRequest) -> HttpResponse:
    """Write down what a family asks for, in one page while they are on the telephone."""
    likely, restricted = _likely(request)
    form = AskForm(request.POST or None, today=request.today, likely=likely)
    if request.method == "POST" and form.is_valid():
        made: list[Help] = []
        if is_done(form, lambda: made.append(_asked(request, form))):
            messages.success(request, f"Written down. {made[0].owner.display_name} answers for the next step.")
            return redirect("earlyhelp:family", made[0].id)
    shown = {"form": form, "likely": likely, "restricted": restricted}
    return render(request, "earlyhelp/ask.html", shown, status=400 if form.errors else 200)


def _likely(request: HttpRequest) -> tuple[list[tuple[str, str]], bool]:
    """Children known who may be the one named, and whether a restricted record may match."""
    said = " ".join(request.POST.get(name, "") for name in ("given", "family")).strip()
    parts = [request.POST.get(f"birth_on_{part}", "") for part in ("day", "month", "year")]
    looked_for = asked(f"{said} {'/'.join(parts) if all(parts) else ''}", as_of=request.today)
    if not said or looked_for.is_empty:
        return [], False
    answer = found(looked_for, as_of=request.today, most=_MOST)
    return [
        (str(each.person.id), f"{each.name}, {born_words(each.person)}")
        for each in answer.matches
        if each.person.is_child
    ], answer.restricted


def _asked(request: HttpRequest, form: AskForm) -> Help:
    now, told = current(), form.cleaned_data
    doing: dict[str, Any] = {"by": now.actor, "purpose": now.purpose, "at": request.now}
    return actions.offer_early_help(
        child=_child(form, doing), source=HelpSource.family, wanted=told["wanted"], level=told["level"],
        referred_on=told["referred_on"], asked_by=told["asked_by"], how_to_reach=told["how_to_reach"],
        record_id=form.own_id, **doing,
    )  # fmt: skip


def _child(form: AskForm, doing: dict[str, Any]) -> Person:
    told = form.cleaned_data
    if told.get("who") and told["who"] != "new":
        return child_or_not_found(UUID(told["who"]))
    return add_child(
        authority=front_door().authority, given=told["given"], family=told["family"], birth_on=told["birth_on"],
        reason="The family asked for early help", record_id=form.own_id, **doing,
    )  # fmt: skip
