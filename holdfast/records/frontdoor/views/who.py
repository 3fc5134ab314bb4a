"""Saying who a named child is: somebody known, somebody new, a whole family at once; and taking it back."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.access import Purpose, Stage
from holdfast.kernel.refused import NotFound, Refused, StaleEdit
from holdfast.records.frontdoor.actions import add_named_child, match_named_child, undo_match
from holdfast.records.frontdoor.models import Contact, Match, NamedChild
from holdfast.records.frontdoor.queries import child_of_number, envelope_or_not_found, match_of, named_or_not_found
from holdfast.records.frontdoor.queries.since import added_since
from holdfast.records.people.models import Person
from holdfast.records.people.queries import born_words, child_or_not_found, display_names
from holdfast.wall.acting import current
from holdfast.web.pages import page

HUB = (Purpose.front_door, Purpose.out_of_hours)


class BecauseForm(forms.Form):
    """Why a match is taken back."""

    because = forms.CharField(
        label="How do you know that this is not the child?",
        help_text="Such as: the school looked again, and means another boy. It is kept with what is taken back.",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say how you know that this is not the child"},
    )


@page(
    key="frontdoor.match", words="Say who a named child is", purposes=HUB, needs=Stage.child_in_need,
    methods=("POST",), about_child=True, writes=True,
)  # fmt: skip
def match(request: HttpRequest, named_id: UUID) -> HttpResponse:
    """This known child."""
    named = named_or_not_found(named_id)
    child = child_of_number(request.POST["number"]) if "number" in request.POST else _chosen(request)
    _match(request, named, child)
    return back_to(named)


@page(
    key="frontdoor.family", words="Say who the children of a family are", purposes=HUB, needs=Stage.child_in_need,
    methods=("POST",), about_child=True, writes=True,
)  # fmt: skip
def family(request: HttpRequest, envelope_id: UUID) -> HttpResponse:
    """Each ticked child of one envelope, all or none of them."""
    envelope = envelope_or_not_found(envelope_id)
    pairs = [_pair(text) for text in request.POST.getlist("pair")]
    if not pairs:
        raise Refused("Tick each child whom you know to be the one on record.")
    for named_id, child_id in pairs:
        named = named_or_not_found(named_id)
        if named.envelope_id != envelope.id:
            raise NotFound("There is nothing here that you may see.")
        _match(request, named, child_or_not_found(child_id))
    return redirect("frontdoor:envelope", envelope.id)


@page(
    key="frontdoor.add", words="Add a named child as somebody new", purposes=HUB, needs=Stage.child_in_need,
    methods=("POST",), about_child=True, writes=True,
)  # fmt: skip
def add(request: HttpRequest, named_id: UUID) -> HttpResponse:
    """Somebody new."""
    named = named_or_not_found(named_id)
    now = current()
    add_named_child(named=named, by=now.actor, purpose=now.purpose, at=request.now)
    return back_to(named)


@page(
    key="frontdoor.undo", words="Take back who a named child is", purposes=HUB, needs=Stage.child_in_need,
    methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def undo(request: HttpRequest, named_id: UUID) -> HttpResponse:
    """Not this child after all. What was recorded since goes back with it, and needs a reason."""
    named = named_or_not_found(named_id)
    standing = match_of(named)
    if standing is None:
        return back_to(named)
    contact = Contact.objects.filter(told=named).first()
    form = BecauseForm(request.POST if request.method == "POST" else None)
    form.fields["because"].required = contact is not None  # nothing goes back with it yet
    if form.is_valid() and _undone(request, standing, form):
        return back_to(named)
    return _undo_page(request, standing, contact, form)


def _undone(request: HttpRequest, standing: Match, form: BecauseForm) -> bool:
    now = current()
    because = form.cleaned_data["because"]
    version = int(request.POST.get("expected_version") or standing.version)
    try:
        undo_match(
            match=standing, because=because, expected_version=version, by=now.actor, purpose=now.purpose, at=request.now
        )
    except StaleEdit:
        raise
    except Refused as refusal:
        form.add_error("because", str(refusal))
        return False
    return True


def _undo_page(request: HttpRequest, standing: Match, contact: Contact | None, form: BecauseForm) -> HttpResponse:
    context = {
        "named": standing.named,
        "match": standing,
        "name": display_names([standing.child], as_of=request.today)[standing.child_id],
        "born": born_words(standing.child),
        "contact": contact,
        "referral": contact.referrals.first() if contact else None,
        "since": added_since(contact) if contact else [],
        "form": form,
    }
    return render(request, "frontdoor/undo.html", context, status=400 if form.errors else 200)


def _match(request: HttpRequest, named: NamedChild, child: Person) -> None:
    now = current()
    match_named_child(named=named, child=child, by=now.actor, purpose=now.purpose, at=request.now)


def back_to(named: NamedChild) -> HttpResponse:
    """To the envelope, where this child stands in it."""
    return redirect(f"{reverse('frontdoor:envelope', args=[named.envelope_id])}#child-{named.place}")


def _chosen(request: HttpRequest) -> Person:
    try:
        return child_or_not_found(UUID(request.POST.get("child", "")))
    except ValueError:
        raise Refused("Choose who the child is.") from None


def _pair(text: str) -> tuple[UUID, UUID]:
    named, _, child = text.partition(":")
    try:
        return UUID(named), UUID(child)
    except ValueError:
        raise Refused("Choose who each child is.") from None
