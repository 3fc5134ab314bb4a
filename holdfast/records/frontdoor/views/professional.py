"""A professional makes a referral on one page, comes back to a draft, and follows what they told us."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from holdfast.access import Purpose, Role
from holdfast.kernel.refused import NotFound
from holdfast.records.frontdoor.actions import discard_draft, receive_envelope, reference_of, save_draft
from holdfast.records.frontdoor.codes import SOURCE_OF_ROLE, Danger
from holdfast.records.frontdoor.forms import (
    ChildForm,
    Children,
    DangerForm,
    HomeForm,
    ProfessionalTellerForm,
    WorryForm,
    as_typed,
    children_as_typed,
    children_formset,
)
from holdfast.records.frontdoor.models import Draft, NamedChild
from holdfast.records.frontdoor.queries import (
    draft_or_not_found,
    envelope_or_not_found,
    own_drafts,
    own_envelopes,
    who_answers,
)
from holdfast.records.frontdoor.views.afterwards import what_happens_next
from holdfast.records.frontdoor.views.typed import as_sent, typed_in
from holdfast.wall.acting import current
from holdfast.wall.models import User
from holdfast.web.pages import page

REFERRING = (Purpose.referring,)


@dataclass(frozen=True, kw_only=True)
class Questions:
    """All that is asked on the one page."""

    danger: forms.Form
    children: Children
    worry: forms.Form
    home: forms.Form
    teller: forms.Form

    @property
    def all(self) -> list[Any]:
        """In the order of the page."""
        return [self.danger, self.children, self.worry, self.home, self.teller]

    def are_answered(self) -> bool:
        """Whether nothing is wrong; asks all, so that every mistake shows at once."""
        mistaken = [each for each in self.all if not each.is_valid()]
        return not mistaken

    @property
    def told(self) -> dict[str, Any]:
        """The answers, as an envelope's fields."""
        answered = [each.cleaned_data for each in (self.danger, self.worry, self.home, self.teller)]
        return {name: value for told in answered for name, value in told.items()}


@page(
    key="frontdoor.refer", words="Make a referral", purposes=REFERRING, methods=("GET", "POST"), writes=True
)  # fmt: skip
def refer(request: HttpRequest) -> HttpResponse:
    """A new referral."""
    if request.method != "POST":
        return _page(request, _shown({}, request), form_key=uuid4())
    return _sent(request, _form_key(request))


@page(
    key="frontdoor.refer_draft", words="Go on with a referral", purposes=REFERRING, methods=("GET", "POST"), writes=True
)
def refer_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A referral that was begun before."""
    if request.method == "POST":
        return _sent(request, draft_id)
    draft = draft_or_not_found(draft_id)
    return _page(request, _shown(draft.content.get("typed", {}), request), form_key=draft.id, draft=draft)


@page(key="frontdoor.told", words="What I told you", purposes=REFERRING)
def told(request: HttpRequest) -> HttpResponse:
    """What this person told us, how far we are with it, and what they have not sent."""
    drafts = [(draft, _begun(draft)) for draft in own_drafts()]
    return render(request, "frontdoor/told.html", {"told": own_envelopes(), "drafts": drafts})


@page(key="frontdoor.receipt", words="The receipt of a referral", purposes=REFERRING)
def receipt(request: HttpRequest, envelope_id: UUID) -> HttpResponse:
    """The receipt: the same whether or not a child is known."""
    envelope = envelope_or_not_found(envelope_id)
    children = list(NamedChild.objects.filter(envelope=envelope).order_by("place"))
    sentences = what_happens_next(danger=envelope.danger, answering=who_answers(request.now))
    context = {"envelope": envelope, "children": children, "sentences": sentences, "just_sent": "sent" in request.GET}
    return render(request, "frontdoor/receipt.html", context)


def _sent(request: HttpRequest, form_key: UUID) -> HttpResponse:
    go = request.POST.get("go", "send")
    now = current()
    if go == "discard":
        discard_draft(draft_id=form_key)
        messages.success(request, "The draft is removed.")
        return redirect("frontdoor:told")
    if go == "add":
        return _page(request, _shown(typed_in(request.POST), request, more=1), form_key=form_key)
    if go == "save":
        _keep(request, form_key)
        messages.success(request, "Your draft is saved. It stays here for seven days; nobody else can read it.")
        return redirect("frontdoor:told")
    asked = _read(request.POST, request.today)
    if not asked.are_answered():
        _keep(request, form_key)
        return _page(request, asked, form_key=form_key, wrong=True)
    taken = receive_envelope(
        form_key=form_key, told=asked.told | {"source": _source(request.user)}, children=asked.children.told,
        by=now.actor, purpose=now.purpose, at=request.now,
    )  # fmt: skip
    discard_draft(draft_id=form_key)
    return redirect(f"/referrals/told/{taken.envelope_id}/?sent")


def _keep(request: HttpRequest, form_key: UUID) -> None:
    save_draft(draft_id=form_key, content={"typed": typed_in(request.POST)}, by=current().actor, at=request.now)


def _read(sent: QueryDict, as_of: date) -> Questions:
    return Questions(
        danger=DangerForm(sent),
        children=children_formset(ChildForm)(sent, prefix="child", form_kwargs={"as_of": as_of}),
        worry=WorryForm(sent),
        home=HomeForm(sent),
        teller=ProfessionalTellerForm(sent),
    )


def _shown(typed: Mapping[str, list[str]], request: HttpRequest, *, more: int = 0) -> Questions:
    sent = as_sent(typed)
    teller = as_typed(ProfessionalTellerForm, sent) if typed else ProfessionalTellerForm(initial=_prefilled(request))
    return Questions(
        danger=as_typed(DangerForm, sent),
        children=children_as_typed(ChildForm, sent, as_of=request.today, more=more),
        worry=as_typed(WorryForm, sent),
        home=as_typed(HomeForm, sent),
        teller=teller,
    )


def _prefilled(request: HttpRequest) -> dict[str, str]:
    user: User = request.user
    posts = user.posts.select_related("team").order_by("-from_on")
    post = next((post.title for post in posts if post.held_on(request.today)), Role(user.role).label)
    shared = user.role == Role.gp_practice
    return {
        "teller_name": "" if shared else user.display_name,
        "teller_role": "" if shared else post,
        "teller_agency": user.agency_name,
        "teller_telephone": user.telephone,
    }


def _page(
    request: HttpRequest, asked: Questions, *, form_key: UUID, draft: Draft | None = None, wrong: bool = False
) -> HttpResponse:
    context = {
        "asked": asked,
        "form_key": form_key,
        "reference": reference_of(form_key),
        "draft": draft,
        "wrong": wrong,
        "answering": who_answers(request.now),
        "danger_yes": Danger.yes.value,
    }
    return render(request, "frontdoor/refer.html", context, status=400 if wrong else 200)


def _form_key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("form_key", ""))
    except ValueError:
        raise NotFound("This form is not complete. Open it again from “Make a referral”.") from None


def _source(user: User) -> str:
    return SOURCE_OF_ROLE.get(user.role, "8")


def _begun(draft: Draft) -> str:
    """About whom a draft is, as far as it says."""
    sent = as_sent(draft.content.get("typed", {}))
    pairs = [(sent.get(f"child-{at}-given"), sent.get(f"child-{at}-family")) for at in range(20)]
    names = [" ".join(filter(None, pair)) for pair in pairs]
    return ", ".join(filter(None, names)) or "Nobody named yet"
