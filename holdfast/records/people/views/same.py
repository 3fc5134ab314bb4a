"""Saying that two records are of one person, side by side with what speaks for it and against; and taking it back."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from holdfast.access import Purpose, Stage
from holdfast.kernel.refused import NotFound, Refused
from holdfast.records.people.actions import link_same_person, unlink_same_person
from holdfast.records.people.models import Person, SamePerson
from holdfast.records.people.queries import (
    address_lines,
    born_words,
    child_or_not_found,
    display_names,
    family_of,
    identifiers,
    judged_records,
    link_or_not_found,
    may_be_same_record,
    names,
    other_records,
    same_person_as,
)
from holdfast.wall.acting import current
from holdfast.web.deeds import is_done
from holdfast.web.pages import page

HUB = (Purpose.front_door, Purpose.out_of_hours)
_LIKELY = ("very likely", "may be")


class BecauseForm(forms.Form):
    """Why two records are of one person, or are not."""

    because = forms.CharField(label="How do you know?", max_length=500, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].help_text = hint
        self.fields["because"].error_messages["required"] = "Say how you know"


@page(
    key="people.same", words="Records of one child", purposes=HUB, needs=Stage.child_in_need, methods=("GET", "POST"),
    about_child=True, writes=True,
)  # fmt: skip
def same(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """The records that are linked to this one, and those that may be of the same child."""
    child = child_or_not_found(child_id)
    if request.method == "POST":
        return redirect("people:same_pair", child.id, _by_number(child, request.POST.get("number", "")).id)
    found = [each for each in may_be_same_record(child, but=same_person_as(child.id)) if each.likely in _LIKELY]
    records = other_records(child.id)
    people = [child, *(each.person for each in found), *(each.person for each in records if each.person)]
    called = display_names(people, as_of=request.today)
    context = {
        "child": child,
        "name": called[child.id],
        "records": [{"record": each, "name": called.get(each.record_id, "")} for each in records],
        "found": [{"record": each, "name": called[each.person.id], "born": born_words(each.person)} for each in found],
    }
    return render(request, "people/same.html", context)


@page(
    key="people.same_pair", words="Say that two records are of one child", purposes=HUB, needs=Stage.child_in_need,
    methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def same_pair(request: HttpRequest, child_id: UUID, other_id: UUID) -> HttpResponse:
    """Both records side by side; saved, each leads to the other, and neither is changed."""
    child, other = child_or_not_found(child_id), child_or_not_found(other_id)
    form = BecauseForm(request.POST or None, hint="Such as: the same NHS number, and the mother confirmed it.")

    def link() -> SamePerson:
        return link_same_person(person=child, other=other, because=form.cleaned_data["because"], **_doing(request))

    if request.method == "POST" and form.is_valid() and is_done(form, link):
        return redirect("people:same", child.id)
    (judged, reasons), sides = judged_records(child, other), [_side(request, each) for each in (child, other)]
    context = {
        "child": child,
        "other": other,
        "likely": judged.likely,
        "reasons": reasons,
        "sides": sides,
        "form": form,
    }
    return render(request, "people/same_pair.html", context, status=400 if form.errors else 200)


@page(
    key="people.unlink", words="Say that two records are of two children", purposes=HUB, needs=Stage.child_in_need,
    methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def unlink(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """The link ends; both records stand as they always did."""
    link = link_or_not_found(link_id)
    form = BecauseForm(request.POST or None, hint="Such as: two girls of one name in one school.")

    def part() -> SamePerson:
        version = int(request.POST.get("expected_version") or link.version)
        because = form.cleaned_data["because"]
        return unlink_same_person(link=link, because=because, expected_version=version, **_doing(request))

    if request.method == "POST" and form.is_valid() and is_done(form, part):
        return redirect("people:same", link.person_id)
    people = list(Person.objects.filter(pk__in=[link.person_id, link.other_id]))
    context = {"link": link, "sides": [_side(request, each) for each in people], "form": form}
    return render(request, "people/unlink.html", context, status=400 if form.errors else 200)


def _side(request: HttpRequest, person: Person) -> dict[str, Any]:
    return {
        "person": person,
        "name": display_names([person], as_of=request.today)[person.id],
        "names": ", ".join(dict.fromkeys(name.full for name in names(person_id=person.id))),
        "born": born_words(person),
        "lives_at": address_lines([person.id], as_of=request.today).get(person.id, ""),
        "numbers": identifiers(person_id=person.id),
        "family": family_of(person_id=person.id, as_of=request.today),
    }


def _doing(request: HttpRequest) -> dict[str, Any]:
    now = current()
    return {"by": now.actor, "purpose": now.purpose, "at": request.now}


def _by_number(child: Person, number: str) -> Person:
    found = Person.objects.filter(is_child=True, local_id__iexact=number.strip()).exclude(pk=child.pk)
    if not number.strip() or not found:
        raise NotFound("There is no other child under this number whom you may see. Go back and check it.")
    if len(found) > 1:
        raise Refused("More than one child is known by this number. Find the right one by name and date of birth.")
    return found[0]
