"""Families whom somebody helps early when a demonstration begins, and allegations that came in before it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Family:
    """A family's early help so far; each step says how many days before the beginning, None where it was not taken."""

    asked: int
    source: str
    level: int
    wanted: str
    asked_by: str = ""
    worked_on: str = ""
    tried: tuple[int, ...] = ()
    reached: int | None = None
    refused: int | None = None
    agreed: int | None = None
    assessed: int | None = None
    planned: int | None = None
    reviewed: int | None = None
    ended: int | None = None
    lead: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Alleged:
    """Somebody who works with children, and what a persona told of them."""

    by: str
    hours_ago: int
    name: str
    employer: str
    roles: str
    what: str
    take_up: bool = False


def families() -> tuple[Family, ...]:
    """Every family, in the order of the file."""
    return tuple(_family(row) for row in _told()["family"])


def alleged() -> tuple[Alleged, ...]:
    """Every allegation, in the order of the file."""
    return tuple(Alleged(**row) for row in _told()["alleged"])


def directory() -> bytes:
    """The borough's directory of help, as Open Referral UK tells one."""
    return (files("holdfast.borough") / "data" / "directory.json").read_bytes()


def _told() -> dict[str, Any]:
    return tomllib.loads((files("holdfast.borough") / "data" / "early_help.toml").read_text(encoding="utf-8"))


def _family(row: dict[str, Any]) -> Family:
    known = Family.__dataclass_fields__
    texts = {name: str(value) for name, value in row.items() if name not in known}
    plain = {name: value for name, value in row.items() if name in known}
    plain["tried"] = tuple(plain.get("tried", ()))
    return Family(**plain, texts=texts)
