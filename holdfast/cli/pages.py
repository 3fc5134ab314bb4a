"""The web processes of `holdfast serve`: kept up for as long as it lives, however often they die."""

import logging
import time
from collections.abc import Callable
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

_THREADS = 4  # for each web process: each holds a database connection while it works
_LOOK_EVERY = 0.5
STEADY_AFTER = 30.0
"""Seconds that a web process must live for its death not to be one of a row."""
LONGEST_PAUSE = 8.0

log = logging.getLogger(__name__)


def pause_before(deaths: int) -> float:
    """Seconds before a web process is started that has died so often in a row: none, then 1, 2, 4 and always 8."""
    return 0.0 if deaths <= 1 else min(LONGEST_PAUSE, 2.0 ** min(deaths - 2, 10))


class Rows:
    """How often each web process died in a row, and when it may be started again. By a clock that nobody can set."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self.steady = steady
        self.deaths: dict[int, int] = {}
        self.again_at: dict[int, float] = {}

    def may_start(self, number: int, *, born: float) -> bool:
        """Whether the dead process of this number, started at `born`, may be started anew; the first call counts it."""
        if number not in self.again_at:
            lived = self.steady() - born
            self.deaths[number] = 1 if lived >= STEADY_AFTER else self.deaths.get(number, 0) + 1
            self.again_at[number] = self.steady() + pause_before(self.deaths[number])
        if self.steady() < self.again_at[number]:
            return False
        del self.again_at[number]
        return True


class Pages(Server):
    """Granian, but it never gives up: by itself it ends all when a process dies twice within some seconds,
    and can forget one of two that die at the same moment.
    """

    def __init__(self, *, host: str, port: int, workers: int, patience: int, on_stopping: Callable[[], None]) -> None:
        super().__init__(
            "holdfast.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=_THREADS,
            websockets=False,
            workers_kill_timeout=patience,
            log_level=LogLevels.warning,
        )
        self.on_stopping = on_stopping

    def _serve_loop(self, spawn_target: Any, target_loader: Any) -> None:
        """Until Ctrl-C or SIGTERM: look which processes are dead, and start those anew whose time has come."""
        rows = Rows()
        while not self.interrupt_signal:
            self.main_loop_interrupt.wait(_LOOK_EVERY)
            self.main_loop_interrupt.clear()
            if self.reload_signal:
                self._reload(spawn_target, target_loader)
            for number, process in enumerate(self.wrks):
                if self.interrupt_signal or process.is_alive() or not rows.may_start(number, born=process.birth):
                    continue
                self._start_anew(number, spawn_target, target_loader)
        self.on_stopping()
        self.interrupt_children.clear()  # deaths that were seen to are no failure

    def _start_anew(self, number: int, spawn_target: Any, target_loader: Any) -> None:
        try:
            fresh = self._spawn_worker(number, spawn_target, target_loader)
            fresh.start()
        except Exception:  # killed while it was being started, or no memory for it: the next look tries again
            log.exception("A web process could not be started.")
            self.wrks[number].birth = time.monotonic()
        else:
            self.wrks[number] = fresh
