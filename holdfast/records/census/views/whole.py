"""Explaining a question about the whole of a census, for whoever sends it, and taking an explanation back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from holdfast.access import Purpose
from holdfast.records.census.actions import explain_whole, withdraw_whole
from holdfast.records.census.forms.explaining import ExplainForm, TakeBackForm
from holdfast.records.census.queries.whole import WholeFinding, latest_said, said_of_whole, whole_or_not_found
from holdfast.records.census.views.asked import shown_whole
from holdfast.records.census.views.explaining import APART, TAKEN_BACK, explained
from holdfast.wall.acting import current
from holdfast.web.deeds import is_done
from holdfast.web.pages import page

_SENDING = (Purpose.statutory_return,)


@page(
    key="census.explain_whole", words="Explain a question about the whole census", purposes=_SENDING,
    methods=("GET", "POST"), writes=True,
)  # fmt: skip
def explain(request: HttpRequest, year: int, authority: str, rule: str) -> HttpResponse:
    """The form with what was said before in it; an error has no form, since it can only be mended."""
    finding = whole_or_not_found(year=year, authority=authority, rule=rule)
    form = _form(request, finding)
    if form.is_bound and form.is_valid() and is_done(form, lambda: _explain(request, finding, form)):
        messages.success(request, "Explained. Next year it is asked again, and your words are shown to be confirmed.")
        return redirect("census:standing")
    return _page(request, finding, form)


@page(
    key="census.take_back_whole", words="Take back an explanation about the whole census", purposes=_SENDING,
    methods=("POST",), writes=True,
)  # fmt: skip
def take_back(request: HttpRequest, year: int, authority: str, rule: str) -> HttpResponse:
    """The question stands again, and says why."""
    finding = whole_or_not_found(year=year, authority=authority, rule=rule)
    taking = TakeBackForm(request.POST, today=request.today, auto_id=APART)
    if finding.explanation is None:
        messages.success(request, TAKEN_BACK)
        return redirect("census:explain_whole", year, authority, rule)
    if taking.is_valid() and is_done(taking, lambda: _take_back(request, finding, taking)):
        messages.success(request, "Taken back. The question stands again.")
        return redirect("census:explain_whole", year, authority, rule)
    return _page(request, finding, _form(request, finding), taking)


def _explain(request: HttpRequest, finding: WholeFinding, form: ExplainForm) -> object:
    now, told = current(), form.cleaned_data
    return explain_whole(
        finding=finding, words=told["words"], expected_version=told["expected_version"] or 0, by=now.actor,
        purpose=now.purpose, at=request.now,
    )  # fmt: skip


def _take_back(request: HttpRequest, finding: WholeFinding, form: TakeBackForm) -> object:
    now, told = current(), form.cleaned_data
    return withdraw_whole(
        explanation=finding.explanation, because=told["because"], by=now.actor, purpose=now.purpose, at=request.now,
        expected_version=told["expected_version"] or finding.explanation.version,
    )  # fmt: skip


def _form(request: HttpRequest, finding: WholeFinding) -> ExplainForm:
    """The form as it was sent, or with what was said before; a version of 0 where nothing was said for this census."""
    last = latest_said(authority=finding.authority, rule=finding.rule).get(finding.year)
    words = finding.explanation.words if finding.explanation else ""
    told = {"words": words, "expected_version": last.version if last else 0}
    sent = None if "because" in request.POST else request.POST or None
    return ExplainForm(sent, today=request.today, initial=told)


def _page(
    request: HttpRequest, finding: WholeFinding, form: ExplainForm, taking: TakeBackForm | None = None
) -> HttpResponse:
    said = said_of_whole(authority=finding.authority, rule=finding.rule)
    return explained(request, *shown_whole([finding]), said, form=form, taking=taking)
