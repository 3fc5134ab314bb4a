"""The front door at work: what came in, who it is about, and what becomes of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from holdfast.access import Purpose, Stage
from holdfast.facts.cohorts import CollectionYear
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.actions import (
    make_referral,
    open_envelope,
    record_contact,
)
from holdfast.records.frontdoor.codes import ContactOutcome
from holdfast.records.frontdoor.forms import REFERRAL, OutcomeForm
from holdfast.records.frontdoor.models import Contact, Envelope, Match, NamedChild
from holdfast.records.frontdoor.queries import (
    a_year_before,
    contacts_of,
    decide_by,
    envelope_or_not_found,
    in_tray,
    match_of,
    named_or_not_found,
    undecided_referrals,
    user_names,
    who_answers,
)
from holdfast.records.frontdoor.queries.candidates import candidates, one_family
from holdfast.records.frontdoor.queries.files import attached
from holdfast.records.frontdoor.views.who import back_to
from holdfast.records.people.queries import born_words, display_names
from holdfast.wall.acting import current
from holdfast.wall.deeds import day_of
from holdfast.web import words
from holdfast.web.pages import page

HUB = (Purpose.front_door, Purpose.out_of_hours)
ON_A_PAGE = 50


@page(key="frontdoor.inbox", words="The front door’s inbox", purposes=HUB, needs=Stage.child_in_need)
def inbox(request: HttpRequest) -> HttpResponse:
    """What nobody has dealt with, danger first; then the referrals that wait for a decision."""
    waiting = in_tray(as_of=request.today)
    referrals = Paginator(undecided_referrals(), ON_A_PAGE).get_page(request.GET.get("page"))
    names = display_names([each.child for each in referrals], as_of=request.today)
    context = {
        "waiting": waiting,
        "referrals": [
            {
                "referral": each,
                "name": names[each.child_id],
                "url": decision_url(each.id),
                "due_on": decide_by(each.referred_on),
                "danger": bool(each.contact and each.contact.told and each.contact.told.envelope.danger == "yes"),
            }
            for each in referrals
        ],
        "pages": referrals,
        "answering": who_answers(request.now),
    }
    return render(request, "frontdoor/inbox.html", context)


@page(
    key="frontdoor.envelope", words="What somebody told us", purposes=HUB, needs=Stage.child_in_need, about_child=True,
    writes=True,
)  # fmt: skip
def envelope(request: HttpRequest, envelope_id: UUID) -> HttpResponse:
    """What somebody told us, and for each child who it may be. Opening it says that somebody looks."""
    found = envelope_or_not_found(envelope_id)
    if request.method == "HEAD":
        return HttpResponse()
    now = current()
    children = open_envelope(envelope=found, by=now.actor, purpose=now.purpose, at=request.now)
    return _shown(request, found, children)


@page(
    key="frontdoor.outcome", words="Say what becomes of what was told", purposes=HUB, needs=Stage.child_in_need,
    methods=("POST",), about_child=True, writes=True,
)  # fmt: skip
def outcome(request: HttpRequest, named_id: UUID) -> HttpResponse:
    """A referral, or a contact that asks for nothing more."""
    named = named_or_not_found(named_id)
    form = _outcome_form(request, named, sent=request.POST)
    if not form.is_valid():
        return _wrong(request, named, form)
    try:
        return _dealt_with(request, named, form.cleaned_data)
    except Refused as refusal:
        form.add_error("outcome", str(refusal))
        return _wrong(request, named, form)


def _dealt_with(request: HttpRequest, named: NamedChild, chosen: dict[str, Any]) -> HttpResponse:
    now = current()
    doing: dict[str, Any] = {"by": now.actor, "purpose": now.purpose, "at": request.now}
    if chosen["outcome"] == REFERRAL:
        referral = make_referral(named=named, source=chosen["source"], **doing)
        return redirect(decision_url(referral.id) or "frontdoor:inbox")
    said = ContactOutcome(chosen["outcome"])
    words = {name: chosen.get(name, "") for name in ("answer", "help_wanted")}
    record_contact(named=named, source=chosen["source"], outcome=said, **words, **doing)
    messages.success(request, f"{said.label}. The person who told us can read so, if they have an account.")
    return back_to(named)


def _wrong(request: HttpRequest, named: NamedChild, form: OutcomeForm) -> HttpResponse:
    now = current()
    children = open_envelope(envelope=named.envelope, by=now.actor, purpose=now.purpose, at=request.now)
    return _shown(request, named.envelope, children, wrong={named.id: form})


def decision_url(referral_id: UUID) -> str:
    """The address of a referral's decision, empty where there is no such page."""
    try:
        return reverse("desk:decision", args=[referral_id])
    except NoReverseMatch:
        return ""


def _shown(
    request: HttpRequest, found: Envelope, children: list[NamedChild], *, wrong: dict[UUID, OutcomeForm] | None = None
) -> HttpResponse:
    openers = user_names({each.opened_by for each in children if each.opened_by})
    again = Envelope.objects.filter(form_key=found.form_key).exclude(pk=found.pk).order_by("sent_at")
    about = [_about(request, each, wrong or {}) for each in children]
    context = {
        "envelope": found,
        "children": about,
        "confirmed": [each for each in about if each["match"]],
        "family": one_family({each["named"]: each["may_be"] for each in about if not each["match"]}),
        "opened_by": next((openers.get(each.opened_by) for each in children if each.opened_by), ""),
        "opened_at": next((each.opened_at for each in children if each.opened_at), None),
        "due_said": words.due(decide_by(day_of(found.sent_at)), as_of=request.today),
        "again": again,
        "files": attached(found.id),
        "wrong": list((wrong or {}).values()),
    }
    return render(request, "frontdoor/envelope.html", context, status=400 if wrong else 200)


def _about(request: HttpRequest, named: NamedChild, wrong: dict[UUID, OutcomeForm]) -> dict[str, Any]:
    standing = match_of(named)
    if standing is None:
        return {"named": named, "match": None, "may_be": candidates(named, as_of=request.today)}
    contact = Contact.objects.filter(told=named).first()
    return {"named": named, **_matched(request, standing, contact)} | (
        {"done": contact, "url": _referral_url(contact)}
        if contact
        else {"form": wrong.get(named.id) or _outcome_form(request, named)}
    )


def _matched(request: HttpRequest, standing: Match, contact: Contact | None) -> dict[str, Any]:
    child = standing.child
    since = a_year_before(request.today)
    return {
        "match": standing,
        "name": display_names([child], as_of=request.today)[child.id],
        "born": born_words(child),
        "contacts": contacts_of([child.id], since=since, but=contact.id if contact else None),
    }


def _referral_url(contact: Contact) -> str:
    referral = contact.referrals.first()
    return decision_url(referral.id) if referral else ""


def _outcome_form(request: HttpRequest, named: NamedChild, *, sent: Any = None) -> OutcomeForm:
    year = CollectionYear.holding(request.today).end_on.year
    answered = not named.envelope.by_public
    # Every child on the page has such a form: their ids must differ.
    return OutcomeForm(
        sent, initial={"source": named.envelope.source}, auto_id=f"id_{named.place}_%s", year=year, is_answered=answered
    )
