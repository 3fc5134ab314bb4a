"""The hub writes down what it did to find out more of what was told."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.access import Stage
from holdfast.records.frontdoor.actions.adding import record_follow_up
from holdfast.records.frontdoor.codes import FollowUpKind
from holdfast.records.frontdoor.forms import FollowUpForm
from holdfast.records.frontdoor.queries import named_or_not_found
from holdfast.records.frontdoor.queries.following import not_yet_followed
from holdfast.records.frontdoor.views.hub import HUB
from holdfast.records.frontdoor.views.professional import form_key
from holdfast.wall.acting import current
from holdfast.web.pages import page


@page(
    key="frontdoor.follow_up", words="Write down what was done to find out more", purposes=HUB,
    needs=Stage.child_in_need, methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def follow_up(request: HttpRequest, named_id: UUID) -> HttpResponse:
    """One thing that was done, and what came of it."""
    named = named_or_not_found(named_id)
    form = FollowUpForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        now, told = current(), form.cleaned_data
        record_follow_up(
            named=named, kind=FollowUpKind(told["kind"]), asked=told["asked"], result=told["result"],
            form_key=form_key(request), by=now.actor, purpose=now.purpose, at=request.now,
        )  # fmt: skip
        return redirect(f"{reverse('frontdoor:envelope', args=[named.envelope_id])}#child-{named.place}")
    key = request.POST.get("form_key") or uuid4()
    context = {"named": named, "form": form, "form_key": key, "still": not_yet_followed(named)}
    return render(request, "frontdoor/follow_up.html", context, status=400 if form.errors else 200)
