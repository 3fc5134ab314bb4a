"""The counts and times that a partnership sets for itself, from `local/checks.toml`.

What it does not set stays as the check has it.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from holdfast.checks._check import Check, Setting, Span, days, months
from holdfast.kernel.refused import Refused
from holdfast.kernel.source import Dated

_NAMES = ("at_least", "kinds", "within_days", "within_months", "keep_months", "valid_from")


def as_set_locally(checks: Iterable[Check], path: Path) -> list[Check]:
    """The checks with the partnership's own settings; raises Refused for a file that cannot be understood."""
    told = _parsed(path) if path.exists() else {}
    known = list(checks)
    unknown = sorted(told.keys() - {check.id for check in known})
    if unknown:
        raise Refused(f"{path.name}: there is no check called {unknown[0]}.")
    return [_set(check, told[check.id], f"{path.name}, [{check.id}]") if check.id in told else check for check in known]


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as wrong:
        raise Refused(f"{path.name} cannot be read: {wrong}.") from wrong


def _set(check: Check, told: Mapping[str, Any], where: str) -> Check:
    if not isinstance(told, dict) or not told.keys() <= set(_NAMES):
        raise Refused(f"{where}: say any of {', '.join(_NAMES)}, and nothing else.")
    counts = {name: value for name, value in told.items() if name != "valid_from"}
    wrong = [name for name, value in counts.items() if type(value) is not int or value < 1]
    if wrong:
        raise Refused(f"{where}: {wrong[0]} is a whole number above 0.")
    since = told.get("valid_from", date.min)
    if type(since) is not date:
        raise Refused(f"{where}: valid_from is a day, written 2024-04-01.")
    if counts.get("kinds") and not check.kind:
        raise Refused(f"{where}: this check counts no kinds.")
    return replace(check, settings=_with(check.settings, since, counts))


def _with(before: tuple[Dated[Setting], ...], since: date, counts: Mapping[str, int]) -> tuple[Dated[Setting], ...]:
    """The settings up to the day as they were, and from it on with the partnership's own."""
    earlier = tuple(replace(dated, valid_until=since) for dated in before if dated.valid_from < since)
    later = Dated(value=_changed(before[-1].value, counts), valid_from=since)
    return (*earlier, later)


def _changed(setting: Setting, counts: Mapping[str, int]) -> Setting:
    return Setting(
        at_least=counts.get("at_least", setting.at_least),
        kinds=counts.get("kinds", setting.kinds),
        within=_span(counts) or setting.within,
        keep=months(counts["keep_months"]) if "keep_months" in counts else setting.keep,
    )


def _span(counts: Mapping[str, int]) -> Span | None:
    if "within_days" in counts:
        return days(counts["within_days"])
    return months(counts["within_months"]) if "within_months" in counts else None
