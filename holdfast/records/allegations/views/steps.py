"""Each step of the designated officer: its form, when it is offered, and what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.access import Purpose, Stage
from holdfast.kernel.refused import NotFound
from holdfast.records.allegations import actions, forms
from holdfast.records.allegations.codes import Finding, Meeting, Threshold, Work
from holdfast.records.allegations.models import Allegation, Place
from holdfast.records.allegations.queries import allegation_or_not_found
from holdfast.wall.acting import current
from holdfast.web.deeds import is_done
from holdfast.web.pages import page

Told = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that the officer does."""

    words: str
    form: type[forms.StepForm]
    do: Callable[[Any, Told, Told], object]
    when: Callable[[Allegation], bool] = lambda allegation: allegation.is_open
    of_place: bool = False


def _said(told: Told) -> Told:
    return {name: value for name, value in told.items() if name not in ("expected_version", "record_id")}


def _adds(action: Callable[..., object], **codes: Callable[[Any], Any]) -> Callable[[Any, Told, Told], object]:
    def do(allegation: Allegation, told: Told, by: Told) -> object:
        said = _said(told) | {name: code(told[name]) for name, code in codes.items()}
        return action(allegation=allegation, record_id=told["record_id"], **said, **by)

    return do


def _changes(
    action: Callable[..., object], subject: str = "allegation", **codes: Callable[[Any], Any]
) -> Callable[[Any, Told, Told], object]:
    def do(record: Any, told: Told, by: Told) -> object:
        said = _said(told) | {name: code(told[name]) for name, code in codes.items()}
        version = told["expected_version"] or record.version
        return action(**{subject: record}, expected_version=version, **said, **by)

    return do


def _just(action: Callable[..., object]) -> Callable[[Any, Told, Told], object]:
    return lambda allegation, _told, by: action(allegation=allegation, **by)


STEPS: dict[str, Step] = {
    "acknowledge": Step(
        words="Take it up", form=forms.NothingForm, do=_just(actions.acknowledge),
        when=lambda each: each.taken_up_at is None,
    ),
    "who": Step(words="Say who is accused, and who the child is", form=forms.WhoForm, do=_changes(actions.say_who)),
    "weigh": Step(
        words="Weigh it against the threshold", form=forms.WeighForm,
        do=_changes(actions.weigh, thresholds=lambda codes: [Threshold(code) for code in codes]),
    ),
    "discussion": Step(
        words="Record a discussion or meeting", form=forms.DiscussionForm,
        do=_adds(actions.hold_discussion, kind=Meeting),
    ),
    "place": Step(
        words="Add a place where they work or help with children", form=forms.PlaceForm,
        do=_adds(actions.add_place, work=Work),
    ),
    "asked": Step(
        words="Asked again, nothing more found", form=forms.NothingForm, do=_just(actions.ask_for_roles)
    ),
    "conflict": Step(
        words="Name somebody who must not be told at work", form=forms.ConflictForm, do=_adds(actions.name_conflict)
    ),
    "tell": Step(words="Record who was told what", form=forms.TellForm, do=_adds(actions.tell)),
    "finding": Step(
        words="Record what was found", form=forms.FindingForm, do=_changes(actions.record_finding, finding=Finding)
    ),
    "referrals": Step(
        words="Barring service and regulator", form=forms.ReferralsForm, do=_changes(actions.record_referrals)
    ),
    "close": Step(
        words="Close it", form=forms.CloseForm, do=_changes(actions.close_allegation),
        when=lambda each: each.is_open and bool(each.finding),
    ),
    "contact": Step(
        words="Choose whom to tell there", form=forms.ContactForm, do=_changes(actions.choose_contact, "place"),
        of_place=True,
    ),
}  # fmt: skip
"""Every step by the word in its address, in the order in which the page offers them."""


def offered(allegation: Allegation) -> list[dict[str, str]]:
    """The steps that can be taken now, with their addresses."""
    return [
        {"words": step.words, "url": reverse("allegations:step", args=[allegation.id, word])}
        for word, step in STEPS.items()
        if not step.of_place and allegation.is_open and step.when(allegation)
    ]


@page(
    key="allegations.step", words="Take a step in an allegation", purposes=(Purpose.allegations,),
    needs=Stage.child_in_need, methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def step(request: HttpRequest, allegation_id: UUID, word: str, place_id: UUID | None = None) -> HttpResponse:
    """The form of one step; saved, it leads back to the allegation."""
    allegation = allegation_or_not_found(allegation_id)
    taken, subject = _found(allegation, word, place_id)
    form = taken.form(
        request.POST or None, allegation=allegation, today=request.today,
        initial={"expected_version": subject.version},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and _did(request, taken, subject, form):
        messages.success(request, f"Saved: {taken.words[:1].lower()}{taken.words[1:]}.")
        return redirect("allegations:one", allegation.id)
    shown = {"allegation": allegation, "step": taken, "form": form}
    return render(request, "allegations/step.html", shown, status=400 if form.errors else 200)


def _found(allegation: Allegation, word: str, place_id: UUID | None) -> tuple[Step, Any]:
    taken = STEPS.get(word)
    subject: Any = allegation
    if taken and taken.of_place:
        subject = Place.objects.filter(allegation=allegation, pk=place_id).first()
    if taken is None or subject is None:
        raise NotFound("There is no record here that you may see.")
    return taken, subject


def _did(request: HttpRequest, taken: Step, subject: Any, form: forms.StepForm) -> bool:
    now = current()
    by = {"by": now.actor, "purpose": now.purpose, "at": request.now}
    told = form.cleaned_data | {"record_id": form.own_id}
    return is_done(form, lambda: taken.do(subject, told, by))
