"""Mending what the census finds: the record's facts, each with what was found beside it; nothing is held up by it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.access import Purpose, Stage
from holdfast.facts import TABLES
from holdfast.kernel import codes
from holdfast.records.casework.models import AssessmentFactor, Section47
from holdfast.records.census.actions.mending import correct_record
from holdfast.records.census.forms.mending import MendForm
from holdfast.records.census.queries import Beside, beside
from holdfast.records.census.queries.mending import CODED, Mended, mended_or_not_found
from holdfast.records.frontdoor.models import Referral
from holdfast.records.people.queries import child_or_not_found, display_names
from holdfast.wall.acting import current
from holdfast.wall.models import User
from holdfast.wall.versions import history
from holdfast.web.deeds import is_done
from holdfast.web.pages import page
from holdfast.web.whiletyping import Asked

MENDING = (Purpose.direct_work, Purpose.front_door, Purpose.out_of_hours)

_WAYS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "assessment": (("authorised_on", "authorise", "Authorise the assessment"),),
    "section47": (
        ("conference_not_required", "conference", "Record the initial child protection conference"),
        ("conference_not_required", "no-conference", "End the enquiry without a conference"),
    ),
    "protection_plan": (
        ("ended_on", "review", "Record a review conference"),
        ("ended_on", "end-plan", "End the child protection plan"),
    ),
    "need_plan": (("ended_on", "end-need-plan", "End the child in need plan"),),
    "episode": (("closed_on", "close", "Close the case"),),
}
"""What is not corrected but done: shown while it is still to do. Column, the deed's word, and what it is called."""


@page(
    key="census.mend", words="Mend what the census tells of a child", purposes=MENDING, needs=Stage.child_protection,
    methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def mend(request: HttpRequest, child_id: UUID, table: str, record_id: UUID) -> HttpResponse:
    """The facts of one record; saved, the page shows what is still found on it, or leads back to the child."""
    child = child_or_not_found(child_id)
    mended = mended_or_not_found(child.id, table, record_id)
    form = MendForm(request.POST or None, mended=mended, today=request.today)
    if request.method == "POST" and form.is_valid() and _did(form, request):
        left = _found(child.id, form, request)
        return redirect(request.path if left.fields or left.of_record else reverse("desk:child", args=[child.id]))
    found = _found(child.id, form, request)
    context = {
        "child": child,
        "name": display_names([child], as_of=request.today)[child.id],
        "what": TABLES[table].words,
        "form": form,
        "lines": [(field, found.fields.get(field.name, ())) for field in form.visible_fields()],
        "of_record": found.of_record,
        "folded": () if form.mended.table in CODED else ("added", "taken_out"),
        "out": _taken_out(mended),
        "ways": _ways(child.id, mended),
        "asked_at": Asked(reverse("census:typed", args=[child.id, table, record_id]), form.asked_of),
    }
    return render(request, "census/mend.html", context, status=400 if form.errors else 200)


def _taken_out(mended: Mended) -> dict[str, Any]:
    """When it was taken out, by whom and why, and where it can be added again; nothing where it stands."""
    record = mended.record
    if getattr(record, "withdrawn_at", None) is None:
        return {}
    child_id, was = getattr(record, record.child_field), next(iter(history(record)), None)
    where = ("assessment", record.assessment_id) if isinstance(record, AssessmentFactor) else ("child", child_id)
    return {
        "what": codes.words(CODED[mended.table], record.code),
        "at": record.withdrawn_at,
        "by": User.objects.filter(pk=was.replaced_by).first() if was else None,
        "reason": was.reason if was else "",
        "again": reverse("census:mend", args=[child_id, *where]),
    }


def _found(child_id: UUID, form: MendForm, request: HttpRequest) -> Beside:
    return beside(child_id, fields=form.fields, record_id=form.mended.record.pk, as_of=request.today)


def _did(form: MendForm, request: HttpRequest) -> bool:
    now = current()
    by: dict[str, Any] = {"by": now.actor, "purpose": now.purpose, "at": request.now}
    told = {"changes": form.changes, "versions": form.versions}
    told |= {name: form.cleaned_data[name] for name in ("added", "taken_out") if name in form.cleaned_data}
    return is_done(form, lambda: correct_record(mended=form.mended, reason=form.cleaned_data["reason"], **told, **by))


def _ways(child_id: UUID, mended: Mended) -> list[tuple[str, str]]:
    """Where what is still to do is done: its words and its address."""
    if mended.table == "child":
        return [("Add a number", reverse("people:deed", args=[child_id, "number"]))]
    subject = mended.also or mended.record
    if isinstance(subject, Referral):
        return _to_decide(subject)
    if isinstance(subject, Section47) and subject.conferences.exists():
        return []
    todo = [way for way in _WAYS.get(mended.table, ()) if way[0] not in mended.values]
    return [(words, reverse("casework:deed", args=[child_id, deed, subject.pk])) for _, deed, words in todo]


def _to_decide(referral: Referral) -> list[tuple[str, str]]:
    """A referral that nobody has decided is decided at the front door."""
    if referral.is_decided or current().purpose is Purpose.direct_work:
        return []
    return [("Decide the referral", reverse("desk:decision", args=[referral.pk]))]
