"""Whether a request was signed by a partner's system: HTTP Message Signatures (RFC 9421) with Ed25519, in one shape.

The signature covers the method, the path, and for what is sent the digest of the body and the idempotency key. It is
good for five minutes either way. Only the public half of a key is kept here.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from holdfast.access import Role
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.models import PartnerKey

GOOD_FOR = timedelta(minutes=5)
SENT = ("@method", "@path", "content-digest", "idempotency-key")
ASKED = ("@method", "@path")
"""What is signed where something is sent, and where something is only asked."""

_INPUT = re.compile(
    r"^(?P<label>[a-z][a-z0-9_-]{0,20})=(?P<parameters>\((?P<covered>[^()]*)\);created=(?P<created>\d{1,12});"
    r'keyid="(?P<key>[0-9a-f-]{36})"(?:;alg="ed25519")?)$'
)


class NotSigned(Refused):
    """A request whose signature is not accepted; the message says what to mend."""


def signer_of(*, method: str, path: str, headers: Mapping[str, str], body: bytes, at: datetime) -> PartnerKey:
    """The key that signed the request; NotSigned says why there is none."""
    told = _INPUT.match(headers.get("Signature-Input", ""))
    if told is None:
        raise NotSigned("Send Signature-Input and Signature as the description says.")
    covered = SENT if body or method == "POST" else ASKED
    if told["covered"] != " ".join(f'"{name}"' for name in covered):
        raise NotSigned(f"Sign exactly these, in this order: {', '.join(covered)}.")
    if abs(at.timestamp() - int(told["created"])) > GOOD_FOR.total_seconds():
        raise NotSigned("The signature is older than five minutes, or your clock is wrong.")
    if "content-digest" in covered and headers.get("Content-Digest", "") != digest_of(body):
        raise NotSigned("Content-Digest is not the digest of the body.")
    key = _key(told["key"], at=at)
    signed = headers.get("Signature", "")
    base = signature_base(method=method, path=path, headers=headers, covered=covered, parameters=told["parameters"])
    _verify(key, signed, told["label"], base)
    return key


def signature_base(
    *, method: str, path: str, headers: Mapping[str, str], covered: tuple[str, ...], parameters: str
) -> bytes:
    """The bytes that are signed, as RFC 9421 builds them."""
    derived = {"@method": method, "@path": path}
    lines = [f'"{name}": {derived.get(name) or headers.get(name, "").strip()}' for name in covered]
    return "\n".join([*lines, f'"@signature-params": {parameters}']).encode()


def digest_of(body: bytes) -> str:
    """The Content-Digest of a body (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(sha256(body).digest()).decode()}:"


def _key(key_id: str, *, at: datetime) -> PartnerKey:
    try:
        key = PartnerKey.objects.select_related("user").filter(pk=UUID(key_id)).first()
    except ValueError:
        key = None
    if key is None or key.revoked_at is not None or key.expires_at <= at:
        raise NotSigned("No key of this keyid is in force.")
    if not key.user.is_active or key.user.role != Role.partner_system:
        raise NotSigned("No key of this keyid is in force.")
    return key


def _verify(key: PartnerKey, signed: str, label: str, base: bytes) -> None:
    told = re.match(rf"^{re.escape(label)}=:([A-Za-z0-9+/=]+):$", signed)
    try:
        signature = base64.b64decode(told[1], validate=True) if told else b""
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key.public_key)).verify(signature, base)
    except (InvalidSignature, binascii.Error) as wrong:
        raise NotSigned("The signature does not fit the request and the key.") from wrong
