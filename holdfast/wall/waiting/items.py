"""Putting something in a queue, taking it, and saying that it was picked up: each inside somebody's deed."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from holdfast.access import Purpose
from holdfast.wall.acting import Actor
from holdfast.wall.waiting.ladders import escalation
from holdfast.wall.waiting.models import Notice, QueueItem

HUB = (Purpose.front_door, Purpose.out_of_hours)


def queue_item(
    *,
    kind: str,
    subject: UUID,
    queue: str,
    ladder: str,
    words: str,
    at: datetime,
    reference: str = "",
    path: str = "",
    acknowledge_by: datetime | None = None,
    urgent: bool = False,
    seen_for: Iterable[Purpose] = HUB,
    tell_at_once: bool = True,
) -> QueueItem:
    """Let this wait for a person, from now until `acknowledge()`; call it inside the deed that makes it wait.

    `kind` and `subject` (the key of the record that waits, never a child's) say what waits: one such item is open at
    a time. `queue` and `ladder` are names in local/escalation.toml (what is not there is treated as "otherwise");
    `acknowledge_by` is by the ladder's own minutes unless it is given. `words` (ours, with no name and nothing told
    of a child), `reference` and `path` are all that a letter ever says. People see it who act for one of `seen_for`
    with a reach of all children. Whoever the queue and the ladder tell at once is told from the outbox, written in
    the same transaction, unless `tell_at_once` is False.

    The caller may be somebody who can read nothing of it, such as a member of the public.
    """
    chosen = escalation()
    up = chosen.ladder(ladder)
    item = QueueItem(
        kind=kind, subject=subject, queue=queue, ladder=ladder, words=words, reference=reference, path=path,
        urgent=urgent, came_at=at, acknowledge_by=acknowledge_by or at + up.within,
        seen_for=[purpose.value for purpose in seen_for],
    )  # fmt: skip
    item.save(force_insert=True)
    if tell_at_once:
        write_notices(item, step=0, to=(*chosen.queue(queue).tell, *up.tell_at_once), words=words, at=at)
    return item


def write_notices(item: QueueItem, *, step: int, to: Iterable[str], words: str, at: datetime) -> None:
    """Put into the outbox that these people are to be told of the item at this step."""
    for key in dict.fromkeys(to):
        Notice(
            key=f"{item.id}/{step}/{key}", item=item, step=step, to=key, seen_for=item.seen_for, words=words,
            reference=item.reference, path=item.path, written_at=at, next_try_at=at,
        ).save(force_insert=True)  # fmt: skip


def acknowledge(*, kind: str, subject: UUID, at: datetime) -> bool:
    """Say that what waits was picked up; whether anything waited. Call it inside the deed that picks it up.

    Only for whoever may see that it waits. Where somebody else picks it up (an agency that answers does not see the
    hub's queue), their slice has a function of its own that asks whose it is. A second call changes nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall_acknowledge(%s, %s, %s)", [kind, subject, at])
        return bool(cursor.fetchone()[0])


def take(*, item: QueueItem, by: Actor, at: datetime) -> QueueItem:
    """Say who sees to it. It still escalates until it is picked up; taken twice by one person, it stands once.

    Somebody else may take it over: the former owner is kept as a version.
    """
    standing = QueueItem.objects.select_for_update().get(pk=item.pk)
    if standing.owner == by.id or standing.acknowledged_at:
        return standing
    standing.owner, standing.owned_at = by.id, at
    standing.save(update_fields=["owner", "owned_at"])
    return standing
