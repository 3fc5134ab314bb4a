"""Where the embedded server keeps its data, socket, log and passwords: a folder of its own for each checkout.

<home>/             only its owner writes here
  passwords         the three roles' passwords in libpq's passfile form, 0600
  start.lock        held while starting or stopping
  in-use.lock       shared by every process that uses the server; the last one out stops it
  postgres/data     the cluster; postgres/server.log: what the server says
  postgres/run      the socket, readable by its owner only (elsewhere if the path is too long for a socket)
"""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from holdfast.wall.postgres.address import Address

ADMIN, OWNER, APP = "holdfast_admin", "holdfast_owner", "holdfast_app"
DATABASE = "holdfast"
FOR_ROOT = Path("/var/lib/holdfast")
_LONGEST_SOCKET_FOLDER = 85  # the system allows 103 to 107 bytes for a socket's path, its name takes 16


def checkout() -> Path | None:
    """The source folder that this package runs from, or None where it was installed without one."""
    folder = Path(__file__).resolve().parents[3]
    return folder if (folder / "pyproject.toml").is_file() else None


def home(environ: Mapping[str, str]) -> Path:
    """The folder for this checkout's data: HOLDFAST_HOME, or one that fits who runs it.

    Root's is under /var/lib, since PostgreSQL refuses to run as root and the server's own
    user need not be able to reach the checkout.
    """
    if given := environ.get("HOLDFAST_HOME"):
        return Path(given).expanduser().resolve()
    source = checkout()
    if os.geteuid() == 0:
        return FOR_ROOT / (_key(source) if source else "main")
    if source and os.access(source, os.W_OK):
        return source / ".holdfast"
    data = environ.get("XDG_DATA_HOME") or Path(environ.get("HOME", "~")).expanduser() / ".local" / "share"
    return Path(data) / "holdfast"


def _key(folder: Path) -> str:
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]


@dataclass(frozen=True)
class Place:
    """One embedded server's folder."""

    home: Path

    @property
    def passwords(self) -> Path:
        return self.home / "passwords"

    @property
    def start_lock(self) -> Path:
        return self.home / "start.lock"

    @property
    def use_lock(self) -> Path:
        return self.home / "in-use.lock"

    @property
    def postgres(self) -> Path:
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        return self.postgres / "data"

    @property
    def log(self) -> Path:
        return self.postgres / "server.log"

    @property
    def run(self) -> Path:
        """The socket's folder: in the place itself, or a short one of the same owner."""
        inside = self.postgres / "run"
        if len(os.fsencode(inside)) <= _LONGEST_SOCKET_FOLDER:
            return inside
        return Path(tempfile.gettempdir()) / f"holdfast-{os.geteuid()}-{_key(self.home)}"

    def address(self, role: str, database: str = DATABASE) -> Address:
        """How that role reaches that database here."""
        return Address(host=str(self.run), user=role, database=database, passfile=self.passwords)
