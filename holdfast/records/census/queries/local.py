"""The authority's own choices about the nightly check, from local/census.toml."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from holdfast.facts.cohorts import CollectionYear
from holdfast.kernel.refused import Refused
from holdfast.wall.deeds import LONDON


@dataclass(frozen=True, kw_only=True)
class Nightly:
    """When the records are checked, and until when last year's census is still worked on."""

    after: time
    last_year_until: tuple[int, int]
    """Month and day."""


def nightly() -> Nightly:
    """The choices in local/census.toml."""
    return read(settings.HOLDFAST.local / "census.toml")


@cache
def read(path: Path) -> Nightly:
    """The choices in this file; Refused says what to mend."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))["nightly"]
        return Nightly(after=_time(told["after"]), last_year_until=_day(told["last_year_until"]))
    except (OSError, KeyError, ValueError, TypeError) as wrong:
        raise Refused(f"{path} cannot be read: {wrong}. Copy the one that came with Holdfast.") from wrong


def night_of(at: datetime) -> date | None:
    """The night that the moment belongs to, by the clock in London; None while it is too early to check."""
    here = at.astimezone(LONDON)
    return here.date() if here.time() >= nightly().after else None


def years_worked_on(day: date) -> list[CollectionYear]:
    """The censuses worked on that day: the year that runs, and last year's until it must have been sent."""
    runs = CollectionYear.holding(day)
    is_sent = (day.month, day.day) < (4, 1) or (day.month, day.day) > nightly().last_year_until
    return [runs] if is_sent else [runs, runs.previous]


def _time(value: Any) -> time:
    if not isinstance(value, time):
        raise ValueError(f"{value!r} is not a time such as 02:00:00")
    return value


def _day(value: Any) -> tuple[int, int]:
    if not isinstance(value, str):
        raise ValueError(f'{value!r} is not a day of the year such as "07-31"')
    day = date.fromisoformat(f"2024-{value}")
    return day.month, day.day
