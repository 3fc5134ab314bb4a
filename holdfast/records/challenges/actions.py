"""Raising a challenge, answering it, and ending it. Both sides see everything; nobody hears their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import reverse

from holdfast.access import Purpose
from holdfast.kernel.keys import key_of_sending
from holdfast.kernel.refused import Refused
from holdfast.records.agencies.models import Post
from holdfast.records.challenges.codes import ClosedHow, Outcome, SaidKind, Theme
from holdfast.records.challenges.models import Challenge, Hearing, Said
from holdfast.records.challenges.queries import (
    Stage,
    Standing,
    Subject,
    hearers,
    may_hear,
    plan,
    stages,
    standings,
)
from holdfast.wall.acting import Actor, acting
from holdfast.wall.audit import record
from holdfast.wall.deeds import day_of, take_turns
from holdfast.wall.models import User
from holdfast.wall.versions import amend, inserted
from holdfast.wall.waiting import queue_item

WAITS = "challenge"
"""What an unanswered challenge is called where things wait."""


def raise_challenge(
    *,
    subject: Subject,
    theme: Theme,
    words: str,
    immediate: bool = False,
    record_id: UUID,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> UUID:
    """Challenge a decision; answers the challenge's id. All stages are laid out at once, from this moment on.

    Sent twice from one form it stands once. Whoever made the decision may not challenge it, but decides it anew.
    """
    if not words.strip():
        raise Refused("Say what you disagree with, and what you think should happen.")
    if subject.decided_by == by.id:
        raise Refused("You made this decision yourself. If it was wrong, change it.")
    own_id = key_of_sending(record_id, "challenge", subject.id, theme.value, words.strip(), immediate)
    with _doing("raise_challenge", own_id, subject.child_id, by=by, purpose=purpose, at=at, label=theme.label):
        if Challenge.objects.filter(pk=own_id).exists():
            return own_id
        agency_name, agency_kind = _agency_of(by, at)
        inserted(
            Challenge(
                id=own_id, child_id=subject.child_id, kind=subject.kind, subject_id=subject.id, about=subject.about,
                theme=theme, immediate=immediate, raised_at=at, raised_by=by.id, agency_name=agency_name,
                agency_kind=agency_kind, decided_by=subject.decided_by,
            )
        )  # fmt: skip
        # Read back: who decided what a sender told us is filled in by the database.
        raised = Challenge.objects.get(pk=own_id)
        _lay_out(raised, stages(), at=at)
        _say(raised, SaidKind.raised, words, number=1, by=by, at=at)
        _wait(raised, at=at)
        return own_id


def answer_challenge(
    *,
    challenge: Challenge,
    outcome: Outcome,
    words: str,
    effect: str = "",
    expected_version: int,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Challenge:
    """Answer with reasons what becomes of the decision. At the last stage it is a ruling, and ends the challenge."""
    if not words.strip():
        raise Refused("Give your reasons: the other side reads them, and may go on.")
    doing: dict[str, Any] = {"by": by, "purpose": purpose, "at": at}
    with _doing("answer_challenge", challenge.id, challenge.child_id, **doing, label=outcome.label):
        now = _held(challenge, at)
        _refuse_hearing(now, by)
        _answer(now.hearing, by=by, at=at)
        _picked_up(challenge, at=at)
        rules = now.hearing.is_last
        kind = SaidKind.ruled if rules else SaidKind.answered
        _say(challenge, kind, words, effect=effect, number=now.hearing.number, by=by, at=at)
        ended = {"closed_at": at, "closed_how": ClosedHow.ruled} if rules else {}
        return amend(challenge, expected_version=expected_version, changes={"outcome": outcome, **ended})


def accept_answer(
    *, challenge: Challenge, words: str = "", expected_version: int, by: Actor, purpose: Purpose, at: datetime
) -> Challenge:
    """Whoever raised it agrees with the answer: the challenge ends."""
    with _doing("accept_answer", challenge.id, challenge.child_id, by=by, purpose=purpose, at=at):
        now = _held(challenge, at)
        _refuse_other(challenge, by, "Only whoever raised it can agree with the answer.")
        if now.waits_for != "raiser":
            raise Refused("There is no answer yet with which you could agree.")
        _say(challenge, SaidKind.agreed, words, number=now.hearing.number, by=by, at=at)
        changes = {"closed_at": at, "closed_how": ClosedHow.agreed}
        return amend(challenge, expected_version=expected_version, changes=changes)


def press_on(
    *, challenge: Challenge, words: str, expected_version: int, by: Actor, purpose: Purpose, at: datetime
) -> Challenge:
    """Whoever raised it does not agree with the answer: it goes to the next stage at once."""
    if not words.strip():
        raise Refused("Say what the answer leaves open: the next person starts there.")
    with _doing("press_on", challenge.id, challenge.child_id, by=by, purpose=purpose, at=at):
        now = _held(challenge, at)
        _refuse_other(challenge, by, "Only whoever raised it can take it further.")
        if now.waits_for != "raiser":
            raise Refused("It has no answer yet. Unanswered, it goes to the next stage by itself.")
        number = now.hearing.number
        _say(challenge, SaidKind.pressed, words, number=number, by=by, at=at)
        _lay_out_again(challenge, after=number, at=at)
        _wait(challenge, at=at)
        return amend(challenge, expected_version=expected_version, changes={"outcome": ""})


def withdraw_challenge(
    *, challenge: Challenge, words: str, expected_version: int, by: Actor, purpose: Purpose, at: datetime
) -> Challenge:
    """Whoever raised it takes it back, and says why."""
    if not words.strip():
        raise Refused("Say why you withdraw it: somebody may ask whether you were pressed.")
    with _doing("withdraw_challenge", challenge.id, challenge.child_id, by=by, purpose=purpose, at=at):
        now = _held(challenge, at)
        _refuse_other(challenge, by, "Only whoever raised it can withdraw it.")
        _say(challenge, SaidKind.withdrawn, words, number=now.hearing.number, by=by, at=at)
        _picked_up(challenge, at=at)
        changes = {"closed_at": at, "closed_how": ClosedHow.withdrawn, "outcome": ""}
        return amend(challenge, expected_version=expected_version, changes=changes)


@contextmanager
def _doing(
    what: str, key: UUID, child_id: UUID | None, *, by: Actor, purpose: Purpose, at: datetime, label: str = ""
) -> Iterator[None]:
    """One transaction with its audit event. No due dates are worked out: whoever challenges may see too little to."""
    with acting(actor=by, purpose=purpose):
        take_turns([key])
        yield
        record(what=what, children=[child_id] if child_id else [], at=at, reason=label)


def _lay_out(challenge: Challenge, chosen: tuple[Stage, ...], *, at: datetime) -> None:
    named = {stage.number: _named(stage) for stage in chosen}
    sides = (challenge.decided_by, challenge.raised_by)
    empty = [stage.number for stage in chosen if not hearers(stage.roles, named[stage.number], but=sides)]
    for planned in plan(chosen, from_at=at, immediate=challenge.immediate, empty=empty):
        stage = planned.stage
        inserted(
            Hearing(
                challenge=challenge, number=stage.number, title=stage.title, roles=list(stage.roles),
                people=named[stage.number], is_last=stage is chosen[-1], from_at=planned.from_at,
                due_at=planned.due_at,
            )
        )  # fmt: skip


def _lay_out_again(challenge: Challenge, *, after: int, at: datetime) -> None:
    """The later stages, from this moment on, by the days that the procedure has now."""
    later = [each for each in Hearing.objects.filter(challenge=challenge).order_by("number") if each.number > after]
    sides = (challenge.decided_by, challenge.raised_by)
    empty = [each.number for each in later if not hearers(each.roles, each.people, but=sides)]
    by_number = {stage.number: stage for stage in stages()}
    rest = [by_number.get(each.number, stages()[-1]) for each in later]
    for each, planned in zip(later, plan(rest, from_at=at, immediate=challenge.immediate, empty=empty), strict=True):
        changes = {"from_at": planned.from_at, "due_at": planned.due_at}
        amend(each, expected_version=each.version, changes=changes)


def _wait(challenge: Challenge, *, at: datetime) -> None:
    """Let it wait in the managers' queue until it is answered; past its day the ladder tells whoever is next."""
    (now,) = standings([challenge], at=at)
    queue_item(
        kind=WAITS, subject=challenge.id, queue="managers", ladder="challenge", at=at, urgent=challenge.immediate,
        words="A challenge to a decision waits for an answer.", acknowledge_by=now.due_at,
        path=reverse("challenges:one", args=[challenge.id]),
    )  # fmt: skip


def _picked_up(challenge: Challenge, *, at: datetime) -> None:
    """It waits no longer; whoever answers or withdraws it need not see the hub's queue."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT challenges_picked_up(%s, %s)", [challenge.id, at])


def _answer(hearing: Hearing, *, by: Actor, at: datetime) -> None:
    """Keep the answer; the stages after it do not begin unless whoever raised it goes on."""
    amend(hearing, expected_version=hearing.version, changes={"answered_at": at, "answered_by": by.id})
    for later in Hearing.objects.filter(challenge_id=hearing.challenge_id, number__gt=hearing.number):
        amend(later, expected_version=later.version, changes={"from_at": None, "due_at": None})


def _held(challenge: Challenge, at: datetime) -> Standing:
    """Where it stands, while nobody else can change that; refused where it has ended."""
    locked = Challenge.objects.select_for_update().get(pk=challenge.pk)
    (now,) = standings([locked], at=at)
    if locked.closed_at:
        raise Refused("This challenge has ended. If something is still wrong, raise a new one.")
    return now


def _refuse_hearing(now: Standing, by: Actor) -> None:
    if by.role and may_hear(now, user_id=by.id, role=by.role.value):
        return
    hearing, challenge = now.hearing, now.challenge
    if now.waits_for == "raiser":
        raise Refused("This stage is answered already. Whoever raised it agrees, or takes it further.")
    others = hearers(hearing.roles, hearing.people, but=(challenge.decided_by, challenge.raised_by))
    instead = (
        ", ".join(each.display_name for each in others) or "nobody at this stage: it goes up when its time is over"
    )
    if by.id in (challenge.decided_by, challenge.raised_by):
        raise Refused(f"Nobody hears a challenge to their own decision, or their own challenge. Who can: {instead}.")
    raise Refused(f"This stage is heard by somebody else: {instead}.")


def _refuse_other(challenge: Challenge, by: Actor, said: str) -> None:
    if challenge.raised_by != by.id:
        raise Refused(said)


def _say(
    challenge: Challenge, kind: SaidKind, words: str, *, effect: str = "", number: int, by: Actor, at: datetime
) -> Said:
    said: dict[str, Any] = {"kind": kind, "words": words.strip(), "effect": effect.strip()}
    return inserted(Said(challenge=challenge, number=number, said_at=at, said_by=by.id, **said))


def _named(stage: Stage) -> list[UUID]:
    return list(User.objects.filter(username__in=stage.people, is_active=True).values_list("pk", flat=True))


def _agency_of(by: Actor, at: datetime) -> tuple[str, str]:
    posts = Post.objects.filter(holder_id=by.id).select_related("team__agency").order_by("-from_on")
    post = next((each for each in posts if each.held_on(day_of(at))), None)
    if post:
        return post.team.agency.name, post.team.agency.kind
    user = User.objects.filter(pk=by.id).first()
    return (user.agency_name if user else ""), ""
