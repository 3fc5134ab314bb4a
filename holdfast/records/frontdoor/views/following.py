"""What somebody told us: how far we are with each child, the words they may have, their files, and adding to it."""

from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from holdfast.kernel.refused import NotFound
from holdfast.records.challenges.queries import challenges_to
from holdfast.records.frontdoor.actions import see_answer
from holdfast.records.frontdoor.actions.adding import add_to_envelope
from holdfast.records.frontdoor.forms import AdditionForm
from holdfast.records.frontdoor.models import Draft, Envelope, NamedChild
from holdfast.records.frontdoor.queries import envelope_or_not_found, own_drafts, own_envelopes, who_answers
from holdfast.records.frontdoor.queries.files import attached, attachment_or_not_found
from holdfast.records.frontdoor.views.afterwards import what_happens_next
from holdfast.records.frontdoor.views.hub import HUB
from holdfast.records.frontdoor.views.professional import REFERRING, kept
from holdfast.records.frontdoor.views.typed import as_sent
from holdfast.wall.acting import current
from holdfast.web import uploads
from holdfast.web.pages import page


@page(key="frontdoor.told", words="What I told you", purposes=REFERRING)
def told(request: HttpRequest) -> HttpResponse:
    """What this person told us, how far we are with it, and what they have not sent."""
    drafts = [(draft, _begun(draft)) for draft in own_drafts() if draft.content.get("kind", "referral") == "referral"]
    return render(request, "frontdoor/told.html", {"told": own_envelopes(), "drafts": drafts})


@page(
    key="frontdoor.receipt", words="The receipt of a referral", purposes=REFERRING, methods=("GET", "POST"), writes=True
)
def receipt(request: HttpRequest, envelope_id: UUID) -> HttpResponse:
    """The receipt: the same whether or not a child is known; and a place to add to what was told."""
    envelope = envelope_or_not_found(envelope_id)
    form = AdditionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _added(request, envelope, form.cleaned_data["more"])
    return shown_receipt(request, envelope, form)


@page(key="frontdoor.own_file", words="A file that I sent", purposes=REFERRING)
def own_file(request: HttpRequest, envelope_id: UUID, file_id: UUID) -> HttpResponse:
    """A file for whoever sent it."""
    return _file(envelope_id, file_id)


@page(key="frontdoor.file", words="A file that came with what we were told", purposes=HUB, about_child=True)
def hub_file(request: HttpRequest, envelope_id: UUID, file_id: UUID) -> HttpResponse:
    """A file for the hub."""
    return _file(envelope_id, file_id)


def shown_receipt(request: HttpRequest, envelope: Envelope, form: AdditionForm) -> HttpResponse:
    """The page of a receipt, for whoever acts and may see it; that they opened an answer is kept with it."""
    wrong = form.is_bound and not form.is_valid()
    children = list(NamedChild.objects.filter(envelope=envelope).order_by("place"))
    now = current()
    for child in children:
        see_answer(named=child, by=now.actor, purpose=now.purpose, at=request.now)
    context = {
        "envelope": envelope,
        "children": children,
        "challenges": list(challenges_to([child.id for child in children])),
        "files": attached(envelope.id),
        "later": Envelope.objects.filter(adds_to=envelope.id).order_by("sent_at"),
        "sentences": what_happens_next(danger=envelope.danger, answering=who_answers(request.now)),
        "just_sent": "sent" in request.GET,
        "form": form,
        "answering": who_answers(request.now),
    }
    return render(request, "frontdoor/receipt.html", context, status=400 if wrong else 200)


def _added(request: HttpRequest, envelope: Envelope, more: str) -> HttpResponse:
    """Add words and files to what was told; a second click adds them once."""
    now = current()
    draft = None
    if request.FILES:
        draft = kept(request, uuid5(envelope.id, "files to add"), by=now.actor, kind="addition")
    taken = add_to_envelope(
        envelope=envelope, more=more, draft=draft, by=now.actor, purpose=now.purpose, at=request.now
    )
    return redirect(f"/referrals/told/{taken.envelope_id}/?sent")


def _file(envelope_id: UUID, file_id: UUID) -> HttpResponse:
    found = attachment_or_not_found(envelope_id, file_id)
    if not found.kind:
        raise NotFound("There is nothing here that you may see.")
    return uploads.handed_out(name=found.name, kind=found.kind, content=found.content)


def _begun(draft: Draft) -> str:
    """About whom a draft is, as far as it says."""
    sent = as_sent(draft.content.get("typed", {}))
    pairs = [(sent.get(f"child-{at}-given"), sent.get(f"child-{at}-family")) for at in range(20)]
    names = [" ".join(filter(None, pair)) for pair in pairs]
    return ", ".join(filter(None, names)) or "Nobody named yet"
