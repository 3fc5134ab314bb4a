"""Discussions, what was found, what was told to those who bar and license, and the end."""

from datetime import date, datetime
from uuid import UUID

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.allegations.actions._rows import changed, children_of, noted, once
from holdfast.records.allegations.codes import Finding, Meeting
from holdfast.records.allegations.models import Allegation, Discussion
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import deed


def hold_discussion(
    *,
    allegation: Allegation,
    kind: Meeting,
    held_on: date,
    took_part: str = "",
    discussion: str = "",
    decision: str = "",
    next_on: date | None = None,
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Discussion:
    """Record an initial discussion, a strategy meeting or a review, whatever is still missing from it."""
    with deed("hold_allegation_discussion", children=children_of(allegation), by=by, purpose=purpose, at=at):
        told = {"took_part": took_part, "discussion": discussion, "decision": decision, "next_on": next_on}
        held = once(Discussion, allegation, record_id, kind=kind, held_on=held_on, **told)
        standing = Allegation.objects.get(pk=allegation.pk)
        first = min(filter(None, (standing.discussed_on, held_on)))
        if first != standing.discussed_on:
            noted(allegation, discussed_on=first)
        return held


def record_finding(
    *,
    allegation: Allegation,
    finding: Finding,
    found_on: date,
    words: str,
    expected_version: int,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Allegation:
    """Record what was found, with the reasons."""
    if not words.strip():
        raise Refused("Give the reasons: the child, the accused and the employer will ask.")
    with deed("record_finding", children=children_of(allegation), by=by, purpose=purpose, at=at):
        changes = {"finding": finding, "found_on": found_on, "found_words": words.strip()}
        return changed(allegation, expected_version, changes)


def record_referrals(
    *,
    allegation: Allegation,
    barring_on: date | None = None,
    barring_words: str = "",
    regulator: str = "",
    regulator_on: date | None = None,
    expected_version: int,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Allegation:
    """Record when the Disclosure and Barring Service and a regulator were told, or why they were not."""
    with deed("record_referrals", children=children_of(allegation), by=by, purpose=purpose, at=at):
        changes = {
            "barring_on": barring_on,
            "barring_words": barring_words.strip(),
            "regulator": regulator.strip(),
            "regulator_on": regulator_on,
        }
        return changed(allegation, expected_version, changes)


def close_allegation(
    *, allegation: Allegation, closed_on: date, words: str, expected_version: int, by: Actor, purpose: Purpose,
    at: datetime,
) -> Allegation:  # fmt: skip
    """Close it; refused without a finding, or where a substantiated one says nothing of barring."""
    if not words.strip():
        raise Refused("Say what was learned, and who follows what is still to do.")
    with deed("close_allegation", children=children_of(allegation), by=by, purpose=purpose, at=at):
        standing = Allegation.objects.select_for_update().get(pk=allegation.pk)
        if not standing.finding:
            raise Refused("Record what was found first.")
        said_of_barring = standing.barring_on or standing.barring_words
        if standing.finding == Finding.substantiated and not said_of_barring:
            raise Refused("Say when the Disclosure and Barring Service was told, or why it was not.")
        return changed(allegation, expected_version, {"closed_on": closed_on, "closing_words": words.strip()})
