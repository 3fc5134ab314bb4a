"""The limits that a partnership sets for itself, from `local/clocks.toml`.

A limit that nobody has set is no limit: its clock reads *not computable, because*.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import holdfast
from holdfast.clocks._limits import Days, Limit, Limits, Months, Weeks, WorkingDays
from holdfast.kernel.refused import Refused
from holdfast.kernel.source import Dated, Source

KNOWN = {
    "child_protection_visit": "how often a child with a child protection plan is seen",
    "later_core_group": "how often the core group meets after its first meeting",
    "early_help_contact": "how soon somebody speaks with a family that early help was asked for",
    "early_help_plan": "how soon after the family agreed its needs are assessed and a plan is made",
    "early_help_start": "how soon help begins",
    "early_help_review": "how soon after it was made the plan is reviewed first",
}
"""The limits that may be set, in words."""

_UNITS: dict[str, type[Limit]] = {"working_days": WorkingDays, "weeks": Weeks, "months": Months, "days": Days}
_UNSET = Source(title="No local limit is set", place="local/clocks.toml", confidence="M")


@dataclass(frozen=True, kw_only=True)
class LocalLimit:
    """A limit that the partnership chose, and where it wrote it down."""

    limits: Limits
    source: Source


def folder() -> Path:
    """Where the partnership's choices lie: HOLDFAST_LOCAL, or `local` beside the package."""
    told = os.environ.get("HOLDFAST_LOCAL")
    return Path(told) if told else Path(holdfast.__file__).parent.parent / "local"


def read_local(path: Path) -> dict[str, LocalLimit]:
    """The limits of the file, unset where it or its part is missing; raises Refused for what it cannot understand."""
    told = _parsed(path) if path.exists() else {}
    unknown = sorted(told.keys() - KNOWN.keys())
    if unknown:
        raise Refused(f"{path.name}: nothing is called {unknown[0]}. Known are {', '.join(KNOWN)}.")
    return {name: _local(path, name, told[name]) if name in told else _unset() for name in KNOWN}


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as wrong:
        raise Refused(f"{path.name} cannot be read: {wrong}.") from wrong


def _unset() -> LocalLimit:
    return LocalLimit(limits=(), source=_UNSET)


def _local(path: Path, name: str, told: Mapping[str, Any]) -> LocalLimit:
    where = f"{path.name}, [{name}]"
    if not isinstance(told, dict) or not told.keys() <= {*_UNITS, "valid_from", "source", "confidence"}:
        raise Refused(f"{where}: say one of {', '.join(_UNITS)}; valid_from, source, confidence; and nothing else.")
    limit = _limit(where, told)
    valid_from = told.get("valid_from", date.min)
    if type(valid_from) is not date:
        raise Refused(f"{where}: valid_from is a day, written 2024-04-01.")
    return LocalLimit(limits=(Dated(value=limit, valid_from=valid_from),), source=_source(where, told))


def _limit(where: str, told: Mapping[str, Any]) -> Limit:
    lengths = [(unit, told[unit]) for unit in _UNITS if unit in told]
    if len(lengths) != 1:
        raise Refused(f"{where}: say exactly one of {', '.join(_UNITS)}.")
    unit, count = lengths[0]
    if type(count) is not int or count < 1:
        raise Refused(f"{where}: {unit} is a whole number above 0.")
    return _UNITS[unit](count)


def _source(where: str, told: Mapping[str, Any]) -> Source:
    title, confidence = told.get("source"), told.get("confidence")
    if not isinstance(title, str) or confidence not in ("V1", "V2", "M"):
        raise Refused(f"{where}: say the source in words, and the confidence: V1, V2 or M.")
    return Source(title=title, place=where, confidence=confidence)


LOCAL: dict[str, LocalLimit] = read_local(folder() / "clocks.toml")
"""The partnership's limits by name."""
