"""Somebody tells us of a worry: it is written down as told, once, and nothing is said of whether a child is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.actions._keeping import ALONE, Around, as_envelope, files_beside, keep_parts
from holdfast.records.frontdoor.actions.queueing import queue_envelope
from holdfast.records.frontdoor.models import Envelope
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import deed


@dataclass(frozen=True)
class Receipt:
    """What the sender takes away, the same whether or not a child is known."""

    envelope_id: UUID
    reference: str
    again: bool
    """Whether it had arrived before: a second click, or sent again after the connection was lost."""
    danger: str = ""
    """As we take it: the words may say more than the answer did."""


def receive_envelope(
    *,
    form_key: UUID,
    told: Mapping[str, Any],
    children: Sequence[Mapping[str, Any]],
    around: Around = ALONE,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Receipt:
    """Take in what somebody told: `told` and each of `children` are the fields of Envelope and NamedChild.

    A child may hold `injuries`. The same words sent twice from one form arrive once; other words from the same form
    arrive beside the first, under the same reference, so that nothing written is lost. Words of danger put it higher
    in the queue than was answered, never lower.
    """
    if not str(told.get("what_happened", "")).strip():
        raise Refused("Say what has happened, or what you are worried about.")
    named = [dict(child) for child in children or [{}]]
    injuries = [child.pop("injuries", ()) for child in named]
    envelope = as_envelope(form_key, told, named, injuries, around, by=by, at=at)
    doing: dict[str, Any] = {"by": by, "purpose": purpose, "at": at}
    if _kept(envelope, named, injuries, around, **doing):
        return _receipt(envelope, again=False)
    later = files_beside(envelope, around, by=by, purpose=purpose)
    if later and _kept(later, named, injuries, around, **doing):
        return _receipt(later, again=False)
    return _receipt(envelope, again=True)


def _kept(
    envelope: Envelope, named: list[dict[str, Any]], injuries: Sequence[Any], around: Around,
    *, by: Actor, purpose: Purpose, at: datetime,
) -> bool:  # fmt: skip
    """Whether it is kept now; it was before, where it was sent twice."""
    try:
        with transaction.atomic(), deed("receive_envelope", children=[], by=by, purpose=purpose, at=at):
            envelope.save(force_insert=True)
            keep_parts(envelope, named, injuries, around)
            queue_envelope(envelope=envelope, at=at)
    except IntegrityError as twice:
        if "frontdoor_envelope_pkey" not in str(twice):
            raise
        return False
    return True


def _receipt(envelope: Envelope, *, again: bool) -> Receipt:
    return Receipt(envelope.id, envelope.reference, again=again, danger=envelope.danger)
