"""Challenges where people work: to answer on first pages, open ones on the child's page and beside the decision."""

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from holdfast.access import Purpose, Role, may_use
from holdfast.desk.child_head import as_far_as
from holdfast.desk.due import due_lines
from holdfast.desk.panels._panel import Line, Panel
from holdfast.records.casework.queries import decisions_of
from holdfast.records.challenges.codes import DecisionKind
from holdfast.records.challenges.queries import Standing, Subject, open_challenges, own_challenges, standings, to_hear
from holdfast.records.frontdoor.models import Referral
from holdfast.wall.acting import acting, current
from holdfast.wall.models import User
from holdfast.web import words
from holdfast.web.places import may_open

_GOES_ON = frozenset({DecisionKind.plan, DecisionKind.enquiry})
"""What may go too slowly, and so be challenged for its pace while a step of it is late."""
_LATEST = 4
"""How many decisions the child's page offers to challenge; older ones stand on their own pages."""


def waiting_for_me(request: HttpRequest) -> Panel | None:
    """Challenges that wait for this person: to be answered by them, or answered and for them to agree or go on."""
    user: User = request.user
    with acting(actor=user.actor, purpose=_under(user)):
        mine = [each for each in standings(list(own_challenges(user.id)), at=request.now) if each.waits_for == "raiser"]
        lines = [*(_line(each) for each in to_hear(user, at=request.now)), *(_line(each) for each in mine)]
    if not lines:
        return None
    return Panel(
        title="Challenges that wait for you", lines=tuple(lines), more_url=reverse("challenges:mine"),
        more_words="All challenges",
    )  # fmt: skip


def _under(user: User) -> Purpose:
    """The hub hears at its own work; whoever hears elsewhere, and whoever raised one, reads it as a challenge."""
    if may_use(role=Role(user.role), purpose=Purpose.front_door).allowed:
        return Purpose.front_door
    return Purpose.challenging


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
    decided = [subject for subject, _ in decisions_of(child_id, stage=stage)] if _may_challenge(request) else []
    if not rows and not decided:
        return None
    offered = [Line(text=f"Challenge: {each.about}", url=_to_challenge(each)) for each in decided[:_LATEST]]
    is_late = any(line.group == "late" for line in due_lines([child_id], as_of=request.today, stage=stage))
    slow = next((each for each in decided if each.kind in _GOES_ON), None) if is_late else None
    if slow:
        offered.insert(0, Line(text="It goes too slowly: challenge the pace", url=f"{_to_challenge(slow)}?theme=pace"))
    title = "Open challenges" if rows else "Do you disagree?"
    return Panel(title=title, lines=(*(_line(each) for each in rows), *offered))


def _to_challenge(subject: Subject) -> str:
    return reverse("challenges:new", args=[subject.kind, subject.id])


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
