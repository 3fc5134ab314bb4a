"""One family's early help on one page; and the page on which it is offered to a child's family."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.access import Role, Stage
from holdfast.records.earlyhelp import actions
from holdfast.records.earlyhelp.codes import HelpSource
from holdfast.records.earlyhelp.forms.asking import OfferForm
from holdfast.records.earlyhelp.models import (
    Agreement,
    Asking,
    Assessment,
    Attempt,
    Diversion,
    Help,
    Meeting,
    Member,
    Outcome,
    Review,
    Task,
)
from holdfast.records.earlyhelp.queries import children_of, help_or_not_found, leads_of, still_to_do
from holdfast.records.earlyhelp.queries.standing import next_due, open_help
from holdfast.records.earlyhelp.views.board import READING
from holdfast.records.earlyhelp.views.steps import HELPING, offered
from holdfast.records.frontdoor.models import Referral
from holdfast.records.people.queries import child_or_not_found, display_names
from holdfast.wall.acting import current
from holdfast.web.deeds import is_done
from holdfast.web.pages import page


@page(key="earlyhelp.family", words="A family’s early help", purposes=READING, needs=Stage.early_help, about_child=True)
def family_page(request: HttpRequest, help_id: UUID) -> HttpResponse:
    """Where the family is, who leads, what was agreed, what is done, and what comes next."""
    family = help_or_not_found(help_id)
    helped = children_of(family, as_of=request.today)
    due_on, due_for = next_due(family)
    shown = {
        "family": family,
        "stage": family.stage,
        "helped": helped,
        "name": helped[0][1],
        "due_on": due_on,
        "due_for": due_for,
        "days": family.age(as_of=request.today),
        "lead": leads_of([family.id]).get(family.id),
        "gaps": still_to_do(family, as_of=request.today),
        "offered": offered(family) if current().reach.writes else [],
        "writes": current().reach.writes and family.is_open,
        **_written(family),
    }
    return render(request, "earlyhelp/family.html", shown)


def _written(family: Help) -> dict[str, Any]:
    def of(model: Any, *by: str) -> Any:
        return model.objects.filter(help=family).order_by(*by)

    return {
        "asking": of(Asking, "id").first(),
        "attempts": of(Attempt, "-tried_on"),
        "agreements": of(Agreement, "-agreed_on"),
        "assessments": of(Assessment, "-completed_on"),
        "outcomes": of(Outcome, "recorded_at").select_related("service"),
        "team": of(Member, "-is_lead", "name").filter(until_on=None),
        "meetings": of(Meeting, "-held_on").prefetch_related("attendances__member"),
        "tasks": of(Task, "done_on", "due_on"),
        "reviews": of(Review, "-held_on"),
        "offers": of(Diversion, "-noted_on"),
    }


@page(
    key="earlyhelp.offer", words="Offer early help to a family", purposes=HELPING, needs=Stage.early_help,
    methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def offer(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Ask for early help for a child's family, or step down to it."""
    child = child_or_not_found(child_id)
    standing = open_help(child_id=child.id).first()
    if standing and request.method == "GET":
        return redirect("earlyhelp:family", standing.id)
    form = OfferForm(request.POST or None, today=request.today, initial={"source": _source(Role(request.user.role))})
    if request.method == "POST" and form.is_valid():
        made: list[Help] = []
        if is_done(form, lambda: made.append(_offered(request, child, form))):
            messages.success(request, f"Asked for. {made[0].owner.display_name} answers for the next step.")
            return redirect("earlyhelp:family", made[0].id)
    name = display_names([child], as_of=request.today)[child.id]
    back = reverse("desk:child", args=[child.id])
    shown = {"child": child, "name": name, "form": form, "back_url": back}
    return render(request, "earlyhelp/offer.html", shown, status=400 if form.errors else 200)


def _offered(request: HttpRequest, child: Any, form: OfferForm) -> Help:
    now, told = current(), form.cleaned_data
    source = HelpSource(told["source"])
    came_from = None
    if source is HelpSource.step_down and now.reach.ceiling >= Stage.child_in_need:
        came_from = Referral.objects.filter(child=child).order_by("-referred_on", "-key").first()
    return actions.offer_early_help(
        child=child, source=source, wanted=told["wanted"], level=told["level"], referred_on=told["referred_on"],
        asked_by=told["asked_by"], how_to_reach=told["how_to_reach"], worked_on=told["worked_on"], referral=came_from,
        record_id=form.own_id, by=now.actor, purpose=now.purpose, at=request.now,
    )  # fmt: skip


def _source(role: Role) -> HelpSource:
    if role is Role.social_worker:
        return HelpSource.step_down
    if role is Role.early_help_coordinator:
        return HelpSource.family
    in_hub = role in (Role.front_door_manager, Role.front_door_worker, Role.service_manager, Role.out_of_hours_worker)
    return HelpSource.front_door if in_hub else HelpSource.partner
