"""An agency's inbox: what it is asked, by when, about whom, and its answer on one screen."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from holdfast.access import Purpose
from holdfast.kernel.refused import NotFound
from holdfast.records.agencies.models import Agency
from holdfast.records.mash import actions
from holdfast.records.mash.codes import ReplyKind, Via
from holdfast.records.mash.forms import AnswerForm, ClosureForm, SeenForm
from holdfast.records.mash.models import Closure
from holdfast.records.mash.queries import (
    Put,
    closures,
    inbox,
    own_agencies,
    put_to_us,
    request_or_not_found,
)
from holdfast.wall.acting import current
from holdfast.web.deeds import is_done
from holdfast.web.pages import page

SEEN = ("seen_on", "saw", "missed_on", "missed_because", "site", "injury", "injury_on", "explained")
ANSWERING = (Purpose.answering,)
CLOSING = (Purpose.answering, Purpose.front_door)


@page(key="mash.inbox", words="What we are asked", purposes=ANSWERING)
def asked(request: HttpRequest) -> HttpResponse:
    """What waits for our answer, the most urgent first, and what we answered."""
    waiting, done = inbox(at=request.now)
    context = {"waiting": waiting, "done": done, "agencies": own_agencies(request.user.id, at=request.now)}
    return render(request, "mash/inbox.html", context)


@page(
    key="mash.answer", words="Answer what we are asked", purposes=ANSWERING, methods=("GET", "POST"), about_child=True,
    writes=True,
)  # fmt: skip
def answer(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The question and the answer on one screen."""
    put = put_to_us(request_or_not_found(request_id), at=request.now)
    form = answer_form(request, put)
    seen = SeenForm(request.POST or None, today=request.today, prefix="seen") if put.is_about_child else None
    valid = request.method == "POST" and all([form.is_valid(), seen is None or seen.is_valid()])
    if valid and is_done(form, lambda: _answered(request, put, form, seen)):
        messages.success(request, "Thank you: your answer is with the front door now.")
        return redirect("mash:inbox")
    wrong = form.errors or (seen and seen.errors)
    context = {"put": put, "form": form, "seen": seen}
    return render(request, "mash/answer.html", context, status=400 if wrong else 200)


def _answered(request: HttpRequest, put: Put, form: AnswerForm, seen: SeenForm | None) -> None:
    """The answer and what was seen, both or neither."""
    now = current()
    by = {"by": now.actor, "purpose": now.purpose, "at": request.now}
    with transaction.atomic():
        if seen:
            told = {name: value for name, value in seen.cleaned_data.items() if name in SEEN}
            more = actions.write_what_was_seen(request=put.request, record_id=form.own_id, **told, **by)
            form.cleaned_data["words"] = "\n".join(filter(None, (form.cleaned_data["words"], more)))
        answered(put, form, Via.inbox, by)


def answer_form(request: HttpRequest, put: Put) -> AnswerForm:
    """The form of an answer, which says how many answers its writer had seen."""
    form = AnswerForm(request.POST or None, today=request.today, initial={"expected_version": len(put.replies)})
    if not put.is_of_patients:
        del form.fields["hidden_online"]
    return form


def answered(put: Put, form: AnswerForm, via: Via, by: dict[str, Any]) -> object:
    """Write the answer down."""
    told = dict(form.cleaned_data)
    seen = told.pop("expected_version") or 0
    told |= {"kind": ReplyKind(told["kind"]), "record_id": form.own_id}
    return actions.answer_request(request=put.request, via=via, answers_so_far=seen, **told, **by)


@page(key="mash.closures", words="When agencies are closed", purposes=CLOSING, methods=("GET", "POST"), writes=True)
def when_closed(request: HttpRequest) -> HttpResponse:
    """When we are closed and who answers meanwhile; the hub keeps it for any agency."""
    mine = _closable(request)
    form = ClosureForm(request.POST or None, today=request.today, agencies=mine)
    if request.method == "POST" and form.is_valid() and is_done(form, lambda: _close(form)):
        return redirect("mash:closures")
    context = {"form": form, "closures": [each for each in closures(list(mine)) if each.until_on > request.today]}
    return render(request, "mash/closures.html", context, status=400 if form.errors else 200)


@page(
    key="mash.open_again", words="Take back that an agency is closed", purposes=CLOSING, methods=("POST",), writes=True
)
def open_again(request: HttpRequest, closure_id: int) -> HttpResponse:
    """The agency is not closed after all."""
    closure = Closure.objects.filter(pk=closure_id, agency__in=_closable(request)).first()
    if closure is None:
        raise NotFound("There is nothing here that you may change.")
    actions.cancel_closure(closure=closure, at=request.now)
    return redirect("mash:closures")


def _close(form: ClosureForm) -> Closure:
    told = {name: value for name, value in form.cleaned_data.items() if name not in ("record_id", "expected_version")}
    return actions.close_agency(**told)


def _closable(request: HttpRequest) -> Any:
    """The agencies for which somebody may say so: their own; at the hub, any."""
    if current().purpose == Purpose.front_door:
        return Agency.objects.exclude(kind="children_services").order_by("name")
    ids = [agency.id for agency in own_agencies(request.user.id, at=request.now)]
    return Agency.objects.filter(pk__in=ids).order_by("name")
