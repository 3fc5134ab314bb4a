"""What later slices do in the deed that says, or takes back, who a named child is: they say so when Holdfast starts."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from holdfast.records.frontdoor.models import Match

Work = Callable[[UUID, UUID, datetime], None]
"""Follows from a match made or undone: of this child, in this envelope, at that instant."""

_work: dict[str, Work] = {}


def when_matched(name: str, work: Work) -> None:
    """Have every match, and every undoing of one, end with this; a name said twice keeps the last."""
    _work[name] = work


def matched(match: Match, *, at: datetime) -> Match:
    """Do all that follows from the match, inside its deed; answers the match."""
    for work in _work.values():
        work(match.child_id, match.named.envelope_id, at)
    return match
