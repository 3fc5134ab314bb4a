"""Early help where people work: the coordinator's queue, a lead professional's families, and the child's own."""

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from holdfast.access import Purpose, Role, may_use
from holdfast.desk.panels._panel import Line, Panel
from holdfast.records.earlyhelp.models import Help
from holdfast.records.earlyhelp.queries import (
    Waiting,
    checks_due,
    leads_of,
    open_help,
    open_helps,
    sent_and_not_taken_in,
    waiting,
)
from holdfast.wall.acting import acting, current
from holdfast.web import words
from holdfast.web.places import may_open

_FIRST = 8


def of_coordinator(request: HttpRequest) -> Panel:
    """Whom the front door sent, what is late, and who waits: the first of each."""
    sent = [
        Line(text=each.name, hint=f"sent {words.ago(each.sent_on, as_of=request.today)}", tag="To take in",
             meaning="new", url=reverse("earlyhelp:board"))
        for each in sent_and_not_taken_in(as_of=request.today)
    ]  # fmt: skip
    lines = waiting(open_helps(), as_of=request.today)
    checks = waiting(checks_due(as_of=request.today), as_of=request.today)
    shown = [_line(each, request) for each in (*lines, *checks)]
    return Panel(
        title="Early help",
        lines=(*sent[:_FIRST], *shown[:_FIRST]),
        empty="No family waits for early help.",
        more_url=reverse("earlyhelp:board"),
        more_words=f"All {len(lines)} families, and whether help began in time",
    )


def of_lead(request: HttpRequest) -> Panel | None:
    """The families in whose team this person is; nothing where there are none."""
    role = Role(request.user.role)
    if not may_use(role=role, purpose=Purpose.early_help).allowed:
        return None
    with acting(actor=current().actor, purpose=Purpose.early_help):
        own = open_helps().filter(members__user_id=request.user.pk, members__until_on=None).distinct()
        lines = [_line(each, request) for each in waiting(own, as_of=request.today)]
    if not lines:
        return None
    return Panel(
        title="Families whom I help early",
        lines=tuple(lines[:_FIRST]),
        more_url=reverse("earlyhelp:board"),
        more_words="Early help",
    )


def of_child(request: HttpRequest, child_id: UUID) -> Panel | None:
    """The family's early help, who leads it and how to ring them; or the way to offer it."""
    family = open_help(child_id=child_id).select_related("owner").first()
    if family:
        return Panel(title="Early help", lines=(_of_family(family, request),))
    ended = Help.objects.filter(helpedchilds__child_id=child_id).order_by("-ended_on").first()
    past = ()
    if ended:
        said = f"Ended on {words.day(ended.ended_on)}: {ended.get_outcome_display().lower()}"
        past = (Line(text=said, url=reverse("earlyhelp:family", args=[ended.id])),)
    offer_url = reverse("earlyhelp:offer", args=[child_id])
    if not may_open(offer_url, request.user.actor.role):
        return Panel(title="Early help", lines=past) if past else None
    return Panel(
        title="Early help",
        lines=past,
        empty="The family has no early help.",
        more_url=offer_url,
        more_words="Offer early help",
    )


def _of_family(family: Help, request: HttpRequest) -> Line:
    lead = leads_of([family.id]).get(family.id)
    who = (
        f"Lead professional: {', '.join(filter(None, (lead.name, lead.agency, lead.telephone)))}"
        if lead
        else f"No lead professional yet; {family.owner.display_name} answers for the next step"
    )
    return Line(
        text="The family’s early help", url=reverse("earlyhelp:family", args=[family.id]), tag=family.stage.short,
        meaning="running", hint=f"{who}. Asked for {words.ago(family.referred_on, as_of=request.today)}.",
    )  # fmt: skip


def _line(each: Waiting, request: HttpRequest) -> Line:
    due = words.due(each.due_on, as_of=request.today) if each.due_on else ""
    late = each.due_on is not None and each.due_on < request.today
    return Line(
        text=each.name,
        url=reverse("earlyhelp:family", args=[each.family.id]),
        tag=each.stage.short,
        meaning="waiting" if each.is_long else "running",
        hint=f"{each.due_for}: {due}" if due else "",
        late=late,
    )
