"""Accounts of census files that somebody kept."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from holdfast.access import Purpose, Stage
from holdfast.records.census.queries import kept_files, kept_or_not_found, of_run, results
from holdfast.returns.cin.rules import RULES
from holdfast.wall.models import User
from holdfast.web.pages import page

RETURNS = (Purpose.statutory_return,)
_ON_A_PAGE = 50


@page(key="census.files", words="Accounts of census files", purposes=RETURNS, needs=Stage.child_protection)
def files(request: HttpRequest) -> HttpResponse:
    """Every account that was kept, the latest first."""
    pages = Paginator(kept_files(), _ON_A_PAGE).get_page(request.GET.get("page"))
    people = User.objects.in_bulk({each.asked_by for each in pages.object_list})
    listed = [(each, people.get(each.asked_by)) for each in pages.object_list]
    return render(request, "census/kept_files.html", {"listed": listed, "pages": pages})


@page(key="census.kept", words="The account of a census file that was kept", purposes=RETURNS,
      needs=Stage.child_protection)  # fmt: skip
def kept(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """What the rules said of the file, and its findings on children who are known here."""
    run = kept_or_not_found(run_id)
    told = [(each, RULES.get(each.code)) for each in results(run) if each.status == "found"]
    pages = Paginator(of_run(run), _ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "census/kept.html", {"run": run, "rules": told, "pages": pages})
