"""The partnership's own choices about early help and its directory."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings

from holdfast.kernel.days import CannotCount
from holdfast.kernel.refused import Refused
from holdfast.wall.due import calendar


@dataclass(frozen=True, kw_only=True)
class EarlyHelp:
    """How long after its end somebody looks again, when a wait is long, and when an entry is stale."""

    check_after: timedelta
    diversion_working_days: int
    ageing_working_days: int
    check_directory_months: int
    area: str


def early_help() -> EarlyHelp:
    """The choices in local/early_help.toml."""
    return read(settings.HOLDFAST.local / "early_help.toml")


@cache
def read(path: Path) -> EarlyHelp:
    """The choices in this file; Refused says what to mend."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        return EarlyHelp(
            check_after=timedelta(weeks=_number(told["check_after_weeks"])),
            diversion_working_days=_number(told["diversion_working_days"]),
            ageing_working_days=_number(told["ageing_working_days"]),
            check_directory_months=_number(told["directory"]["check_every_months"]),
            area=str(told["directory"]["area"]),
        )
    except (OSError, KeyError, ValueError, TypeError) as wrong:
        raise Refused(f"{path} cannot be read: {wrong}. Copy the one that came with Holdfast.") from wrong


def divert_by(noted_on: date) -> date:
    """The last day in time for the answer to a diversion offer."""
    return _working_days_after(noted_on, early_help().diversion_working_days)


def ages_from(as_of: date) -> date:
    """Whoever asked on this day or earlier, and has no help yet, has waited long."""
    return _working_days_after(as_of, -early_help().ageing_working_days)


def _working_days_after(day: date, count: int) -> date:
    try:
        return calendar().add(day, count)
    except CannotCount:  # beyond the bank holidays that are listed: five working days are a week
        return day + timedelta(days=count * 7 // 5)


def _number(value: object) -> int:
    if type(value) is not int or value < 1:
        raise ValueError(f"{value!r} is not a whole number above 0")
    return value
