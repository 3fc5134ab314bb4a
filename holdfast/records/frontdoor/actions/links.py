"""A one-time link lets a partner without an account make a referral: issued by the hub, used once, and soon over."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from holdfast.access import Purpose, Role
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.actions.drafts import new_code
from holdfast.records.frontdoor.actions.receiving import Around, Receipt, receive_envelope
from holdfast.records.frontdoor.actions.references import spelt
from holdfast.records.frontdoor.models import OneTimeLink
from holdfast.records.frontdoor.queries import hash_of
from holdfast.wall.acting import Actor, acting
from holdfast.wall.deeds import deed

LASTS = timedelta(days=3)
USED = "This link was used, or it ran out. Nothing of this was sent."


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A new link, and the code that is shown once."""

    link: OneTimeLink
    code: str


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What whoever used a link takes away."""

    receipt: Receipt
    code: str
    """By which they read how far we are."""


def issue_link(*, agency_name: str, sent_to: str, source: str, by: Actor, purpose: Purpose, at: datetime) -> Issued:
    """Make a link for an agency, to be given to this address. Its code stands nowhere but in the answer."""
    code = new_code()
    with deed("issue_link", children=[], by=by, purpose=purpose, at=at):
        link = OneTimeLink(
            agency_name=agency_name.strip(), sent_to=sent_to.strip(), source=source, code_hash=hash_of(code),
            issued_at=at, issued_by=by.id, expires_at=at + LASTS,
        )  # fmt: skip
        link.save(force_insert=True)
    return Issued(link=link, code=code)


def withdraw_link(*, link_id: UUID, by: Actor, purpose: Purpose, at: datetime) -> None:
    """Let a link that nobody used be good for nothing, such as one that went to a wrong address."""
    with deed("withdraw_link", children=[], by=by, purpose=purpose, at=at):
        OneTimeLink.objects.filter(pk=link_id, used_at=None, withdrawn_at=None).update(withdrawn_at=at)


def actor_of(link: OneTimeLink) -> Actor:
    """Whoever holds the link, as an actor: they read what came by it, and nothing else."""
    return Actor(id=link.id, role=Role.public, name=f"A one-time link for {link.agency_name}")


def send_by_link(
    *, link: OneTimeLink, code: str, told: Mapping[str, Any], children: Sequence[Mapping[str, Any]], around: Around,
    form_key: UUID, at: datetime,
) -> Sent:  # fmt: skip
    """Take in what came by the link, and close it. A second click is answered as the first was.

    Raises Refused, and keeps nothing, where the link was used for other words, withdrawn, or ran out.
    """
    receipt_code = _receipt_code(code)
    by = actor_of(link)
    with acting(actor=by, purpose=Purpose.referring), transaction.atomic():
        held = OneTimeLink.objects.select_for_update().get(pk=link.pk)
        receipt = receive_envelope(
            form_key=form_key, told=told, children=children, around=around, by=by, purpose=Purpose.referring, at=at
        )
        if not (receipt.again or is_good(held, at=at)):
            raise Refused(USED)
        if held.used_at is None:
            held.used_at, held.receipt_hash = at, hash_of(receipt_code)
            held.save(update_fields=["used_at", "receipt_hash"])
    return Sent(receipt=receipt, code=receipt_code)


def is_good(link: OneTimeLink, *, at: datetime) -> bool:
    """Whether a referral may still be made by it."""
    return link.used_at is None and link.withdrawn_at is None and at < link.expires_at


def _receipt_code(code: str) -> str:
    """The second code, which follows from the first by our key alone: a second click can show it again."""
    made = hmac.digest(settings.SECRET_KEY.encode(), f"receipt of {hash_of(code)}".encode(), "sha256")
    return spelt(int.from_bytes(made[:10], "big"), signs=16)
