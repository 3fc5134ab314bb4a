"""The partnership's own procedure: its stages, who hears each, and how long each may take."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from holdfast.access import Role
from holdfast.kernel.refused import Refused
from holdfast.kernel.working_days import OutsideCalendar
from holdfast.wall.deeds import day_of, midnight
from holdfast.wall.due import calendar


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One stage: who hears it, and by when it is answered."""

    number: int
    title: str
    roles: tuple[str, ...]
    people: tuple[str, ...]
    """Usernames of people who hear it whatever their role."""
    working_days: int
    hours_if_immediate: int

    def due_at(self, from_at: datetime, *, immediate: bool) -> datetime:
        """The moment at which it goes up unanswered: hours where a child is at risk, else the end of a working day.

        Where no bank holidays are listed so far on it is the same number of plain days: sooner, never later.
        """
        if immediate:
            return from_at + timedelta(hours=self.hours_if_immediate)
        day = day_of(from_at)
        try:
            last = calendar().add(day, self.working_days)
        except OutsideCalendar:
            last = day + timedelta(days=self.working_days)
        return midnight(last + timedelta(days=1))


@dataclass(frozen=True, kw_only=True)
class Planned:
    """When a stage begins if nobody answers before, and when it gives way to the next."""

    stage: Stage
    from_at: datetime
    due_at: datetime


def stages() -> tuple[Stage, ...]:
    """The stages in local/challenge.toml, the first first."""
    return read_stages(settings.HOLDFAST.local / "challenge.toml")


def plan(
    chosen: Collection[Stage], *, from_at: datetime, immediate: bool, empty: Collection[int] = ()
) -> Iterator[Planned]:
    """Lay the stages out one after the other from a moment on.

    `empty` are the numbers of stages that nobody can hear: they take no time, unless it is the last one, which waits.
    """
    last = max(stage.number for stage in chosen)
    for stage in chosen:
        is_passed_over = stage.number in empty and stage.number != last
        due_at = from_at if is_passed_over else stage.due_at(from_at, immediate=immediate)
        yield Planned(stage=stage, from_at=from_at, due_at=due_at)
        from_at = due_at


@cache
def read_stages(path: Path) -> tuple[Stage, ...]:
    """The stages in this file; Refused says what to mend."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))["stage"]
        found = tuple(_stage(number, each) for number, each in enumerate(told, start=1))
        return found or _none()
    except (OSError, KeyError, ValueError, TypeError) as wrong:
        raise Refused(f"{path} cannot be read: {wrong}. Copy the one that came with Holdfast.") from wrong


def _stage(number: int, told: Mapping[str, Any]) -> Stage:
    roles = tuple(Role(role).value for role in told["hears"])
    people = tuple(str(username) for username in told.get("people", ()))
    if not roles and not people:
        raise ValueError(f"stage {number} names nobody who hears it")
    return Stage(
        number=number, title=str(told["title"]), roles=roles, people=people,
        working_days=_number(told["working_days"]), hours_if_immediate=_number(told["hours_if_immediate"]),
    )  # fmt: skip


def _number(value: Any) -> int:
    if not isinstance(value, int) or value < 1:
        raise ValueError(f"{value!r} is not a number from 1 on")
    return value


def _none() -> tuple[Stage, ...]:
    raise ValueError("it has no stage")
