"""Partners' systems: their accounts and keys, and taking in what they send, each notification by itself and once."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.utils.text import slugify

from holdfast.access import Purpose, Role
from holdfast.kernel.refused import Refused
from holdfast.records.agencies.codes import AgencyKind
from holdfast.records.agencies.models import Agency
from holdfast.records.frontdoor.actions.receiving import Around, receive_envelope
from holdfast.records.frontdoor.actions.references import reference_of
from holdfast.records.frontdoor.codes import Channel
from holdfast.records.frontdoor.models import PartnerKey, PartnerRequest
from holdfast.wall.acting import Actor, acting
from holdfast.wall.deeds import deed, take_turns
from holdfast.wall.models import User
from holdfast.wall.versions import inserted

LASTS = timedelta(days=365)
SOURCE_OF_KIND = {
    AgencyKind.police: "6",
    AgencyKind.school: "2A",
    AgencyKind.gp_practice: "3A",
    AgencyKind.health: "3F",
    AgencyKind.mental_health: "3F",
    AgencyKind.housing: "4",
    AgencyKind.children_services: "5B",
    AgencyKind.council_other: "5B",
}
"""The DfE's code for the source that a kind of agency suggests."""


class Sent(Protocol):
    """A notification as it was read: its own id, what was told, or what is wrong with it."""

    @property
    def id(self) -> str: ...
    @property
    def told(self) -> Mapping[str, Any]: ...
    @property
    def children(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def around(self) -> Around: ...
    @property
    def wrong(self) -> Sequence[str]: ...


class KeyUsedBefore(Refused):
    """The idempotency key came before with another body."""


@dataclass(frozen=True, kw_only=True)
class NewKey:
    """A key, and its secret half as PEM, which is shown once; empty where the partner made the pair."""

    key: PartnerKey
    secret: str


def add_partner_system(*, name: str, agency_name: str, by: Actor, purpose: Purpose, at: datetime) -> User:
    """An account of a partner's system, which never signs in by a page; told again under the same name, it stands."""
    username = f"system-{slugify(name)}"[:150]
    with deed("add_partner_system", children=[], by=by, purpose=purpose, at=at, label=username):
        standing = User.objects.filter(username=username).first()
        if standing:
            return standing
        return User.objects.create_user(
            username=username, display_name=name.strip(), role=Role.partner_system, agency_name=agency_name.strip()
        )


def issue_key(*, user: User, public_key: str = "", by: Actor, purpose: Purpose, at: datetime) -> NewKey:
    """A key for a partner's system, good for a year beside any other of it; its secret half stands nowhere here.

    A partner that made the pair itself gives the public half: 32 bytes in base64.
    """
    if user.role != Role.partner_system:
        raise Refused("Only a partner’s system has a key. People sign in.")
    made = None if public_key.strip() else Ed25519PrivateKey.generate()
    given = _encoded(made.public_key()) if made else _given(public_key)
    with deed("issue_partner_key", children=[], by=by, purpose=purpose, at=at, label=user.username):
        key = PartnerKey(user=user, public_key=given, issued_at=at, issued_by=by.id, expires_at=at + LASTS)
        key.save(force_insert=True)
    secret = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode() if made else ""
    return NewKey(key=key, secret=secret)


def revoke_key(*, key_id: UUID, by: Actor, purpose: Purpose, at: datetime) -> None:
    """Let a key sign nothing more, from this moment."""
    with deed("revoke_partner_key", children=[], by=by, purpose=purpose, at=at):
        PartnerKey.objects.filter(pk=key_id, revoked_at=None).update(revoked_at=at)


def take_in(
    *, user: User, key: str, body_sha256: str, notifications: Sequence[Sent], channel: Channel, at: datetime
) -> tuple[dict[str, Any], bool]:
    """Take in each notification by itself; answers what became of each, and whether the request came before.

    The same body under the same key is answered as it was and does nothing; another body under it is refused
    (KeyUsedBefore). A notification's own id is taken in once, whichever request it comes with; with other words it
    stands beside the first. All of it happens, or none.
    """
    by = user.actor
    with acting(actor=by, purpose=Purpose.referring):
        take_turns([uuid5(user.id, f"request {key}")])
        before = PartnerRequest.objects.filter(sent_by=user.id, key=key).first()
        if before and before.body_sha256 != body_sha256:
            raise KeyUsedBefore("This idempotency key came before with another body. Nothing of this was taken in.")
        if before:
            return before.answer, True
        source = _source(user)
        results = [_taken(each, user, source=source, channel=channel, at=at) for each in notifications]
        answer = {"results": results}
        inserted(PartnerRequest(sent_by=user.id, key=key, body_sha256=body_sha256, answer=answer))
    return answer, False


def form_key_of(user: User, own_id: str) -> UUID:
    """The key under which a partner's notification stands, whichever way it came."""
    return uuid5(user.id, f"notification {own_id}")


def _taken(sent: Sent, user: User, *, source: str, channel: Channel, at: datetime) -> dict[str, Any]:
    if sent.wrong:
        return {"id": sent.id, "outcome": "refused", "because": list(sent.wrong)}
    told = {"source": source, **sent.told, "channel": channel.value, "teller_agency": user.agency_name}
    form_key = form_key_of(user, sent.id)
    receipt = receive_envelope(
        form_key=form_key, told=told, children=sent.children, around=sent.around,
        by=user.actor, purpose=Purpose.referring, at=at,
    )  # fmt: skip
    outcome = "arrived_before" if receipt.again else "taken_in"
    return {"id": sent.id, "outcome": outcome, "reference": reference_of(form_key), "because": []}


def _source(user: User) -> str:
    kind = Agency.objects.filter(name__iexact=user.agency_name).values_list("kind", flat=True).first()
    return SOURCE_OF_KIND.get(AgencyKind(kind), "8") if kind else "8"


def _encoded(key: Ed25519PublicKey) -> str:
    return base64.b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def _given(text: str) -> str:
    try:
        return _encoded(Ed25519PublicKey.from_public_bytes(base64.b64decode(text.strip(), validate=True)))
    except ValueError:
        raise Refused("This is no public Ed25519 key: give its 32 bytes in base64, 44 signs.") from None
