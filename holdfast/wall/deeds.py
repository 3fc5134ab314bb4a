"""Doing something about a child: one transaction holds the deed, its due dates and its audit event."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from holdfast.access import Purpose
from holdfast.wall.acting import Acting, Actor, acting
from holdfast.wall.audit import record
from holdfast.wall.due import recompute

LONDON = ZoneInfo("Europe/London")


@contextmanager
def deed(
    what: str, *, children: list[UUID], by: Actor, purpose: Purpose, at: datetime, reason: str = ""
) -> Iterator[Acting]:
    """Do `what` about these children: all of it happens, with its due dates and audit event, or none of it.

    A child who is made inside may be appended to `children` before leaving.
    """
    with acting(actor=by, purpose=purpose, reason=reason) as now:
        yield now
        recompute(children, as_of=day_of(at))
        record(what=what, children=children, at=at, reason=reason)


def day_of(at: datetime) -> date:
    """The day in London at that instant."""
    return at.astimezone(LONDON).date()
