"""Challenges where people work: to answer on first pages, open ones on the child's page and beside the decision."""

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from holdfast.access import Role
from holdfast.desk.child_head import as_far_as
from holdfast.desk.navigation import may_open
from holdfast.desk.panels._panel import Line, Panel
from holdfast.records.casework.queries import decisions_of
from holdfast.records.challenges.queries import Standing, open_challenges, standings, to_hear
from holdfast.records.frontdoor.models import Referral
from holdfast.wall.acting import current
from holdfast.web import words

_LATEST = 4
"""How many decisions the child's page offers to challenge; older ones stand on their own pages."""


def to_answer(request: HttpRequest) -> Panel | None:
    """Challenges that wait for this person, and the way to all of theirs."""
    waiting = to_hear(request.user, at=request.now)
    if not waiting:
        return None
    return Panel(
        title="Challenges for you to answer",
        lines=tuple(_line(each) for each in waiting),
        more_url=reverse("challenges:mine"),
        more_words="All challenges",
    )


def way_in(request: HttpRequest) -> Panel | None:
    """The way to one's own challenges, for everybody who may raise one."""
    return Panel(
        title="Challenges",
        empty="You may challenge any decision about a child, from the page that shows it.",
        more_url=reverse("challenges:mine"),
        more_words="Challenges that you raised or are to answer",
    )


def of_board(request: HttpRequest) -> Panel | None:
    """How many challenges stand open, for whoever answers to the Board."""
    rows = standings(list(open_challenges()), at=request.now)
    late = sum(each.late or each.hearing.number > 1 for each in rows)
    line = Line(
        text=f"{len(rows)} open", url=reverse("challenges:log"),
        hint=f"{late} unanswered at the first stage, or late" if late else "", late=bool(late),
    )  # fmt: skip
    return Panel(title="Challenges between agencies", lines=(line,))


def of_child(request: HttpRequest, child_id: UUID) -> Panel | None:
    """Open challenges about the child, and the latest decisions that the reader may challenge."""
    rows = standings(list(open_challenges([child_id])), at=request.now)
    stage = as_far_as(child_id)
    decided = decisions_of(child_id, stage=stage)[:_LATEST] if _may_challenge(request) else []
    if not rows and not decided:
        return None
    offered = tuple(
        Line(text=f"Challenge: {subject.about}", url=reverse("challenges:new", args=[subject.kind, subject.id]))
        for subject, _ in decided
    )
    title = "Open challenges" if rows else "Do you disagree?"
    return Panel(title=title, lines=(*(_line(each) for each in rows), *offered))


def of_referral(request: HttpRequest, referral: Referral) -> Panel | None:
    """Open challenges about the child of a referral, and the way to challenge its decision."""
    rows = standings(list(open_challenges([referral.child_id])), at=request.now)
    lines = [_line(each) for each in rows]
    if referral.is_decided and referral.decided_by != current().actor.id:
        url = reverse("challenges:new", args=["referral", referral.id])
        lines.append(Line(text="Challenge this decision", url=url))
    return Panel(title="Challenges", lines=tuple(lines)) if lines else None


def _may_challenge(request: HttpRequest) -> bool:
    return may_open(reverse("challenges:mine"), Role(request.user.role))


def _line(now: Standing) -> Line:
    challenge = now.challenge
    due = f"answer by {words.moment(now.due_at)}" if now.due_at else "answered, not yet agreed"
    return Line(
        text=f"{challenge.get_theme_display()}: {challenge.about}",
        url=reverse("challenges:one", args=[challenge.id]),
        hint=f"Stage {now.hearing.number}, {now.hearing.title}: {due}",
        tag="At risk meanwhile" if challenge.immediate else "Open",
        meaning="late" if challenge.immediate or now.late else "waiting",
        late=now.late,
    )
