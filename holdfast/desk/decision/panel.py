"""The panel's list: each child told of again and again, once, with what was decided before and by whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from holdfast.access import Stage
from holdfast.desk.decision import DECIDING
from holdfast.desk.decision.again import told_again_and_again
from holdfast.desk.decision.form import words
from holdfast.records.frontdoor.actions import record_panel_look
from holdfast.records.frontdoor.codes import DECIDES
from holdfast.records.frontdoor.models import Contact, Referral
from holdfast.records.frontdoor.queries import a_year_before, contacts_of, document, user_names
from holdfast.records.people.models import Person
from holdfast.records.people.queries import born_words, child_or_not_found, display_names
from holdfast.wall.acting import current
from holdfast.wall.reading import note
from holdfast.web.deeds import DeedForm, is_done
from holdfast.web.forms import DayField
from holdfast.web.pages import page

ON_A_PAGE = 20


class LookForm(DeedForm):
    """What the panel decided."""

    held_on = DayField(label="When did the panel meet?")
    took_part = words("Who took part?", rows=2, wanted="Say who took part")
    decision = words("What does the panel think, and who does what?", rows=5, wanted="Say what the panel decided")


@dataclass(frozen=True, kw_only=True)
class Told:
    """One child on the list."""

    child: Person
    name: str
    born: str
    contacts: list[Contact]
    decisions: list[tuple[Referral, str]]
    """What was decided before, each with who decided it; like the contacts, in the order in which it happened."""


@page(key="desk.panel", words="Children told of again and again", purposes=DECIDING, needs=Stage.child_in_need)
def panel(request: HttpRequest) -> HttpResponse:
    """Each child once: what came in, what was decided before and by whom, reasons side by side."""
    shown = Paginator(told_again_and_again(as_of=request.today), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "children": _listed(list(shown.object_list), as_of=request.today),
        "pages": shown,
        "count": shown.paginator.count,
        "chosen": document(),
        "decides": bool(current().actor.role and current().actor.role.value in DECIDES),
    }
    return render(request, "desk/panel.html", context)


@page(
    key="desk.panel_look", words="Write down what the panel decided", purposes=DECIDING, needs=Stage.child_in_need,
    methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def panel_look(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """What the panel decided of one child."""
    child = child_or_not_found(child_id)
    form = LookForm(request.POST or None, today=request.today, initial={"held_on": request.today})
    if request.method == "POST" and form.is_valid() and _looked(request, child, form):
        messages.success(
            request, "The panel’s decision is kept, and the child is off the list until somebody tells us more."
        )
        return redirect("desk:panel")
    context = {
        "child": child, "name": display_names([child], as_of=request.today)[child.id], "form": form,
        "title": "What the panel decided", "button": "Save",
        "consequence": "The child leaves the list until somebody tells us more. Any manager may then end a referral.",
    }  # fmt: skip
    return render(request, "desk/decision_deed.html", context, status=400 if form.errors else 200)


def _listed(children: Collection[UUID], *, as_of: date) -> list[Told]:
    note(children)
    people = Person.objects.in_bulk(list(children))
    names = display_names(people.values(), as_of=as_of)
    contacts = contacts_of(children, since=a_year_before(as_of))
    decided = list(
        Referral.objects.filter(child_id__in=children, decided_on__isnull=False).order_by("decided_on", "key")
    )
    who = user_names({row.decided_by for row in decided if row.decided_by})
    return [
        Told(
            child=people[child],
            name=names[child],
            born=born_words(people[child]),
            contacts=[each for each in reversed(contacts) if each.child_id == child],
            decisions=[(row, who.get(row.decided_by, "")) for row in decided if row.child_id == child],
        )
        for child in children
        if child in people
    ]


def _looked(request: HttpRequest, child: Person, form: LookForm) -> bool:
    now = current()
    doing: dict[str, Any] = {"by": now.actor, "purpose": now.purpose, "at": request.now, "record_id": form.own_id}
    said = {name: form.cleaned_data[name] for name in ("held_on", "took_part", "decision")}
    return is_done(form, lambda: record_panel_look(child_id=child.id, **said, **doing))
