"""The directory of help: for everybody to look in, and for the coordinator to keep true."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from holdfast.access import Purpose
from holdfast.kernel.refused import NotFound, Refused
from holdfast.records.earlyhelp.actions.feed import CHECKED, check_entry, take_in_feed
from holdfast.records.earlyhelp.actions.reading import MOST_BYTES, services_in
from holdfast.records.earlyhelp.forms.directory import CheckEntryForm, FeedForm, FindHelpForm
from holdfast.records.earlyhelp.models import FeedImport, Service
from holdfast.records.earlyhelp.queries.finding import DAYS, is_stale, services_for, to_be_checked
from holdfast.records.earlyhelp.queries.oruk import with_all
from holdfast.wall.acting import current
from holdfast.web.deeds import is_done
from holdfast.web.pages import open_page, page

KEEPING = (Purpose.front_door, Purpose.early_help)
ON_A_PAGE = 20


@open_page(key="earlyhelp.directory", words="Help that there is")
def directory(request: HttpRequest) -> HttpResponse:
    """Help to be had, by need, age, place, day, language and plain words."""
    form = FindHelpForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = services_for(asked) if form.is_valid() or not form.is_bound else Service.objects.none()
    shown = Paginator(with_all(rows), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "pages": shown,
        "count": shown.paginator.count,
        "listed": [_shown(each, request) for each in shown],
        "asked": any(asked.values()),
    }
    return render(request, "earlyhelp/directory.html", context, status=400 if form.errors else 200)


@open_page(key="earlyhelp.service", words="One service")
def service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """All that the directory says of one service."""
    found = with_all(Service.objects).filter(pk=service_id).first()
    if found is None:
        raise NotFound("There is no such entry in the directory.")
    return render(request, "earlyhelp/service.html", _shown(found, request) | {"whole": True})


@page(
    key="earlyhelp.keep", words="Keep the directory true", purposes=KEEPING, methods=("GET", "POST"), writes=True,
    any_child=True,
)  # fmt: skip
def keep(request: HttpRequest) -> HttpResponse:
    """Which entries nobody has checked, and a feed to take in."""
    form = FeedForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and is_done(form, lambda: _taken_in(request, form)):
        return redirect("earlyhelp:keep")
    entries = Paginator(to_be_checked(as_of=request.today), 50).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "entries": entries,
        "pages": entries,
        "count": entries.paginator.count,
        "imports": FeedImport.objects.select_related("taken_by").order_by("-taken_at")[:5],
    }
    return render(request, "earlyhelp/keep.html", context, status=400 if form.errors else 200)


@page(
    key="earlyhelp.check", words="Check an entry", purposes=KEEPING, methods=("GET", "POST"), writes=True,
    any_child=True,
)  # fmt: skip
def check(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Whether an entry is true, and who keeps it so."""
    found = Service.objects.filter(pk=service_id).first()
    if found is None:
        raise NotFound("There is no such entry in the directory.")
    standing = {name: getattr(found, name) for name in CHECKED} | {"checked_on": request.today}
    form = CheckEntryForm(request.POST or None, today=request.today, initial=standing)
    if request.method == "POST" and form.is_valid():
        now, told = current(), form.cleaned_data
        changes = {name: told[name] for name in CHECKED if name in told}
        doing: dict[str, Any] = {"by": now.actor, "purpose": now.purpose, "at": request.now}
        check_entry(service=found, changes=changes, checked_on=told["checked_on"], **doing)
        messages.success(request, f"Checked: {found.name}.")
        return redirect("earlyhelp:keep")
    return render(request, "earlyhelp/check.html", {"service": found, "form": form}, status=400 if form.errors else 200)


def _taken_in(request: HttpRequest, form: FeedForm) -> None:
    file = form.cleaned_data["file"]
    if file.size > MOST_BYTES:
        raise Refused("This file is too large. Take it in as several.")
    now = current()
    taken = take_in_feed(
        services=services_in(file.read()), name=form.cleaned_data["name"], by=now.actor, purpose=now.purpose,
        at=request.now,
    )  # fmt: skip
    messages.success(request, f"{taken.added} added, {taken.changed} changed, {len(taken.refused)} refused.")


def _shown(found: Service, request: HttpRequest) -> dict[str, Any]:
    return {
        "service": found,
        "places": [each.location for each in found.places.all() if each.standing],
        "when": [_opening(each) for each in found.schedules.all()],
        "terms": [each.term.name for each in found.serviceterms.all()],
        "languages": [each.name for each in found.languages.all()],
        "costs": list(found.costoptions.all()),
        "ages": _ages(found),
        "stale": is_stale(found, as_of=request.today),
    }


def _opening(schedule: Any) -> str:
    days = ", ".join(DAYS.get(day.strip()[-2:], day) for day in schedule.byday.split(",") if day.strip())
    hours = " to ".join(filter(None, (schedule.opens_at[:5], schedule.closes_at[:5])))
    return ", ".join(filter(None, (days, hours, schedule.description)))


def _ages(found: Service) -> str:
    low, high = found.minimum_age, found.maximum_age
    if low is None and high is None:
        return "all ages"
    if high is None or high >= 99:
        return f"{low:g} and over"
    return f"up to {high:g}" if not low else f"{low:g} to {high:g}"
