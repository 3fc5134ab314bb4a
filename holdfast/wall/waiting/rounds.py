"""One round of watching: what the slices do of themselves, the sweep, the letters; and what takes long, beside it."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connections

from holdfast.wall.waiting.beats import Pace, last
from holdfast.wall.waiting.sending import Sent, send_notices
from holdfast.wall.waiting.sweeping import SWEEP, Swept, sweep

STALE = timedelta(minutes=3)
"""How old the last sweep may be before whoever else lives sweeps."""

Job = Callable[..., None]
Due = Callable[..., bool]

log = logging.getLogger(__name__)
_jobs: dict[str, Job] = {}
_long: dict[str, tuple[Job, Due]] = {}


@dataclass(frozen=True, kw_only=True)
class Round:
    """What one round did."""

    swept: Swept
    sent: Sent


def register_job(name: str, job: Job) -> None:
    """Let every round begin with this: `job(at=...)`, quick, and safe to be done by two processes at once."""
    _jobs[name] = job


def register_long_job(name: str, job: Job, *, is_due: Due) -> None:
    """Let this be done when it is due, `is_due(at=...)`, beside the rounds: what waits must not wait for it.

    It is safe to be done by two processes at once, and to be broken off when its process ends.
    """
    _long[name] = job, is_due


class Beside:
    """The long jobs of a process, in turn, in a thread and on a connection of their own."""

    def __init__(self) -> None:
        self.thread: threading.Thread | None = None

    def start(self, *, at: datetime) -> None:
        """Do those that are due, unless that is going on already."""
        if self.goes_on or not (due := _due(at)):
            return
        self.thread = threading.Thread(target=_do_beside, args=(due, at), name="long jobs", daemon=True)
        self.thread.start()

    @property
    def goes_on(self) -> bool:
        """Whether some are being done now."""
        return self.thread is not None and self.thread.is_alive()


def go_round(*, at: datetime, pace: Pace | None = None, beside: Beside | None = None) -> Round:
    """Do one round. A job that fails is logged, and keeps nobody from sweeping; a long one comes last, or `beside`."""
    _do(_jobs.items(), at)
    swept = sweep(at=at, pace=pace)
    done = Round(swept=swept, sent=send_notices(now=swept.now))
    if beside:
        beside.start(at=at)
    else:
        _do(_due(at), at)
    return done


def is_stale(*, at: datetime) -> bool:
    """Whether nobody swept for too long; a time that lies ahead comes of a clock that was wrong."""
    swept_at = last(SWEEP)
    return swept_at is None or abs(at - swept_at) > STALE


def _due(at: datetime) -> list[tuple[str, Job]]:
    due: list[tuple[str, Job]] = []
    for name, (job, is_due) in _long.items():
        with _alone(name):
            due += [(name, job)] if is_due(at=at) else []
    return due


def _do(jobs: Iterable[tuple[str, Job]], at: datetime) -> None:
    for name, job in jobs:
        with _alone(name):
            job(at=at)


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Whatever fails in it is logged, and stops nothing else; but where the database is away, nothing could go on."""
    try:
        yield
    except (OperationalError, InterfaceError):
        raise  # whoever goes round tries again
    except Exception:
        log.exception("The job %s failed.", name)


def _do_beside(jobs: Iterable[tuple[str, Job]], at: datetime) -> None:
    try:
        _do(jobs, at)
    except (OperationalError, InterfaceError) as error:
        log.warning("The database could not go on with what takes long: %s", type(error).__name__)
    finally:
        connections.close_all()
