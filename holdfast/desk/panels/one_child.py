"""Other records of a child, and what somebody may have told of a child whose record is closed."""

from uuid import UUID

from django.http import HttpRequest

from holdfast.desk.navigation import address
from holdfast.desk.panels._panel import Line, Panel
from holdfast.records.frontdoor.queries import restricted_matches
from holdfast.records.people.queries import display_names, other_records
from holdfast.web import words
from holdfast.web.places import may_open


def other_records_of(request: HttpRequest, child_id: UUID) -> Panel | None:
    """The records linked to this one; the front door may link and unlink them."""
    records = other_records(child_id)
    linking = address("people:same", child_id)
    may_link = bool(linking) and may_open(linking, request.user.actor.role)
    if not records and not may_link:
        return None
    names = display_names([each.person for each in records if each.person], as_of=request.today)
    lines = tuple(
        Line(text=f"{names[each.record_id]}, number {each.person.local_id}", url=address("desk:child", each.record_id))
        if each.person
        else Line(text="Another record of this child", hint="Ring the front door to have it opened to you.")
        for each in records
    )
    more = (linking, "One child or two?") if may_link else ("", "")
    return Panel(
        title="Other records of this child", lines=lines, empty="None is linked.", more_url=more[0], more_words=more[1]
    )


def perhaps_told_of(request: HttpRequest, child_id: UUID) -> Panel | None:
    """What somebody told the front door, who cannot see this record, and which may be about this child."""
    return _of(restricted_matches(child_id))


def perhaps_told_of_mine(request: HttpRequest) -> Panel | None:
    """The same for every closed record that one works with."""
    return _of(restricted_matches())


def _of(found: list) -> Panel | None:
    lines = tuple(
        Line(
            text=f"Told {words.moment(each.noticed_at)}, reference {each.reference}",
            url=address("desk:child", each.child_id),
            hint="The front door cannot see this record. Ring the duty manager and quote the reference.",
        )
        for each in found
    )
    return Panel(title="May be about a child whose record is closed", lines=lines) if lines else None
