"""What waits, for tests: something put into a queue, a clock that can be set, and what became of it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from holdfast.access import Purpose
from holdfast.wall.acting import PUBLIC, acting
from holdfast.wall.models import Escalation, Notice, QueueItem
from holdfast.wall.waiting import acknowledge, queue_item
from holdfast.wall.waiting.beats import Pace
from holdfast.wall.waiting.sweeping import WATCH, Swept, sweep

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
"""A Friday."""


def arrive(*, at: datetime = NOON, ladder: str = "danger", subject: UUID | None = None) -> UUID:
    """Something comes in, from somebody of the public; the key of what waits."""
    subject = subject or uuid4()
    with acting(actor=PUBLIC, purpose=Purpose.referring):
        queue_item(
            kind="envelope", subject=subject, queue="front_door", ladder=ladder, words="Something came in.",
            reference="K7QF-92QD", at=at,
        )  # fmt: skip
    return subject


def pick_up(subject: UUID, *, at: datetime = NOON) -> bool:
    """Somebody opens it."""
    with acting(actor=WATCH, purpose=Purpose.watching):
        return acknowledge(kind="envelope", subject=subject, at=at)


def item_of(subject: UUID) -> QueueItem:
    """What waits."""
    with acting(actor=WATCH, purpose=Purpose.watching):
        return QueueItem.objects.get(subject=subject)


def steps_of(subject: UUID) -> list[int]:
    """The steps that it was passed up, in the order in which they were due."""
    with acting(actor=WATCH, purpose=Purpose.watching):
        rows = Escalation.objects.filter(item__subject=subject)
        return list(rows.order_by("escalated_at", "step").values_list("step", flat=True))


def told(subject: UUID) -> list[tuple[int, str]]:
    """Who was to be told of it, and at which step."""
    with acting(actor=WATCH, purpose=Purpose.watching):
        return sorted(Notice.objects.filter(item__subject=subject).values_list("step", "to"))


def alarms() -> list[str]:
    """The alarms that sound."""
    with acting(actor=WATCH, purpose=Purpose.watching):
        rows = QueueItem.objects.filter(kind="alarm", acknowledged_at=None)
        return list(rows.order_by("came_at").values_list("words", flat=True))


@dataclass
class Machine:
    """A machine whose clock can be set, while time passes as it does; processes on it sweep."""

    real: datetime = NOON
    wrong_by: timedelta = timedelta(0)
    paces: dict[str, Pace] = field(default_factory=dict)

    @property
    def clock(self) -> datetime:
        """What its clock says."""
        return self.real + self.wrong_by

    def wait(self, **how_long: float) -> "Machine":
        """Let time pass."""
        self.real += timedelta(**how_long)
        return self

    def set_clock(self, **by: float) -> "Machine":
        """Somebody or something sets the clock by so much."""
        self.wrong_by += timedelta(**by)
        return self

    def restart(self, process: str = "worker") -> None:
        """The process is gone, and with it how it saw time pass."""
        self.paces.pop(process, None)

    def sweep(self, process: str = "worker") -> Swept:
        """One of its processes sweeps."""
        pace = self.paces.setdefault(process, Pace(steady=lambda: (self.real - NOON).total_seconds()))
        return sweep(at=self.clock, pace=pace)
