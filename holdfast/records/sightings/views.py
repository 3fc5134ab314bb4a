"""Writing down what was seen: an agency for itself, the front door and social workers as they were told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.access import Purpose, Role, Stage
from holdfast.kernel.refused import NotFound, Refused
from holdfast.records.agencies.models import Agency
from holdfast.records.people.models import Person
from holdfast.records.people.queries import child_or_not_found, display_names
from holdfast.records.sightings import actions
from holdfast.records.sightings.forms import InjuryForm, SeenForm, SightingForm, TakingOutForm
from holdfast.records.sightings.models import Injury, Sighting
from holdfast.records.sightings.queries import injuries_of, own_agencies, sightings_of
from holdfast.wall.acting import acting, current
from holdfast.web.deeds import is_done
from holdfast.web.pages import page

TELLING = (Purpose.direct_work, Purpose.front_door, Purpose.out_of_hours, Purpose.conference, Purpose.answering)
"""For what somebody writes down what was seen: working with the child, or answering for their own agency."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Something that can be written down: its words, its form, and the actions that write and correct it."""

    words: str
    correcting: str
    form: type[SeenForm]
    model: type[Sighting] | type[Injury]
    changes: frozenset[str]


KINDS: dict[str, Kind] = {
    "seen": Kind(
        words="Write down that the child was seen, or not",
        correcting="Correct what was seen",
        form=SightingForm,
        model=Sighting,
        changes=actions.SIGHTING_CHANGES - {"seen_at"},
    ),
    "injury": Kind(
        words="Write down an injury",
        correcting="Correct an injury",
        form=InjuryForm,
        model=Injury,
        changes=actions.INJURY_CHANGES,
    ),
}
"""Each kind by the word in its address."""


@page(
    key="sightings.told", words="What was seen of a child", purposes=TELLING, needs=Stage.pointer, about_child=True,
    writes=True,
)  # fmt: skip
def told(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """What stands that the reader may see: to somebody who answers for an agency, what that agency said."""
    child, name = _child(request, child_id)
    offered = [
        {"words": kind.words, "url": reverse("sightings:tell", args=[child.id, word])} for word, kind in KINDS.items()
    ]
    context = {
        "child": child,
        "name": name,
        "offered": offered,
        "answering": current().purpose == Purpose.answering,
        "sightings": sightings_of([child.id])[:100],
        "injuries": injuries_of([child.id])[:100],
    }
    return render(request, "sightings/told.html", context)


@page(
    key="sightings.tell", words="Write down what was seen of a child", purposes=TELLING, needs=Stage.pointer,
    methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def tell(request: HttpRequest, child_id: UUID, word: str) -> HttpResponse:
    """The form of one kind; saved, it leads back to what was seen."""
    child, name = _child(request, child_id)
    kind = _kind(word)
    agencies = _answers_for(request)
    form = kind.form(request.POST or None, today=request.today, agencies=agencies)
    if (
        request.method == "POST"
        and form.is_valid()
        and is_done(form, lambda: _record(kind, child, form, agencies, request))
    ):
        messages.success(request, "Kept.")
        return redirect("sightings:told", child.id)
    return _shown(request, {"child": child, "name": name, "words": kind.words, "form": form})


@page(
    key="sightings.correct", words="Correct what was seen of a child", purposes=TELLING, needs=Stage.pointer,
    methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def correct(request: HttpRequest, child_id: UUID, word: str, record_id: UUID) -> HttpResponse:
    """The same form with what stands; what stood before is kept with the reason."""
    child, name = _child(request, child_id)
    kind = _kind(word)
    record = _record_or_not_found(kind, child, record_id)
    initial = {each: getattr(record, each) for each in kind.changes} | {"expected_version": record.version}
    form = kind.form(request.POST or None, today=request.today, agencies=None, correcting=True, initial=initial)
    if request.method == "POST" and form.is_valid() and is_done(form, lambda: _amend(kind, record, form, request)):
        messages.success(request, "Corrected. What stood before is kept.")
        return redirect("sightings:told", child.id)
    shown = {"child": child, "name": name, "words": kind.correcting, "form": form, "record": record}
    now = current()
    if actions.may_take_out(record=record, by=now.actor, purpose=now.purpose):
        shown["out_url"] = reverse("sightings:take_out", args=[child.id, word, record.id])
    return _shown(request, shown)


@page(
    key="sightings.take_out", words="Take out what was written down of a child by mistake", purposes=TELLING,
    needs=Stage.pointer, methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def take_out(request: HttpRequest, child_id: UUID, word: str, record_id: UUID) -> HttpResponse:
    """Why a line should not stand on this child: the front door and whoever wrote it say so, and it counts no more."""
    child, name = _child(request, child_id)
    record = _record_or_not_found(_kind(word), child, record_id)
    form = TakingOutForm(request.POST or None, today=request.today, initial={"expected_version": record.version})
    if request.method == "POST" and form.is_valid() and is_done(form, lambda: _take_out(record, form, request)):
        messages.success(request, "Taken out. It counts no more, and is kept with the reason.")
        return redirect("sightings:told", child.id)
    shown = {"child": child, "name": name, "words": "Take it out: it was written down by mistake", "form": form}
    return _shown(request, shown | {"record": record, "button": "Take it out"})


def _shown(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    context["answering"] = current().purpose == Purpose.answering
    return render(request, "sightings/tell.html", context, status=400 if context["form"].errors else 200)


def _kind(word: str) -> Kind:
    if word not in KINDS:
        raise NotFound("There is no record here that you may see.")
    return KINDS[word]


def _record_or_not_found(kind: Kind, child: Person, record_id: UUID) -> Sighting | Injury:
    record = kind.model.objects.filter(pk=record_id, child=child, entered_in_error=False).first()
    if record is None:
        raise NotFound("There is no record here that you may see.")
    return record


def _child(request: HttpRequest, child_id: UUID) -> tuple[Person, str]:
    """The child and what to call them. Whoever answers for an agency must work with the child to come this way."""
    with _as_somebody_who_may_look():
        child = child_or_not_found(child_id)
        return child, display_names([child], as_of=request.today)[child.id]


@contextmanager
def _as_somebody_who_may_look() -> Iterator[None]:
    """Answering shows an agency its own words and nothing else: whose child it is, is asked as working alongside."""
    now = current()
    if now.purpose != Purpose.answering:
        yield
        return
    looking = Purpose.early_help if now.actor.role is Role.early_help_coordinator else Purpose.partner_work
    with acting(actor=now.actor, purpose=looking):
        yield


def _answers_for(request: HttpRequest) -> list[Agency] | None:
    """The agencies for which the writer answers; None where they write down what any agency told."""
    now = current()
    if now.purpose != Purpose.answering:
        return None
    agencies = own_agencies(user_id=now.actor.id, as_of=request.today)
    if not agencies:
        raise Refused(
            "You hold no post in an agency here. Ask whoever looks after your account, or ring the front door."
        )
    return agencies


def _record(kind: Kind, child: Person, form: SeenForm, agencies: list[Agency] | None, request: HttpRequest) -> object:
    now = current()
    told = {name: value for name, value in form.cleaned_data.items() if name not in ("expected_version", "record_id")}
    if agencies is not None and len(agencies) == 1:
        told["agency"] = agencies[0]
    action = actions.record_injury if kind.model is Injury else actions.record_sighting
    doing = {"by": now.actor, "purpose": now.purpose, "at": request.now}
    return action(child_id=child.id, record_id=form.own_id, **told, **doing)


def _amend(kind: Kind, record: Any, form: SeenForm, request: HttpRequest) -> object:
    now = current()
    changes = {name: value for name, value in form.cleaned_data.items() if name in kind.changes}
    doing: dict[str, Any] = {
        "by": now.actor, "purpose": now.purpose, "at": request.now, "reason": form.cleaned_data["reason"],
        "expected_version": form.cleaned_data["expected_version"] or record.version,
    }  # fmt: skip
    if kind.model is Injury:
        return actions.correct_injury(injury=record, changes=changes, **doing)
    return actions.correct_sighting(sighting=record, changes=changes, **doing)


def _take_out(record: Sighting | Injury, form: TakingOutForm, request: HttpRequest) -> object:
    now, told = current(), form.cleaned_data
    return actions.mark_entered_in_error(
        record=record, expected_version=told["expected_version"] or record.version, reason=told["reason"],
        by=now.actor, purpose=now.purpose, at=request.now,
    )  # fmt: skip
