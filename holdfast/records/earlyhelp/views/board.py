"""The coordinator's board, and the same for whoever leads: every family, how far it is, and how long it waits."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from holdfast.access import Purpose, Stage
from holdfast.kernel.days import months_from
from holdfast.kernel.refused import NotFound
from holdfast.records.earlyhelp.actions import take_in
from holdfast.records.earlyhelp.codes import HelpStage
from holdfast.records.earlyhelp.queries import (
    Waiting,
    checks_due,
    late_diversions,
    late_tasks,
    open_helps,
    sent_and_not_taken_in,
    started_in_time,
    waiting,
)
from holdfast.records.earlyhelp.views.steps import HELPING
from holdfast.records.people.queries import display_names
from holdfast.wall.acting import current
from holdfast.web import words
from holdfast.web.pages import page

READING = (*HELPING, Purpose.quality_audit, Purpose.partner_work)


@page(key="earlyhelp.board", words="Early help", purposes=READING, needs=Stage.early_help)
def board(request: HttpRequest) -> HttpResponse:
    """Every family that the reader may see: what is due first, then whoever has waited longest."""
    lines = waiting(open_helps(), as_of=request.today)
    chosen = request.GET.get("stage", "")
    whole = current().reach.children == "all"
    shown: dict[str, Any] = {
        "lines": [line for line in lines if chosen in ("", line.stage)],
        "stages": _stages(lines, chosen),
        "long": sum(line.is_long for line in lines),
        "late": sum(_is_late(line, request.today) for line in lines),
        "whole": whole,
        "checks": waiting(checks_due(as_of=request.today), as_of=request.today),
        "tasks": _named(late_tasks(as_of=request.today), request.today),
        "offers": _named(late_diversions(as_of=request.today), request.today),
    }
    if whole:
        since = months_from(request.today, -12)
        shown["sent"] = sent_and_not_taken_in(as_of=request.today)
        shown["in_time"] = started_in_time(since=since, as_of=request.today)
        shown["since"] = since
    return render(request, "earlyhelp/board.html", shown)


@page(
    key="earlyhelp.take_in", words="Take in a family whom the front door sent", purposes=HELPING,
    needs=Stage.early_help, methods=("POST",), about_child=True, writes=True,
)  # fmt: skip
def take_in_sent(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Begin the family's early help."""
    sent = next((each for each in sent_and_not_taken_in(as_of=request.today) if each.child_id == child_id), None)
    if sent is None:
        raise NotFound("Somebody has taken this family in already. Go back to the list.")
    now = current()
    family = take_in(sent=sent, by=now.actor, purpose=now.purpose, at=request.now)
    messages.success(request, f"Taken in. {family.owner.display_name} answers for the next step.")
    return redirect("earlyhelp:family", family.id)


def _stages(lines: list[Waiting], chosen: str) -> list[dict[str, Any]]:
    counts = {stage: sum(line.stage is stage for line in lines) for stage in HelpStage if stage is not HelpStage.ended}
    every = {"label": f"All ({len(lines)})", "url": "?", "current": not chosen}
    return [every] + [
        {"label": f"{stage.short} ({count})", "url": f"?stage={stage.value}", "current": chosen == stage.value}
        for stage, count in counts.items()
    ]


def _is_late(line: Waiting, as_of: date) -> bool:
    return line.due_on is not None and line.due_on < as_of


def _named(rows: Any, as_of: date) -> list[dict[str, Any]]:
    rows = list(rows)
    names = display_names([row.help.child for row in rows], as_of=as_of)
    return [{"row": row, "name": names[row.child_id], "said": words.due(row.due_on, as_of=as_of)} for row in rows]
