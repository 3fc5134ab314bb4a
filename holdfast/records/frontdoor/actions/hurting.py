"""Injuries that somebody told of become the child's own record of injuries, when it is known whose they are."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from holdfast.access import Purpose
from holdfast.records.frontdoor.models import Match, NamedInjury
from holdfast.records.sightings.actions import mark_entered_in_error, record_injury
from holdfast.records.sightings.codes import InjuryKind
from holdfast.records.sightings.models import Injury
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import day_of

_NOT_SAID = "not_said"


def keep_injuries(*, match: Match, by: Actor, purpose: Purpose, at: datetime) -> list[Injury]:
    """Record each injury that was told with the child of this match, as its agency saw it; once, however often."""
    told = NamedInjury.objects.filter(named=match.named_id).select_related("named__envelope").order_by("place")
    doing: dict[str, Any] = {"by": by, "purpose": purpose, "at": at}
    return [
        record_injury(**_as_seen(each), child_id=match.child_id, record_id=_id(match, each), **doing) for each in told
    ]


def take_back_injuries(*, match: Match, because: str, by: Actor, purpose: Purpose, at: datetime) -> None:
    """Take injuries off the record of a child who was not the one: they stay with what was told."""
    doing: dict[str, Any] = {"by": by, "purpose": purpose, "at": at}
    for injury in keep_injuries(match=match, **doing):
        if not injury.entered_in_error:
            mark_entered_in_error(record=injury, expected_version=injury.version, reason=because, **doing)


def _id(match: Match, injury: NamedInjury) -> UUID:
    """One for each match: said anew of the same child, they are recorded anew."""
    return uuid5(match.id, str(injury.id))


def _as_seen(injury: NamedInjury) -> dict[str, Any]:
    envelope = injury.named.envelope
    told_on, public = day_of(envelope.sent_at), envelope.by_public
    by_teller = not injury.seen_by and not public
    return {
        "site": injury.site or _NOT_SAID,
        "kind": InjuryKind(injury.kind or InjuryKind.other),
        "seen_on": min(injury.seen_on or told_on, told_on),
        "agency_name": "A member of the public" if public else envelope.teller_agency,
        "seen_by": envelope.teller_name if by_teller else injury.seen_by,
        "seen_by_post": envelope.teller_role if by_teller else "",
        "looks": injury.looks,
        "explained_in_words": injury.explanation,
        "explained_by": injury.explained_by,
        "told_on": told_on,
    }
