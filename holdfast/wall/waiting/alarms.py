"""Alarms: something is wrong with Holdfast itself, and somebody on the phone list must hear of it."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import IntegrityError, transaction

from holdfast.access import Purpose
from holdfast.wall.waiting.items import HUB, queue_item
from holdfast.wall.waiting.models import QueueItem

ALARM = "alarm"
SEEN_FOR = (*HUB, Purpose.administration)
QUIET = timedelta(hours=1)
"""How long an alarm that somebody saw to keeps quiet, though nothing is mended yet."""


def sound(about: str, *, words: str, at: datetime) -> bool:
    """Sound the alarm, once until somebody sees to it; whether it sounds anew."""
    subject = subject_of(about)
    same = QueueItem.objects.filter(kind=ALARM, subject=subject)
    if same.filter(acknowledged_at=None).exists() or same.filter(acknowledged_at__range=(at - QUIET, at)).exists():
        return False
    try:
        with transaction.atomic():
            queue_item(
                kind=ALARM, subject=subject, queue="alarms", ladder=ALARM, words=words, urgent=True, at=at,
                seen_for=SEEN_FOR,
            )  # fmt: skip
    except IntegrityError:
        return False  # another process heard it at the same moment
    return True


def subject_of(about: str) -> UUID:
    """What an alarm is about, as the key of something that waits."""
    return uuid5(NAMESPACE_URL, f"holdfast:alarm:{about}")
