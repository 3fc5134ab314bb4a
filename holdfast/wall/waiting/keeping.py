"""Going round for as long as a process lives: the worker always, a web process where nobody else does."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connections

from holdfast.wall.waiting.beats import Pace
from holdfast.wall.waiting.rounds import Beside, go_round, is_stale
from holdfast.wall.waiting.sending import tell_without_database

PATIENCE = timedelta(minutes=5)
"""How long the database may be away before the phone list hears of it."""

log = logging.getLogger(__name__)


def keep_watch(
    *, now: Callable[[], datetime], stopped: threading.Event, every: float, only_where_nobody_does: bool = False
) -> None:
    """Go round every so many seconds until `stopped`; a database that is away is waited for, a long job is not."""
    pace, outage, beside = Pace(), Outage(), Beside()
    while not stopped.is_set():
        try:
            if not only_where_nobody_does or is_stale(at=now()):
                go_round(at=now(), pace=pace, beside=beside)
            outage.over()
        except (OperationalError, InterfaceError) as error:
            connections.close_all()
            outage.goes_on(tells=not only_where_nobody_does)
            log.warning("The database could not go on: %s", type(error).__name__)
        except Exception:  # a bug must not end the watch: it is logged, and what else waits is looked at again
            connections.close_all()
            log.exception("A round failed.")
        stopped.wait(every)
    connections.close_all()


class Outage:
    """How long the database has been away, by a clock that nobody can set; the phone list hears of it once."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self.steady, self.told = steady, False
        self.since: float | None = None

    def goes_on(self, *, tells: bool) -> None:
        """It is away, or still is."""
        if self.since is None:
            self.since = self.steady()
        if tells and not self.told and self.steady() - self.since >= PATIENCE.total_seconds():
            self.told = tell_without_database()

    def over(self) -> None:
        """It is there."""
        self.since, self.told = None, False
