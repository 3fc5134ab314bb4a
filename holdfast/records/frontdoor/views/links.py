"""One-time links: the hub issues them, a partner without an account uses one, and reads how far we are by a code."""

from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from holdfast.access import Purpose, Stage
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.actions.links import USED, actor_of, is_good, issue_link, send_by_link, withdraw_link
from holdfast.records.frontdoor.codes import Channel
from holdfast.records.frontdoor.forms import AdditionForm, LinkForm, ProfessionalTellerForm
from holdfast.records.frontdoor.models import Draft, Envelope, NamedChild, OneTimeLink
from holdfast.records.frontdoor.queries import who_answers
from holdfast.records.frontdoor.queries.files import attached
from holdfast.records.frontdoor.queries.links import issued_links, link_by_code, link_by_receipt
from holdfast.records.frontdoor.views.afterwards import what_happens_next
from holdfast.records.frontdoor.views.asking import MORE, Questions, read, shown
from holdfast.records.frontdoor.views.hub import HUB
from holdfast.records.frontdoor.views.professional import REMOVE, around_the_form, kept, with_files
from holdfast.records.frontdoor.views.typed import typed_in
from holdfast.wall.acting import acting, current
from holdfast.wall.audit import record
from holdfast.web.pages import open_page, page


@page(
    key="frontdoor.links", words="One-time links", purposes=HUB, needs=Stage.child_in_need, methods=("GET", "POST"),
    writes=True,
)  # fmt: skip
def links(request: HttpRequest) -> HttpResponse:
    """Links that were issued; a new one is shown once."""
    now = current()
    form, address = LinkForm(request.POST if request.method == "POST" and "withdraw" not in request.POST else None), ""
    if "withdraw" in request.POST:
        withdraw_link(link_id=_uuid(request.POST["withdraw"]), by=now.actor, purpose=now.purpose, at=request.now)
        return redirect("frontdoor:links")
    if form.is_bound and form.is_valid():
        made = issue_link(**form.cleaned_data, by=now.actor, purpose=now.purpose, at=request.now)
        address, form = request.build_absolute_uri(reverse("frontdoor:link", args=[made.code])), LinkForm()
    rows = [(each, _state(each, request)) for each in issued_links()]
    context = {"form": form, "address": address, "rows": rows}
    return render(request, "frontdoor/links.html", context, status=400 if form.errors else 200)


@csrf_exempt
@open_page(key="frontdoor.link", words="Make a referral by a one-time link", methods=("GET", "POST"))
def link(request: HttpRequest, code: str) -> HttpResponse:
    """The professionals' form for whoever holds the link. The code is what guards it: no cookie is set."""
    found = link_by_code(code)
    if found is None or (request.method != "POST" and not is_good(found, at=request.now)):
        return _over(request)
    with acting(actor=actor_of(found), purpose=Purpose.referring):
        if request.method != "POST":
            return _open(request, found)
        return _answer(request, found, code)


@csrf_exempt
@open_page(key="frontdoor.link_receipt", words="How far we are with a referral", methods=("GET", "POST"))
def link_receipt(request: HttpRequest) -> HttpResponse:
    """How far we are, for whoever holds the second code; it stands in no address."""
    code = request.POST.get("code", "")
    found = link_by_receipt(code) if request.method == "POST" else None
    if found is None:
        wrong = "There is nothing under this code. Check it, or ring us." if code else ""
        context = {"wrong": wrong, "answering": who_answers(request.now)}
        return render(request, "frontdoor/tell_us/link_code.html", context, status=400 if wrong else 200)
    with acting(actor=actor_of(found), purpose=Purpose.referring):
        record(what="POST frontdoor.link_receipt", children=[], at=request.now)
        return _receipt(request)


def _answer(request: HttpRequest, found: OneTimeLink, code: str) -> HttpResponse:
    go, typed = request.POST.get("go", "send"), typed_in(request.POST)
    if not is_good(found, at=request.now) and go != "send":
        return _over(request, typed)
    draft = kept(request, _draft_of(found), by=actor_of(found))
    if go in MORE or go in ("save", "files") or go.startswith(REMOVE):
        asked = shown(typed, as_of=request.today, teller=ProfessionalTellerForm, more=MORE.get(go, ""))
        return _page(request, asked, draft=draft, typed=typed, saved=go == "save")
    asked = read(request.POST, as_of=request.today, teller=ProfessionalTellerForm)
    if not asked.are_answered():
        return _page(request, asked, draft=draft, typed=typed, wrong=True)
    return _send(request, found, code, asked, draft)


def _send(request: HttpRequest, found: OneTimeLink, code: str, asked: Questions, draft: Draft) -> HttpResponse:
    told = asked.told | {"source": found.source, "channel": Channel.secure_link.value}
    told["teller_agency"] = found.agency_name
    try:
        sent = send_by_link(
            link=found, code=code, told=told, children=asked.named, around=with_files(asked, draft),
            form_key=draft.id, at=request.now,
        )  # fmt: skip
    except Refused:
        draft.delete()
        return _over(request, typed_in(request.POST))
    draft.delete()
    sentences = what_happens_next(danger=sent.receipt.danger, answering=who_answers(request.now))
    context = {"reference": sent.receipt.reference, "code": sent.code, "sentences": sentences}
    return render(request, "frontdoor/tell_us/link_sent.html", context)


def _open(request: HttpRequest, found: OneTimeLink) -> HttpResponse:
    draft = Draft.objects.filter(pk=_draft_of(found)).first()
    typed = draft.content.get("typed", {}) if draft else {}
    filled_in = {"teller_agency": found.agency_name}
    asked = shown(typed, as_of=request.today, teller=ProfessionalTellerForm, filled_in=filled_in)
    return _page(request, asked, draft=draft, typed=typed)


def _page(
    request: HttpRequest, asked: Questions, *, draft: Draft | None, typed: Any, wrong: bool = False, saved: bool = False
) -> HttpResponse:
    context = around_the_form(request, asked, draft=draft, typed=typed, wrong=wrong) | {"saved": saved}
    return render(request, "frontdoor/tell_us/link.html", context, status=400 if wrong else 200)


def _receipt(request: HttpRequest) -> HttpResponse:
    envelope = Envelope.objects.order_by("sent_at").first()
    context = {
        "envelope": envelope,
        "children": list(NamedChild.objects.filter(envelope=envelope).order_by("place")),
        "files": attached(envelope.id) if envelope else [],
        "link_actor": True,
        "answering": who_answers(request.now),
        "form": AdditionForm(),
    }
    return render(request, "frontdoor/tell_us/link_receipt.html", context)


def _over(request: HttpRequest, typed: Any = None) -> HttpResponse:
    """The link is over; whatever was written stays on the screen of whoever wrote it."""
    hidden = ("-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS")
    written = [(name, "\n".join(said)) for name, said in (typed or {}).items() if not name.endswith(hidden)]
    words = [(name.replace("_", " ").replace("-", " ").capitalize(), said) for name, said in written if said.strip()]
    context = {"because": USED, "written": words, "answering": who_answers(request.now)}
    return render(request, "frontdoor/tell_us/link_over.html", context, status=410)


def _state(each: OneTimeLink, request: HttpRequest) -> str:
    if each.used_at:
        return "used"
    if each.withdrawn_at:
        return "withdrawn"
    return "open" if is_good(each, at=request.now) else "ran out"


def _draft_of(found: OneTimeLink) -> UUID:
    return uuid5(found.id, "what is being written")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused("There is no such link.") from None
