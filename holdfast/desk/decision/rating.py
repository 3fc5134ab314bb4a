"""Two managers, one referral: rating a decided one unseen, how far two agree, and where the document was overridden."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from holdfast.access import Purpose, Stage
from holdfast.desk.decision.form import told_of, words
from holdfast.desk.decision.page import referral_or_not_found
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.actions import rate_again
from holdfast.records.frontdoor.codes import DECIDES
from holdfast.records.frontdoor.models import Referral
from holdfast.records.frontdoor.queries import (
    a_year_before,
    agreement,
    contacts_of,
    document,
    edition_on,
    may_rate,
    overridden,
    rated_twice,
    to_rate,
    user_names,
)
from holdfast.records.people.queries import born_words, display_names, family_of
from holdfast.wall.acting import current
from holdfast.web.deeds import is_done
from holdfast.web.forms import Radios, Ticks
from holdfast.web.pages import page

MANAGING = (Purpose.front_door,)


class RatingForm(forms.Form):
    """The level of need, rated a second time."""

    level = forms.TypedChoiceField(
        label="Level of need", coerce=int, widget=Radios, error_messages={"required": "Choose the level of need"}
    )
    reasons = words("Reasons", hint="Where two managers differ, the words say why.", rows=5, wanted="Give your reasons")

    def __init__(self, referral: Referral, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        edition = edition_on(referral.decided_on or referral.referred_on)
        self.fields["level"].choices = [
            (str(level), f"{level}. {said}") for level, said in sorted(edition.levels.items())
        ]
        self.names = [f"area:{area}" for area in edition.areas]
        for name, (said, indicators) in zip(self.names, edition.by_area(), strict=True):
            offered = [(each.code, each.words) for each in indicators]
            self.fields[name] = forms.MultipleChoiceField(label=said, choices=offered, required=False, widget=Ticks)

    def areas(self) -> Iterator[BoundField]:
        """The indicators, an area at a time."""
        return (self[name] for name in self.names)

    @property
    def ticked(self) -> list[str]:
        """The indicators that were ticked."""
        return [code for name in self.names for code in self.cleaned_data[name]]


@page(
    key="desk.rate", words="Rate a referral a second time", purposes=MANAGING, needs=Stage.child_in_need,
    methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def rate(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """What came in, without what was decided; and what this manager makes of it."""
    referral = referral_or_not_found(referral_id)
    refusal = may_rate(referral, user=current().actor)
    if refusal:
        raise Refused(refusal)
    form = RatingForm(referral, request.POST or None)
    if request.method == "POST" and form.is_valid() and _rated(request, referral, form):
        messages.success(request, "Kept. Thank you.")
        return redirect("desk:ratings")
    return render(request, "desk/rate.html", _unseen(request, referral, form), status=400 if form.errors else 200)


@page(key="desk.ratings", words="How far two managers agree", purposes=MANAGING, needs=Stage.child_in_need)
def ratings(request: HttpRequest) -> HttpResponse:
    """The agreement of twelve months with its number, where two differed and why, and every override."""
    since = a_year_before(request.today)
    twice = rated_twice(since=since)
    others = overridden(since=since)
    people = user_names({*(each.rated_by for each in twice), *(each.referral.decided_by for each in twice),
                         *(each.decided_by for each in others)} - {None})  # fmt: skip
    context = {
        "agreement": agreement([(each.first_level, each.level) for each in twice]),
        "differ": [
            (each, people.get(each.referral.decided_by, ""), people.get(each.rated_by, ""))
            for each in twice
            if each.level != each.first_level
        ],
        "overrides": [(each, people.get(each.decided_by, "")) for each in others],
        "to_rate": to_rate(current().actor, as_of=request.today),
        "chosen": document(),
        "since": since,
        "decides": bool(current().actor.role and current().actor.role.value in DECIDES),
    }
    return render(request, "desk/ratings.html", context)


def _rated(request: HttpRequest, referral: Referral, form: RatingForm) -> bool:
    now = current()
    chosen = form.cleaned_data
    return is_done(
        form,
        lambda: rate_again(
            referral=referral, level=chosen["level"], indicators=form.ticked, reasons=chosen["reasons"],
            by=now.actor, purpose=now.purpose, at=request.now,
        ),
    )  # fmt: skip


def _unseen(request: HttpRequest, referral: Referral, form: RatingForm) -> dict[str, Any]:
    """What the first manager had, and nothing of what they made of it."""
    child, told = referral.child, told_of(referral)
    before = contacts_of([child.id], since=a_year_before(referral.referred_on), but=referral.contact_id)
    return {
        "referral": referral,
        "form": form,
        "name": display_names([child], as_of=request.today)[child.id],
        "born": born_words(child),
        "family": family_of(person_id=child.id, as_of=referral.referred_on),
        "envelope": told.envelope if told else None,
        "contacts": [each for each in before if each.received_at.date() <= referral.referred_on],
    }
