"""What the hub writes down about an enquiry, or about one question in it: one page for each, drawn alike."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.access import Purpose, Stage
from holdfast.kernel.refused import NotFound
from holdfast.records.mash import actions, forms
from holdfast.records.mash.codes import ChaseHow, CheckStatus, Mark, Rating, ReplyKind, Source, Via
from holdfast.records.mash.models import Enquiry, Reply
from holdfast.records.mash.queries import (
    Check,
    checks_of_enquiry,
    enquiry_or_not_found,
    household_to_ask_about,
    hub,
    late_answers,
)
from holdfast.records.people.queries import display_names
from holdfast.wall.acting import current
from holdfast.web.deeds import DeedForm, is_done
from holdfast.web.pages import page

HUB = (Purpose.front_door, Purpose.out_of_hours, Purpose.direct_work)
Made = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something the hub does: its words, its form, when it is offered, and how it is done."""

    words: str
    consequence: str
    form: Callable[..., DeedForm]
    offered: Callable[[Any], bool]
    do: Callable[[Any, Made, Made], object]


def _can_be_asked(check: Check) -> bool:
    return check.status in (CheckStatus.not_asked, CheckStatus.closed_not_asked)


def _is_asked(check: Check) -> bool:
    return check.request.asked_at is not None


def _telephone(check: Check, told: Made, by: Made) -> object:
    told["kind"], told["answers_so_far"] = ReplyKind(told["kind"]), told.pop("expected_version") or 0
    return actions.answer_request(request=check.request, via=Via.telephone, **told, **by)


def _without(action: Callable[..., object], *unwanted: str, **codes: Callable[[str], Any]):
    """The action as the pages call it: the subject's record, what the form says with codes read, who does it."""

    def do(check: Check, told: Made, by: Made) -> object:
        told = {name: value for name, value in told.items() if name not in unwanted}
        told |= {name: code(told[name]) for name, code in codes.items()}
        return action(request=check.request, **told, **by)

    return do


def _of_enquiry(action: Callable[..., object], **codes: Callable[[str], Any]):
    def do(enquiry: Enquiry, told: Made, by: Made) -> object:
        told.pop("record_id")
        return action(enquiry=enquiry, **told | {name: code(told[name]) for name, code in codes.items()}, **by)

    return do


def _leave_out(check: Check, told: Made, by: Made) -> object:
    enquiry = check.request.enquiry
    return actions.leave_out(enquiry=enquiry, source=Source(check.request.source), because=told["because"], **by)


def _look(reply: Reply, told: Made, by: Made) -> object:
    return actions.look_at_late_answer(
        reply=reply, words=told["words"], changes_decision=told["changes"] == "yes", **by
    )


OF_CHECK: dict[str, Deed] = {
    "ask": Deed(
        words="Ask now",
        consequence="The question goes out at once, and what it tells is written down.",
        form=forms.AskNowForm, offered=_can_be_asked, do=_without(actions.ask_now, "record_id", "other"),
    ),
    "chase": Deed(
        words="Record a reminder",
        consequence="It stands on the board with the day, the hour and the person.",
        form=forms.ChaseForm, offered=lambda check: _is_asked(check) and check.stands,
        do=_without(actions.chase, "expected_version", how=ChaseHow),
    ),
    "telephone": Deed(
        words="Type an answer given by telephone",
        consequence="The agency sees it in its inbox, and can answer again if you misheard.",
        form=forms.TelephoneForm, offered=_is_asked, do=_telephone,
    ),
    "link": Deed(
        words="Make a one-time link",
        consequence="For an inbox without an account: it opens once, in one browser, for one answer.",
        form=forms.LinkForm, offered=lambda check: _is_asked(check) and check.stands, do=lambda *_: None,
    ),
    "leave-out": Deed(
        words="Leave out as not relevant",
        consequence="Your reason stands on the record.",
        form=forms.LeaveOutForm, offered=lambda check: check.status == CheckStatus.not_asked, do=_leave_out,
    ),
    "waive": Deed(
        words="Waive: the answer is not waited for",
        consequence="For a manager. It is counted as not answered, and a later answer still counts as one.",
        form=forms.WaiveForm, offered=lambda check: check.stands, do=_without(actions.waive, "record_id"),
    ),
    "mark": Deed(
        words="Say whether the answer helped",
        consequence="It is counted in how the agency answers.",
        form=forms.MarkForm, offered=lambda check: check.answer is not None,
        do=_without(actions.mark_answer, "record_id", mark=Mark),
    ),
}  # fmt: skip
OF_ENQUIRY: dict[str, Deed] = {
    "rate": Deed(
        words="Change the colour",
        consequence="Every clock in it is counted again from where it began.",
        form=forms.RateForm, offered=lambda enquiry: enquiry.completed_at is None,
        do=_of_enquiry(actions.change_rating, rating=Rating),
    ),
    "complete": Deed(
        words="Complete the enquiry",
        consequence="Only when each question is answered, left out or waived. Deciding to protect never waits for it.",
        form=forms.CompleteForm, offered=lambda enquiry: enquiry.completed_at is None,
        do=_of_enquiry(actions.complete_enquiry),
    ),
}  # fmt: skip
LOOK = Deed(
    words="Look at an answer that came after the decision",
    consequence="It leaves the list of those who decide.",
    form=forms.LookForm, offered=lambda _: True, do=_look,
)  # fmt: skip
"""Every deed by the word in its address."""


@page(
    key="mash.deed", words="Record something about an agency’s answer", purposes=HUB, needs=Stage.child_in_need,
    methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def deed(request: HttpRequest, enquiry_id: UUID, word: str, subject_id: UUID) -> HttpResponse:
    """The form of one deed; saved, it leads back to the enquiry."""
    enquiry = enquiry_or_not_found(enquiry_id)
    done, subject, title = _found(enquiry, word, subject_id, request)
    form = _form(done, subject, enquiry, request)
    if request.method == "POST" and form.is_valid() and (answer := _did(done, subject, form, enquiry, request)):
        return answer
    context = {"deed": done, "form": form, "enquiry": enquiry, "about": title, "name": _name(enquiry, request)}
    return render(request, "mash/deed.html", context, status=400 if form.errors else 200)


def offered(check: Check) -> Iterator[tuple[str, Deed]]:
    """What can be done about a question now, by its word."""
    return ((word, each) for word, each in OF_CHECK.items() if each.offered(check))


def _found(enquiry: Enquiry, word: str, subject_id: UUID, request: HttpRequest) -> tuple[Deed, Any, str]:
    if word in OF_ENQUIRY and subject_id == enquiry.id and OF_ENQUIRY[word].offered(enquiry):
        return OF_ENQUIRY[word], enquiry, ""
    if word == "look":
        late = [each for each in late_answers(enquiry_id=enquiry.id) if each.id == subject_id]
        if late:
            return LOOK, late[0], late[0].request.agency_name
    for check in checks_of_enquiry(enquiry, at=request.now):
        if check.request.id == subject_id and word in OF_CHECK and OF_CHECK[word].offered(check):
            return OF_CHECK[word], check, f"{check.who}: {check.said}"
    raise NotFound("There is nothing here to do. It may be done already: open the enquiry again.")


def _form(done: Deed, subject: Any, enquiry: Enquiry, request: HttpRequest) -> DeedForm:
    make = partial(done.form, request.POST or None, today=request.today)
    if done.form is forms.AskNowForm:
        household = household_to_ask_about(enquiry.child, as_of=request.today)
        source = Source(subject.request.source)
        question = subject.request.question or hub().questions[source].words
        version = {"expected_version": subject.request.version}
        return make(household=household, source=source, question=question, initial=version)
    seen = len(subject.replies) if done.form is forms.TelephoneForm else getattr(subject, "version", None)
    return make(initial={"expected_version": subject.request.version if seen is None else seen})


def _did(
    done: Deed, subject: Any, form: DeedForm, enquiry: Enquiry, request: HttpRequest
) -> HttpResponse | None:  # fmt: skip
    now = current()
    by = {"by": now.actor, "purpose": now.purpose, "at": request.now}
    if done is OF_CHECK["link"]:
        return _linked(subject, form, enquiry, request, by)
    told = dict(form.cleaned_data) | {"record_id": form.own_id}
    if done.form is forms.AskNowForm:
        told = {name: told[name] for name in ("agency", "agency_name", "question", "expected_version", "record_id")}
        told["about"] = form.asked
    return redirect("mash:enquiry", enquiry.id) if is_done(form, lambda: done.do(subject, told, by)) else None


def _linked(check: Check, form: DeedForm, enquiry: Enquiry, request: HttpRequest, by: Made) -> HttpResponse:
    """The link is shown once, to be sent: it is kept nowhere."""
    code = actions.make_link(request=check.request, sent_to=form.cleaned_data["sent_to"], **by)
    context = {
        "check": check, "enquiry": enquiry, "sent_to": form.cleaned_data["sent_to"], "hours": hub().link_hours,
        "address": request.build_absolute_uri(reverse("mash:linked", args=[code])),
    }  # fmt: skip
    return render(request, "mash/link_made.html", context)


def _name(enquiry: Enquiry, request: HttpRequest) -> str:
    return display_names([enquiry.child], as_of=request.today)[enquiry.child_id]
