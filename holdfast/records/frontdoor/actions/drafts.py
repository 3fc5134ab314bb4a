"""Somebody saves what they are writing and comes back to it; sent or after seven days it is gone."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from holdfast.kernel.refused import NotFound
from holdfast.records.frontdoor.actions.references import spelt
from holdfast.records.frontdoor.models import Draft
from holdfast.records.frontdoor.queries import hash_of, show_code
from holdfast.wall.acting import PUBLIC, Actor
from holdfast.wall.versions import inserted

LASTS = timedelta(days=7)
ACKNOWLEDGED_FOR = timedelta(hours=1)


def new_code() -> str:
    """A code that nobody guesses, such as 7K3F-92QD-M4XW-08TB: 80 bits."""
    return spelt(secrets.randbits(80), signs=16)


def start_public_draft(*, code: str, at: datetime) -> Draft:
    """Begin what a member of the public writes, opened again by this code alone; clears away what ran out."""
    _forget()
    show_code(hash_of(code))
    draft = Draft(owner=PUBLIC.id, code_hash=hash_of(code), saved_at=at, expires_at=at + LASTS)
    draft.save(force_insert=True)
    return draft


def save_draft(*, draft_id: UUID, content: Mapping[str, Any], by: Actor, at: datetime) -> Draft:
    """Keep what somebody has typed so far, right or wrong, for seven days from now."""
    kept = {"content": dict(content), "saved_at": at, "expires_at": at + LASTS}
    if Draft.objects.filter(pk=draft_id).update(**kept):
        return Draft.objects.get(pk=draft_id)
    if by == PUBLIC:
        raise NotFound("There is no draft here: it was sent, or it ran out.")
    _forget()
    try:
        with transaction.atomic():
            return inserted(Draft(id=draft_id, owner=by.id, **kept))
    except IntegrityError:
        # A second click was faster; or it is somebody else's, and then this one has a place of its own.
        changed = Draft.objects.filter(pk=draft_id).update(**kept)
        return Draft.objects.get(pk=draft_id) if changed else inserted(Draft(owner=by.id, **kept))


def mark_draft_sent(*, draft: Draft, reference: str, left: Mapping[str, Any], at: datetime) -> None:
    """Empty a public draft that was sent; for an hour a second click still finds its acknowledgement.

    `left` is what the acknowledgement needs, and nothing that was told.
    """
    draft.content, draft.sent_reference = dict(left), reference
    draft.saved_at, draft.expires_at = at, at + ACKNOWLEDGED_FOR
    draft.save(update_fields=["content", "sent_reference", "saved_at", "expires_at"])


def discard_draft(*, draft_id: UUID) -> None:
    """Remove what its writer does not want to send, or has sent."""
    Draft.objects.filter(pk=draft_id).delete()


def _forget() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT frontdoor_forget_drafts()")
