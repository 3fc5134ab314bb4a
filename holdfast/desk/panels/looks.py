"""What a manager is asked to look at again: on the child's page, beside a decision, and on a manager's first page."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from holdfast.access import Purpose
from holdfast.checks import CHECKS
from holdfast.desk.panels._panel import Line, Panel
from holdfast.records.frontdoor.models import Referral
from holdfast.records.looks.models import Look
from holdfast.records.looks.queries import looks_at, open_looks
from holdfast.records.people.queries import same_person_as
from holdfast.wall.acting import current
from holdfast.wall.reading import note
from holdfast.web import words

TITLE = "What adds up"
_DAYS_BEFORE_LATE = 5
_FORMER = 3


def on_child(request: HttpRequest, child_id: UUID) -> Panel | None:
    """The questions that stand, with their reasons; then what was last answered or taken back."""
    return _panel(request, child_id)


def beside_decision(request: HttpRequest, referral: Referral) -> Panel | None:
    """The same, for whoever decides."""
    return _panel(request, referral.child_id)


def on_first_page(request: HttpRequest) -> Panel | None:
    """How many children wait for a look, and for how long."""
    waiting = list(open_looks().values_list("child_id", "asked_on"))
    if not waiting:
        return Panel(title=TITLE, empty="No child waits for a manager to look again.")
    children = {child for child, _ in waiting}
    note(children)
    oldest = min(day for _, day in waiting)
    many = len(children)
    line = Line(
        text=f"{many} {'child' if many == 1 else 'children'} to look at again",
        url=reverse("desk:looks"),
        hint=f"The longest wait began {words.ago(oldest, as_of=request.today)}",
        late=(request.today - oldest).days > _DAYS_BEFORE_LATE,
    )
    return Panel(title=TITLE, lines=(line,))


def _panel(request: HttpRequest, child_id: UUID) -> Panel | None:
    every = [each for each in looks_at(same_person_as(child_id)) if each.check_id in CHECKS]
    if not every:
        return None
    standing = [each for each in every if each.is_open]
    may_look = current().purpose is Purpose.front_door and bool(standing)
    return Panel(
        title=TITLE,
        lines=(*_standing(request, standing), *_former(every)),
        more_url=reverse("desk:look", args=[standing[0].child_id]) if may_look else "",
        more_words="Look at it together" if may_look else "",
    )


def _standing(request: HttpRequest, looks: Iterable[Look]) -> Iterable[Line]:
    for each in looks:
        yield Line(
            text=each.said,
            hint=f"{CHECKS[each.check_id].title}. Asked {words.ago(each.asked_on, as_of=request.today)}",
            tag="Needs a look",
            meaning="waiting",
        )


def _former(looks: Iterable[Look]) -> Iterable[Line]:
    done = [each for each in looks if not each.is_open][:_FORMER]
    for each in done:
        if each.looked_at:
            hint = f"Looked at on {words.day(each.looked_at.date())}: {each.get_decision_display()}"
            yield Line(text=each.said, hint=hint, tag="Looked at", meaning="done")
        else:
            hint = "Taken back: what it rested on was taken back"
            yield Line(text=each.said, hint=hint, tag="Taken back", meaning="stopped")
