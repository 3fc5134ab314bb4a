"""Small deeds round a decision, each a page of one form: give back, agree, open again, ring, write down a power."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from holdfast.access import Stage
from holdfast.desk.decision import DECIDING
from holdfast.desk.decision.form import words
from holdfast.desk.decision.page import referral_or_not_found
from holdfast.kernel.refused import NotFound, Refused
from holdfast.records.frontdoor import actions
from holdfast.records.frontdoor.codes import Power, TransferStepKind
from holdfast.records.frontdoor.models import PowerUsed, Proposal, Referral
from holdfast.records.people.models import Person
from holdfast.records.people.queries import display_names
from holdfast.wall.acting import current
from holdfast.wall.deeds import LONDON
from holdfast.web.deeds import DeedForm, is_done
from holdfast.web.forms import DayField, Radios
from holdfast.web.pages import page
from holdfast.web.words import moment

Told = dict[str, Any]


class ReturnForm(DeedForm):
    """Why something prepared is given back."""

    comment = words(
        "What is still wanted?", hint="The worker reads it at once. The referral’s clock goes on.",
        wanted="Say what is still wanted, so that the worker can go on at once",
    )  # fmt: skip


class AgreeForm(DeedForm):
    """Nothing to write: to agree is enough."""


class ReopenForm(DeedForm):
    """Why a referral is opened again."""

    because = words(
        "Why is it opened again?", hint="A late reply, a challenge, or something new.",
        wanted="Say why it is opened again",
    )  # fmt: skip


class TransferForm(DeedForm):
    """One step of handing a child over."""

    kind = forms.ChoiceField(
        label="What was done?", choices=TransferStepKind.choices, widget=Radios,
        error_messages={"required": "Choose what was done"},
    )  # fmt: skip
    with_whom = forms.CharField(
        label="With whom, and how to reach them", max_length=150,
        help_text="Name, team and telephone number.",
    )  # fmt: skip
    words = words("What was said")


class PowerForm(DeedForm):
    """Which power was used; the day and the power are enough at night."""

    power = forms.ChoiceField(
        label="By which power is the child protected?", choices=Power.choices, widget=Radios,
        error_messages={"required": "Choose the power"},
    )  # fmt: skip
    used_on = DayField(label="On which day?")
    used_time = forms.TimeField(
        label="At what time?", required=False, help_text="For example 02:15", input_formats=["%H:%M", "%H.%M"],
        error_messages={"invalid": "Enter the time as 02:15"},
    )  # fmt: skip
    reason = words(
        "Why this power?",
        hint="Police protection is for when there is no time to ask a court, and lasts 72 hours at most.",
    )
    alternatives = words(
        "What else was considered?", hint="Family, somebody leaving the home, the parents’ agreement, an order."
    )


class MoreOnPowerForm(DeedForm):
    """What was missing when the power was written down."""

    reason = words("Why this power?")
    alternatives = words("What else was considered?")
    outcome = words("What came of it?", hint="Where the child is now, and under what.")


@dataclass(frozen=True, kw_only=True)
class Round:
    """A deed round a decision: its words, its form, and what does it."""

    words: str
    consequence: str
    form: type[DeedForm]
    do: Callable[[Referral, Told, Told], object]
    button: str = "Save"
    needs: Stage = Stage.child_in_need


def _returned(referral: Referral, told: Told, by: Told) -> object:
    rows = Proposal.objects.filter(referral=referral, settled_at=None).order_by("-prepared_at")
    proposal = rows.first()
    if proposal is None:
        raise Refused("Nothing is prepared here that could be given back.")
    return actions.return_proposal(proposal=proposal, comment=told["comment"], expected_version=proposal.version, **by)


def _agreed(referral: Referral, told: Told, by: Told) -> object:
    return actions.agree_decision(referral=referral, expected_version=_version(referral, told), **by)


def _reopened(referral: Referral, told: Told, by: Told) -> object:
    version = _version(referral, told)
    return actions.reopen_referral(referral=referral, because=told["because"], expected_version=version, **by)


def _transferred(referral: Referral, told: Told, by: Told) -> object:
    kind = TransferStepKind(told["kind"])
    said = {name: told[name] for name in ("with_whom", "words", "record_id")}
    return actions.record_transfer_step(referral=referral, kind=kind, **said, **by)


def _protected(referral: Referral, told: Told, by: Told) -> object:
    used_at = datetime.combine(told["used_on"], told["used_time"] or time(), tzinfo=LONDON)
    said = {name: told[name] for name in ("reason", "alternatives", "record_id")}
    return actions.record_power(
        child_id=referral.child_id, referral=referral, power=Power(told["power"]), used_at=used_at, **said, **by
    )


def _version(referral: Referral, told: Told) -> int:
    return int(told["expected_version"] or referral.version)


ROUND: dict[str, Round] = {
    "return": Round(
        words="Give it back with a comment",
        consequence="It goes back to whoever prepared it, and stays on your list until it is decided.",
        form=ReturnForm,
        do=_returned,
        button="Give it back",
    ),
    "agree": Round(
        words="Agree with what was decided at night",
        consequence="Your name stands beside it. If you do not agree, decide it anew.",
        form=AgreeForm,
        do=_agreed,
        button="Agree",
    ),
    "reopen": Round(
        words="Open the referral again",
        consequence="It waits for a decision again. What was decided stays on the record.",
        form=ReopenForm,
        do=_reopened,
        button="Open it again",
    ),
    "transfer": Round(
        words="Hand over to the other authority",
        consequence="It is chased until they say that they took the child on.",
        form=TransferForm,
        do=_transferred,
    ),
    "power": Round(
        words="Write down a power that was used",
        consequence="The power and the day are enough now. What is missing is listed as still to do.",
        form=PowerForm,
        do=_protected,
        needs=Stage.decision_maker,
    ),
}


@page(
    key="desk.decision_deed", words="Do something about a decision", purposes=DECIDING, needs=Stage.child_in_need,
    methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def decision_deed(request: HttpRequest, referral_id: UUID, word: str) -> HttpResponse:
    """The form of one deed; done, it leads back to the decision."""
    referral = referral_or_not_found(referral_id)
    done = ROUND.get(word)
    if done is None or current().reach.ceiling < done.needs:
        raise NotFound("There is no page here that you may see.")
    initial = {"expected_version": referral.version, "used_on": request.today}
    form = done.form(request.POST if request.method == "POST" else None, today=request.today, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and _did(request, form, lambda told, by: done.do(referral, told, by))
    ):
        messages.success(request, f"Saved: {done.words[:1].lower()}{done.words[1:]}.")
        return redirect("desk:decision", referral.id)
    return _form_page(request, referral.child, done.words, done.consequence, form, done.button, referral)


@page(
    key="desk.power", words="A power that was used", purposes=DECIDING, needs=Stage.decision_maker,
    methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def power(request: HttpRequest, power_id: UUID) -> HttpResponse:
    """What is still to be written down about a power that was used."""
    used = PowerUsed.objects.select_related("child", "referral").filter(pk=power_id).first()
    if used is None:
        raise NotFound("There is no record here that you may see.")
    stands = {name: getattr(used, name) for name in ("reason", "alternatives", "outcome")}
    form = MoreOnPowerForm(
        request.POST or None, today=request.today, initial=stands | {"expected_version": used.version}
    )
    if request.method == "POST" and form.is_valid() and _did(request, form, lambda told, by: _added(used, told, by)):
        messages.success(request, "Saved.")
        return (
            redirect("desk:decision", used.referral_id) if used.referral_id else redirect("desk:child", used.child_id)
        )
    said = f"{used.get_power_display()}, {moment(used.used_at)}"
    return _form_page(request, used.child, said, "Save what is missing.", form, "Save", used.referral)


def _added(used: PowerUsed, told: Told, by: Told) -> object:
    said = {name: told[name] for name in ("reason", "alternatives", "outcome")}
    return actions.add_to_power(used=used, expected_version=told["expected_version"] or used.version, **said, **by)


def _did(request: HttpRequest, form: DeedForm, do: Callable[[Told, Told], object]) -> bool:
    now = current()
    by = {"by": now.actor, "purpose": now.purpose, "at": request.now}
    return is_done(form, lambda: do(form.cleaned_data | {"record_id": form.own_id}, by))


def _form_page(
    request: HttpRequest, child: Person, said: str, consequence: str, form: DeedForm, button: str,
    referral: Referral | None,
) -> HttpResponse:  # fmt: skip
    name = display_names([child], as_of=request.today)[child.id]
    context = {
        "child": child, "name": name, "title": said, "consequence": consequence, "form": form, "button": button,
        "referral": referral,
    }  # fmt: skip
    return render(request, "desk/decision_deed.html", context, status=400 if form.errors else 200)
