"""What people do about what was seen of a child; the only writers of these records.

Each takes who does it (`by`), what for (`purpose`) and when (`at`). An agency that answers for itself does so for the
purpose `answering`; the hub and social workers write down what they were told. Nothing that is missing is asked for
here: a bruise without a size is kept.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from holdfast.access import Purpose
from holdfast.kernel.keys import key_of_sending
from holdfast.kernel.refused import Refused
from holdfast.records.agencies.models import Agency
from holdfast.records.sightings.codes import (
    DoctorLooked,
    ExplainedBy,
    Explanation,
    InjuryKind,
    Sensitive,
    Setting,
    Size,
    What,
)
from holdfast.records.sightings.models import Injury, OfAgency, Reading, Sighting
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import day_of, deed
from holdfast.wall.versions import amend, inserted


def record_sighting(
    *,
    child_id: UUID,
    what: What,
    seen_on: date,
    agency: Agency | None = None,
    agency_name: str = "",
    seen_by: str = "",
    seen_by_post: str = "",
    seen_at: datetime | None = None,
    setting: Setting | str = "",
    why_not: str = "",
    saw: str = "",
    childs_words: str = "",
    sensitive: Sensitive | str = "",
    told_on: date | None = None,
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Sighting:
    """Record that an agency saw the child, or did not; told twice from one form, it stands once.

    A `sensitive` line opens to the decision-maker, and to `by`. Where only `agency_name` is given, the agency of that
    name is meant if there is one.
    """
    told = {
        "what": what, "seen_on": seen_on, "seen_by": seen_by, "seen_by_post": seen_by_post, "seen_at": seen_at,
        "setting": setting, "why_not": why_not, "saw": saw, "childs_words": childs_words, "sensitive": sensitive,
    }  # fmt: skip
    with deed("record_sighting", children=[child_id], by=by, purpose=purpose, at=at):
        whose = _whose(agency, agency_name)
        return _once(Sighting, child_id, told | whose, told_on=told_on, record_id=record_id, by=by, at=at)


def record_injury(
    *,
    child_id: UUID,
    site: str,
    kind: InjuryKind,
    seen_on: date,
    agency: Agency | None = None,
    agency_name: str = "",
    seen_by: str = "",
    seen_by_post: str = "",
    size: Size | str = "",
    looks: str = "",
    explanation: Explanation | str = "",
    explained_in_words: str = "",
    explained_by: ExplainedBy | str = "",
    doctor_looked: DoctorLooked = DoctorLooked.not_known,
    told_on: date | None = None,
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Injury:
    """Record an injury that an agency saw, and how it was explained to them.

    `site` is a code of `codes.SITES`. The same injury seen by another agency is recorded again: what each was told
    of it then stands side by side.
    """
    told = {
        "site": site, "kind": kind, "seen_on": seen_on, "seen_by": seen_by, "seen_by_post": seen_by_post,
        "size": size, "looks": looks, "explanation": _kind_of(explanation, explained_in_words),
        "explained_in_words": explained_in_words, "explained_by": explained_by, "doctor_looked": doctor_looked,
    }  # fmt: skip
    with deed("record_injury", children=[child_id], by=by, purpose=purpose, at=at):
        whose = _whose(agency, agency_name)
        return _once(Injury, child_id, told | whose, told_on=told_on, record_id=record_id, by=by, at=at)


_HUB = frozenset({Purpose.front_door, Purpose.out_of_hours})

SIGHTING_CHANGES = frozenset(
    {"what", "seen_on", "seen_at", "seen_by", "seen_by_post", "setting", "why_not", "saw", "childs_words", "sensitive"}
)
INJURY_CHANGES = frozenset(
    {"site", "kind", "size", "looks", "seen_on", "seen_by", "seen_by_post", "explanation", "explained_in_words"}
    | {"explained_by", "doctor_looked"}
)


def correct_sighting(
    *, sighting: Sighting, changes: Mapping[str, Any], expected_version: int, reason: str,
    by: Actor, purpose: Purpose, at: datetime,
) -> Sighting:  # fmt: skip
    """Correct what is recorded of a sighting; what stood before is kept, with the reason."""
    return _correct(
        "correct_sighting", sighting, changes, SIGHTING_CHANGES, expected_version, reason, by=by, purpose=purpose, at=at
    )


def correct_injury(
    *, injury: Injury, changes: Mapping[str, Any], expected_version: int, reason: str,
    by: Actor, purpose: Purpose, at: datetime,
) -> Injury:  # fmt: skip
    """Correct what is recorded of an injury; what stood before is kept, with the reason."""
    if "explained_in_words" in changes:
        kind = _kind_of(changes.get("explanation", injury.explanation), changes["explained_in_words"])
        changes = {**changes, "explanation": kind}
    return _correct(
        "correct_injury", injury, changes, INJURY_CHANGES, expected_version, reason, by=by, purpose=purpose, at=at
    )


def may_take_out(*, record: Sighting | Injury, by: Actor, purpose: Purpose) -> bool:
    """Whether somebody may say that the line should not stand on this child: the front door, and whoever wrote it."""
    return purpose in _HUB or record.written_by == by.id


def mark_entered_in_error(
    *, record: Sighting | Injury, expected_version: int, reason: str, by: Actor, purpose: Purpose, at: datetime
) -> Sighting | Injury:
    """Say that a line should not stand on this child: it leaves every page and count, and is kept with the reason.

    Refused to anybody but the front door and whoever wrote it.
    """
    if not may_take_out(record=record, by=by, purpose=purpose):
        raise Refused("Only the front door, or whoever wrote it, takes this out. Ring the front door, or correct it.")
    return _correct(
        "mark_entered_in_error", record, {"entered_in_error": True}, {"entered_in_error"}, expected_version, reason,
        by=by, purpose=purpose, at=at,
    )  # fmt: skip


def note_reading(*, child_id: UUID, by: Actor, purpose: Purpose, at: datetime) -> Reading:
    """Say that `by` has read the child's chronology as it stands at this moment."""
    with deed("note_reading", children=[child_id], by=by, purpose=purpose, at=at):
        return inserted(Reading(child_id=child_id, reader=by.id, read_at=at))


def _correct(
    what: str, record: Any, changes: Mapping[str, Any], allowed: frozenset[str] | set[str], expected_version: int,
    reason: str, *, by: Actor, purpose: Purpose, at: datetime,
) -> Any:  # fmt: skip
    unknown = set(changes) - allowed
    if unknown:
        raise Refused(f"This cannot be changed here: {', '.join(sorted(unknown))}.")
    if not reason.strip():
        raise Refused("Say why you change it: whoever read it before will ask.")
    if changes.get("seen_on"):
        _refuse_ahead(changes["seen_on"], at)
    with deed(what, children=[record.child_id], by=by, purpose=purpose, at=at, reason=reason):
        return amend(record, expected_version=expected_version, changes=changes)


def _once(
    model: type[OfAgency], child_id: UUID, told: Mapping[str, Any], *, told_on: date | None, record_id: UUID | None,
    by: Actor, at: datetime,
) -> Any:  # fmt: skip
    _refuse_ahead(told["seen_on"], at)
    own_id = key_of_sending(record_id or uuid4(), model.__name__, child_id, *map(str, told.values()))
    standing = model.objects.filter(pk=own_id).first()
    if standing:
        return standing
    return inserted(model(id=own_id, child_id=child_id, told_on=told_on or day_of(at), written_by=by.id, **told))


def _whose(agency: Agency | None, agency_name: str) -> dict[str, Any]:
    name = agency_name.strip()
    known = agency or (Agency.objects.filter(name__iexact=name).first() if name else None)
    return {"agency": known, "agency_name": known.name if known else name}


def _kind_of(explanation: str, in_words: str) -> str:
    """An explanation that somebody only wrote down is one all the same."""
    return explanation or (Explanation.other if in_words.strip() else "")


def _refuse_ahead(seen_on: date, at: datetime) -> None:
    if seen_on > day_of(at):
        raise Refused("Nobody has seen this yet: the day is still to come.")
