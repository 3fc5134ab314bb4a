"""Taking what waits, and handing over between the front door and the out-of-hours team."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.actions.queueing import ENVELOPE, OUTCOME, address_of
from holdfast.records.frontdoor.codes import Side
from holdfast.records.frontdoor.models import HandOver, HandOverLine
from holdfast.records.frontdoor.queries.handing import open_things
from holdfast.records.frontdoor.queries.waiting import HUB_QUEUE, NIGHT_QUEUE
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import deed
from holdfast.wall.models import QueueItem
from holdfast.wall.versions import inserted
from holdfast.wall.waiting import acknowledge, queue_item, take
from holdfast.wall.waiting.alarms import ALARM

HANDOVER = "handover"
QUEUE_OF = {Side.hub: HUB_QUEUE, Side.night: NIGHT_QUEUE}


def take_item(*, item: QueueItem, by: Actor, purpose: Purpose, at: datetime) -> QueueItem:
    """Say who sees to what waits; an alarm waits for nothing more than that. A second click changes nothing."""
    with deed("take_item", children=[], by=by, purpose=purpose, at=at):
        taken = take(item=item, by=by, at=at)
        if taken.kind == ALARM:
            acknowledge(kind=ALARM, subject=taken.subject, at=at)
        return taken


def hand_over(
    *, record_id: UUID, to: Side, note: str, notes: Mapping[UUID, str], by: Actor, purpose: Purpose, at: datetime
) -> HandOver:
    """Hand all that stands open to the other side, each with its note, by the key of what it is.

    What nobody has opened waits in the other side's queue from now on; its time stays as it is. The hand-over itself
    waits to be taken over by name. Sent twice from one form it stands once.
    """
    with deed("hand_over", children=[], by=by, purpose=purpose, at=at):
        standing = HandOver.objects.filter(pk=record_id).first()
        if standing:
            return standing
        handed = inserted(HandOver(id=record_id, to=to.value, handed_at=at, handed_by=by.id, note=note.strip()))
        for thing in open_things(as_of=at):
            words = notes.get(thing.key, "").strip()
            inserted(HandOverLine(hand_over=handed, envelope_id=thing.envelope, referral_id=thing.referral, note=words))
        _move_unopened(to)
        queue_item(
            kind=HANDOVER, subject=handed.id, queue=QUEUE_OF[to], ladder=HANDOVER, at=at,
            words="A hand-over waits to be taken over.", path=address_of("frontdoor:hand_over"),
        )  # fmt: skip
        return handed


def _move_unopened(to: Side) -> None:
    other = QUEUE_OF[Side.night if to is Side.hub else Side.hub]
    waiting = QueueItem.objects.filter(kind__in=(ENVELOPE, OUTCOME), queue=other, acknowledged_at=None)
    for item in waiting.select_for_update().order_by("pk"):
        item.queue = QUEUE_OF[to]
        item.save(update_fields=["queue"])


def take_over(*, handed: HandOver, by: Actor, purpose: Purpose, at: datetime) -> HandOver:
    """Take a hand-over, by name. A second click changes nothing; whoever handed over does not take over."""
    with deed("take_over", children=[], by=by, purpose=purpose, at=at):
        standing = HandOver.objects.select_for_update().get(pk=handed.pk)
        if standing.taken_by:
            return standing
        if standing.handed_by == by.id:
            raise Refused("You handed this over yourself. Somebody on the other side takes it over, by name.")
        standing.taken_by, standing.taken_at = by.id, at
        standing.save(update_fields=["taken_by", "taken_at"])
        acknowledge(kind=HANDOVER, subject=standing.pk, at=at)
        return standing
