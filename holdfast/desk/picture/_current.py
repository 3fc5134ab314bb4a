"""How far a chronology goes, and what is new in it to its reader."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from holdfast.desk.chronology import Line
from holdfast.records.sightings.queries import read_until
from holdfast.wall.acting import current


@dataclass(frozen=True, kw_only=True)
class Read:
    """How far the chronology goes, and what was added since the reader last said that they had read it."""

    current_to: date | None
    last_added: Line | None
    read_on: datetime | None
    added_since: int


def how_current(records: set[UUID], lines: list[Line], *, as_of: date) -> Read:
    """How far the chronology of these records goes, and what is new in it to the reader."""
    read = read_until(reader=current().actor.id, children=records)
    read_at = max(read.values(), default=None)
    happened = [line.on for line in lines if line.on and line.on <= as_of]
    added = [line for line in lines if line.added_at]
    return Read(
        current_to=max(happened, default=None),
        last_added=max(added, key=lambda line: line.added_at, default=None),
        read_on=read_at,
        added_since=sum(line.added_at > read_at for line in added) if read_at else 0,
    )
