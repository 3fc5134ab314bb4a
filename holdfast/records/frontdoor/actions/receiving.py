"""Somebody tells us of a worry: it is written down as told, once, and nothing is said of whether a child is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from holdfast.access import Purpose
from holdfast.kernel.keys import key_of_sending
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.models import Envelope, NamedChild
from holdfast.wall.acting import PUBLIC, Actor
from holdfast.wall.deeds import deed

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O or U: what is read aloud on the telephone must not be mistaken."""


@dataclass(frozen=True)
class Receipt:
    """What the sender takes away, the same whether or not a child is known."""

    envelope_id: UUID
    reference: str
    again: bool
    """Whether it had arrived before: a second click, or sent again after the connection was lost."""


def receive_envelope(
    *,
    form_key: UUID,
    told: Mapping[str, Any],
    children: Sequence[Mapping[str, Any]],
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Receipt:
    """Take in what somebody told: `told` and each of `children` are the fields of Envelope and NamedChild.

    The same words sent twice from one form arrive once; other words from the same form arrive beside the first,
    under the same reference, so that nothing written is lost.
    """
    if not str(told.get("what_happened", "")).strip():
        raise Refused("Say what has happened, or what you are worried about.")
    envelope = Envelope(
        id=key_of_sending(form_key, dict(told), [dict(child) for child in children]),
        form_key=form_key, reference=reference_of(form_key),
        sent_at=at, sent_by=by.id, by_public=by == PUBLIC, **told,
    )  # fmt: skip
    try:
        with transaction.atomic(), deed("receive_envelope", children=[], by=by, purpose=purpose, at=at):
            envelope.save(force_insert=True)
            for place, child in enumerate(children or [{}], start=1):
                NamedChild(envelope=envelope, place=place, sent_by=by.id, **child).save(force_insert=True)
    except IntegrityError as twice:
        if "frontdoor_envelope_pkey" not in str(twice):
            raise
        return Receipt(envelope.id, envelope.reference, again=True)
    return Receipt(envelope.id, envelope.reference, again=False)


def reference_of(form_key: UUID) -> str:
    """What the sender quotes on the telephone, such as K7QF-92QD."""
    return spelt(form_key.int, signs=8)


def spelt(number: int, *, signs: int) -> str:
    """The last bits of a number in signs that can be read aloud, in fours."""
    told = "".join(_SIGNS[number >> (5 * at) & 31] for at in reversed(range(signs)))
    return "-".join(told[at : at + 4] for at in range(0, signs, 4))
