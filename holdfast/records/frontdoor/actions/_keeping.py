"""How the parts of what somebody told are written down beside it."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from holdfast.access import Purpose
from holdfast.kernel.keys import key_of_sending
from holdfast.records.frontdoor.actions.queueing import queue_allegation
from holdfast.records.frontdoor.actions.references import reference_of
from holdfast.records.frontdoor.models import AllegedWorker, Attachment, Envelope, NamedAdult, NamedChild, NamedInjury
from holdfast.records.frontdoor.queries.danger import WRITTEN, as_taken, danger_words_in
from holdfast.wall.acting import PUBLIC, Actor, acting


@dataclass(frozen=True, kw_only=True)
class Around:
    """What was told besides the worry and the children, each as the fields of its model."""

    adults: Sequence[Mapping[str, Any]] = ()
    alleged: Sequence[Mapping[str, Any]] = ()
    files: Sequence[Mapping[str, Any]] = field(default=(), repr=False)


ALONE = Around()


def files_beside(first: Envelope, around: Around, *, by: Actor, purpose: Purpose) -> Envelope | None:
    """An envelope for files that did not come with the same words the first time; None where all of them did."""
    if not around.files:
        return None
    sent = [str(each["sha256"]) for each in around.files]
    with acting(actor=by, purpose=purpose):
        kept = set(Attachment.objects.filter(envelope_id=first.id).values_list("sha256", flat=True))
    if set(sent) <= kept:
        return None
    later = copy(first)
    later.id, later.adds_to = key_of_sending(first.id, sorted(sent)), first.id
    return later


def as_envelope(
    form_key: UUID, told: Mapping[str, Any], named: list[dict[str, Any]], injuries: Sequence[Any], around: Around,
    *, by: Actor, at: datetime,
) -> Envelope:  # fmt: skip
    """What was told, as it is kept: its key is what was said, and danger is taken at the worst."""
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


def words_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody said, without the way by which it came: told again by another way, it is the same."""
    return {name: value for name, value in told.items() if name not in ("channel", "in_a_burst")}


def keep_parts(envelope: Envelope, named: list[dict[str, Any]], injuries: Sequence[Any], around: Around) -> None:
    """Write down the children with their injuries, and all that stands around them."""
    _keep_children(envelope, named, injuries)
    _keep_around(envelope, around)


def _keep_children(envelope: Envelope, named: list[dict[str, Any]], injuries: Sequence[Any]) -> None:
    sent_by = envelope.sent_by
    for place, (child, hurt) in enumerate(zip(named, injuries, strict=True), start=1):
        kept = NamedChild(envelope=envelope, place=place, sent_by=sent_by, **child)
        kept.save(force_insert=True)
        for number, injury in enumerate(hurt, start=1):
            NamedInjury(named=kept, place=number, sent_by=sent_by, **injury).save(force_insert=True)


def _keep_around(envelope: Envelope, around: Around) -> None:
    kinds = ((NamedAdult, around.adults), (AllegedWorker, around.alleged), (Attachment, around.files))
    for model, told in kinds:
        for place, each in enumerate(told, start=1):
            kept = model(envelope=envelope, place=place, sent_by=envelope.sent_by, **each)
            kept.save(force_insert=True)
            if isinstance(kept, AllegedWorker):
                queue_allegation(subject=kept.pk, reference=envelope.reference, at=envelope.sent_at)
