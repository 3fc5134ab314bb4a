"""When things last happened, and what time it is as far as a clock that may jump can be believed."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from holdfast.wall.waiting.models import Beat

TOLERANCE = timedelta(minutes=2)
"""How far two clocks may differ, or one be set right, without anybody being troubled."""

MARK = "time"


@dataclass
class Pace:
    """How time passed in this process, by a clock that nobody can set."""

    steady: Callable[[], float] = time.monotonic
    last: tuple[datetime, float] | None = None

    @property
    def expected(self) -> datetime | None:
        """What time it should be by now; None before anything was seen."""
        if self.last is None:
            return None
        seen, then = self.last
        return seen + timedelta(seconds=self.steady() - then)

    def keep(self, now: datetime) -> None:
        """Go on from here."""
        self.last = now, self.steady()


@dataclass(frozen=True, kw_only=True)
class Seen:
    """The time to go by, which never goes back; and what is wrong with the clock, in a sentence (empty: nothing)."""

    now: datetime
    wrong: str = ""


def time_seen(at: datetime, pace: Pace | None = None) -> Seen:
    """The time to go by where the clock says `at`: the latest ever seen, and on from there at a steady pace.

    A clock that was put back is not believed, so that nothing falls silent until it catches up; one that was put
    forward is, so that nothing waits for it to be put right. Either way somebody is told.
    """
    mark, is_ours = _mark(at)
    expected = pace.expected if pace else None
    now = max(filter(None, (at, mark, expected)))
    if is_ours:
        beat(MARK, now)
    if pace:
        pace.keep(now)
    return Seen(now=now, wrong=_wrong(at, mark, expected))


def _wrong(at: datetime, mark: datetime, expected: datetime | None) -> str:
    if at < max(filter(None, (mark, expected))) - TOLERANCE:
        return "The clock of this machine was put back: what waits is passed on by the later time."
    if expected and at > expected + TOLERANCE:
        return "The clock of this machine jumped ahead: what waits is passed on by the new time."
    return ""


def _mark(at: datetime) -> tuple[datetime, bool]:
    """The latest time seen, and whether it is ours to move on: of two that look at once, one does."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO wall_beat (name, at) VALUES (%s, %s) ON CONFLICT DO NOTHING", [MARK, at])
        cursor.execute("SELECT at FROM wall_beat WHERE name = %s FOR UPDATE SKIP LOCKED", [MARK])
        if row := cursor.fetchone():
            return row[0], True
        cursor.execute("SELECT at FROM wall_beat WHERE name = %s", [MARK])
        row = cursor.fetchone()
    return (row[0] if row else at), False


def beat(name: str, at: datetime) -> None:
    """Keep that this happened."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO wall_beat (name, at) VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET at = excluded.at",
            [name, at],
        )


def last(name: str) -> datetime | None:
    """When this last happened; None where it never did."""
    return Beat.objects.filter(pk=name).values_list("at", flat=True).first()


def the_clock_is_right(*, at: datetime) -> None:
    """Believe the clock again: somebody looked, and it is right."""
    beat(MARK, at)
