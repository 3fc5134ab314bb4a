"""What later slices do in the front door's own deeds: they say so when Holdfast starts, since it does not know them."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from holdfast.records.frontdoor.models import Contact, Match

OnMatch = Callable[[UUID, UUID, datetime], None]
"""Follows from a match made or undone: of this child, in this envelope, at that instant."""
OnContact = Callable[[Contact, datetime], None]
"""Follows from a contact that asks for nothing more of the front door."""

_on_match: dict[str, OnMatch] = {}
_on_contact: dict[str, OnContact] = {}


def when_matched(name: str, work: OnMatch) -> None:
    """Have every match, and every undoing of one, end with this; a name said twice keeps the last."""
    _on_match[name] = work


def when_recorded(name: str, work: OnContact) -> None:
    """Have every contact that is recorded end with this; a name said twice keeps the last."""
    _on_contact[name] = work


def matched(match: Match, *, at: datetime) -> Match:
    """Do all that follows from the match, inside its deed; answers the match."""
    for work in _on_match.values():
        work(match.child_id, match.named.envelope_id, at)
    return match


def recorded(contact: Contact, *, at: datetime) -> Contact:
    """Do all that follows from the contact, inside its deed; answers the contact."""
    for work in _on_contact.values():
        work(contact, at)
    return contact
