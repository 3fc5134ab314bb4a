"""What arrived, told without its words: counts and references, for whoever sees that nothing is lost on the way."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from holdfast.records.frontdoor.models import DayOfArrivals
from holdfast.wall.acting import TESTER, current
from holdfast.wall.deeds import midnight
from holdfast.wall.models import AuditEvent
from holdfast.wall.waiting.beats import TOLERANCE, last
from holdfast.wall.waiting.ladders import escalation
from holdfast.wall.waiting.sweeping import ARRIVAL


@dataclass(frozen=True)
class Arrived:
    """One envelope: when it came and whether it was opened; never what it says."""

    envelope: UUID
    reference: str
    channel: str
    sent_at: datetime
    in_danger: bool
    is_test: bool
    opened_at: datetime | None
    queued: bool
    picked_up: bool
    """Whether it waits no longer to be opened."""


def arrived(*, since: datetime, until: datetime) -> list[Arrived]:
    """What came in between these moments, test referrals too."""
    current()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM frontdoor_arrived(%s, %s)", [since, until])
        return [Arrived(*row) for row in cursor.fetchall()]


def without_a_queue(*, since: datetime, until: datetime) -> list[Arrived]:
    """What came in, was not opened, and waits in no queue: nothing ever should be."""
    rows = arrived(since=since, until=until)
    return [row for row in rows if not row.is_test and not row.queued and row.opened_at is None]


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day's numbers."""

    sent: int
    received: int
    queued: int
    opened: int
    by_channel: dict[str, dict[str, int]]
    tests_arrived: int
    missing: list[str]


def day_of_arrivals(day: date) -> Day:
    """The numbers of a day in London, as they are now."""
    since, until = midnight(day), midnight(day + timedelta(days=1))
    rows = arrived(since=since, until=until)
    real = [row for row in rows if not row.is_test]
    return Day(
        sent=_answered(since, until),
        received=len(real),
        queued=sum(row.queued for row in real),
        opened=sum(row.opened_at is not None for row in real),
        by_channel=_by_channel(real),
        tests_arrived=sum(row.is_test and row.picked_up for row in rows),
        missing=sorted(row.reference for row in real if not row.queued),
    )


def _answered(since: datetime, until: datetime) -> int:
    """How many senders were answered that it arrived, by the audit log: another table than what arrived."""
    events = AuditEvent.objects.filter(what="receive_envelope", happened_at__gte=since, happened_at__lt=until)
    return events.exclude(actor_id=TESTER.id).count()


def _by_channel(rows: Iterable[Arrived]) -> dict[str, dict[str, int]]:
    rows = list(rows)
    counted = {
        "received": Counter(row.channel for row in rows),
        "queued": Counter(row.channel for row in rows if row.queued),
        "opened": Counter(row.channel for row in rows if row.opened_at),
    }
    channels = sorted(counted["received"])
    return {channel: {name: numbers[channel] for name, numbers in counted.items()} for channel in channels}


def accounts(*, most: int) -> list[DayOfArrivals]:
    """The accounts kept, the newest first."""
    return list(DayOfArrivals.objects.order_by("-day")[:most])


@dataclass(frozen=True, kw_only=True)
class WayIn:
    """Whether what partners send arrives, by the last test referral that went the whole way."""

    is_open: bool
    minutes: int | None
    """Since the last arrived; None where none ever did."""

    @property
    def said(self) -> str:
        """It in a line, for a monitor."""
        if self.minutes is None:
            return "not ok: no test referral has arrived yet"
        ago = f"the last test referral arrived {self.minutes} minutes ago"
        return f"ok: {ago}" if self.is_open else f"not ok: {ago}"


def way_in(*, at: datetime) -> WayIn:
    """Whether the last test referral arrived lately; one that seems to come from the future did not."""
    arrived_at = last(ARRIVAL)
    if arrived_at is None:
        return WayIn(is_open=False, minutes=None)
    age = at - arrived_at
    return WayIn(is_open=-TOLERANCE < age <= escalation().alarm_after, minutes=max(0, int(age.total_seconds() // 60)))
