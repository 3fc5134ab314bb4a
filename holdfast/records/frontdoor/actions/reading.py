"""Somebody read what came before, and says what it means for the decision that is to be made now."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from holdfast.access import Purpose
from holdfast.records.frontdoor.models import PastRead
from holdfast.records.frontdoor.queries.history import Past
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import deed
from holdfast.wall.versions import amend, inserted


def note_past(
    *,
    child_id: UUID,
    subject_id: UUID,
    past: Collection[Past],
    notes: Mapping[str, str],
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> list[PastRead]:
    """Keep a note on each thing of the past that has one; the day, the hour and the reader are kept with it.

    `notes` are by item; what is not in `past` is not taken. The same note again changes nothing.
    """
    told = {each.item: notes.get(each.item, "").strip() for each in past}
    with deed("note_past", children=[child_id], by=by, purpose=purpose, at=at):
        return [_kept(child_id, subject_id, item, note, by=by, at=at) for item, note in told.items() if note]


def _kept(child_id: UUID, subject_id: UUID, item: str, note: str, *, by: Actor, at: datetime) -> PastRead:
    standing = PastRead.objects.filter(subject_id=subject_id, item=item).first()
    if standing is None:
        return inserted(
            PastRead(child_id=child_id, subject_id=subject_id, item=item, note=note, read_at=at, read_by=by.id)
        )
    if standing.note == note:
        return standing
    return amend(standing, expected_version=standing.version, changes={"note": note, "read_at": at, "read_by": by.id})
