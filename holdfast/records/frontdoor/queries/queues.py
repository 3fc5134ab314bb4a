"""What waits: with whom, for how long, by when, how far it was passed up, and who was told of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q

from holdfast.kernel.refused import NotFound
from holdfast.records.frontdoor.queries.standing import user_names
from holdfast.wall.deeds import midnight
from holdfast.wall.models import Notice, QueueItem, User
from holdfast.wall.waiting.alarms import ALARM
from holdfast.wall.waiting.duty import all_on_duty
from holdfast.wall.waiting.ladders import escalation
from holdfast.wall.waiting.models import NoticeState

_ON_ITS_WAY = timedelta(minutes=2)
KINDS = {
    "envelope": "Not yet opened",
    "outcome": "Opened, nobody has said what becomes of it",
    "referral": "Waits for a decision",
    "agreement": "Decided at night, no manager has agreed",
    "handover": "Handed over, not taken over",
    ALARM: "Alarm",
}
"""What waits, in words; whatever else does says so itself."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """Somebody who was to be told, how to ring them, and whether the letter arrived."""

    name: str
    telephone: str
    on_duty: str
    step: int
    arrived: bool
    must_ring: bool
    """Whether no letter will reach them soon enough."""
    said: str
    at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Something that waits, as a page shows it."""

    item: QueueItem
    queue: str
    kind: str
    owner: str
    age: str
    late: str
    """How long it is past its time; empty while it is in time."""
    left: str
    told: tuple[Told, ...]

    @property
    def by_letter(self) -> list[Told]:
        """Whom a letter reached, or is on its way to."""
        return [each for each in self.told if not each.must_ring]

    @property
    def is_alarm(self) -> bool:
        """Whether something is wrong with Holdfast itself."""
        return self.item.kind == ALARM


def waiting(*, as_of: datetime, queue: str = "", most: int = 200) -> list[Waiting]:
    """What waits now, worked out from when it should have been picked up, whether anybody swept or not.

    What is urgent comes first, then whatever should have been picked up first.
    """
    items = QueueItem.objects.filter(acknowledged_at=None)
    items = items.filter(queue=queue) if queue else items
    return _shown(items.order_by("-urgent", "acknowledge_by", "came_at")[:most], as_of)


def missed(*, since: date, as_of: datetime) -> list[Waiting]:
    """Whatever was not picked up by its time since that day, the latest first: still waiting, or picked up too late."""
    late = Q(acknowledged_at=None, acknowledge_by__lt=as_of) | Q(acknowledged_at__gt=F("acknowledge_by"))
    items = QueueItem.objects.filter(late, came_at__gte=midnight(since)).exclude(kind=ALARM)
    return _shown(items.order_by("-came_at")[:500], as_of)


def item_or_not_found(item_id: UUID) -> QueueItem:
    """What waits, for somebody who may see it; NotFound says the same where there is none."""
    item = QueueItem.objects.filter(pk=item_id).first()
    if item is None:
        raise NotFound("There is nothing here that you may see.")
    return item


def undelivered(*, as_of: datetime) -> list[Told]:
    """Letters of the last week that did not go: somebody has to ring."""
    rows = Notice.objects.filter(written_at__gt=as_of - timedelta(days=7)).exclude(state="sent")
    holders = all_on_duty(at=as_of)
    return [_told(each, holders, as_of) for each in rows.order_by("-written_at")[:50]]


def lasted(how_long: timedelta) -> str:
    """A length of time in words, as long as matters: "12 minutes", "3 hours", "2 days"."""
    minutes = int(how_long.total_seconds() // 60)
    if minutes < 1:
        return "less than a minute"
    size, unit = next(each for each in _UNITS if minutes >= 2 * each[0] or each[0] == 1)
    count = minutes // size
    return f"{count} {unit}{'' if count == 1 else 's'}"


_UNITS = ((60 * 24, "day"), (60, "hour"), (1, "minute"))


def _shown(items: Iterable[QueueItem], as_of: datetime) -> list[Waiting]:
    items = list(items)
    names = user_names({owner for item in items for owner in (item.owner, item.acknowledged_by) if owner})
    told: dict[UUID, list[Told]] = {}
    holders = all_on_duty(at=as_of)
    for notice in Notice.objects.filter(item__in=items).order_by("step", "written_at"):
        told.setdefault(notice.item_id, []).append(_told(notice, holders, as_of))
    return [_one(item, names, tuple(told.get(item.pk, ())), as_of) for item in items]


def _one(item: QueueItem, names: dict[UUID, str], told: tuple[Told, ...], as_of: datetime) -> Waiting:
    until = item.acknowledged_at or as_of
    past = until - item.acknowledge_by
    return Waiting(
        item=item,
        queue=escalation().queue(item.queue).name,
        kind=KINDS.get(item.kind, item.words),
        owner=names.get(item.owner or item.acknowledged_by, "") if item.owner or item.acknowledged_by else "",
        age=lasted(until - item.came_at),
        late=lasted(past) if past > timedelta(0) else "",
        left=lasted(-past),
        told=told,
    )


def _told(notice: Notice, holders: Mapping[str, User], as_of: datetime) -> Told:
    listed = escalation().people.get(notice.to)
    holder = holders.get(notice.to)
    return Told(
        name=listed.name if listed else "Somebody who is no longer on the phone list",
        telephone=(holder.telephone if holder else "") or (listed.telephone if listed else ""),
        on_duty=holder.display_name if holder else "",
        step=notice.step,
        arrived=notice.state == NoticeState.sent,
        must_ring=notice.state == NoticeState.dead
        or (notice.state == NoticeState.waiting and as_of - notice.written_at > _ON_ITS_WAY),
        said=notice.said or notice.get_state_display(),
        at=notice.sent_at or notice.written_at,
    )
