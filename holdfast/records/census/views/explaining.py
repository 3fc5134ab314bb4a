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
TAKEN_BACK = "There was nothing to take back: somebody has done so already."


@page(
    key="census.explain", words="Explain a question of the census", purposes=SEEING, needs=Stage.child_protection,
    methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def explain(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """The form with what was said before in it; an error has no form, since it can only be mended."""
    finding = finding_or_not_found(finding_id)
    form = _form(request, finding)
    if form.is_bound and form.is_valid() and is_done(form, lambda: _explain(request, finding, form)):
        messages.success(request, "Explained. It is not asked again unless the record changes.")
        return redirect("census:standing")
    return _of_child(request, finding, form)


@page(
    key="census.take_back", words="Take back an explanation", purposes=SEEING, needs=Stage.child_protection,
    methods=("POST",), about_child=True, writes=True,
)  # fmt: skip
def take_back(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """The question stands again, and says why."""
    finding = finding_or_not_found(finding_id)
    taking = TakeBackForm(request.POST, today=request.today, auto_id=APART)
    if finding.explanation is None:
        messages.success(request, TAKEN_BACK)
        return redirect("census:explain", finding.id)
    if taking.is_valid() and is_done(taking, lambda: _take_back(request, finding, taking)):
        messages.success(request, "Taken back. The question stands again.")
        return redirect("census:explain", finding.id)
    return _of_child(request, finding, _form(request, finding), taking)


def _explain(request: HttpRequest, finding: CensusFinding, form: ExplainForm) -> object:
    now, told = current(), form.cleaned_data
    return explain_query(
        finding=finding, words=told["words"], expected_version=told["expected_version"] or 0, by=now.actor,
        purpose=now.purpose, at=request.now,
    )  # fmt: skip


def _take_back(request: HttpRequest, finding: CensusFinding, form: TakeBackForm) -> object:
    now = current()
    told = form.cleaned_data
    return withdraw_explanation(
        explanation=finding.explanation, because=told["because"], by=now.actor, purpose=now.purpose, at=request.now,
        expected_version=told["expected_version"] or finding.explanation.version,
    )  # fmt: skip


def _form(request: HttpRequest, finding: CensusFinding) -> ExplainForm:
    """The form as it was sent, or with what was said before; a version of 0 where nothing was said for this census."""
    standing = finding.explanation
    version = standing.version if standing and finding.is_explained else 0
    told = {"words": standing.words if standing else "", "expected_version": version}
    sent = None if "because" in request.POST else request.POST or None
    return ExplainForm(sent, today=request.today, initial=told)


def _of_child(
    request: HttpRequest, finding: CensusFinding, form: Form, taking: TakeBackForm | None = None
) -> HttpResponse:
    before = [each for each in explanations_of(finding.child_id) if each.rule == finding.rule]
    return explained(request, next(iter(shown([finding], as_of=request.today))), before, form=form, taking=taking)


def explained(
    request: HttpRequest, each: Shown, before: Sequence[Explained], *, form: Form, taking: Form | None = None
) -> HttpResponse:
    """The page on which a question is explained: what was found, the forms, and what was said of it `before`."""
    finding = each.finding
    explanation = finding.explanation
    if explanation and taking is None:
        version = {"expected_version": explanation.version}
        taking = TakeBackForm(today=request.today, initial=version, auto_id=APART)
    people = User.objects.in_bulk({said.explained_by for said in before})
    context = {
        "each": each,
        "form": form,
        "taking": taking,
        "may_be_explained": finding.severity == Severity.query and finding.gone_at is None,
        "before": [(said, people.get(said.explained_by)) for said in before],
    }
    wrong = any(each is not None and each.errors for each in (form, taking))
    return render(request, "census/explain.html", context, status=400 if wrong else 200)
