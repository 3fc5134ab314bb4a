"""A professional makes a referral on one page, comes back to a draft, and follows what they told us."""

from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from holdfast.access import Purpose, Role
from holdfast.kernel.refused import NotFound
from holdfast.records.frontdoor.actions import (
    Around,
    as_sent_files,
    discard_draft,
    keep_file,
    receive_envelope,
    reference_of,
    remove_file,
    save_draft,
)
from holdfast.records.frontdoor.codes import SOURCE_OF_ROLE, Channel, Danger
from holdfast.records.frontdoor.forms import ProfessionalTellerForm
from holdfast.records.frontdoor.models import Draft, Envelope
from holdfast.records.frontdoor.queries import draft_or_not_found, who_answers
from holdfast.records.frontdoor.queries.danger import danger_words_in
from holdfast.records.frontdoor.queries.files import draft_files
from holdfast.records.frontdoor.views.asking import MORE, Questions, read, shown, words_typed
from holdfast.records.frontdoor.views.typed import typed_in
from holdfast.wall.acting import Actor, current
from holdfast.wall.models import User
from holdfast.web import uploads
from holdfast.web.pages import page

REFERRING = (Purpose.referring,)
REMOVE = "remove-file:"


@page(key="frontdoor.refer", words="Make a referral", purposes=REFERRING, methods=("GET", "POST"), writes=True)
def refer(request: HttpRequest) -> HttpResponse:
    """A new referral."""
    if request.method != "POST":
        return _page(request, _shown({}, request), form_key=uuid4())
    return _sent(request, form_key(request))


@page(
    key="frontdoor.refer_draft", words="Go on with a referral", purposes=REFERRING, methods=("GET", "POST"), writes=True
)
def refer_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A referral that was begun before."""
    if request.method == "POST":
        return _sent(request, draft_id)
    draft = draft_or_not_found(draft_id)
    typed = draft.content.get("typed", {})
    return _page(request, _shown(typed, request), form_key=draft.id, draft=draft, typed=typed)


def kept(request: HttpRequest, key: UUID, *, by: Actor, kind: str = "referral") -> Draft:
    """Keep what was typed and the files that came with it; each file is looked into now."""
    content = {"typed": typed_in(request.POST), "kind": kind}
    draft = save_draft(draft_id=key, content=content, by=by, at=request.now)
    for each in request.FILES.getlist("files"):
        keep_file(draft=draft, name=each.name or "", content=_read(each))
    go = request.POST.get("go", "")
    if go.startswith(REMOVE) and (file_id := _uuid(go.removeprefix(REMOVE))):
        remove_file(draft_id=draft.id, file_id=file_id)
    return draft


def keep_quietly(request: HttpRequest, key: UUID, *, kind: str = "referral") -> HttpResponse:
    """Keep what is being typed, and say which words of danger stand in it; what was just sent is no draft any more."""
    if not Envelope.objects.filter(form_key=key).exists():
        kept(request, key, by=current().actor, kind=kind)
    found = danger_words_in(*words_typed(typed_in(request.POST)))
    return HttpResponse(status=204, headers={"Danger-Words": quote(", ".join(found[:5]))} if found else None)


def form_key(request: HttpRequest) -> UUID:
    """The key made with the form; NotFound where somebody sends a form that was never opened."""
    key = _uuid(request.POST.get("form_key", ""))
    if key is None:
        raise NotFound("This form is not complete. Open it again from “Make a referral”.")
    return key


def _sent(request: HttpRequest, key: UUID) -> HttpResponse:
    go = request.POST.get("go", "send")
    if go == "discard":
        discard_draft(draft_id=key)
        messages.success(request, "The draft is removed.")
        return redirect("frontdoor:told")
    if go == "keep":
        return keep_quietly(request, key)
    draft = kept(request, key, by=current().actor)
    if go == "save":
        messages.success(request, "Your draft is saved. It stays here for seven days; nobody else can read it.")
        return redirect("frontdoor:told")
    typed = typed_in(request.POST)
    if go in MORE or go == "files" or go.startswith(REMOVE):
        asked = _shown(typed, request, more=MORE.get(go, ""))
        return _page(request, asked, form_key=draft.id, draft=draft, typed=typed)
    asked = read(request.POST, as_of=request.today, teller=ProfessionalTellerForm)
    if not asked.are_answered():
        return _page(request, asked, form_key=draft.id, draft=draft, typed=typed, wrong=True)
    return _send(request, asked, draft, key)


def _send(request: HttpRequest, asked: Questions, draft: Draft, key: UUID) -> HttpResponse:
    now = current()
    about = {"source": _source(request.user), "channel": Channel.professional_form.value}
    taken = receive_envelope(
        form_key=key, told=asked.told | about, children=asked.named, around=with_files(asked, draft),
        by=now.actor, purpose=now.purpose, at=request.now,
    )  # fmt: skip
    discard_draft(draft_id=draft.id)
    return redirect(f"/referrals/told/{taken.envelope_id}/?sent")


def with_files(asked: Questions, draft: Draft) -> Around:
    """Adults and whoever is accused, with the files of the draft."""
    around = asked.around
    return Around(adults=around.adults, alleged=around.alleged, files=as_sent_files(draft_id=draft.id))


def _shown(typed: Any, request: HttpRequest, *, more: str = "") -> Questions:
    return shown(typed, as_of=request.today, teller=ProfessionalTellerForm, filled_in=_prefilled(request), more=more)


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
    request: HttpRequest, asked: Questions, *, form_key: UUID, draft: Draft | None = None, typed: Any = None,
    wrong: bool = False,
) -> HttpResponse:  # fmt: skip
    context = around_the_form(request, asked, draft=draft, typed=typed, wrong=wrong) | {
        "form_key": form_key,
        "reference": reference_of(form_key),
    }
    return render(request, "frontdoor/refer.html", context, status=400 if wrong else 200)


def around_the_form(
    request: HttpRequest, asked: Questions, *, draft: Draft | None, typed: Any, wrong: bool
) -> dict[str, Any]:
    """What the page shows besides the questions: words of danger, files, and who answers now."""
    return {
        "asked": asked,
        "draft": draft,
        "files": draft_files(draft.id) if draft else [],
        "most_files": uploads.MOST,
        "largest_mb": uploads.LARGEST // 2**20,
        "danger_words": danger_words_in(*words_typed(typed or {})),
        "wrong": wrong,
        "answering": who_answers(request.now),
        "danger_yes": Danger.yes.value,
    }


def _read(file: Any) -> bytes:
    """Its bytes; of one that is too large only so many that it is seen to be."""
    content: bytes = file.read(uploads.LARGEST + 1)
    return content


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _source(user: User) -> str:
    return SOURCE_OF_ROLE.get(user.role, "8")
