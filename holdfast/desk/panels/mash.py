"""What agencies were asked, where people work: silence beside the decision, on the child's page and on first pages."""

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from holdfast.access import Purpose, Role
from holdfast.desk.panels._panel import Line, Panel
from holdfast.records.frontdoor.models import Referral
from holdfast.records.mash.codes import Source
from holdfast.records.mash.queries import (
    Check,
    board,
    checks_of_child,
    checks_of_referral,
    enquiries_of,
    inbox,
    late_answers,
    lines_of,
    open_enquiry,
)
from holdfast.records.mash.queries import Line as OfBoard
from holdfast.wall.acting import acting
from holdfast.wall.deeds import day_of
from holdfast.web import words
from holdfast.web.places import may_open

_FIRST = 5


def of_hub(request: HttpRequest) -> Panel | None:
    """The enquiries whose hours ran out or whose agencies are silent, the most urgent first."""
    lines = board(at=request.now)
    if not lines:
        return None
    late = [line for line in lines if line.is_late or any(check.is_late for check in line.checks)]
    return Panel(
        title="What the agencies were asked",
        lines=tuple(_of_board(line) for line in late[:_FIRST]),
        empty="Nothing is late.",
        more_url=reverse("mash:board"),
        more_words=f"All {len(lines)} open enquiries",
    )


def after_decisions(request: HttpRequest) -> Panel | None:
    """Answers that came after the decision, until somebody who decides has looked."""
    late = late_answers()
    lines = (
        Line(
            text=f"{each.request.agency_name}: {each.get_kind_display().lower()}",
            url=reverse("mash:deed", args=[each.request.enquiry_id, "look", each.id]),
            hint=f"Answered {words.moment(each.replied_at)}, after the decision",
        )
        for each in late
    )
    return Panel(title="Answers that came after the decision", lines=tuple(lines)) if late else None


def of_agency(request: HttpRequest) -> Panel | None:
    """What the front door waits for from the agencies in which this person holds a post."""
    with acting(actor=request.user.actor, purpose=Purpose.answering):
        waiting, done = inbox(at=request.now)
    if not waiting and not done:
        return None
    lines = (
        Line(
            text=f"Asked {words.moment(each.request.asked_at)}, answer by {words.moment(each.request.due_at)}",
            url=reverse("mash:answer", args=[each.request.id]), hint=each.clock, late=each.is_late,
        )
        for each in waiting
    )  # fmt: skip
    return Panel(
        title="The front door asks what you know",
        lines=tuple(lines),
        empty="Nothing waits for your answer.",
        more_url=reverse("mash:inbox"),
        more_words="All that you were asked",
    )


def of_child(request: HttpRequest, child_id: UUID) -> Panel | None:
    """The child's enquiries, and each question that stands without an answer; silence is said as silence."""
    enquiries = list(enquiries_of(child_id)[:_FIRST])
    if not enquiries:
        return None
    silent = [check for check in checks_of_child(child_id, at=request.now) if check.stands]
    role, url = Role(request.user.role), reverse("mash:shared", args=[child_id])
    open_to_me = may_open(reverse("mash:board"), role)
    return Panel(
        title="What the agencies were asked",
        lines=(
            *(_of_enquiry(line, open_to_me) for line in lines_of(enquiries, at=request.now)),
            *(_silent(check) for check in silent),
        ),
        more_url=url if may_open(url, role) else "",
        more_words="What was shared, and with whom",
    )


def of_referral(request: HttpRequest, referral: Referral) -> Panel | None:
    """How many questions are answered, who is silent, and the way to the enquiry or to start one."""
    title, enquiry = "What the agencies say", open_enquiry(referral=referral)
    checks = checks_of_referral(referral, at=request.now)
    if enquiry is None and not checks:
        return Panel(
            title=title, empty="No agency has been asked.",
            more_url=reverse("mash:start", args=[referral.id]), more_words="Start an enquiry",
        )  # fmt: skip
    shown = enquiry.id if enquiry else checks[0].request.enquiry_id
    return Panel(
        title=title,
        lines=(Line(text=summary(checks)), *(_answer(check) for check in checks)),
        more_url=reverse("mash:enquiry", args=[shown]),
        more_words="Open the enquiry",
    )


def summary(checks: list[Check]) -> str:
    """ "Checks: 3 of 5 answered; GP practice: no reply, 2 hours late"."""
    counted = [check for check in checks if not check.request.left_out_because]
    answered = sum(1 for check in counted if check.answer)
    silent = [f"{Source(check.request.source).label}: {_lower(check.said)}" for check in counted if check.stands]
    return "; ".join([f"Checks: {answered} of {len(counted)} answered", *silent])


def _of_board(line: OfBoard) -> Line:
    return Line(
        text=line.name, url=reverse("mash:enquiry", args=[line.enquiry.id]), tag=line.enquiry.get_rating_display(),
        meaning=line.colour, hint=f"{line.clock}. {line.next_step}", late=line.is_late,
    )  # fmt: skip


def _of_enquiry(line: OfBoard, open_to_me: bool) -> Line:
    return Line(
        text=f"{line.enquiry.get_kind_display()}, {words.day(day_of(line.enquiry.started_at))}",
        url=reverse("mash:enquiry", args=[line.enquiry.id]) if open_to_me else "",
        tag=line.enquiry.get_rating_display(), meaning=line.colour, hint=f"{line.done} answered. {line.clock}",
    )  # fmt: skip


def _silent(check: Check) -> Line:
    return Line(text=check.who, tag=check.said, meaning=check.meaning)


def _answer(check: Check) -> Line:
    return Line(text=check.who, tag=check.said, meaning=check.meaning, hint=check.answer.words if check.answer else "")


def _lower(said: str) -> str:
    return said[:1].lower() + said[1:]
