"""What waits and with whom, what was picked up too late, who is on duty, and the hand-over."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.access import Purpose, Stage
from holdfast.kernel.refused import NotFound
from holdfast.records.frontdoor.actions.handing import hand_over as hand_it_over
from holdfast.records.frontdoor.actions.handing import take_item, take_over
from holdfast.records.frontdoor.codes import Side
from holdfast.records.frontdoor.forms.watching import DutyForm, HandOverForm
from holdfast.records.frontdoor.queries.arrivals import accounts, day_of_arrivals, way_in
from holdfast.records.frontdoor.queries.handing import hand_over_or_not_found, hand_overs, open_things, other_side
from holdfast.records.frontdoor.queries.local import who_answers
from holdfast.records.frontdoor.queries.queues import item_or_not_found, missed, undelivered, waiting
from holdfast.records.frontdoor.queries.waiting import HUB_QUEUE, NIGHT_QUEUE
from holdfast.wall.acting import current
from holdfast.wall.models import Duty
from holdfast.wall.waiting.beats import last
from holdfast.wall.waiting.duty import all_on_duty, coming_duties, put_on_duty, take_off_duty
from holdfast.wall.waiting.ladders import escalation
from holdfast.wall.waiting.rounds import is_stale
from holdfast.wall.waiting.sweeping import SWEEP, sweep
from holdfast.web.pages import page

HUB = (Purpose.front_door, Purpose.out_of_hours)
_LOOKED_BACK = timedelta(days=28)


@page(key="frontdoor.waiting", words="What waits", purposes=HUB, needs=Stage.child_in_need, writes=True)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits in a queue or in all, by the time that it should have been picked up; nobody need have swept."""
    if is_stale(at=request.now):
        sweep(at=request.now)
    chosen = request.GET.get("queue", _own_queue())
    chosen = chosen if chosen in escalation().queues else ""
    context = {
        "lines": waiting(as_of=request.now, queue=chosen),
        "queues": _tabs(chosen),
        "answering": who_answers(request.now),
        "side": _side().label,
        "duties": _on_duty(request),
    }
    return render(request, "frontdoor/waiting.html", context)


@page(
    key="frontdoor.take", words="Take something that waits", purposes=HUB, needs=Stage.child_in_need,
    methods=("POST",), writes=True,
)  # fmt: skip
def take(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """I see to it: on to what it is."""
    now = current()
    taken = take_item(item=item_or_not_found(item_id), by=now.actor, purpose=now.purpose, at=request.now)
    return redirect(taken.path or "frontdoor:waiting")


@page(
    key="frontdoor.missed", words="What was picked up too late", purposes=(Purpose.front_door,),
    needs=Stage.decision_maker,
)  # fmt: skip
def breaches(request: HttpRequest) -> HttpResponse:
    """Every time by which something should have been picked up and was not, in the last four weeks."""
    since = request.today - _LOOKED_BACK
    return render(request, "frontdoor/missed.html", {"lines": missed(since=since, as_of=request.now), "since": since})


@page(
    key="frontdoor.hand_over", words="Hand over", purposes=HUB, needs=Stage.child_in_need,
    methods=("GET", "POST"), writes=True,
)  # fmt: skip
def hand_over(request: HttpRequest) -> HttpResponse:
    """What stands open, a note with each; and what the other side has handed over."""
    things = open_things(as_of=request.now)
    form = HandOverForm(request.POST if request.method == "POST" else None, things=things)
    if request.method == "POST" and form.is_valid():
        now = current()
        hand_it_over(
            record_id=form.cleaned_data["record_id"], to=other_side(_side()), note=form.cleaned_data["note"],
            notes=form.notes, by=now.actor, purpose=now.purpose, at=request.now,
        )  # fmt: skip
        messages.success(request, "Handed over. It is passed up if nobody takes it over.")
        return redirect("frontdoor:hand_over")
    context = {"form": form, "things": things, "handed": hand_overs(as_of=request.now), "side": _side()}
    return render(request, "frontdoor/hand_over.html", context | {"other": other_side(_side())})


@page(
    key="frontdoor.take_over", words="Take over what was handed over", purposes=HUB, needs=Stage.child_in_need,
    methods=("POST",), writes=True,
)  # fmt: skip
def taken_over(request: HttpRequest, hand_over_id: UUID) -> HttpResponse:
    """I take this over."""
    now = current()
    take_over(handed=hand_over_or_not_found(hand_over_id), by=now.actor, purpose=now.purpose, at=request.now)
    messages.success(request, "You have taken it over.")
    return redirect("frontdoor:hand_over")


@page(key="frontdoor.duty", words="Who is on duty", purposes=HUB, needs=Stage.child_in_need)
def duty(request: HttpRequest) -> HttpResponse:
    """The rota of whoever stands in for somebody on the phone list."""
    return _rota(request, DutyForm())


@page(
    key="frontdoor.put_on_duty", words="Put somebody on duty", purposes=(Purpose.front_door,),
    needs=Stage.decision_maker, methods=("POST",), writes=True,
)  # fmt: skip
def on_the_rota(request: HttpRequest) -> HttpResponse:
    """A manager writes somebody on the rota."""
    form = DutyForm(request.POST)
    if not form.is_valid():
        return _rota(request, form)
    holder = form.cleaned_data["holder"]
    put_on_duty(
        person=form.cleaned_data["person"], holder=holder, from_at=form.from_at, until_at=form.until_at,
        by=current().actor.id,
    )  # fmt: skip
    messages.success(request, f"{holder.display_name} is on the rota.")
    return redirect("frontdoor:duty")


def _rota(request: HttpRequest, form: DutyForm) -> HttpResponse:
    may_write = current().purpose is Purpose.front_door and current().reach.ceiling >= Stage.decision_maker
    context = {"form": form if may_write else None, "duties": _named(coming_duties(as_of=request.now))}
    now = _on_duty(request)
    return render(request, "frontdoor/duty.html", context | {"now": now}, status=400 if form.is_bound else 200)


@page(
    key="frontdoor.off_duty", words="Take somebody off the rota", purposes=(Purpose.front_door,),
    needs=Stage.decision_maker, methods=("POST",), writes=True,
)  # fmt: skip
def off_duty(request: HttpRequest, duty_id: UUID) -> HttpResponse:
    """Not on duty after all."""
    spell = Duty.objects.filter(pk=duty_id).first()
    if spell is None:
        raise NotFound("Nobody stands on the rota here.")
    take_off_duty(duty=spell, at=request.now)
    return redirect("frontdoor:duty")


@page(key="frontdoor.arrivals", words="What arrived, day by day", purposes=HUB, needs=Stage.child_in_need)
def arrivals(request: HttpRequest) -> HttpResponse:
    """Each day's account: what was sent, received, queued and opened, and what is missing; today's so far."""
    context = {"today": day_of_arrivals(request.today), "accounts": accounts(most=31), "way_in": way_in(at=request.now)}
    return render(request, "frontdoor/arrivals.html", context)


@page(key="frontdoor.watch", words="Whether Holdfast watches", purposes=(*HUB, Purpose.administration))
def watch(request: HttpRequest) -> HttpResponse:
    """Whether the way in is open, letters go, and somebody sweeps; whom to ring about what could not be told."""
    context = {
        "way_in": way_in(at=request.now),
        "swept_at": last(SWEEP),
        "is_stale": is_stale(at=request.now),
        "alarms": [line for line in waiting(as_of=request.now) if line.is_alarm],
        "undelivered": undelivered(as_of=request.now),
        "people": escalation().people.values(),
        "may_take": current().reach.writes,
    }
    return render(request, "frontdoor/watch.html", context)


def _side() -> Side:
    return Side.night if current().purpose is Purpose.out_of_hours else Side.hub


def _own_queue() -> str:
    return NIGHT_QUEUE if _side() is Side.night else ""


def _tabs(chosen: str) -> list[dict[str, Any]]:
    shown = {"": "All queues"} | {key: escalation().queue(key).name for key in _QUEUES if key in escalation().queues}
    return [{"label": name, "url": f"?queue={key}", "current": key == chosen} for key, name in shown.items()]


_QUEUES = (HUB_QUEUE, NIGHT_QUEUE, "managers", "alarms")


def _on_duty(request: HttpRequest) -> list[dict[str, str]]:
    """Who answers for each person of the phone list at this moment, where the rota says so."""
    people = escalation().people
    return [
        {
            "as": people[key].name,
            "name": holder.display_name,
            "telephone": holder.telephone or people[key].telephone,
        }
        for key, holder in all_on_duty(at=request.now).items()
        if key in people
    ]


def _named(duties: list[Duty]) -> list[dict[str, Any]]:
    people = escalation().people
    return [
        {
            "duty": each,
            "as": people[each.person].name if each.person in people else each.person,
            "url": reverse("frontdoor:off_duty", args=[each.pk]),
        }
        for each in duties
    ]
