"""The partnership's own choices about its front door, and who answers at a given moment."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from holdfast.clocks import last_day
from holdfast.kernel.refused import Refused
from holdfast.kernel.working_days import OutsideCalendar
from holdfast.wall.deeds import LONDON
from holdfast.wall.due import calendar
from holdfast.web import words

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, kw_only=True)
class FrontDoor:
    """When the hub is open, and what both teams are called."""

    authority: str
    hub_team: str
    hub_days: frozenset[int]
    opens: time
    closes: time
    night_team: str


@dataclass(frozen=True, kw_only=True)
class Answering:
    """Who answers at a moment: the hub, or the out-of-hours team until the hub opens (None where not known)."""

    is_hub: bool
    team: str
    telephone: str
    hub_opens_at: datetime | None

    @property
    def opening_words(self) -> str:
        """When the hub opens, for a reader: "on Monday 2 November 2026 at 9am"; empty while it is open."""
        if self.hub_opens_at is None:
            return ""
        here = self.hub_opens_at.astimezone(LONDON)
        hour = f"{here.hour % 12 or 12}{f':{here.minute:02}' if here.minute else ''}{'am' if here.hour < 12 else 'pm'}"
        return f"on {DAYS[here.weekday()].capitalize()} {words.day(here.date())} at {hour}"


def front_door() -> FrontDoor:
    """The choices in local/front_door.toml."""
    return read(settings.HOLDFAST.local / "front_door.toml")


@cache
def read(path: Path) -> FrontDoor:
    """The choices in this file; Refused says what to mend."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        hub, night = told["hub"], told["out_of_hours"]
        return FrontDoor(
            authority=_text(told["authority"]),
            hub_team=_text(hub["team"]),
            hub_days=frozenset(_weekday(day) for day in hub["days"]),
            opens=_time(hub["opens"]),
            closes=_time(hub["closes"]),
            night_team=_text(night["team"]),
        )
    except (OSError, KeyError, ValueError, TypeError) as wrong:
        raise Refused(f"{path} cannot be read: {wrong}. Copy the one that came with Holdfast.") from wrong


def who_answers(at: datetime) -> Answering:
    """The team to ring at that moment, by the clock in London; a bank holiday is a closed day."""
    chosen = front_door()
    here = at.astimezone(LONDON)
    if _open_on(here.date(), chosen) and chosen.opens <= here.time() < chosen.closes:
        return Answering(is_hub=True, team=chosen.hub_team, telephone=settings.COUNCIL.front_door, hub_opens_at=None)
    return Answering(
        is_hub=False,
        team=chosen.night_team,
        telephone=settings.COUNCIL.out_of_hours,
        hub_opens_at=_next_opening(here, chosen),
    )


def decide_by(received_on: date) -> date | None:
    """The working day by whose end a manager decides; None where no bank holidays are listed so far on."""
    return last_day("referral_decision", started_on=received_on, calendar=calendar())


def _next_opening(here: datetime, chosen: FrontDoor) -> datetime | None:
    day = here.date() if here.time() < chosen.opens else here.date() + timedelta(days=1)
    for later in range(14):
        if _open_on(day + timedelta(days=later), chosen):
            return datetime.combine(day + timedelta(days=later), chosen.opens, tzinfo=LONDON)
    return None


def _open_on(day: date, chosen: FrontDoor) -> bool:
    if day.weekday() not in chosen.hub_days:
        return False
    try:
        return calendar().is_working_day(day) or day.weekday() > 4
    except OutsideCalendar:
        return True


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{value!r} is not text")
    return value.strip()


def _weekday(value: Any) -> int:
    if value not in DAYS:
        raise ValueError(f"{value!r} is no day of the week")
    return DAYS.index(value)


def _time(value: Any) -> time:
    if not isinstance(value, time):
        raise ValueError(f"{value!r} is not a time such as 09:00:00")
    return value
