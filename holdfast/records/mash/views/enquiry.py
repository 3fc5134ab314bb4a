"""The request board, an enquiry, and how it starts."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.access import Stage
from holdfast.kernel.refused import NotFound
from holdfast.records.frontdoor.models import Referral
from holdfast.records.frontdoor.queries import user_names
from holdfast.records.mash import actions
from holdfast.records.mash.codes import Basis, ConsentFor, ParentsTold, Rating, Source
from holdfast.records.mash.forms import ASK, LEAVE_OUT, AboutForm, SourceForm, StartForm
from holdfast.records.mash.models import AskedAbout, Disclosure, Enquiry, Look, SensitivePart
from holdfast.records.mash.queries import (
    Check,
    blanks,
    board,
    checks_of_enquiry,
    columns,
    consent_standing,
    enquiry_or_not_found,
    hours_of,
    household_to_ask_about,
    hub,
    late_answers,
    lines_of,
    month_before,
    open_enquiry,
    records_by_agency,
    referral_of,
)
from holdfast.records.mash.views.deeds import HUB, OF_ENQUIRY, offered
from holdfast.records.people.queries import born_words, display_names, working_with
from holdfast.wall.acting import current
from holdfast.web.deeds import is_done
from holdfast.web.pages import page

COUNTED = (
    "Asked", "In time", "Late", "Nothing known", "No reply", "Waiting", "Waived", "Closed, not asked", "Useful",
    "Answered",
)  # fmt: skip
"""The columns of how the agencies answer."""


@page(key="mash.board", words="What the agencies were asked", purposes=HUB, needs=Stage.child_in_need)
def request_board(request: HttpRequest) -> HttpResponse:
    """Every enquiry by how urgent it is, with each agency's answer or silence and what to do next."""
    chosen = {name: request.GET.get(name, "") for name in ("colour", "source")}
    late_only = request.GET.get("late") == "yes"
    lines = board(at=request.now, late_only=late_only, **chosen)
    sources = columns(lines)
    context = {
        "lines": [(line, line.cells(sources)) for line in lines],
        "sources": [source.label for source in sources],
        "late": sum(1 for line in lines if line.is_late),
        "silent": sum(1 for line in lines for check in line.checks if check.is_late),
        "late_answers": late_answers(),
        "colours": Rating.choices,
        "kinds": Source.choices,
        "chosen": chosen | {"late": late_only},
    }
    return render(request, "mash/board.html", context)


@page(key="mash.agencies", words="How the agencies answer", purposes=HUB, needs=Stage.child_in_need)
def agencies(request: HttpRequest) -> HttpResponse:
    """For each agency what it was asked in the last month, and how it answered or stayed silent."""
    since = month_before(request.today)
    records = records_by_agency(since=since, until=request.today + timedelta(days=1), at=request.now)
    return render(request, "mash/agencies.html", {"records": records, "since": since, "heads": COUNTED})


@page(
    key="mash.start", words="Start an enquiry", purposes=HUB, needs=Stage.child_in_need, methods=("GET", "POST"),
    about_child=True, writes=True,
)  # fmt: skip
def start(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """How urgent it is and what the worry is; then whom to ask. Where one is open, that one."""
    referral = Referral.objects.select_related("child").filter(pk=referral_id).first()
    if referral is None:
        raise NotFound("There is no record here that you may see.")
    standing = open_enquiry(referral=referral)
    if standing:
        return redirect("mash:enquiry", standing.id)
    form = StartForm(request.POST or None, today=request.today, chosen=hub())
    if request.method == "POST" and form.is_valid() and is_done(form, lambda: _start(request, referral, form)):
        return redirect("mash:ask", open_enquiry(referral=referral).id)
    name = display_names([referral.child], as_of=request.today)[referral.child_id]
    context = {"form": form, "referral": referral, "name": name}
    return render(request, "mash/start.html", context, status=400 if form.errors else 200)


def _start(request: HttpRequest, referral: Referral, form: StartForm) -> Enquiry:
    told = form.cleaned_data
    return actions.start_enquiry(
        referral=referral, rating=Rating(told["rating"]), because=told["rating_because"], worries=told["worries"],
        basis=Basis(told["basis"] or Basis.public_task), necessity=told["necessity"],
        parents_told=ParentsTold(told["parents_told"] or ParentsTold.must_not),
        parents_because=told["parents_because"], **_doing(request),
    )  # fmt: skip


@page(
    key="mash.ask", words="Ask the agencies", purposes=HUB, needs=Stage.child_in_need, methods=("GET", "POST"),
    about_child=True, writes=True,
)  # fmt: skip
def ask(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """Whom the worry makes it a matter of course to ask, with the standard questions: send them all, or change them."""
    enquiry = enquiry_or_not_found(enquiry_id)
    about = AboutForm(
        request.POST or None, today=request.today, household=household_to_ask_about(enquiry.child, as_of=request.today)
    )
    rows = _source_forms(request, enquiry)
    valid = request.method == "POST" and all([about.is_valid(), *(row.is_valid() for row in rows)])
    if valid and is_done(about, lambda: _ask_all(request, enquiry, about, rows)):
        return redirect("mash:enquiry", enquiry.id)
    context = {
        "enquiry": enquiry, "about": about, "name": _name(enquiry, request),
        "proposed": [row for row in rows if row.proposed], "others": [row for row in rows if not row.proposed],
        "wrong": [form for form in (about, *rows) if form.errors],
        "others_open": not any(row.proposed for row in rows) or any(row.errors for row in rows if not row.proposed),
    }  # fmt: skip
    return render(request, "mash/ask.html", context, status=400 if context["wrong"] else 200)


def _source_forms(request: HttpRequest, enquiry: Enquiry) -> list[SourceForm]:
    """A form for each kind of service, those first that the worry asks for and nobody asked yet."""
    chosen = hub()
    asked = {check.request.source for check in checks_of_enquiry(enquiry, at=request.now)}
    wanted = [source for source in chosen.sources_for(enquiry.worries.split()) if source not in asked]
    order = [*wanted, *(source for source in Source if source not in wanted)]
    workers = working_with(person_id=enquiry.child_id, as_of=request.today)
    near = {row.team.agency for row in workers if row.team}
    return [
        SourceForm(request.POST or None, source=source, chosen=chosen, proposed=source in wanted, near=near)
        for source in order
    ]


def _ask_all(request: HttpRequest, enquiry: Enquiry, about: AboutForm, rows: list[SourceForm]) -> None:
    """All of it goes out, or none of it: whoever sends it again sends the whole."""
    with transaction.atomic():
        for row in rows:
            told = row.cleaned_data
            if told["choice"] == ASK:
                actions.ask_agency(
                    enquiry=enquiry, source=row.source, about=about.asked, agency=told["agency"],
                    agency_name=told["agency_name"], question=told["question"], record_id=about.own_id,
                    **_doing(request),
                )  # fmt: skip
            elif told["choice"] == LEAVE_OUT:
                actions.leave_out(enquiry=enquiry, source=row.source, because=told["because"], **_doing(request))
    messages.success(request, "Sent. Each answer shows here as soon as it comes.")


@page(key="mash.enquiry", words="An enquiry of the agencies", purposes=HUB, needs=Stage.child_in_need, about_child=True)
def enquiry_page(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """The whole enquiry: its clock, each question with its answer, what was shared, and what is still to do."""
    enquiry = enquiry_or_not_found(enquiry_id)
    line = lines_of([enquiry], at=request.now)[0]
    people = user_names(_mentioned(enquiry, line.checks))
    shared = Disclosure.objects.filter(enquiry=enquiry).order_by("disclosed_at")
    context = {
        "enquiry": enquiry,
        "line": line,
        "born": born_words(enquiry.child),
        "referral": referral_of(enquiry),
        "allowed": hours_of(enquiry.kind, enquiry.rating).words,
        "worries": [hub().worries[code].words for code in enquiry.worries.split() if code in hub().worries],
        "rated_by": people.get(enquiry.rated_by, ""),
        "completed_by": people.get(enquiry.completed_by, ""),
        "cards": [_card(check, enquiry, people) for check in line.checks],
        "blanks": blanks(line.checks)[:-1],
        "deeds": [(word, each) for word, each in OF_ENQUIRY.items() if each.offered(enquiry)],
        "late": late_answers(enquiry_id=enquiry.id),
        "looks": Look.objects.filter(reply__request__enquiry=enquiry).select_related("reply__request"),
        "shared": [(each, people.get(each.disclosed_by, "")) for each in shared],
        "consent": consent_standing(child_id=enquiry.child_id, matter=ConsentFor.sharing),
    }
    return render(request, "mash/enquiry.html", context)


def _card(check: Check, enquiry: Enquiry, people: dict[UUID, str]) -> dict[str, Any]:
    parts = SensitivePart.objects.filter(request=check.request)
    sensitive = {part.reply_id: part.words for part in parts}
    return {
        "check": check,
        "kind": Source(check.request.source).label,
        "about": AskedAbout.objects.filter(request=check.request).order_by("place"),
        "asked_by": people.get(check.request.asked_by, ""),
        "waived_by": people.get(check.request.waived_by, ""),
        "replies": [
            (each, sensitive.get(each.id, ""), people.get(each.replied_by, "")) for each in reversed(check.replies)
        ],
        "chases": [(each, people.get(each.chased_by, "")) for each in check.chases],
        "deeds": [
            {"words": each.words, "url": reverse("mash:deed", args=[enquiry.id, word, check.request.id])}
            for word, each in offered(check)
        ],
    }


def _mentioned(enquiry: Enquiry, checks: list[Check]) -> set[UUID]:
    told = {enquiry.rated_by, enquiry.completed_by}
    told |= {each.request.asked_by for each in checks} | {each.request.waived_by for each in checks}
    told |= {row.replied_by for each in checks for row in each.replies}
    return {user for user in told | {row.chased_by for each in checks for row in each.chases} if user}


def _name(enquiry: Enquiry, request: HttpRequest) -> str:
    return display_names([enquiry.child], as_of=request.today)[enquiry.child_id]


def _doing(request: HttpRequest) -> dict[str, Any]:
    now = current()
    return {"by": now.actor, "purpose": now.purpose, "at": request.now}
