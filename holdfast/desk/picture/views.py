"""The page that puts together what every agency knows of a child, and saying that one has read it."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from holdfast.access import Stage
from holdfast.desk.child_head import as_far_as, frame
from holdfast.desk.chronology import Line, joined
from holdfast.desk.picture._around import Around, around, to_ring
from holdfast.desk.picture._body import add_up
from holdfast.desk.picture._counts import WINDOWS, AgencyCount, chart, count_by_agency, total
from holdfast.desk.picture._current import how_current
from holdfast.desk.picture._episodes import earlier_episodes
from holdfast.desk.picture._gaps import gaps, last_seen
from holdfast.records.people.models import Person
from holdfast.records.people.queries import child_or_not_found, same_person_as
from holdfast.records.sightings.actions import note_reading
from holdfast.records.sightings.queries import injuries_of
from holdfast.wall.acting import current
from holdfast.web.forms import Radios, Ticks
from holdfast.web.pages import WORK, page

AT_ONCE, MOST = 40, 1_000
"""How many lines a page shows, and how many where somebody asks for all of them, to print."""
_BABY_UNTIL = 2


class PictureForm(forms.Form):
    """Whose lines, and which agencies'; everything where nothing is chosen."""

    whose = forms.ChoiceField(
        label="Whose", required=False, widget=Radios,
        choices=[("", "The child and the household"), ("child", "The child alone")],
    )  # fmt: skip
    agency = forms.MultipleChoiceField(label="Agencies", required=False, widget=Ticks)

    def __init__(self, *args: Any, agencies: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [(agency, agency) for agency in agencies]


@page(
    key="desk.picture", words="Everything that every agency knows about a child", purposes=WORK,
    needs=Stage.child_in_need, about_child=True,
)  # fmt: skip
def picture(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Everything we know, on one page, as far as the reader may see it."""
    child = child_or_not_found(child_id)
    stage = as_far_as(child_id)
    records = same_person_as(child_id) | {child_id}
    beside = around(records, as_of=request.today)
    lines = joined(records | beside.children, stage=stage)
    own = [line for line in lines if line.child_id in records]
    counts = count_by_agency(own, as_of=request.today)
    form = PictureForm(request.GET or None, agencies=[each.agency for each in counts])
    shown = _shown(lines, form, records, _names_by_id(beside))
    context = _known(child, records, own, as_of=request.today) | _told(counts, own, as_of=request.today)
    context |= {
        "around": beside,
        "to_ring": to_ring(records, stage=stage, as_of=request.today),
        "episodes": earlier_episodes(records),
        "gaps": gaps(records, own, at=request.now, as_of=request.today),
        "about_others": sum(line.counts for line in lines) - sum(line.counts for line in own),
        "form": form,
        "events": Paginator(shown, MOST if request.GET.get("all") else AT_ONCE).get_page(request.GET.get("page")),
        "asked": _without(request, "page", "all"),
        "count": len(shown),
    }
    return render(request, "desk/picture.html", context | frame(request, child, stage))


@page(
    key="desk.picture_read", words="Say that you have read everything we know about a child", purposes=WORK,
    needs=Stage.child_in_need, methods=("POST",), about_child=True, writes=True,
)  # fmt: skip
def picture_read(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Keep that the reader has read the chronology as it stands now."""
    child_or_not_found(child_id)
    now = current()
    for record in same_person_as(child_id) | {child_id}:
        note_reading(child_id=record, by=now.actor, purpose=now.purpose, at=request.now)
    messages.success(request, "Kept: you have read everything as it stands now.")
    return redirect("desk:picture", child_id)


def _known(child: Person, records: set[UUID], own: list[Line], *, as_of: date) -> dict[str, Any]:
    is_baby = child.birth_on is None or (as_of - child.birth_on).days < 365 * _BABY_UNTIL
    return {
        "body": add_up(injuries_of(records)),
        "figure": "baby" if is_baby else "child",
        "read": how_current(records, own, as_of=as_of),
        "may_note": current().reach.writes,
        "seen": last_seen(own, as_of=as_of),
        "linked": len(records) - 1,
    }


def _told(counts: list[AgencyCount], own: list[Line], *, as_of: date) -> dict[str, Any]:
    return {
        "counts": counts,
        "total": total(counts),
        "windows": [said for _, said in WINDOWS],
        "chart": chart(counts) if any(each.ever for each in counts) else None,
        "not_brought": sum(line.missed for line in own if line.on and line.on <= as_of),
    }


def _shown(lines: list[Line], form: PictureForm, records: set[UUID], names: dict[UUID, str]) -> list[Line]:
    asked = form.cleaned_data if form.is_valid() else {}
    agencies = {agency.casefold() for agency in asked.get("agency", ())}
    return [
        replace(line, about=_about(line, records, names))
        for line in lines
        if (not agencies or line.agency.strip().casefold() in agencies)
        and (asked.get("whose") != "child" or line.child_id in records)
    ]


def _about(line: Line, records: set[UUID], names: dict[UUID, str]) -> str:
    return "" if line.child_id in records else f"about {names.get(line.child_id, 'another child')}"


def _without(request: HttpRequest, *names: str) -> str:
    """What was asked for in the address, but for these."""
    asked = request.GET.copy()
    for name in names:
        asked.pop(name, None)
    return asked.urlencode()


def _names_by_id(beside: Around) -> dict[UUID, str]:
    groups = (beside.household, beside.siblings, beside.unborn, beside.others)
    return {each.id: each.name for group in groups for each in group}
