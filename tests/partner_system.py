"""A partner's system as its own programmers would write it: it signs by the standard, with a key that it was given."""

import base64
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.http import HttpResponse
from django.test import Client

PATH = "/api/v1/notifications/"


@dataclass(frozen=True, kw_only=True)
class Partner:
    """A system, its key, and a clock that may be wrong."""

    key_id: str
    secret: Ed25519PrivateKey
    client: Client
    clock: float = 0.0

    @classmethod
    def of(cls, key_id: str, pem: str) -> "Partner":
        secret = load_pem_private_key(pem.encode(), password=None)
        assert isinstance(secret, Ed25519PrivateKey)
        return cls(key_id=key_id, secret=secret, client=Client(enforce_csrf_checks=True))

    def with_clock(self, seconds: float) -> "Partner":
        return replace(self, clock=seconds)

    def send(self, *notifications: Any, key: str = "", **changes: Any) -> HttpResponse:
        """The answer to these; `changes` are headers set after signing, or `instead` of the body, or a `path`."""
        body = json.dumps({"notifications": list(notifications)}).encode()
        return self.send_bytes(body, key=key, **changes)

    def send_bytes(self, body: bytes, *, key: str = "", **changes: Any) -> HttpResponse:
        headers = {
            "Content-Digest": f"sha-256=:{base64.b64encode(sha256(body).digest()).decode()}:",
            "Idempotency-Key": key or str(uuid4()),
        }
        headers |= self._signed("POST", PATH, ("content-digest", "idempotency-key"), headers)
        body, path = changes.pop("instead", body), changes.pop("path", PATH)
        kind = changes.pop("content_type", "application/json")
        headers |= {name.replace("_", "-"): value for name, value in changes.items()}
        return self.client.post(path, data=body, content_type=kind, headers=headers)

    def ask(self, own_id: str, **changes: Any) -> HttpResponse:
        path = f"{PATH}{own_id}/"
        return self.client.get(path, headers=self._signed("GET", path, (), {}) | changes)

    def _signed(self, method: str, path: str, named: tuple[str, ...], headers: dict[str, str]) -> dict[str, str]:
        created = int(datetime.now(UTC).timestamp() + self.clock)
        covered = " ".join(f'"{name}"' for name in ("@method", "@path", *named))
        parameters = f'({covered});created={created};keyid="{self.key_id}"'
        told = {"@method": method, "@path": path} | {name.lower(): value for name, value in headers.items()}
        lines = [f'"{name}": {told[name].strip()}' for name in ("@method", "@path", *named)]
        base = "\n".join([*lines, f'"@signature-params": {parameters}'])
        signature = base64.b64encode(self.secret.sign(base.encode())).decode()
        return {"Signature-Input": f"sig={parameters}", "Signature": f"sig=:{signature}:"}
