"""What has just come in when a demonstration begins, so that the front door has something to open."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files

PUBLIC = "public"


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What somebody told: by a persona's username or PUBLIC, how long before the beginning, and the form's fields."""

    by: str
    before: timedelta
    fields: Mapping[str, str]
    children: tuple[Mapping[str, str], ...]


def arriving() -> tuple[Told, ...]:
    """What three people told, the oldest first."""
    rows = tomllib.loads((files("holdfast.borough") / "data" / "arriving.toml").read_text(encoding="utf-8"))["told"]
    return tuple(sorted((_told(row) for row in rows), key=lambda told: told.before, reverse=True))


def _told(row: dict[str, object]) -> Told:
    children = row.pop("children")
    by, hours = str(row.pop("by")), row.pop("hours_ago")
    assert isinstance(children, list) and isinstance(hours, int)
    fields = {name: str(said) for name, said in row.items()}
    return Told(by=by, before=timedelta(hours=hours), fields=fields, children=tuple(children))
