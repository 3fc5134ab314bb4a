"""Writing down what was done: one page for each deed, reached from the child's page.

A deed is about the child, an open episode, or a record under it. What it needs and does stands in `DEEDS`;
the two pages here draw any of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.access import Stage
from holdfast.kernel.refused import NotFound
from holdfast.records.casework import actions, forms
from holdfast.records.casework.models import Assessment, Episode, NeedPlan, ProtectionPlan, Section47
from holdfast.records.casework.queries import (
    open_episodes,
    open_need_plans,
    open_plans,
    past_of_assessment,
    still_to_do,
)
from holdfast.records.frontdoor.actions import note_past
from holdfast.records.frontdoor.queries import unread
from holdfast.records.people.models import Person
from holdfast.records.people.queries import child_or_not_found, display_names
from holdfast.wall.acting import current
from holdfast.web.aftersave import page_after
from holdfast.web.deeds import DeedForm, is_done
from holdfast.web.pages import WORK, page
from holdfast.web.whiletyping import asked_at

Made = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something a practitioner does: its words, its form, what it is done to, and how."""

    words: str
    consequence: str
    form: type[DeedForm]
    subject: type[models.Model]
    do: Callable[[Any, Made, Made], object]
    """Called with the subject, what the form says, and who does it, what for and when."""


def _seen(told: Made) -> Made:
    return {"child_seen": told["seen"] != "not_seen", "seen_alone": told["seen"] == "alone"}


def _visit(child: Person, told: Made, by: Made) -> object:
    kept = {
        name: told[name] for name in ("record_id", "visited_on", "childs_words", "what_happened", "not_seen_because")
    }
    return actions.record_visit(child_id=child.id, **kept, **_seen(told), **by)


def _started(action: Callable[..., object]) -> Callable[[Any, Made, Made], object]:
    def do(episode: Episode, told: Made, by: Made) -> object:
        told.pop("expected_version", None)
        return action(episode=episode, **told, **by)

    return do


def _changed(action: Callable[..., object], subject: str) -> Callable[[Any, Made, Made], object]:
    def do(record: Any, told: Made, by: Made) -> object:
        told.pop("record_id", None)
        told["expected_version"] = told["expected_version"] or record.version
        return action(**{subject: record}, **told, **by)

    return do


def _conference(section47: Section47, told: Made, by: Made) -> object:
    told.pop("expected_version", None)
    return actions.hold_conference(episode=section47.episode, section47=section47, **told, **by)


def _transfer_in(episode: Episode, told: Made, by: Made) -> object:
    told.pop("expected_version", None)
    return actions.hold_conference(episode=episode, section47=None, **told, **by)


def _review(plan: ProtectionPlan, told: Made, by: Made) -> object:
    told["expected_version"] = told["expected_version"] or plan.version
    return actions.hold_review(plan=plan, **told, **by)


def _core_group(plan: ProtectionPlan, told: Made, by: Made) -> object:
    told.pop("expected_version", None)
    return actions.hold_core_group(plan=plan, **told, **by)


DEEDS: dict[str, Deed] = {
    "visit": Deed(
        words="Record a visit",
        consequence="A visit on which the child was seen starts the next visit’s clock.",
        form=forms.VisitForm,
        subject=Person,
        do=_visit,
    ),
    "strategy-discussion": Deed(
        words="Record a strategy discussion",
        consequence="You can save it with gaps: they are listed as still to do.",
        form=forms.StrategyForm,
        subject=Episode,
        do=_started(actions.hold_strategy_discussion),
    ),
    "section-47": Deed(
        words="Start a section 47 enquiry",
        consequence="An initial conference is due within 15 working days of the strategy discussion.",
        form=forms.StartForm,
        subject=Episode,
        do=_started(actions.start_section47),
    ),
    "conference": Deed(
        words="Record the initial child protection conference",
        consequence="With a category of abuse, a child protection plan begins that day.",
        form=forms.ConferenceForm,
        subject=Section47,
        do=_conference,
    ),
    "no-conference": Deed(
        words="End the enquiry without a conference",
        consequence="The enquiry’s clock stops. Your reason stays on the record.",
        form=forms.NoConferenceForm,
        subject=Section47,
        do=_changed(actions.end_section47_without_conference, "section47"),
    ),
    "transfer-in": Deed(
        words="Record a transfer-in conference",
        consequence="For a child who moved here while subject of a child protection plan elsewhere.",
        form=forms.ConferenceForm,
        subject=Episode,
        do=_transfer_in,
    ),
    "assessment": Deed(
        words="Start an assessment",
        consequence="It is due 45 working days after the referral.",
        form=forms.StartForm,
        subject=Episode,
        do=_started(actions.start_assessment),
    ),
    "authorise": Deed(
        words="Authorise the assessment",
        consequence="The assessment’s clock stops on the day that it is authorised.",
        form=forms.AuthoriseForm,
        subject=Assessment,
        do=_changed(actions.authorise_assessment, "assessment"),
    ),
    "need-plan": Deed(
        words="Start a child in need plan",
        consequence="It stands until you end it.",
        form=forms.NeedPlanForm,
        subject=Episode,
        do=_started(actions.start_need_plan),
    ),
    "end-need-plan": Deed(
        words="End the child in need plan",
        consequence="The case stays open until you close it.",
        form=forms.EndForm,
        subject=NeedPlan,
        do=_changed(actions.end_need_plan, "plan"),
    ),
    "core-group": Deed(
        words="Record a core group",
        consequence="The next core group’s clock starts that day.",
        form=forms.CoreGroupForm,
        subject=ProtectionPlan,
        do=_core_group,
    ),
    "review": Deed(
        words="Record a review conference",
        consequence="The next review’s clock starts that day.",
        form=forms.ReviewForm,
        subject=ProtectionPlan,
        do=_review,
    ),
    "end-plan": Deed(
        words="End the child protection plan",
        consequence="It ends at a review conference. Its clocks stop.",
        form=forms.EndForm,
        subject=ProtectionPlan,
        do=_changed(actions.end_plan, "plan"),
    ),
    "close": Deed(
        words="Close the case",
        consequence="Every clock of this episode stops.",
        form=forms.ClosureForm,
        subject=Episode,
        do=_changed(actions.close_episode, "episode"),
    ),
}
"""Every deed by the word in its address, in the order in which the page offers them."""


@page(
    key="casework.deeds", words="Record something about a child", purposes=WORK, needs=Stage.child_in_need,
    about_child=True, writes=True,
)  # fmt: skip
def deeds(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """What can be recorded now about this child, and what is still to do."""
    child = child_or_not_found(child_id)
    offered = [
        {"words": deed.words, "hint": deed.consequence, "url": _address(child, word, subject)}
        for word, deed in DEEDS.items()
        for subject in _subjects(deed, child)
    ]
    shown = {"child": child, "name": _name(child, request), "offered": offered, "gaps": still_to_do(child_id=child.id)}
    return render(request, "casework/deeds.html", shown)


@page(
    key="casework.deed", words="Record one thing about a child", purposes=WORK, needs=Stage.child_in_need,
    methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def deed(request: HttpRequest, child_id: UUID, word: str, subject_id: UUID) -> HttpResponse:
    """The form of one deed; saved, it leads back to the child."""
    child = child_or_not_found(child_id)
    done = DEEDS.get(word)
    subject = next((each for each in _subjects(done, child) if each.pk == subject_id), None) if done else None
    if done is None or subject is None:
        raise NotFound("There is no record here that you may see.")
    form = done.form(request.POST or None, today=request.today, initial={"expected_version": subject.version})
    saved = _saved(done, subject, form, request) if request.method == "POST" and form.is_valid() else []
    if saved:
        to_the_child = reverse("desk:child", args=[child.id])
        return redirect(page_after(saved[0], child_id=child.id, at=request.now, otherwise=to_the_child))
    shown = {"child": child, "name": _name(child, request), "deed": done, "form": form}
    shown["asked_at"] = asked_at(word, child_id=child.id, subject_id=subject_id)
    if word == "authorise":
        shown["unread"] = len(unread(past_of_assessment(subject, as_of=request.today)))
        shown["past_url"] = reverse("casework:past", args=[child.id, subject.pk])
    return render(request, "casework/deed.html", shown, status=400 if form.errors else 200)


@page(
    key="casework.past", words="Read what came before an assessment", purposes=WORK, needs=Stage.child_in_need,
    methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def past(request: HttpRequest, child_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Everything that came before, each with a line for what it means now; some now and the rest later will do."""
    child = child_or_not_found(child_id)
    assessment = Assessment.objects.filter(pk=assessment_id, child_id=child_id).first()
    if assessment is None:
        raise NotFound("There is no record here that you may see.")
    came_before = past_of_assessment(assessment, as_of=request.today)
    form = forms.PastForm(request.POST or None, past=came_before)
    if request.method == "POST" and form.is_valid():
        now = current()
        note_past(
            child_id=child.id, subject_id=assessment.id, past=came_before, notes=form.notes, by=now.actor,
            purpose=now.purpose, at=request.now,
        )  # fmt: skip
        return redirect(_address(child, "authorise", assessment))
    back_url = _address(child, "authorise", assessment)
    shown = {"child": child, "name": _name(child, request), "form": form, "back_url": back_url}
    return render(request, "casework/past.html", shown, status=400 if form.errors else 200)


def _name(child: Person, request: HttpRequest) -> str:
    return display_names([child], as_of=request.today)[child.id]


def _saved(done: Deed, subject: models.Model, form: DeedForm, request: HttpRequest) -> list[object]:
    """What was saved; nothing where it was refused, which stands on the form."""
    now = current()
    by = {"by": now.actor, "purpose": now.purpose, "at": request.now}
    told = form.cleaned_data | {"record_id": form.own_id}
    made: list[object] = []
    is_done(form, lambda: made.append(done.do(subject, told, by)))
    return made


def _subjects(deed: Deed, child: Person) -> list[Any]:
    """What the deed can be done to now, for this child."""
    if deed.subject is Person:
        return [child]
    if deed.subject is ProtectionPlan:
        return list(open_plans(child_id=child.id))
    if deed.subject is NeedPlan:
        return list(open_need_plans(child_id=child.id))
    episodes = list(open_episodes(child_id=child.id))
    if deed.subject is Episode:
        return episodes
    if deed.subject is Assessment:
        return list(Assessment.objects.filter(episode__in=episodes, authorised_on=None))
    return list(Section47.objects.filter(episode__in=episodes, conferences=None).exclude(conference_not_required=True))


def _address(child: Person, word: str, subject: models.Model) -> str:
    return reverse("casework:deed", args=[child.id, word, subject.pk])
