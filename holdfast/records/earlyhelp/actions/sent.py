"""Whom the front door sends waits until somebody in early help takes them in."""

from datetime import datetime

from django.db import connection

from holdfast.records.earlyhelp.models import Help
from holdfast.records.earlyhelp.queries.standing import open_help
from holdfast.records.frontdoor.actions.queueing import queue_early_help
from holdfast.records.frontdoor.codes import ContactOutcome
from holdfast.records.frontdoor.models import Contact
from holdfast.wall.models import QueueItem


def wait_to_be_taken_in(contact: Contact, at: datetime) -> None:
    """Let a contact that was sent to early help wait there, once; a family that is helped already waits for nobody."""
    if contact.outcome != ContactOutcome.early_help or open_help(child_id=contact.child_id).exists():
        return
    if not QueueItem.objects.filter(kind="early_help", subject=contact.id).exists():
        queue_early_help(contact=contact, at=at)


def taken_in(family: Help, *, at: datetime) -> Help:
    """Nobody waits for the family to be taken in any more, whoever offers: not all who do see the queue."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT earlyhelp_taken_in(%s, %s)", [family.pk, at])
    return family
