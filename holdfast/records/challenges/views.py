"""Challenges: raised from the page of the decision, followed, heard; and the Board's log, without words."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from holdfast.access import Purpose, Stage
from holdfast.kernel.refused import NotFound
from holdfast.records.challenges import actions
from holdfast.records.challenges.codes import Outcome, Theme
from holdfast.records.challenges.forms import AgreeForm, AnswerForm, PressForm, RaiseForm, WithdrawForm
from holdfast.records.challenges.models import Challenge
from holdfast.records.challenges.queries import (
    Standing,
    challenge_or_not_found,
    challenged,
    hearers,
    may_hear,
    open_challenges,
    own_challenges,
    said_in,
    stages,
    standings,
    subject_or_not_found,
    to_hear,
)
from holdfast.records.people.models import Person
from holdfast.records.people.queries import display_names
from holdfast.wall.acting import current
from holdfast.wall.deeds import day_of
from holdfast.wall.models import User
from holdfast.web import words
from holdfast.web.deeds import DeedForm, is_done
from holdfast.web.pages import page

Told = dict[str, Any]
SIDES = (Purpose.front_door, Purpose.out_of_hours, Purpose.challenging)
HUB = frozenset({Purpose.front_door, Purpose.out_of_hours})


@dataclass(frozen=True, kw_only=True)
class Line:
    """A challenge as a list shows one."""

    now: Standing
    raised_on: date
    said: str
    tag: str
    meaning: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """What somebody does in a challenge: its words, what follows, its form, and what does it."""

    words: str
    consequence: str
    button: str
    form: type[DeedForm]
    do: Callable[..., object]


@page(key="challenges.mine", words="Challenges", purposes=SIDES)
def mine(request: HttpRequest) -> HttpResponse:
    """What I am to hear, what I raised, and what was raised against decisions of mine."""
    user: User = request.user
    context = {
        "to_hear": _lines(to_hear(user, at=request.now), request.now),
        "raised": _listed(own_challenges(user.id), request.now),
        "against": _listed(challenged(user.id), request.now),
        "all_open": _listed(open_challenges(), request.now) if current().purpose in HUB else [],
        "stages": stages(),
    }
    return render(request, "challenges/mine.html", context)


@page(
    key="challenges.new", words="Challenge a decision", purposes=SIDES, methods=("GET", "POST"), about_child=True,
    writes=True,
)  # fmt: skip
def new(request: HttpRequest, kind: str, subject_id: UUID) -> HttpResponse:
    """A challenge to the decision from whose page somebody came."""
    now = current()
    subject = subject_or_not_found(kind, subject_id, actor=now.actor)
    sent = request.POST if request.method == "POST" else None
    form = RaiseForm(sent, today=request.today, initial={"theme": request.GET.get("theme", "")})

    def do() -> None:
        chosen = form.cleaned_data
        done.append(
            actions.raise_challenge(
                subject=subject, theme=Theme(chosen["theme"]), words=chosen["why"], immediate=chosen["immediate"],
                record_id=form.own_id, by=now.actor, purpose=now.purpose, at=request.now,
            )
        )  # fmt: skip

    done: list[UUID] = []
    if request.method == "POST" and form.is_valid() and is_done(form, do):
        messages.success(request, "Your challenge is raised. You can follow it here.")
        return redirect("challenges:one", done[0])
    context = {"subject": subject, "form": form, "stages": stages()}
    return render(request, "challenges/new.html", context, status=400 if form.errors else 200)


@page(key="challenges.one", words="A challenge", purposes=SIDES, about_child=True)
def one(request: HttpRequest, challenge_id: UUID) -> HttpResponse:
    """Both sides of one challenge, where it stands, and what the reader can do in it."""
    challenge = challenge_or_not_found(challenge_id)
    (now,) = standings([challenge], at=request.now)
    context = {
        "challenge": challenge,
        "line": _line(now, request.now),
        "now": now,
        "said": _both_sides(challenge),
        "offered": [(word, STEPS[word]) for word in _open_to(request.user, now)],
        "hearers": _who_hears(now),
        "child": _child_for_hub(challenge, request),
        **_parties(challenge),
    }
    return render(request, "challenges/one.html", context)


@page(
    key="challenges.step", words="Answer a challenge, or go on with it", purposes=SIDES, methods=("GET", "POST"),
    about_child=True, writes=True,
)  # fmt: skip
def step(request: HttpRequest, challenge_id: UUID, word: str) -> HttpResponse:
    """The form of one step in a challenge."""
    challenge = challenge_or_not_found(challenge_id)
    taken = STEPS.get(word)
    if taken is None:
        raise NotFound("There is no page here that you may see.")
    sent = request.POST if request.method == "POST" else None
    form = taken.form(sent, today=request.today, initial={"expected_version": challenge.version})
    acting_now = current()
    by = {"by": acting_now.actor, "purpose": acting_now.purpose, "at": request.now}
    if request.method == "POST" and form.is_valid() and is_done(form, lambda: _do(taken, challenge, form, by)):
        messages.success(request, "Saved. Both sides can read it.")
        return redirect("challenges:one", challenge.id)
    (now,) = standings([challenge], at=request.now)
    context = {"challenge": challenge, "step": taken, "form": form, "said": _both_sides(challenge), "now": now}
    return render(request, "challenges/step.html", context, status=400 if form.errors else 200)


@page(
    key="challenges.log", words="The Board’s log of challenges", purposes=(Purpose.figures,), needs=Stage.child_in_need
)  # fmt: skip
def log(request: HttpRequest) -> HttpResponse:
    """Every challenge that stands: from which agency, at which stage, how old, over what; no names and no words."""
    rows = [_line(now, request.now) for now in standings(list(open_challenges()), at=request.now)]
    themes = Counter(line.now.challenge.get_theme_display() for line in rows)
    agencies = Counter(line.now.challenge.agency_name or "not recorded" for line in rows)
    context = {
        "rows": rows,
        "late": sum(line.now.late or _is_above(line.now) for line in rows),
        "themes": themes.most_common(),
        "agencies": agencies.most_common(),
    }
    return render(request, "challenges/log.html", context)


def _is_above(now: Standing) -> bool:
    return now.hearing.number > 1


def _do(taken: Step, challenge: Challenge, form: DeedForm, by: Told) -> None:
    told = {name: value for name, value in form.cleaned_data.items() if name != "record_id"}
    told["expected_version"] = told["expected_version"] or challenge.version
    if "outcome" in told:
        told["outcome"] = Outcome(told["outcome"])
    taken.do(challenge=challenge, **told, **by)


STEPS: dict[str, Step] = {
    "answer": Step(
        words="Answer the challenge",
        consequence="Whoever raised it reads your reasons, and agrees or takes it further. At the last stage your "
        "answer is a ruling and ends it.",
        button="Save the answer",
        form=AnswerForm,
        do=actions.answer_challenge,
    ),
    "agree": Step(
        words="Agree with the answer",
        consequence="The challenge ends.",
        button="Agree",
        form=AgreeForm,
        do=actions.accept_answer,
    ),
    "press": Step(
        words="Take it to the next stage",
        consequence="The next person hears it from now on.",
        button="Take it further",
        form=PressForm,
        do=actions.press_on,
    ),
    "withdraw": Step(
        words="Withdraw the challenge",
        consequence="It ends, and your reason stays on the record.",
        button="Withdraw it",
        form=WithdrawForm,
        do=actions.withdraw_challenge,
    ),
}


def _open_to(user: User, now: Standing) -> list[str]:
    if may_hear(now, user_id=user.id, role=user.role):
        return ["answer"]
    if now.challenge.raised_by != user.id or now.waits_for == "nobody":
        return []
    return ["agree", "press", "withdraw"] if now.waits_for == "raiser" else ["withdraw"]


def _who_hears(now: Standing) -> list[User]:
    sides = (now.challenge.decided_by, now.challenge.raised_by)
    return hearers(now.hearing.roles, now.hearing.people, but=sides) if now.waits_for == "answer" else []


def _both_sides(challenge: Challenge) -> list[tuple[Any, str]]:
    said = said_in(challenge)
    people = dict(User.objects.filter(pk__in={each.said_by for each in said}).values_list("pk", "display_name"))
    return [(each, people.get(each.said_by, "")) for each in said]


def _parties(challenge: Challenge) -> dict[str, str]:
    ids = [each for each in (challenge.raised_by, challenge.decided_by) if each]
    people = dict(User.objects.filter(pk__in=ids).values_list("pk", "display_name"))
    decided_by = people.get(challenge.decided_by, "") if challenge.decided_by else ""
    return {"raised_by": people.get(challenge.raised_by, ""), "decided_by": decided_by}


def _child_for_hub(challenge: Challenge, request: HttpRequest) -> dict[str, Any] | None:
    """Whose decision it is, for the hub alone: a sender must not learn whether we know the child."""
    if current().purpose not in HUB or challenge.child_id is None:
        return None
    child = Person.objects.filter(pk=challenge.child_id).first()
    return {"id": child.id, "name": display_names([child], as_of=request.today)[child.id]} if child else None


def _listed(challenges: Iterable[Challenge], at: datetime) -> list[Line]:
    return _lines(standings(list(challenges), at=at), at)


def _lines(now: Iterable[Standing], at: datetime) -> list[Line]:
    return [_line(each, at) for each in now]


def _line(now: Standing, at: datetime) -> Line:
    challenge, raised_on = now.challenge, day_of(now.challenge.raised_at)
    if now.waits_for == "nobody":
        ended = f"Ended {words.day(day_of(challenge.closed_at))}: {challenge.get_closed_how_display().lower()}."
        tag = challenge.get_outcome_display() if challenge.outcome else "Ended"
        return Line(now=now, raised_on=raised_on, said=ended, tag=tag, meaning="done")
    if now.waits_for == "raiser":
        on = words.ago(day_of(now.hearing.answered_at), as_of=day_of(at))
        said = f"Answered {on}. Whoever raised it has not agreed yet."
        return Line(now=now, raised_on=raised_on, said=said, tag="Answered", meaning="running")
    due = f"{now.hearing.title}: answer by {words.moment(now.due_at)}."
    tag = "Late" if now.late else f"Stage {now.hearing.number}"
    return Line(
        now=now,
        raised_on=raised_on,
        said=due,
        tag=tag,
        meaning="late" if now.late or challenge.immediate else "waiting",
    )
