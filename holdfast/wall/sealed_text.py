"""Second factors kept encrypted, so that a copy of the database signs nobody in."""

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def encrypt(text: str) -> str:
    """The text under the present secret key."""
    return _keys().encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    """The text again, under the present secret key or one of the former ones."""
    return _keys().decrypt(text.encode()).decode()


def _keys() -> MultiFernet:
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"holdfast second factors").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
