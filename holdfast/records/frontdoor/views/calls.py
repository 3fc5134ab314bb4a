"""A call is taken down while somebody talks: one page, kept as it is typed, and what to say before hanging up."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from holdfast.access import Stage
from holdfast.records.frontdoor.actions import discard_draft, receive_envelope, reference_of
from holdfast.records.frontdoor.codes import OF_THE_PUBLIC, Channel
from holdfast.records.frontdoor.forms import CallerForm
from holdfast.records.frontdoor.models import Draft
from holdfast.records.frontdoor.queries import draft_or_not_found, envelope_or_not_found, own_drafts, who_answers
from holdfast.records.frontdoor.views.afterwards import what_happens_next
from holdfast.records.frontdoor.views.asking import MORE, Questions, read, shown
from holdfast.records.frontdoor.views.hub import HUB
from holdfast.records.frontdoor.views.professional import (
    REMOVE,
    around_the_form,
    form_key,
    keep_quietly,
    kept,
    with_files,
)
from holdfast.records.frontdoor.views.typed import as_sent, typed_in
from holdfast.wall.acting import current
from holdfast.web.pages import page

CALL = "call"


@page(
    key="frontdoor.call", words="Take down a call", purposes=HUB, needs=Stage.child_in_need, methods=("GET", "POST"),
    writes=True,
)  # fmt: skip
def call(request: HttpRequest) -> HttpResponse:
    """A call that comes in now."""
    if request.method == "POST":
        return _sent(request, form_key(request))
    return _page(request, _shown({}, request), key=uuid4())


@page(
    key="frontdoor.call_draft", words="Go on with a call", purposes=HUB, needs=Stage.child_in_need,
    methods=("GET", "POST"), writes=True,
)  # fmt: skip
def call_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A call that was interrupted."""
    if request.method == "POST":
        return _sent(request, draft_id)
    draft = draft_or_not_found(draft_id)
    typed = draft.content.get("typed", {})
    return _page(request, _shown(typed, request), key=draft.id, draft=draft, typed=typed)


@page(key="frontdoor.call_taken", words="What to say to the caller", purposes=HUB, needs=Stage.child_in_need)
def call_taken(request: HttpRequest, envelope_id: UUID) -> HttpResponse:
    """What the caller is told, with the reference to read out."""
    envelope = envelope_or_not_found(envelope_id)
    answering = who_answers(request.now)
    context = {"envelope": envelope, "sentences": what_happens_next(danger=envelope.danger, answering=answering)}
    return render(request, "frontdoor/call_taken.html", context)


def _sent(request: HttpRequest, key: UUID) -> HttpResponse:
    go = request.POST.get("go", "send")
    if go == "discard":
        discard_draft(draft_id=key)
        messages.success(request, "What you had written of the call is removed.")
        return redirect("frontdoor:call")
    if go == "keep":
        return keep_quietly(request, key, kind=CALL)
    draft = kept(request, key, by=current().actor, kind=CALL)
    typed = typed_in(request.POST)
    if go == "save":
        messages.success(request, "The call is kept. Nobody else sees it until you send it to the queue.")
        return redirect("frontdoor:call")
    if go in MORE or go == "files" or go.startswith(REMOVE):
        return _page(request, _shown(typed, request, more=MORE.get(go, "")), key=draft.id, draft=draft, typed=typed)
    asked = _worded(read(request.POST, as_of=request.today, teller=CallerForm, is_call=True))
    if not asked.are_answered():
        return _page(request, asked, key=draft.id, draft=draft, typed=typed, wrong=True)
    return _send(request, asked, draft, key)


def _send(request: HttpRequest, asked: Questions, draft: Draft, key: UUID) -> HttpResponse:
    now, told = current(), asked.told
    is_public = told["source"] in OF_THE_PUBLIC or not told["teller_agency"].strip()
    about = {"channel": Channel.telephone.value, "by_public": is_public, "source": told["source"] or "10"}
    taken = receive_envelope(
        form_key=key, told=told | about, children=asked.named, around=with_files(asked, draft),
        by=now.actor, purpose=now.purpose, at=request.now,
    )  # fmt: skip
    discard_draft(draft_id=draft.id)
    return redirect("frontdoor:call_taken", taken.envelope_id)


def _shown(typed: Any, request: HttpRequest, *, more: str = "") -> Questions:
    return _worded(shown(typed, as_of=request.today, teller=CallerForm, more=more))


_AS_ASKED = {
    "danger": ("danger", "Ask first: is a child in danger now?", ""),
    "what_happened": ("worry", "What the caller says, in their own words", "When, where, and how long it has gone on."),
    "child_said": ("worry", "What the child said, as the caller heard it", ""),
    "main_worry": ("reasons", "The main worry", ""),
    "parents_know": ("home", "Do the parents know that they ring?", ""),
    "parents_agree": ("agreement", "Do the parents agree to it?", ""),
    "parents_agree_because": ("agreement", "If they do not, or were not asked, why not?", ""),
    "worker_relation": ("worker", "How does the caller know them?", ""),
}
"""Questions that a handler asks in other words: of which form, and how."""


def _worded(asked: Questions) -> Questions:
    """The same questions as a handler asks them."""
    for name, (form, label, hint) in _AS_ASKED.items():
        field = getattr(asked, form).fields[name]
        field.label, field.help_text = label, hint
    said = asked.worry.fields["what_happened"]
    said.error_messages = {**said.error_messages, "required": "Write down what the caller says, even one line"}
    return asked


def _page(
    request: HttpRequest, asked: Questions, *, key: UUID, draft: Draft | None = None, typed: Any = None,
    wrong: bool = False,
) -> HttpResponse:  # fmt: skip
    unfinished = [each for each in own_drafts() if each.content.get("kind") == CALL and each.id != key]
    context = around_the_form(request, asked, draft=draft, typed=typed, wrong=wrong) | {
        "form_key": key,
        "reference": reference_of(key),
        "unfinished": [(each, _who(each)) for each in unfinished],
    }
    return render(request, "frontdoor/call.html", context, status=400 if wrong else 200)


def _who(draft: Draft) -> str:
    sent = as_sent(draft.content.get("typed", {}))
    return ", ".join(filter(None, (sent.get("teller_name"), sent.get("teller_telephone")))) or "Nobody named yet"
