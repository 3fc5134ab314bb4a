"""Beside the field while it is typed: what the census would ask. A reading like any other; nothing is stored."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.access import Stage
from holdfast.kernel.refused import NotFound
from holdfast.records.census.forms.mending import MendForm
from holdfast.records.census.forms.typing import TELLINGS
from holdfast.records.census.queries.child import Typed
from holdfast.records.census.queries.mending import mended_or_not_found
from holdfast.records.census.queries.typing import said_of_typed
from holdfast.records.census.views.mending import MENDING
from holdfast.records.people.queries import child_or_not_found
from holdfast.wall.acting import current
from holdfast.web.pages import page
from holdfast.web.whiletyping import Asked


@page(
    key="census.typed", words="See what the census would ask of what is typed in a correction", purposes=MENDING,
    needs=Stage.child_protection, methods=("POST",), about_child=True,
)  # fmt: skip
def of_record(request: HttpRequest, child_id: UUID, table: str, record_id: UUID) -> HttpResponse:
    """What would be asked otherwise with these corrections of one record, by field."""
    child = child_or_not_found(child_id)
    mended = mended_or_not_found(child.id, table, record_id)
    form = MendForm(request.POST, mended=mended, today=request.today)
    form.full_clean()
    return _said(request, child.id, form.typed, fields=form.said_beside, about=form.tells)


@page(
    key="census.typed_deed", words="See what the census would ask of what is typed about a child", purposes=MENDING,
    needs=Stage.child_protection, methods=("POST",), about_child=True,
)  # fmt: skip
def of_deed(request: HttpRequest, child_id: UUID, word: str, subject_id: UUID) -> HttpResponse:
    """The same of a form in which something is written down for the first time."""
    child = child_or_not_found(child_id)
    telling = TELLINGS.get(word)
    whose = {telling.subject.child_field: child.id} if telling else {}
    subject = telling.subject.objects.filter(pk=subject_id).filter(**whose).first() if telling else None
    if telling is None or subject is None:
        raise NotFound("There is no record here that you may see.")
    form = telling.form(request.POST, today=request.today)
    form.full_clean()
    return _said(request, child.id, telling.typed(subject, form), fields=telling.fields)


def answers(deed: str, *, child_id: UUID, subject_id: UUID) -> Asked | None:
    """Where a deed's form is answered while it is typed, for somebody who may be told; None where nothing would be."""
    now, telling = current(), TELLINGS.get(deed)
    if telling is None or now.purpose not in MENDING or now.reach.ceiling < Stage.child_protection:
        return None
    return Asked(reverse("census:typed_deed", args=[child_id, deed, subject_id]), telling.fields)


def _said(
    request: HttpRequest, child_id: UUID, typed: Typed, *, fields: Iterable[str],
    about: Collection[tuple[str, str]] = (),
) -> HttpResponse:  # fmt: skip
    asked = {"typed": typed, "fields": fields, "about": about, "as_of": request.today}
    said = said_of_typed(child_id, **asked) if typed else {}
    return render(request, "census/typed.html", {"said": list(said.items())})
