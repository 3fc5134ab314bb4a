"""Which decisions of casework can be challenged, and by whom they were made."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse

from holdfast.access import Stage
from holdfast.records.casework.models import (
    Assessment,
    Conference,
    Episode,
    OfChild,
    PlanReview,
    ProtectionPlan,
    Section47,
)
from holdfast.records.challenges.codes import DecisionKind
from holdfast.records.challenges.queries import Subject, can_be_challenged
from holdfast.web import words
from holdfast.web.pages import WORK

_Said = Callable[[Any], tuple[str, date | None]]
_KINDS: dict[DecisionKind, tuple[type[OfChild], Stage, _Said]] = {
    DecisionKind.closure: (Episode, Stage.child_in_need, lambda row: ("Case closed", row.closed_on)),
    DecisionKind.assessment: (Assessment, Stage.child_in_need, lambda row: ("Assessment approved", row.authorised_on)),
    DecisionKind.enquiry: (Section47, Stage.child_protection, lambda row: ("Section 47 enquiry", row.started_on)),
    DecisionKind.conference: (
        Conference, Stage.child_protection, lambda row: (row.get_kind_display(), row.held_on),
    ),
    DecisionKind.review: (PlanReview, Stage.child_protection, lambda row: ("Review conference", row.held_on)),
    DecisionKind.plan: (
        ProtectionPlan, Stage.child_protection, lambda row: ("Child protection plan", row.ended_on or row.started_on),
    ),
}  # fmt: skip
"""Where each kind stands, how far somebody must see to be told of it, and what to call it."""


def register_challenged() -> None:
    """Say how each kind of decision is found, by whoever sees it at their own work."""
    for kind, (model, _, said) in _KINDS.items():
        can_be_challenged(kind, under=WORK, find=partial(_found, kind, model, said))


def decisions_of(child_id: UUID, *, stage: Stage) -> list[tuple[Subject, date]]:
    """The child's decisions that can be challenged by somebody who sees so far, the latest first."""
    found = [each for kind, (model, needs, said) in _KINDS.items() if stage >= needs
             for each in _of_kind(kind, model, said, child_id)]  # fmt: skip
    return sorted(found, key=lambda each: (each[1], each[0].about), reverse=True)


def _of_kind(kind: DecisionKind, model: type[OfChild], said: _Said, child_id: UUID) -> Iterator[tuple[Subject, date]]:
    for row in model.objects.filter(child_id=child_id):
        on = said(row)[1]
        if on:
            yield _subject(kind, said, row), on


def _found(kind: DecisionKind, model: type[OfChild], said: _Said, row_id: UUID) -> Subject | None:
    row = model.objects.filter(pk=row_id).first()
    return _subject(kind, said, row) if row and said(row)[1] else None


def _subject(kind: DecisionKind, said: _Said, row: OfChild) -> Subject:
    what, on = said(row)
    return Subject(
        kind=kind, id=row.id, about=f"{what}, {words.day(on)}", child_id=row.child_id, decided_by=row.recorded_by,
        back_url=reverse("desk:child", args=[row.child_id]),
    )  # fmt: skip
