"""Writing down who a child is, who belongs to them and who works with them: one page for each deed.

What each needs and does stands in `DEEDS`; the two pages here draw any of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.access import Stage
from holdfast.kernel.refused import NotFound, Refused
from holdfast.records.people import actions, forms
from holdfast.records.people.codes import IdentifierKind, InvolvementKind, NameKind, RelationshipKind
from holdfast.records.people.models import Involvement, Person, Relationship
from holdfast.records.people.queries import child_or_not_found, display_names, family_of, working_with
from holdfast.wall.acting import current
from holdfast.web.aftersave import page_after
from holdfast.web.deeds import DeedForm, is_done
from holdfast.web.pages import WORK, page
from holdfast.web.whiletyping import Asked, asked_at

Told = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something people do about a child: its words, what follows from it, its form, and how."""

    words: str
    consequence: str
    form: type[DeedForm]
    do: Callable[[Any, Told, Told], object]
    """Called with the child (or the record that ends), what the form says, and who does it, what for and when."""


def _allocate(child: Person, told: Told, by: Told) -> object:
    return actions.allocate(child=child, **_only(told, "worker", "from_on", "reason"), **by)


def _involve(child: Person, told: Told, by: Told) -> object:
    kind = InvolvementKind(told["kind"])
    return actions.involve(person=child, kind=kind, **_only(told, "worker", "from_on", "until_on"), **by)


def _name(child: Person, told: Told, by: Told) -> object:
    return actions.add_name(person=child, kind=NameKind(told["kind"]), **_only(told, "given", "family"), **by)


def _details(child: Person, told: Told, by: Told) -> object:
    changes = _only(told, "birth_on", "expected_birth_on", "sex", "ethnicity", "needs_interpreter")
    version = told["expected_version"] or child.version
    return actions.change_details(person=child, changes=changes, expected_version=version, reason=told["reason"], **by)


def _number(child: Person, told: Told, by: Told) -> object:
    return actions.record_identifier(person=child, kind=IdentifierKind(told["kind"]), value=told["value"], **by)


def _address(child: Person, told: Told, by: Told) -> object:
    kept = _only(told, "lines", "postcode", "telephone", "protected", "from_on")
    return actions.record_address(person=child, **kept, **by)


def _relation(child: Person, told: Told, by: Told) -> object:
    other = _known_child(child, told["local_id"]) if told["local_id"] else _adult(child, told, by)
    kept = _only(told, "parental_responsibility", "lives_with")
    return actions.relate(person=child, other=other, kind=RelationshipKind(told["kind"]), **kept, **by)


def _adult(child: Person, told: Told, by: Told) -> Person:
    kept = _only(told, "given", "family", "birth_on", "record_id")
    return actions.add_person(authority=child.authority, **kept, **by)


def _known_child(child: Person, local_id: str) -> Person:
    other = Person.objects.filter(authority=child.authority, local_id__iexact=local_id.strip()).first()
    if other is None:
        raise Refused("There is no child with this number that you may see.")
    return other


def _not_known(child: Person, told: Told, by: Told) -> object:
    return actions.record_absence(person=child, **_only(told, "what", "because", "note", "asked_on"), **by)


def _end_involvement(row: Involvement, told: Told, by: Told) -> object:
    version = told["expected_version"] or row.version
    kept = _only(told, "until_on", "reason")
    return actions.end_involvement(involvement=row, expected_version=version, **kept, **by)


def _end_relation(row: Relationship, told: Told, by: Told) -> object:
    version = told["expected_version"] or row.version
    return actions.end_relationship(
        relationship=row, expected_version=version, **_only(told, "until_on", "reason"), **by
    )


def _only(told: Told, *names: str) -> Told:
    return {name: told[name] for name in names}


DEEDS: dict[str, Deed] = {
    "allocate": Deed(
        words="Allocate a social worker",
        consequence="They see the whole record from that day. Whoever was allocated before no longer does.",
        form=forms.AllocateForm,
        do=_allocate,
    ),
    "involve": Deed(
        words="Add somebody who works with the child",
        consequence="The record opens to them as far as their role goes, and they are listed under who to ring.",
        form=forms.InvolveForm,
        do=_involve,
    ),
    "relation": Deed(
        words="Add somebody in the child’s life",
        consequence="A parent, a carer, a brother or sister. Both records say so.",
        form=forms.RelationForm,
        do=_relation,
    ),
    "not-known": Deed(
        words="Record that something is not known",
        consequence="It stands on the child’s page, with why, until somebody finds out.",
        form=forms.NotKnownForm,
        do=_not_known,
    ),
    "address": Deed(
        words="Record where the child lives",
        consequence="The address before it ends. A protected one is shown only to those who must know it.",
        form=forms.AddressForm,
        do=_address,
    ),
    "name": Deed(
        words="Add a name",
        consequence="A preferred name is the one shown. Every name is found by a search.",
        form=forms.NameForm,
        do=_name,
    ),
    "number": Deed(
        words="Add a number",
        consequence="A pupil number or an NHS number, checked as you save.",
        form=forms.NumberForm,
        do=_number,
    ),
    "details": Deed(
        words="Correct birth date, sex, ethnic group or language",
        consequence="What stood before is kept, with your reason.",
        form=forms.DetailsForm,
        do=_details,
    ),
}
"""Every deed about a child by the word in its address, in the order in which the page offers them."""

ENDINGS: dict[str, Deed] = {
    "end-involvement": Deed(
        words="End somebody’s work with the child",
        consequence="From that day they no longer see the record.",
        form=forms.EndForm,
        do=_end_involvement,
    ),
    "end-relation": Deed(
        words="End a relationship",
        consequence="It ends on both records, and stays in their history.",
        form=forms.EndForm,
        do=_end_relation,
    ),
}


@page(
    key="people.deeds", words="Family, home and workers", purposes=WORK, needs=Stage.child_in_need,
    about_child=True, writes=True,
)  # fmt: skip
def deeds(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """What can be written down about who the child is, and what stands that can end."""
    child = child_or_not_found(child_id)
    offered = [
        {"words": deed.words, "hint": deed.consequence, "url": reverse("people:deed", args=[child.id, word])}
        for word, deed in DEEDS.items()
    ]
    context = {
        "child": child,
        "name": display_names([child], as_of=request.today)[child.id],
        "offered": offered,
        "workers": working_with(person_id=child.id, as_of=request.today),
        "family": family_of(person_id=child.id, as_of=request.today),
    }
    return render(request, "people/deeds.html", context)


@page(
    key="people.deed", words="Write down who a child is and who works with them", purposes=WORK,
    needs=Stage.child_in_need, methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def deed(request: HttpRequest, child_id: UUID, word: str) -> HttpResponse:
    """The form of one deed; saved, it leads back to the child."""
    child = child_or_not_found(child_id)
    if word not in DEEDS:
        raise NotFound("There is no record here that you may see.")
    asked = asked_at(word, child_id=child.id, subject_id=child.id)
    return _answered(request, DEEDS[word], child, child, initial=_initial(word, child, request), asked=asked)


@page(
    key="people.ending", words="End a relationship or somebody's work with a child", purposes=WORK,
    needs=Stage.child_in_need, methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def ending(request: HttpRequest, child_id: UUID, word: str, record_id: UUID) -> HttpResponse:
    """The form that ends one record of the child."""
    child = child_or_not_found(child_id)
    model = {"end-involvement": Involvement, "end-relation": Relationship}.get(word)
    record = model.objects.filter(pk=record_id, person=child, until_on=None).first() if model else None
    if record is None:
        raise NotFound("There is no record here that you may see.")
    initial = {"expected_version": record.version, "until_on": request.today}
    return _answered(request, ENDINGS[word], child, record, initial=initial)


def _answered(
    request: HttpRequest, done: Deed, child: Person, subject: Any, *, initial: Told, asked: Asked | None = None
) -> HttpResponse:
    form = done.form(request.POST or None, today=request.today, initial=initial)
    saved = _saved(done, subject, form, request) if request.method == "POST" and form.is_valid() else []
    if saved:
        to_the_child = reverse("desk:child", args=[child.id])
        return redirect(page_after(saved[0], child_id=child.id, at=request.now, otherwise=to_the_child))
    name = display_names([child], as_of=request.today)[child.id]
    shown = {"child": child, "name": name, "deed": done, "form": form, "asked_at": asked}
    return render(request, "people/deed.html", shown, status=400 if form.errors else 200)


def _saved(done: Deed, subject: Any, form: DeedForm, request: HttpRequest) -> list[object]:
    """What was saved; nothing where it was refused, which stands on the form."""
    now = current()
    by = {"by": now.actor, "purpose": now.purpose, "at": request.now}
    made: list[object] = []
    is_done(form, lambda: made.append(done.do(subject, form.cleaned_data, by)))
    return made


def _initial(word: str, child: Person, request: HttpRequest) -> Told:
    if word == "details":
        return {name: getattr(child, name) for name in actions.DETAILS} | {"expected_version": child.version}
    return {"from_on": request.today} if word in ("allocate", "involve") else {}
