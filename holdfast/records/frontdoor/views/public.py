"""Anybody tells us of a worry: one thing on a page, nothing left in the browser.

All of it happens at one address, by forms that send: no code stands in the browser's history, no cookie is set, and
what was typed is kept here, under a code that only the person has. There is no account to misuse, so no token guards
these forms against another site: it could send nothing that anybody could not send themselves.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from holdfast.access import Purpose
from holdfast.records.frontdoor.actions import (
    Around,
    mark_draft_sent,
    new_code,
    receive_envelope,
    save_draft,
    start_public_draft,
)
from holdfast.records.frontdoor.actions.bursts import is_in_a_burst
from holdfast.records.frontdoor.codes import Channel, Danger
from holdfast.records.frontdoor.forms import Children, PublicChildForm, children_as_typed
from holdfast.records.frontdoor.models import Draft
from holdfast.records.frontdoor.queries import draft_by_code, who_answers
from holdfast.records.frontdoor.queries.danger import WRITTEN, as_taken, danger_words_in
from holdfast.records.frontdoor.views.afterwards import what_happens_next
from holdfast.records.frontdoor.views.public_steps import KEYS, STEPS, TOLD_IN, Asked, Step
from holdfast.records.frontdoor.views.typed import as_sent, typed_in
from holdfast.wall.acting import PUBLIC, acting
from holdfast.web.pages import open_page

NO_DRAFT = "There is nothing under this code. Check it, or start again: what was sent or is seven days old is gone."


@csrf_exempt
@open_page(key="frontdoor.tell_us", words="Tell us about a child", methods=("GET", "POST"))
def tell_us(request: HttpRequest) -> HttpResponse:
    """The whole of the public form."""
    if request.method != "POST":
        return _start(request)
    with acting(actor=PUBLIC, purpose=Purpose.referring):
        return _answer(request)


def _answer(request: HttpRequest) -> HttpResponse:
    go = request.POST.get("go", "next")
    if go == "start":
        code = new_code()
        return _page(request, start_public_draft(code=code, at=request.now), code, STEPS[0])
    code = request.POST.get("code", "")
    draft = draft_by_code(code)
    if draft is None:
        return _start(request, wrong=NO_DRAFT)
    if draft.sent_reference and request.POST.get("step") not in KEYS:
        return _acknowledged(request, draft.sent_reference, draft.content)
    if draft.sent_reference:  # they went back and wrote more: it goes on as a message of its own
        code = new_code()
        draft = start_public_draft(code=code, at=request.now)
    if go == "resume":
        return _resumed(request, draft, code)
    return _moved(request, draft, code, go)


def _moved(request: HttpRequest, draft: Draft, code: str, go: str) -> HttpResponse:
    """Keep what was typed, then go where the button says."""
    here = request.POST.get("step", "")
    step = STEPS[KEYS.index(here)] if here in KEYS else None
    draft = _kept(request, draft, step)
    if go == "save":
        return render(request, "frontdoor/tell_us/saved.html", {"code": code, "until": draft.expires_at})
    if go == "send":
        return _send(request, draft, code)
    if go.startswith("change:") and go[7:] in KEYS:
        return _page(request, draft, code, STEPS[KEYS.index(go[7:])])
    if step is None:
        return _page(request, draft, code, STEPS[-1]) if go == "back" else _check(request, draft, code)
    if go == "add":
        return _page(request, draft, code, step, more=1)
    if go == "back":
        return _page(request, draft, code, STEPS[max(KEYS.index(step.key) - 1, 0)])
    return _next(request, draft, code, step)


def _next(request: HttpRequest, draft: Draft, code: str, step: Step) -> HttpResponse:
    asked = step.read(_typed(draft, step), request.today)
    if not asked.is_valid():
        return _page(request, draft, code, step, wrong=asked)
    after = KEYS.index(step.key) + 1
    return _page(request, draft, code, STEPS[after]) if after < len(STEPS) else _check(request, draft, code)


def _kept(request: HttpRequest, draft: Draft, step: Step | None) -> Draft:
    content = dict(draft.content)
    if step:
        content["typed"] = {**content.get("typed", {}), step.key: typed_in(request.POST)}
    content["at"] = step.key if step else "check"
    return save_draft(draft_id=draft.id, content=content, by=PUBLIC, at=request.now)


def _resumed(request: HttpRequest, draft: Draft, code: str) -> HttpResponse:
    at = draft.content.get("at", KEYS[0])
    return _page(request, draft, code, STEPS[KEYS.index(at)]) if at in KEYS else _check(request, draft, code)


def _send(request: HttpRequest, draft: Draft, code: str) -> HttpResponse:
    read = {step.key: step.read(_typed(draft, step), request.today) for step in STEPS}
    for step in STEPS:
        if not read[step.key].is_valid():
            return _page(request, draft, code, step, wrong=read[step.key])
    told: dict[str, Any] = {"channel": Channel.public_form.value}
    for key in TOLD_IN:
        told |= read[key].cleaned_data
    if "sum" not in request.POST:
        in_a_burst = is_in_a_burst(address=request.META.get("REMOTE_ADDR", ""), at=request.now)
        if in_a_burst and _can_wait(draft):
            return render(request, "frontdoor/tell_us/sum.html", {"code": code, "sum": _sum(draft)})
        told["in_a_burst"] = in_a_burst
    else:
        told["in_a_burst"] = request.POST["sum"].strip() != str(sum(_sum(draft)))
    receipt = receive_envelope(
        form_key=draft.id, told=told, children=read["children"].told, around=Around(alleged=read["worker"].alleged),
        by=PUBLIC, purpose=Purpose.referring, at=request.now,
    )  # fmt: skip
    left = {"danger": receipt.danger, "asks_for_help": told["asks_for_help"]}
    mark_draft_sent(draft=draft, reference=receipt.reference, left=left, at=request.now)
    return _acknowledged(request, receipt.reference, left)


def _can_wait(draft: Draft) -> bool:
    """Whether a question may stand before it: never where a child may be in danger."""
    return as_taken(_danger(draft), _danger_words(draft)) == Danger.no


def _sum(draft: Draft) -> tuple[int, int]:
    """Two small numbers to add, the same ones however often it is asked."""
    return 2 + draft.id.int % 7, 1 + draft.id.int // 7 % 8


def _start(request: HttpRequest, *, wrong: str = "") -> HttpResponse:
    context = {"answering": who_answers(request.now), "wrong": wrong, "code": request.POST.get("code", "")}
    return render(request, "frontdoor/tell_us/start.html", context, status=400 if wrong else 200)


def _page(
    request: HttpRequest, draft: Draft, code: str, step: Step, *, wrong: Asked | None = None, more: int = 0
) -> HttpResponse:
    typed = _typed(draft, step)
    asked = wrong or step.show(typed, request.today)
    if more and step.key == "children":
        asked = children_as_typed(PublicChildForm, typed, as_of=request.today, more=more)
    context = {
        "step": step,
        "number": KEYS.index(step.key) + 1,
        "count": len(STEPS),
        "asked": asked,
        "children": asked if isinstance(asked, Children) else None,
        "wrong": wrong,
        "code": code,
        **_warned(request, draft, said=step.key != "danger"),
    }
    return render(request, "frontdoor/tell_us/step.html", context, status=400 if wrong else 200)


def _warned(request: HttpRequest, draft: Draft, *, said: bool) -> dict[str, Any]:
    return {
        "in_danger": said and _danger(draft) == Danger.yes,
        "danger_words": _danger_words(draft),
        "answering": who_answers(request.now),
    }


def _check(request: HttpRequest, draft: Draft, code: str) -> HttpResponse:
    shown = [(step, _answers(step.read(_typed(draft, step), request.today))) for step in STEPS]
    context = {"shown": shown, "code": code, **_warned(request, draft, said=True)}
    return render(request, "frontdoor/tell_us/check.html", context)


def _answers(asked: Asked) -> list[tuple[str, str]]:
    """Each question with what was answered, as far as it was."""
    each = asked.forms if isinstance(asked, Children) else [asked]
    return [(str(field.label), said) for form in each for field in form if (said := _said(field))]


def _said(field: forms.BoundField) -> str:
    typed = field.data
    if isinstance(field.field, forms.ChoiceField):
        return str(dict(field.field.choices).get(typed, ""))
    return " ".join(filter(None, typed)) if isinstance(typed, list) else str(typed or "")


def _acknowledged(request: HttpRequest, reference: str, left: dict[str, Any]) -> HttpResponse:
    context = {
        "reference": reference,
        "sentences": what_happens_next(danger=left.get("danger", Danger.not_sure), answering=who_answers(request.now)),
        "asks_for_help": left.get("asks_for_help"),
    }
    return render(request, "frontdoor/tell_us/sent.html", context)


def _typed(draft: Draft, step: Step) -> QueryDict:
    return as_sent(draft.content.get("typed", {}).get(step.key, {}))


def _danger(draft: Draft) -> str:
    return str(_typed(draft, STEPS[0]).get("danger", ""))


def _danger_words(draft: Draft) -> list[str]:
    """Words of danger in what was written so far."""
    typed = [_typed(draft, step) for step in STEPS]
    return danger_words_in(*(each.get(name, "") for name in WRITTEN for each in typed))
