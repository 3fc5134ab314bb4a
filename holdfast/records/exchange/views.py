"""Bringing a census file in, following it, and reading its account."""

from datetime import date
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from holdfast.access import Purpose, Stage
from holdfast.kernel.refused import NotFound
from holdfast.records.exchange.actions import read_in_background, receive, resolve_hold
from holdfast.records.exchange.codes import ChildOutcome, FileState, FindingKind
from holdfast.records.exchange.forms import CensusUpload, SettleHold
from holdfast.records.exchange.queries import (
    census_file,
    census_files,
    findings,
    findings_by_kind,
    open_holds,
    outcomes,
)
from holdfast.wall.acting import current
from holdfast.web.pages import page

RETURNS = (Purpose.statutory_return,)
FRONT_DOOR = (Purpose.front_door,)
ON_A_PAGE = 50


@page(
    key="exchange.imports",
    words="Census files",
    purposes=RETURNS,
    needs=Stage.child_in_need,
    methods=("GET", "POST"),
    writes=True,
)
def imports(request: HttpRequest) -> HttpResponse:
    """Every file that came in, and a way to bring one in."""
    form = CensusUpload(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = receive(upload=form.cleaned_data["file"], brought_by=request.user, at=request.now)
        read_in_background(file=file, by=current().actor, at=request.now)
        return redirect("exchange:account", file.id)
    status = 400 if form.errors else 200
    return render(request, "exchange/imports.html", {"form": form, "files": census_files()[:ON_A_PAGE]}, status=status)


@page(key="exchange.account", words="The account of a census file", purposes=RETURNS, needs=Stage.child_in_need)
def account(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """What became of the file: every element kept or listed, every child new, changed, unchanged or held."""
    file = census_file(file_id)
    kind = request.GET.get("kind", "")
    counted, by_kind = outcomes(file), findings_by_kind(file)
    listed = Paginator(findings(file, kind=kind), ON_A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "file": file,
        "reading": file.state in (FileState.waiting, FileState.reading),
        "carry_on": file.stands_still(now=request.now),
        "outcomes": [(outcome.label, counted.get(outcome.value, 0)) for outcome in ChildOutcome],
        "kinds": [(each.value, each.label, by_kind.get(each.value, 0), each.value == kind) for each in FindingKind],
        "kind": kind,
        "all_findings": sum(by_kind.values()),
        "findings": listed,
    }
    return render(request, "exchange/account.html", shown)


@page(
    key="exchange.carry_on",
    words="Carry on reading a census file",
    purposes=RETURNS,
    needs=Stage.child_in_need,
    methods=("POST",),
    writes=True,
)
def carry_on(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Read on where reading stopped: what was taken in already is passed over."""
    file = census_file(file_id)
    read_in_background(file=file, by=current().actor, at=request.now)
    return redirect("exchange:account", file.id)


@page(key="exchange.holds", words="Children held for a person to look at", purposes=FRONT_DOOR, needs=Stage.pointer)
def holds(request: HttpRequest) -> HttpResponse:
    """Children whose number came with two birth dates."""
    return render(request, "exchange/holds.html", {"holds": open_holds()})


@page(
    key="exchange.settle",
    words="Settle which birth date is right",
    purposes=FRONT_DOOR,
    needs=Stage.pointer,
    methods=("GET", "POST"),
    about_child=True,
    writes=True,
)
def settle(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """Say which of two birth dates is right; the census file can then be brought in again."""
    hold = open_holds().filter(pk=hold_id).first()
    if hold is None:
        raise NotFound("There is nothing held here, or somebody settled it already.")
    form = SettleHold(hold, request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = current()
        resolve_hold(
            hold=hold,
            right_birth_on=date.fromisoformat(form.cleaned_data["right"]),
            resolution=form.cleaned_data["resolution"],
            by=now.actor,
            purpose=now.purpose,
            at=request.now,
        )
        return redirect("exchange:holds")
    status = 400 if form.errors else 200
    return render(request, "exchange/settle.html", {"form": form, "hold": hold}, status=status)
