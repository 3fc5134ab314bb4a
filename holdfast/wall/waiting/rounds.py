"""One round of watching: what the slices do of themselves, then the sweep, then the letters."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError

from holdfast.wall.waiting.beats import Pace, last
from holdfast.wall.waiting.sending import Sent, send_notices
from holdfast.wall.waiting.sweeping import SWEEP, Swept, sweep

STALE = timedelta(minutes=3)
"""How old the last sweep may be before whoever else lives sweeps."""

log = logging.getLogger(__name__)
_jobs: dict[str, Callable[..., None]] = {}


@dataclass(frozen=True, kw_only=True)
class Round:
    """What one round did."""

    swept: Swept
    sent: Sent


def register_job(name: str, job: Callable[..., None]) -> None:
    """Let every round begin with this: `job(at=...)`, quick, and safe to be done by two processes at once."""
    _jobs[name] = job


def go_round(*, at: datetime, pace: Pace | None = None) -> Round:
    """Do one round. A job that fails is logged, and keeps nobody from sweeping."""
    for name, job in _jobs.items():
        try:
            job(at=at)
        except (OperationalError, InterfaceError):
            raise  # the sweep could not go on either: whoever goes round tries again
        except Exception:
            log.exception("The job %s failed.", name)
    swept = sweep(at=at, pace=pace)
    return Round(swept=swept, sent=send_notices(now=swept.now))


def is_stale(*, at: datetime) -> bool:
    """Whether nobody swept for too long; a time that lies ahead comes of a clock that was wrong."""
    swept_at = last(SWEEP)
    return swept_at is None or abs(at - swept_at) > STALE
