"""Somebody adds to what they told us, and the front door writes down what it did to find out more."""

from datetime import datetime
from typing import Any
from uuid import UUID

from holdfast.access import Purpose
from holdfast.kernel.keys import key_of_sending
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.actions.drafts import discard_draft
from holdfast.records.frontdoor.actions.files import as_sent_files
from holdfast.records.frontdoor.actions.receiving import Around, Receipt, receive_envelope
from holdfast.records.frontdoor.codes import FollowUpKind
from holdfast.records.frontdoor.models import Draft, Envelope, FollowUp, NamedChild
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import deed
from holdfast.wall.versions import inserted

_SAME_TELLER = ("teller_name", "teller_role", "teller_agency", "teller_telephone", "safe_contact", "source", "channel")
_SAME_CHILD = ("given", "family", "birth_on", "age_words", "expected_on", "address", "school")


def add_to_envelope(
    *, envelope: Envelope, more: str, draft: Draft | None = None, by: Actor, purpose: Purpose, at: datetime
) -> Receipt:
    """Add words, and the files of a draft, to what the same sender told before, under the same reference.

    It waits to be read like any other contact, with the same children: somebody new to it may be the one who reads it.
    """
    told: dict[str, Any] = {name: getattr(envelope, name) for name in _SAME_TELLER}
    told |= {"what_happened": more, "danger": envelope.danger, "adds_to": envelope.adds_to or envelope.id}
    named = NamedChild.objects.filter(envelope=envelope).order_by("place")
    children = [{name: getattr(each, name) for name in _SAME_CHILD} for each in named]
    files = as_sent_files(draft_id=draft.id) if draft else []
    receipt = receive_envelope(
        form_key=envelope.form_key, told=told, children=children, around=Around(files=files),
        by=by, purpose=purpose, at=at,
    )  # fmt: skip
    if draft:
        discard_draft(draft_id=draft.id)
    return receipt


def record_follow_up(
    *, named: NamedChild, kind: FollowUpKind, result: str, asked: str = "", form_key: UUID,
    by: Actor, purpose: Purpose, at: datetime,
) -> FollowUp:  # fmt: skip
    """Write down what was done to find out more of what was told, and what came of it; a second click writes it once.

    What nobody signed is never ended without one, nor is a family's own request for help.
    """
    if not result.strip():
        raise Refused("Say what came of it, also where nobody knew more.")
    own_id = key_of_sending(form_key, str(named.id), kind, asked, result)
    with deed("record_follow_up", children=[], by=by, purpose=purpose, at=at):
        standing = FollowUp.objects.filter(pk=own_id).first()
        if standing:
            return standing
        made = FollowUp(
            id=own_id, named=named, kind=kind, asked=asked.strip(), result=result.strip(), made_at=at, made_by=by.id
        )
        return inserted(made)
