"""Children whom a manager is asked to look at again: one list, and one form for all that is asked about a child."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from holdfast.access import Purpose, Stage
from holdfast.checks import CHECKS
from holdfast.desk.evidence import asked
from holdfast.records.looks.actions import record_look
from holdfast.records.looks.codes import LookDecision
from holdfast.records.looks.forms import LookForm, as_standing
from holdfast.records.looks.models import Look
from holdfast.records.looks.queries import looks_at, open_looks
from holdfast.records.people.models import Person
from holdfast.records.people.queries import child_or_not_found, display_names, same_person_as
from holdfast.wall.acting import current
from holdfast.wall.models import User
from holdfast.web.deeds import is_done
from holdfast.web.pages import page

MANAGERS = (Purpose.front_door,)
_ON_A_PAGE = 20


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A child in the list: what is asked, and since when."""

    child: Person
    name: str
    since: datetime
    asked: list[tuple[str, str]]
    """Title and reason of each question."""


@page(
    key="looks.list",
    words="Children whom several small things add up about",
    purposes=MANAGERS,
    needs=Stage.decision_maker,
)
def looks(request: HttpRequest) -> HttpResponse:
    """Every child about whom a question waits for a manager, the longest wait first."""
    pages = Paginator(_by_child(), _ON_A_PAGE).get_page(request.GET.get("page"))
    ids = [child_id for child_id, _ in pages.object_list]
    children = Person.objects.in_bulk(ids)
    names = display_names(children.values(), as_of=request.today)
    listed = [_waiting(children[key], names[key], theirs) for key, theirs in pages.object_list if key in children]
    count = pages.paginator.count
    return render(request, "desk/looks.html", {"listed": listed, "pages": pages, "count": count})


@page(
    key="looks.look",
    words="Look again at a child",
    purposes=MANAGERS,
    needs=Stage.decision_maker,
    methods=("GET", "POST"),
    about_child=True,
    writes=True,
)
def look(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """All that is asked about a child, what each question rests on, and the manager's one answer."""
    child = child_or_not_found(child_id)
    form = LookForm(request.POST or None, initial={"standing": ""})
    if form.is_bound and form.is_valid() and is_done(form, lambda: _record(request, child, form)):
        messages.success(request, "Your look is on the record. Anything that comes in from now on is asked anew.")
        return redirect("desk:child", child.id)
    return render(request, "desk/look.html", _asked_about(request, child, form))


def _record(request: HttpRequest, child: Person, form: LookForm) -> list[Look]:
    now = current()
    return record_look(
        child_id=child.id,
        versions=form.versions,
        decision=LookDecision(form.cleaned_data["decision"]),
        reasons=form.cleaned_data["reasons"],
        by=now.actor,
        purpose=now.purpose,
        at=request.now,
    )


def _asked_about(request: HttpRequest, child: Person, form: LookForm) -> dict[str, Any]:
    records = same_person_as(child.id)
    every = list(looks_at(records))
    standing = [each for each in every if each.is_open]
    if form.is_bound:
        form.data = form.data.copy()
        form.data["standing"] = as_standing(standing)  # what is on the page now is what the next answer is about
    else:
        form.initial["standing"] = as_standing(standing)
    return {
        "child": child,
        "name": display_names([child], as_of=request.today)[child.id],
        "asked": asked(standing, records=records, before=every),
        "former": former(every),
        "form": form,
    }


def former(every: list[Look]) -> list[dict[str, Any]]:
    """What was asked before: answered, by whom and why; or taken back."""
    done = [each for each in every if not each.is_open and each.check_id in CHECKS]
    people = User.objects.in_bulk({each.looked_by for each in done if each.looked_by})
    return [{"look": each, "title": CHECKS[each.check_id].title, "who": people.get(each.looked_by)} for each in done]


def _by_child() -> list[tuple[UUID, list[Look]]]:
    """The open questions by child, by how long the oldest of a child's has waited."""
    rows = sorted((each for each in open_looks() if each.check_id in CHECKS), key=attrgetter("child_id"))
    children = [(child_id, list(theirs)) for child_id, theirs in groupby(rows, key=attrgetter("child_id"))]
    return sorted(children, key=lambda each: min(look.asked_at for look in each[1]))


def _waiting(child: Person, name: str, theirs: list[Look]) -> Waiting:
    return Waiting(
        child=child,
        name=name,
        since=min(each.asked_at for each in theirs),
        asked=[(CHECKS[each.check_id].title, each.said) for each in theirs],
    )
