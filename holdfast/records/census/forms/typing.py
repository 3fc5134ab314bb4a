"""What other forms would tell the census while they are typed: each deed's fields as rows of facts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from holdfast.records.casework import forms as casework
from holdfast.records.casework.codes import ConferenceKind
from holdfast.records.casework.models import Assessment, Episode, NeedPlan, ProtectionPlan, Section47
from holdfast.records.casework.queries import previous_plans
from holdfast.records.census.forms.mending import WHOLE_NUMBER, as_fact
from holdfast.records.census.queries.child import Typed
from holdfast.records.people import forms as people
from holdfast.records.people.codes import IdentifierKind
from holdfast.records.people.models import Person
from holdfast.wall.guarded import Guarded
from holdfast.web.deeds import DeedForm

Told = Mapping[str, Any]

NEW = "new"
"""The key of a row that is not there yet."""


@dataclass(frozen=True, kw_only=True)
class Telling:
    """A deed's form, what it is done to, and what it tells the census."""

    form: type[DeedForm]
    subject: type[Guarded]
    whole: tuple[str, ...]
    """Fields without which it tells nothing yet: half of a record would be found wanting in everything."""
    also: tuple[str, ...] = ()
    tells: Callable[[Any, Told], Typed]
    """Called with the subject and what of the form is whole."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of which the census is asked while they are typed."""
        return self.whole + self.also

    def typed(self, subject: Guarded, form: DeedForm) -> Typed:
        """What is typed, as facts would tell it; nothing while it is half typed."""
        told = {name: form.cleaned_data[name] for name in self.fields if name in form.cleaned_data}
        return self.tells(subject, told) if all(told.get(name) for name in self.whole) else {}


def _started(table: str) -> Callable[[Any, Told], Typed]:
    return lambda episode, told: {(table, NEW): {"episode": episode.key, **told}}


def _changed(table: str) -> Callable[[Any, Told], Typed]:
    return lambda record, told: {(table, record.key): dict(told)}


def _authorised(assessment: Assessment, told: Told) -> Typed:
    found = {
        ("assessment_factor", f"{assessment.key}/{code}"): {"assessment": assessment.key, "code": code}
        for code in told.get("factors", ())
    }
    return found | {("assessment", assessment.key): {"authorised_on": told["authorised_on"]}}


def _conference(enquiry: Section47, told: Told) -> Typed:
    return _held(enquiry.episode, told, kind=ConferenceKind.initial, section47=enquiry.key)


def _transfer_in(episode: Episode, told: Told) -> Typed:
    return _held(episode, told, kind=ConferenceKind.transfer_in, section47=None)


def _held(episode: Episode, told: Told, *, kind: ConferenceKind, section47: str | None) -> Typed:
    held_on, category = told["held_on"], told.get("plan_category")
    held = {"episode": episode.key, "kind": kind.value, "section47": section47, "held_on": held_on}
    plan = {
        "episode": episode.key, "started_on": held_on, "initial_category": category, "latest_category": category,
        "previous_plans": previous_plans(child_id=episode.child_id, before=held_on),
    }  # fmt: skip
    begins = category and not ProtectionPlan.objects.filter(episode=episode, started_on=held_on).exists()
    return {("conference", NEW): held} | ({("protection_plan", NEW): plan} if begins else {})


def _reviewed(plan: ProtectionPlan, told: Told) -> Typed:
    category = {"latest_category": told["category"]} if told.get("category") else {}
    review = {"protection_plan": plan.key, "held_on": told["held_on"]}
    return {("plan_review", NEW): review, ("protection_plan", plan.key): category}


def _details(child: Person, told: Told) -> Typed:
    changed = {name: value for name, value in told.items() if as_fact(value) != as_fact(getattr(child, name))}
    return {("child", ""): {name: as_fact(value) for name, value in changed.items()}} if changed else {}


def _number(child: Person, told: Told) -> Typed:
    kind, value = told["kind"], told["value"].replace(" ", "").upper()
    is_whole = kind != IdentifierKind.nhs_number and len(value) >= WHOLE_NUMBER
    return {("identifier", f"{kind}/{value}"): {"kind": kind, "value": value}} if is_whole else {}


_ON = ("started_on",)
TELLINGS: dict[str, Telling] = {
    "assessment": Telling(form=casework.StartForm, subject=Episode, whole=_ON, tells=_started("assessment")),
    "authorise": Telling(
        form=casework.AuthoriseForm, subject=Assessment, whole=("authorised_on",), also=("factors",), tells=_authorised
    ),
    "section-47": Telling(form=casework.StartForm, subject=Episode, whole=_ON, tells=_started("section47")),
    "conference": Telling(
        form=casework.ConferenceForm, subject=Section47, whole=("held_on",), also=("plan_category",), tells=_conference
    ),
    "transfer-in": Telling(
        form=casework.ConferenceForm, subject=Episode, whole=("held_on",), also=("plan_category",), tells=_transfer_in
    ),
    "review": Telling(
        form=casework.ReviewForm, subject=ProtectionPlan, whole=("held_on",), also=("category",), tells=_reviewed
    ),
    "end-plan": Telling(
        form=casework.EndForm, subject=ProtectionPlan, whole=("ended_on",), tells=_changed("protection_plan")
    ),
    "need-plan": Telling(form=casework.NeedPlanForm, subject=Episode, whole=_ON, tells=_started("need_plan")),
    "end-need-plan": Telling(form=casework.EndForm, subject=NeedPlan, whole=("ended_on",), tells=_changed("need_plan")),
    "close": Telling(
        form=casework.ClosureForm, subject=Episode, whole=("closed_on", "closure_reason"), tells=_changed("episode")
    ),
    "details": Telling(
        form=people.DetailsForm,
        subject=Person,
        whole=(),
        also=("birth_on", "expected_birth_on", "sex", "ethnicity"),
        tells=_details,
    ),
    "number": Telling(form=people.NumberForm, subject=Person, whole=("kind", "value"), tells=_number),
}
"""Deeds of casework and of people by the word in their address: those whose forms tell the census something."""
