"""Doing something about a child: one transaction holds the deed, its due dates and its audit event."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from holdfast.access import Purpose
from holdfast.wall.acting import Acting, Actor, acting
from holdfast.wall.afterwards import follow_up
from holdfast.wall.audit import record
from holdfast.wall.due import recompute

LONDON = ZoneInfo("Europe/London")


@contextmanager
def deed(
    what: str, *, children: list[UUID], by: Actor, purpose: Purpose, at: datetime, reason: str = "", label: str = ""
) -> Iterator[Acting]:
    """Do `what` about these children: all of it happens, with its due dates and audit event, or none of it.

    A child who is made inside may be appended to `children` before leaving. The reason is kept with the version that
    it explains, behind the wall; the audit log is read by people who count, so it holds a `label` of ours at most and
    nobody's words about a child.
    """
    with acting(actor=by, purpose=purpose, reason=reason) as now:
        take_turns(children)
        yield now
        recompute(children, as_of=day_of(at))
        follow_up(children, at=at)
        record(what=what, children=children, at=at, reason=label)


def take_turns(children: Iterable[UUID]) -> None:
    """Wait until nobody else is changing these children, and keep others waiting until the transaction ends.

    Two deeds about one child at once would each work out due dates without the other's change, and a form sent
    twice would be kept twice. Reading never waits.
    """
    with connection.cursor() as cursor:
        in_order = "SELECT child FROM unnest(%s::uuid[]) AS child ORDER BY child"
        cursor.execute(
            f"SELECT count(pg_advisory_xact_lock(hashtextextended(child::text, 0))) FROM ({in_order}) AS children",
            [list(children)],
        )


def day_of(at: datetime) -> date:
    """The day in London at that instant."""
    return at.astimezone(LONDON).date()


def midnight(day: date) -> datetime:
    """The instant, in UTC, at which the day begins in London."""
    return datetime.combine(day, time(), tzinfo=LONDON).astimezone(UTC)
