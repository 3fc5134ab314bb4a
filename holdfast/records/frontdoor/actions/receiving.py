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
from holdfast.records.frontdoor.actions._keeping import Around, files_beside, keep_around, keep_children, words_of
from holdfast.records.frontdoor.actions.queueing import queue_envelope
from holdfast.records.frontdoor.models import Envelope
from holdfast.records.frontdoor.queries.danger import as_taken, danger_words_in
from holdfast.wall.acting import PUBLIC, Actor
from holdfast.wall.deeds import deed

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O or U: what is read aloud on the telephone must not be mistaken."""

WRITTEN = ("what_happened", "child_said", "household", "parents_know_because", "parents_agree_because", "safe_contact")
"""Where somebody may write that a child is in danger."""


@dataclass(frozen=True)
class Receipt:
    """What the sender takes away, the same whether or not a child is known."""

    envelope_id: UUID
    reference: str
    again: bool
    """Whether it had arrived before: a second click, or sent again after the connection was lost."""
    danger: str = ""
    """As we take it: the words may say more than the answer did."""


_NOTHING = Around()


def receive_envelope(
    *,
    form_key: UUID,
    told: Mapping[str, Any],
    children: Sequence[Mapping[str, Any]],
    around: Around = _NOTHING,
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
    envelope = _envelope(form_key, told, named, injuries, around, by=by, at=at)
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
            keep_children(envelope, named, injuries)
            keep_around(envelope, around)
            queue_envelope(envelope=envelope, at=at)
    except IntegrityError as twice:
        if "frontdoor_envelope_pkey" not in str(twice):
            raise
        return False
    return True


def _receipt(envelope: Envelope, *, again: bool) -> Receipt:
    return Receipt(envelope.id, envelope.reference, again=again, danger=envelope.danger)


def reference_of(form_key: UUID) -> str:
    """What the sender quotes on the telephone, such as K7QF-92QD."""
    return spelt(form_key.int, signs=8)


def spelt(number: int, *, signs: int) -> str:
    """The last bits of a number in signs that can be read aloud, in fours."""
    told = "".join(_SIGNS[number >> (5 * at) & 31] for at in reversed(range(signs)))
    return "-".join(told[at : at + 4] for at in range(0, signs, 4))


def _envelope(
    form_key: UUID, told: Mapping[str, Any], named: list[dict[str, Any]], injuries: Sequence[Any], around: Around,
    *, by: Actor, at: datetime,
) -> Envelope:  # fmt: skip
    besides = [part for part in (injuries, around.adults, around.alleged) if any(part)]
    looks = [injury.get("looks", "") for each in injuries for injury in each]
    found = danger_words_in(*(str(told.get(name, "")) for name in WRITTEN), *looks)
    answered = str(told.get("danger", ""))
    return Envelope(
        **dict(told) | {
            "id": key_of_sending(form_key, words_of(told), named, *besides),
            "form_key": form_key,
            "reference": reference_of(form_key),
            "sent_at": at,
            "sent_by": by.id,
            "by_public": by == PUBLIC or bool(told.get("by_public")),
            "danger": as_taken(answered, found),
            "danger_answered": answered,
            "danger_words": found,
            "about_worker": bool(around.alleged),
        }
    )  # fmt: skip
