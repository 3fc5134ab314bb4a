"""The child on one page: the story in two minutes, as far as the reader may see it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.access import Role, Stage
from holdfast.desk.child_head import as_far_as, frame
from holdfast.desk.chronology import KINDS, TOLD_FROM, Line, chronology
from holdfast.desk.due import DueLine, due_lines
from holdfast.desk.panels import child_panels
from holdfast.desk.status import Status, statuses
from holdfast.kernel.codes import words as code_words
from holdfast.records.agencies.models import Post
from holdfast.records.casework.models import NeedPlan, ProtectionPlan
from holdfast.records.casework.queries import Gap, last_seen, last_seen_alone, open_need_plans, open_plans, still_to_do
from holdfast.records.exchange.models import Hold
from holdfast.records.people.codes import IdentifierKind, InvolvementKind
from holdfast.records.people.models import Absence, Address, Identifier, Involvement, Person
from holdfast.records.people.queries import (
    Relation,
    absences,
    addresses,
    brothers_and_sisters,
    child_or_not_found,
    family_of,
    identifiers,
    is_unborn,
    manager_of,
    names,
    working_with,
)
from holdfast.wall.acting import current
from holdfast.wall.audit import reachable
from holdfast.web import words
from holdfast.web.forms import DayField, Ticks
from holdfast.web.pages import WORK, page

LATEST = 8
"""How many significant lines the page shows; the whole chronology has a page of its own."""
_STORY = Stage.child_in_need


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Somebody who works with the child, and how to ring them."""

    what: str
    name: str
    team: str
    telephone: str
    since: date


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A plan in force: what it is, why, what worries it holds, and since when."""

    title: str
    category: str
    worries: list[str]
    since: date | None


@dataclass(frozen=True, kw_only=True)
class Sibling:
    """A brother or sister, with a link where the reader may open the record."""

    name: str
    url: str
    age: str
    kind: str
    statuses: list[Status]


class ChronologyForm(forms.Form):
    """Which lines of the chronology to show; all where nothing is chosen."""

    kind = forms.MultipleChoiceField(label="Kinds of event", choices=list(KINDS.items()), widget=Ticks, required=False)
    significant = forms.BooleanField(label="Significant events only", required=False)
    from_on = DayField(label="From", required=False)
    to_on = DayField(label="To", required=False)


@page(key="desk.child", words="A child's page", purposes=WORK, needs=Stage.pointer, about_child=True)
def child_page(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Everything that the reader may see, on one page."""
    child = child_or_not_found(child_id)
    stage = as_far_as(child_id)
    family = family_of(person_id=child.id, as_of=request.today)
    states = statuses([child.id, *(each.other.id for each in family if each.is_sibling)])
    context = frame(request, child, stage, states=states[child.id])
    context |= _who(child, family, stage=stage, as_of=request.today) | _at_work(child, stage=stage, as_of=request.today)
    context["panels"] = child_panels(request, child.id, stage=stage)
    context["siblings"] = _siblings(brothers_and_sisters(family), states, as_of=request.today)
    if stage >= _STORY:
        context |= _story(child, stage=stage, as_of=request.today)
    return render(request, "desk/child.html", context)


@page(key="desk.chronology", words="A child's chronology", purposes=WORK, needs=Stage.pointer, about_child=True)
def whole_chronology(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Everything that happened, by kind, significance and day."""
    child = child_or_not_found(child_id)
    stage = as_far_as(child_id)
    form = ChronologyForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    lines = [line for line in chronology(child_id, stage=stage) if _is_asked_for(line, asked)]
    shown = Paginator(lines, 100).get_page(request.GET.get("page"))
    context = {"events": shown, "count": len(lines), "form": form}
    return render(request, "desk/chronology.html", context | frame(request, child, stage))


def _who(child: Person, family: list[Relation], *, stage: Stage, as_of: date) -> dict[str, Any]:
    known = list(names(person_id=child.id))
    missing = list(absences(person_id=child.id))
    homes = [home for home in addresses(person_id=child.id) if home.until_on is None or home.until_on > as_of]
    numbers = list(identifiers(person_id=child.id))
    return {
        "also_known_as": [name for name in known[1:] if name.full != known[0].full],
        "responsible": [each for each in family if each.relationship.parental_responsibility],
        "living_with": [each for each in family if each.relationship.lives_with],
        "family": [each for each in family if not each.is_sibling],
        "home": homes[0] if homes else None,
        "numbers": numbers,
        "warnings": _warnings(child, homes, missing, numbers),
        "ethnicity": code_words("Ethnicity", child.ethnicity) if child.ethnicity and stage >= _STORY else "",
    }


def _warnings(child: Person, homes: list[Address], missing: list[Absence], numbers: list[Identifier]) -> list[str]:
    told = [
        f"Two birth dates came for this number: ours is {words.day(hold.our_birth_on)}, a file says "
        f"{words.day(hold.sent_birth_on)}. Nothing more is taken in until a person has looked."
        for hold in Hold.objects.filter(child=child, resolved_at=None)
    ]
    if any(home.protected for home in homes):
        told.append("The address is protected. Tell nobody where the child is without asking the allocated worker.")
    if child.needs_interpreter:
        told.append(f"Needs an interpreter: {child.needs_interpreter}.")
    told += [f"{each.get_what_display()}: {each.get_because_display().lower()}{_note(each)}." for each in missing]
    told += [
        f"The {_lower(IdentifierKind(n.kind).label)} fails its check: a figure may be wrong."
        for n in numbers
        if not n.check_digit_ok
    ]
    return told


def _lower(label: str) -> str:
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _note(absence: Absence) -> str:
    asked_on = f" ({words.day(absence.asked_on)})" if absence.asked_on else ""
    return f"{asked_on}: {absence.note.rstrip('.')}" if absence.note else asked_on


def _siblings(relations: list[Relation], states: dict[UUID, list[Status]], *, as_of: date) -> list[Sibling]:
    open_to_me = reachable([each.other.id for each in relations])
    return [
        Sibling(
            name=each.name,
            url=reverse("desk:child", args=[each.other.id]) if each.other.id in open_to_me else "",
            age="" if is_unborn(each.other) else words.age(each.other.birth_on, as_of=as_of),
            kind=each.kind,
            statuses=states[each.other.id],
        )
        for each in relations
    ]


def _at_work(child: Person, *, stage: Stage, as_of: date) -> dict[str, Any]:
    me = current().actor.id
    workers = working_with(person_id=child.id, as_of=as_of)
    shown = [row for row in workers if stage >= TOLD_FROM.get(row.kind, Stage.pointer) or row.worker_id == me]
    allocated = next((row for row in workers if row.kind == InvolvementKind.allocated_worker), None)
    contacts = [_contact(row) for row in shown if row.kind != InvolvementKind.quality_audit]
    manager = manager_of(allocated.team, as_of=as_of) if allocated else None
    if manager and allocated:
        contacts.insert(1, _manager(manager, allocated))
    return {"contacts": contacts, "is_allocated": allocated is not None}


def _manager(post: Post, allocated: Involvement) -> Contact:
    telephone = post.holder.telephone or (allocated.team.telephone if allocated.team else "")
    return Contact(what=post.title, name=post.holder.display_name, team="", telephone=telephone, since=post.from_on)


def _contact(row: Involvement) -> Contact:
    team = row.team
    telephone = row.worker.telephone or (team.telephone or team.agency.telephone if team else "")
    place = f"{team.name}, {team.agency.name}" if team else row.worker.agency_name
    return Contact(
        what=row.get_kind_display(), name=row.worker.display_name, team=place or Role(row.worker.role).label,
        telephone=telephone, since=row.from_on,
    )  # fmt: skip


def _story(child: Person, *, stage: Stage, as_of: date) -> dict[str, Any]:
    due: list[DueLine] = due_lines([child.id], as_of=as_of, stage=stage)
    gaps: list[Gap] = still_to_do(child_id=child.id)
    lines = [
        line for line in chronology(child.id, stage=stage) if line.significant and (line.on is None or line.on <= as_of)
    ]
    return {
        "tells_story": True,
        "due": due,
        "gaps": gaps,
        "plans": [
            *map(_protection_plan, open_plans(child_id=child.id)),
            *map(_need_plan, open_need_plans(child_id=child.id)),
        ],
        "events": lines[:LATEST],
        "seen": last_seen(child_id=child.id),
        "seen_alone": last_seen_alone(child_id=child.id),
    }


def _protection_plan(plan: ProtectionPlan) -> Plan:
    category = code_words("CategoryOfAbuse", plan.latest_category or plan.initial_category or "")
    return Plan(
        title="Child protection plan", category=category if plan.latest_category or plan.initial_category else "",
        worries=_lines_of(plan.worries), since=plan.started_on,
    )  # fmt: skip


def _need_plan(plan: NeedPlan) -> Plan:
    return Plan(title="Child in need plan", category="", worries=_lines_of(plan.aims), since=plan.started_on)


def _lines_of(text: str) -> list[str]:
    return [line.strip(" -•") for line in text.splitlines() if line.strip(" -•")]


_TESTS: tuple[Callable[[Line, dict[str, Any]], bool], ...] = (
    lambda line, asked: not asked["kind"] or line.kind in asked["kind"],
    lambda line, asked: line.significant or not asked["significant"],
    lambda line, asked: not asked["from_on"] or (line.on is not None and line.on >= asked["from_on"]),
    lambda line, asked: not asked["to_on"] or (line.on is not None and line.on <= asked["to_on"]),
)


def _is_asked_for(line: Line, asked: dict[str, Any]) -> bool:
    return not asked or all(test(line, asked) for test in _TESTS)
