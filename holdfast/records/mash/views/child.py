"""About one child: what was asked of whom, what was shared with whom, and what the family agreed to."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from holdfast.access import Purpose, Stage
from holdfast.records.frontdoor.queries import user_names
from holdfast.records.mash import actions
from holdfast.records.mash.codes import Basis, ConsentFor, ConsentStatus, ParentsTold
from holdfast.records.mash.forms import ConsentForm, DisclosureForm
from holdfast.records.mash.models import Consent, Disclosure
from holdfast.records.mash.queries import enquiries_of, lines_of
from holdfast.records.mash.views.deeds import HUB
from holdfast.records.people.models import Person
from holdfast.records.people.queries import child_or_not_found, display_names
from holdfast.wall.acting import current
from holdfast.web.deeds import DeedForm, is_done
from holdfast.web.pages import page

READING = (*HUB, Purpose.conference, Purpose.quality_audit)


@page(
    key="mash.shared", words="What was shared about a child, and with whom", purposes=READING,
    needs=Stage.child_in_need, about_child=True,
)  # fmt: skip
def shared(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Who got what, about whom, why, on which basis and when; the enquiries; and what the family said."""
    child = child_or_not_found(child_id)
    told = list(Disclosure.objects.filter(child_id=child_id).order_by("-disclosed_at"))
    said = list(Consent.objects.filter(child_id=child_id).order_by("-recorded_moment"))
    people = user_names({each.disclosed_by for each in told} | {each.asked_by for each in said})
    context = {
        "shared": [(each, people.get(each.disclosed_by, "")) for each in told],
        "consents": [(each, people.get(each.asked_by, "")) for each in said],
        "lines": lines_of(list(enquiries_of(child_id)), at=request.now),
        "may_write": current().reach.writes,
    }
    return render(request, "mash/shared.html", context | _head(request, child))


@page(
    key="mash.tell", words="Record what somebody was told", purposes=HUB, needs=Stage.child_in_need,
    methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def tell(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Something else was told to somebody."""
    return _written(request, child_id, DisclosureForm, "Record what somebody was told", _told)


@page(
    key="mash.consent", words="Record what the family agreed to", purposes=HUB, needs=Stage.child_in_need,
    methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def consent(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """What the family said when asked to agree. No question to an agency waits for it where a child is at risk."""
    return _written(request, child_id, ConsentForm, "Record what the family agreed to", _agreed)


def _told(child: Person, told: dict[str, Any], by: dict[str, Any]) -> object:
    told |= {"basis": Basis(told["basis"]), "parents_told": ParentsTold(told["parents_told"])}
    return actions.record_disclosure(child_id=child.id, **told, **by)


def _agreed(child: Person, told: dict[str, Any], by: dict[str, Any]) -> object:
    told |= {"matter": ConsentFor(told["matter"]), "status": ConsentStatus(told["status"])}
    return actions.record_consent(child_id=child.id, **told, **by)


def _written(request: HttpRequest, child_id: UUID, of: type[DeedForm], title: str, do: Any) -> HttpResponse:
    child = child_or_not_found(child_id)
    form = of(request.POST or None, today=request.today)
    now = current()
    by = {"by": now.actor, "purpose": now.purpose, "at": request.now}
    if request.method == "POST" and form.is_valid():
        told = {name: value for name, value in form.cleaned_data.items() if name != "expected_version"}
        if is_done(form, lambda: do(child, told | {"record_id": form.own_id}, by)):
            return redirect("mash:shared", child.id)
    context = {"form": form, "title": title} | _head(request, child)
    return render(request, "mash/child_deed.html", context, status=400 if form.errors else 200)


def _head(request: HttpRequest, child: Person) -> dict[str, Any]:
    return {"child": child, "name": display_names([child], as_of=request.today)[child.id]}
