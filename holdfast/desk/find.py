"""Find a person: one box, and each answer with its reason."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cryptography.fernet import InvalidToken
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.access import Stage
from holdfast.desk.navigation import address
from holdfast.desk.status import Status, statuses
from holdfast.records.people.codes import RelationshipKind
from holdfast.records.people.models import Relationship
from holdfast.records.people.queries import (
    Match,
    address_lines,
    allocated_workers,
    asked,
    born_words,
    display_names,
    found,
)
from holdfast.wall.audit import reachable
from holdfast.wall.sealed_text import decrypt, encrypt
from holdfast.web import words
from holdfast.web.pages import WORK, page
from holdfast.web.places import may_open

_CHILD_OF = (
    RelationshipKind.child,
    RelationshipKind.step_child,
    RelationshipKind.cared_for,
    RelationshipKind.grandchild,
)


class FindForm(forms.Form):
    """The one box."""

    text = forms.CharField(
        label="Name, date of birth, number or postcode",
        help_text="In any order, spelt as you heard it: “siddiki 4/3/2018”, “unborn baby Owusu”, the end of a number.",
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "type": "search"}),
        error_messages={"required": "Enter a name, a date of birth, a number or a postcode"},
    )


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A person found, with what tells them apart from others."""

    match: Match
    url: str
    born: str
    age: str
    lives_at: str
    worker: str
    statuses: list[Status]
    children: list[tuple[str, str]]
    """Of an adult: the children in whose life they are, each with an address where it may be opened."""


@page(key="desk.find", words="Find a person", purposes=WORK, needs=Stage.pointer, methods=("GET", "POST"))
def find(request: HttpRequest) -> HttpResponse:
    """What is asked travels in the address sealed, so that no name stays in a browser's history or a server's log."""
    if request.method == "POST":
        form = FindForm(request.POST)
        if form.is_valid():
            return redirect(f"{reverse('desk:find')}?asked={encrypt(form.cleaned_data['text'])}")
        return render(request, "desk/find.html", {"form": form})
    text = _unsealed(request.GET.get("asked", ""))
    return render(request, "desk/find.html", {"form": FindForm(initial={"text": text}), **_answer(request, text)})


def _answer(request: HttpRequest, text: str) -> dict[str, object]:
    if not text:
        return {}
    told = asked(text, as_of=request.today)
    answer = found(told, as_of=request.today)
    refer = address("frontdoor:refer")
    return {
        "asked": text,
        "nothing_to_look_for": told.is_empty,
        "hits": _hits(answer.matches, as_of=request.today),
        "more": answer.more,
        "restricted": answer.restricted,
        "refer_url": refer if refer and may_open(refer, request.user.actor.role) else "",
    }


def _unsealed(token: str) -> str:
    try:
        return decrypt(token) if token else ""
    except InvalidToken:
        return ""


def _hits(matches: Collection[Match], *, as_of: date) -> list[Hit]:
    people = [match.person for match in matches]
    children = [person.id for person in people if person.is_child]
    lines = address_lines([person.id for person in people], as_of=as_of)
    workers = allocated_workers(children, as_of=as_of)
    states = statuses(children)
    theirs = _children_of([person.id for person in people if not person.is_child], as_of=as_of)
    may_open_these = reachable(children)
    return [
        Hit(
            match=match,
            url=reverse("desk:child", args=[match.person.id]) if match.person.id in may_open_these else "",
            born=born_words(match.person),
            age=words.age(match.person.birth_on, as_of=as_of) if match.person.birth_on else "",
            lives_at=lines.get(match.person.id, ""),
            worker=workers[match.person.id].worker.display_name if match.person.id in workers else "",
            statuses=states.get(match.person.id, []),
            children=theirs.get(match.person.id, []),
        )
        for match in matches
    ]


def _children_of(adults: Collection[UUID], *, as_of: date) -> dict[UUID, list[tuple[str, str]]]:
    rows = Relationship.objects.filter(person_id__in=adults, kind__in=_CHILD_OF, until_on=None).select_related("other")
    rows = [row for row in rows if row.other.is_child]
    called = display_names([row.other for row in rows], as_of=as_of)
    may_open_these = reachable([row.other_id for row in rows])
    children: dict[UUID, list[tuple[str, str]]] = {}
    for row in rows:
        url = reverse("desk:child", args=[row.other_id]) if row.other_id in may_open_these else ""
        told = (called[row.other_id], url)
        if told not in children.setdefault(row.person_id, []):
            children[row.person_id].append(told)
    return children
