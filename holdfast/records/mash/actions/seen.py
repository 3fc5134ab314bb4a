"""What an agency saw, told with its answer, becomes lines of the joined picture."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from holdfast.access import Purpose
from holdfast.records.mash.models import Request
from holdfast.records.sightings.actions import record_injury, record_sighting
from holdfast.records.sightings.codes import InjuryKind, What
from holdfast.wall.acting import Actor


def write_what_was_seen(
    *,
    request: Request,
    seen_on: date | None = None,
    saw: str = "",
    missed_on: date | None = None,
    missed_because: str = "",
    site: str = "",
    injury: str = "",
    injury_on: date | None = None,
    explained: str = "",
    record_id: UUID,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> str:
    """Write down what the agency saw, as its own; answers the words that its answer must carry instead.

    They are empty unless the child's record is closed to the agency: then nothing is added to it, and nothing is lost.
    """
    told = {"seen_on": seen_on, "saw": saw, "missed_on": missed_on, "missed_because": missed_because,
            "site": site, "injury": injury, "injury_on": injury_on, "explained": explained}  # fmt: skip
    if _is_closed(request.child_id):
        return _in_words(told)
    shared: dict[str, Any] = {
        "child_id": request.child_id, "agency": request.agency, "record_id": record_id,
        "by": by, "purpose": purpose, "at": at,
    }  # fmt: skip
    if seen_on:
        record_sighting(what=What.seen, seen_on=seen_on, saw=saw, **shared)
    if missed_on:
        record_sighting(what=What.was_not_brought, seen_on=missed_on, why_not=missed_because, **shared)
    if site and injury_on:
        kind = InjuryKind(injury)
        record_injury(site=site, kind=kind, seen_on=injury_on, explained_in_words=explained, **shared)
    return ""


def _is_closed(child_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s = ANY (ARRAY(SELECT wall_barred()))", [child_id])
        return bool(cursor.fetchone()[0])


def _in_words(told: dict[str, Any]) -> str:
    """What was told, as lines of a letter."""
    lines = (f"{name.replace('_', ' ').capitalize()}: {value}" for name, value in told.items() if value)
    return "\n".join(lines)
