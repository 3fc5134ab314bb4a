"""What the census will ask: on the child's page, on a worker's first page, and as counts for who answers for it."""

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from holdfast.desk.panels._panel import Line, Panel
from holdfast.records.census.codes import FindingState, Severity
from holdfast.records.census.models import CensusFinding
from holdfast.records.census.queries import latest_run, standing
from holdfast.records.census.queries.counting import counts
from holdfast.records.census.queries.local import years_worked_on
from holdfast.records.census.queries.sending import due_on, year_to_send
from holdfast.records.people.queries import display_names
from holdfast.web import words
from holdfast.web.places import may_open

_FIRST = 5


def of_child(request: HttpRequest, child_id: UUID) -> Panel | None:
    """What stands on the child's record, each leading to the form in which it is mended; nothing where all is right."""
    found = [
        each
        for year in years_worked_on(request.today)
        for each in standing(year.end_on.year, child=child_id)
        if not each.is_explained
    ]
    if not found:
        return None
    lines = tuple(_line(request, each, hint=f"{each.mend} Rule {each.rule}") for each in found[:_FIRST])
    where = f"{reverse('census:standing')}?child={child_id}"
    more_url = where if may_open(reverse("census:standing"), request.user.actor.role) else ""
    return Panel(
        title="What the census will ask about",
        lines=lines,
        more_url=more_url,
        more_words="See them together, or explain one",
    )


def of_worker(request: HttpRequest) -> Panel | None:
    """What waits for this worker among their own children."""
    year = year_to_send(as_of=request.today)
    mine = standing(year, worker=request.user.pk, state=FindingState.standing)
    found = list(mine[:_FIRST])
    if not found:
        return None
    names = display_names({each.child_id: each.child for each in found}.values(), as_of=request.today)
    return Panel(
        title="What the census will ask about your children",
        lines=tuple(_line(request, each, hint=f"{names[each.child_id]}. {each.mend}") for each in found),
        more_url=reverse("census:standing"),
        more_words=f"{mine.count()} in all, to be right by {words.day(due_on(year))}",
    )


def of_everybody(request: HttpRequest) -> Panel | None:
    """How much stands, and what is new, for whoever sends the census or answers for it."""
    year = year_to_send(as_of=request.today)
    run = latest_run(year)
    if run is None:
        return Panel(
            title="What the census will ask", empty="The records have not been checked yet. They are each night."
        )
    stand = counts(year)
    told = (
        (stand.errors, "error to mend", "errors to mend", f"severity={Severity.error}"),
        (stand.queries, "question to mend or explain", "questions to mend or explain", f"severity={Severity.query}"),
        (stand.carried, "explanation of last year to confirm", "explanations of last year to confirm", "state=carried"),
        (stand.new, "new since yesterday", "new since yesterday", "state=new"),
    )
    where = reverse("census:standing")
    lines = tuple(
        Line(text=f"{count:,} {one if count == 1 else more}", url=f"{where}?year={year}&{asked}")
        for count, one, more, asked in told
        if count
    )
    return Panel(
        title=f"What the census of {run.collection} will ask", lines=lines, empty="Nothing is left to mend or explain.",
        more_url=reverse("census:summary"), more_words=f"On one page; to be sent by {words.day(due_on(year))}",
    )  # fmt: skip


def _line(request: HttpRequest, finding: CensusFinding, *, hint: str) -> Line:
    is_error = finding.severity == Severity.error
    return Line(
        text=words.days_in(finding.message),
        url=finding.mend_url if may_open(finding.mend_url, request.user.actor.role) else "",
        hint=hint,
        tag="Error" if is_error else "Question",
        meaning="danger" if is_error else "waiting",
    )
