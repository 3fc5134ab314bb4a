"""The roles' generated passwords, kept in a file that only its owner reads, in libpq's passfile form."""

import os
import secrets
from pathlib import Path

from holdfast.wall.postgres.place import ADMIN, APP, OWNER, Place


def ensure(place: Place) -> None:
    """Make the passwords once; a file that is there is never replaced, since the cluster was made with it."""
    if place.passwords.exists():
        return
    lines = [f"*:*:*:{role}:{secrets.token_urlsafe(32)}" for role in (ADMIN, OWNER, APP)]
    write_private(place.passwords, "\n".join(lines) + "\n")


def of(place: Place, role: str) -> str:
    """That role's password."""
    lines = place.passwords.read_text().splitlines()
    return dict(line.split(":")[-2:] for line in lines)[role]


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    fresh = path.with_name(f".{path.name}-{os.getpid()}")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def ensure_secret_key(place: Place) -> None:
    """Make the key that signs sessions, once, beside the passwords."""
    kept = place.home / "secret-key"
    if not kept.exists():
        write_private(kept, secrets.token_urlsafe(48) + "\n")
