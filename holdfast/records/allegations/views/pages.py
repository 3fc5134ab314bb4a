"""Every allegation in one list, one on one page, and the page on which one is written down."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from holdfast.access import Purpose, Stage
from holdfast.kernel.refused import NotFound
from holdfast.records.allegations import actions
from holdfast.records.allegations.codes import Threshold, Work
from holdfast.records.allegations.forms import RecordForm
from holdfast.records.allegations.models import Allegation, Conflict, Discussion, Notice, Place
from holdfast.records.allegations.queries import (
    allegation_or_not_found,
    arrived,
    because_not,
    open_allegations,
    still_to_do,
)
from holdfast.records.allegations.views.steps import offered
from holdfast.records.frontdoor.models import AllegedWorker
from holdfast.records.people.queries import display_names
from holdfast.wall.acting import current
from holdfast.web.deeds import is_done
from holdfast.web.pages import page

OFFICER = (Purpose.allegations,)
WRITING = (Purpose.allegations, Purpose.front_door, Purpose.out_of_hours)


@page(key="allegations.list", words="Allegations", purposes=OFFICER, needs=Stage.child_in_need)
def listed(request: HttpRequest) -> HttpResponse:
    """What arrived and is not taken up, what is open, and what was closed."""
    open_rows = [_line(each, request) for each in open_allegations()]
    closed = Paginator(Allegation.objects.exclude(closed_on=None).order_by("-closed_on"), 50)
    shown = {
        "arrived": arrived(as_of=request.today),
        "open": open_rows,
        "closed": closed.get_page(request.GET.get("page")),
        "late": sum(each["late"] for each in open_rows),
    }
    return render(request, "allegations/list.html", shown)


@page(key="allegations.one", words="An allegation", purposes=WRITING, needs=Stage.child_in_need, about_child=True)
def one(request: HttpRequest, allegation_id: UUID) -> HttpResponse:
    """One allegation: who, what, everywhere they work, who was told, what was found, what comes next."""
    allegation = allegation_or_not_found(allegation_id)
    is_officer = current().purpose is Purpose.allegations
    shown: dict[str, Any] = {"allegation": allegation, "is_officer": is_officer, "child": _child(allegation, request)}
    if is_officer:
        shown |= _whole(allegation, request)
    return render(request, "allegations/one.html", shown)


@page(
    key="allegations.take_up", words="Take up an allegation", purposes=OFFICER, needs=Stage.child_in_need,
    methods=("POST",), about_child=True, writes=True,
)  # fmt: skip
def take_up(request: HttpRequest, alleged_id: UUID) -> HttpResponse:
    """Take up what was told."""
    alleged = AllegedWorker.objects.select_related("envelope").filter(pk=alleged_id).first()
    if alleged is None:
        raise NotFound("There is no record here that you may see.")
    now = current()
    taken = actions.take_up(alleged=alleged, by=now.actor, purpose=now.purpose, at=request.now)
    return redirect("allegations:one", taken.id)


@page(
    key="allegations.record", words="Write down an allegation", purposes=WRITING, needs=Stage.child_in_need,
    methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def record(request: HttpRequest) -> HttpResponse:
    """An allegation that somebody tells of: it stands before the designated officer when it is saved."""
    form = RecordForm(request.POST or None, today=request.today)
    if request.method == "POST" and form.is_valid():
        made: list[Allegation] = []
        if is_done(form, lambda: made.append(_recorded(request, form))):
            messages.success(request, f"It stands before the designated officer. Reference {made[0].reference}.")
            return redirect("allegations:one", made[0].id)
    return render(request, "allegations/record.html", {"form": form}, status=400 if form.errors else 200)


def _recorded(request: HttpRequest, form: RecordForm) -> Allegation:
    now, told = current(), form.cleaned_data
    doing: dict[str, Any] = {"by": now.actor, "purpose": now.purpose, "at": request.now}
    made = actions.record_allegation(
        accused_name=told["accused_name"], what=told["what"], received_at=form.received_at, child=told["child"],
        accused_user=told["accused_user"], record_id=form.own_id, **doing,
    )  # fmt: skip
    if told["employer"]:
        place = {"work": Work.job, "employer": told["employer"], "title": told["title"], "record_id": form.own_id}
        actions.add_place(allegation=made, **place, **doing)
    return made


def _whole(allegation: Allegation, request: HttpRequest) -> dict[str, Any]:
    def of(model: Any, *by: str) -> Any:
        return model.objects.filter(allegation=allegation).order_by(*by)

    places = [
        {"place": each, "barred": because_not(allegation, name=each.contact_name, user_id=each.contact_user_id)}
        for each in of(Place, "employer").prefetch_related("notices")
    ]
    return {
        "gaps": still_to_do(allegation, as_of=request.today),
        "thresholds": [Threshold(code).label for code in allegation.thresholds],
        "places": places,
        "conflicts": of(Conflict, "name"),
        "notices": of(Notice, "-told_at").select_related("place"),
        "discussions": of(Discussion, "-held_on"),
        "offered": offered(allegation),
        "months": allegation.months_open(as_of=request.today),
    }


def _child(allegation: Allegation, request: HttpRequest) -> str:
    if allegation.child is None:
        return ""
    return display_names([allegation.child], as_of=request.today)[allegation.child_id]


def _line(each: Allegation, request: HttpRequest) -> dict[str, Any]:
    waits = each.discussed_on is None and each.discuss_by_on is not None and each.discuss_by_on < request.today
    gaps = still_to_do(each, as_of=request.today)
    months = each.months_open(as_of=request.today)
    return {"allegation": each, "late": waits, "gap": gaps[0] if gaps else "", "more": len(gaps) - 1, "months": months}
