"""The sweep: whatever is past its time is passed one step up, however often and by however many it is looked at."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import Q

from holdfast.access import Purpose
from holdfast.wall.acting import acting, service
from holdfast.wall.waiting.alarms import sound
from holdfast.wall.waiting.beats import TOLERANCE, Pace, beat, last, time_seen
from holdfast.wall.waiting.items import write_notices
from holdfast.wall.waiting.ladders import Ladder, escalation
from holdfast.wall.waiting.models import Escalation, Notice, QueueItem

WATCH = service("watch")
SWEEP, ARRIVAL, SINCE = "sweep", "arrival", "watching since"
LATE_LETTER = timedelta(minutes=15)
_AT_ONCE = 200

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Swept:
    """The time that the sweep went by, how many steps were taken, and how many items could not be looked at."""

    now: datetime
    steps: int
    failed: int


def sweep(*, at: datetime, pace: Pace | None = None) -> Swept:
    """Pass up whatever nobody picked up in time; sound the alarm where something is wrong with Holdfast itself."""
    with acting(actor=WATCH, purpose=Purpose.watching):
        seen = time_seen(at, pace)
        steps, failed = 0, 0
        for batch in _late(seen.now):
            taken, refused = _pass_up_each(batch, seen.now)
            steps, failed = steps + taken, failed + refused
        if seen.wrong:
            sound("clock", words=seen.wrong, at=seen.now)
        if failed:
            sound("sweep", words="Something that waits could not be passed on: look at the log.", at=seen.now)
        _look_after_ourselves(seen.now)
        beat(SWEEP, seen.now)
    return Swept(now=seen.now, steps=steps, failed=failed)


def _late(now: datetime) -> Iterator[list[UUID]]:
    """What has a step to go, the urgent first; nothing is locked yet."""
    rows = QueueItem.objects.filter(Q(acknowledge_by__lte=now) | Q(came_at__gt=now + TOLERANCE), acknowledged_at=None)
    fields = ("pk", "ladder", "step", "came_at", "acknowledge_by", "passed_up_at")
    due = [item.pk for item in rows.order_by("-urgent", "acknowledge_by").only(*fields) if _is_due(item, now)]
    for start in range(0, len(due), _AT_ONCE):
        yield due[start : start + _AT_ONCE]


def _is_due(item: QueueItem, now: datetime) -> bool:
    """Whether it is to be passed up one more step; what came in the future came under a clock that was wrong."""
    if item.step == 0 and item.came_at > now + TOLERANCE:
        return True
    ladder = escalation().ladder(item.ladder)
    return ladder.is_due(step=item.step, acknowledge_by=item.acknowledge_by, passed_up_at=item.passed_up_at, now=now)


def _pass_up_each(keys: list[UUID], now: datetime) -> tuple[int, int]:
    """How many steps were taken, and for how many items that failed. Another sweep's items are left to it."""
    steps, failed = 0, 0
    items = QueueItem.objects.select_for_update(skip_locked=True).filter(pk__in=keys, acknowledged_at=None)
    for item in items.order_by("-urgent", "acknowledge_by"):
        try:
            with transaction.atomic():
                steps += _pass_up(item, escalation().ladder(item.ladder), now)
        except DatabaseError:  # one that cannot be passed up must not keep the others waiting
            log.exception("Item %s could not be passed up.", item.pk)
            failed += 1
    return steps, failed


def _pass_up(item: QueueItem, ladder: Ladder, now: datetime) -> int:
    before, tell = item.step, dict[str, int]()
    while _is_due(item, now):
        due_at = item.acknowledge_by + ladder.steps[min(item.step, len(ladder.steps) - 1)].after
        item.step, item.passed_up_at = item.step + 1, now
        Escalation(item=item, step=item.step, due_at=due_at, escalated_at=now).save(force_insert=True)
        tell |= dict.fromkeys(ladder.told_at(item.step), item.step)
    if item.step > before:
        item.save(update_fields=["step", "passed_up_at"])
        for person, step in tell.items():  # after a long silence everybody hears once, of the last step
            write_notices(item, step=step, to=[person], words=f"Nobody has picked this up. {item.words}", at=now)
    return item.step - before


def _look_after_ourselves(now: datetime) -> None:
    """Sound the alarm where no test referral arrives, or where letters cannot be sent."""
    since = last(SINCE)
    if since is None:
        beat(SINCE, now)
    elif now - (last(ARRIVAL) or since) > escalation().alarm_after:
        sound("arrivals", words="Test referrals do not arrive: what partners send may not either.", at=now)
    stuck = Notice.objects.filter(state="waiting", tries__gt=0, written_at__lt=now - LATE_LETTER)
    dead = Notice.objects.filter(state="dead", tries__gt=0, written_at__gt=now - timedelta(days=1))
    if stuck.exists() or dead.exists():
        sound("letters", words="Letters cannot be sent: ring whoever should have been told.", at=now)
