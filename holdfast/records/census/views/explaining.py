"""Explaining a question of the census, confirming last year's explanation, and taking one back."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from holdfast.access import Stage
from holdfast.records.census.actions import explain_query, withdraw_explanation
from holdfast.records.census.codes import Severity
from holdfast.records.census.forms.explaining import ExplainForm, TakeBackForm
from holdfast.records.census.models import CensusFinding, Explained
from holdfast.records.census.queries import explanations_of, finding_or_not_found
from holdfast.records.census.views.asked import SEEING, Shown, shown
from holdfast.wall.acting import current
from holdfast.wall.models import User
from holdfast.web.deeds import is_done
from holdfast.web.pages import page

APART = "take_back_%s"
"""The second form of the page has ids of its own."""


@page(
    key="census.explain", words="Explain a question of the census", purposes=SEEING, needs=Stage.child_protection,
    methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def explain(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """The form with what was said before in it; an error has no form, since it can only be mended."""
    finding = finding_or_not_found(finding_id)
    said = finding.explanation.words if finding.explanation else ""
    form = ExplainForm(request.POST or None, today=request.today, initial={"words": said})
    if form.is_bound and form.is_valid() and is_done(form, lambda: _explain(request, finding, form)):
        messages.success(request, "Explained. It is not asked again unless the record changes.")
        return redirect("census:standing")
    return _of_child(request, finding, form=form)


@page(
    key="census.take_back", words="Take back an explanation", purposes=SEEING, needs=Stage.child_protection,
    methods=("POST",), about_child=True, writes=True,
)  # fmt: skip
def take_back(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """The question stands again, and says why."""
    finding = finding_or_not_found(finding_id)
    form = TakeBackForm(request.POST, today=request.today, auto_id=APART)
    if finding.explanation and form.is_valid() and is_done(form, lambda: _take_back(request, finding, form)):
        messages.success(request, "Taken back. The question stands again.")
        return redirect("census:explain", finding.id)
    return _of_child(request, finding, taking=form)


def _explain(request: HttpRequest, finding: CensusFinding, form: ExplainForm) -> object:
    now = current()
    words = form.cleaned_data["words"]
    return explain_query(finding=finding, words=words, by=now.actor, purpose=now.purpose, at=request.now)


def _take_back(request: HttpRequest, finding: CensusFinding, form: TakeBackForm) -> object:
    now = current()
    told = form.cleaned_data
    return withdraw_explanation(
        explanation=finding.explanation, because=told["because"], by=now.actor, purpose=now.purpose, at=request.now,
        expected_version=told["expected_version"] or finding.explanation.version,
    )  # fmt: skip


def _of_child(request: HttpRequest, finding: CensusFinding, **forms: Form) -> HttpResponse:
    before = [each for each in explanations_of(finding.child_id) if each.rule == finding.rule]
    return explained(request, next(iter(shown([finding], as_of=request.today))), before, **forms)


def explained(
    request: HttpRequest, each: Shown, before: Sequence[Explained], *, form: Form | None = None,
    taking: Form | None = None,
) -> HttpResponse:  # fmt: skip
    """The page on which a question is explained: what was found, the forms, and what was said of it `before`."""
    finding = each.finding
    explanation = finding.explanation
    if explanation and taking is None:
        version = {"expected_version": explanation.version}
        taking = TakeBackForm(today=request.today, initial=version, auto_id=APART)
    people = User.objects.in_bulk({said.explained_by for said in before})
    context = {
        "each": each,
        "form": form or ExplainForm(today=request.today, initial={"words": explanation.words if explanation else ""}),
        "taking": taking,
        "may_be_explained": finding.severity == Severity.query and finding.gone_at is None,
        "before": [(said, people.get(said.explained_by)) for said in before],
    }
    wrong = any(each is not None and each.errors for each in (form, taking))
    return render(request, "census/explain.html", context, status=400 if wrong else 200)
