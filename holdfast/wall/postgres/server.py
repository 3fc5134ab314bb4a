"""The embedded server: started by the first process that needs it, shared by all, stopped by the last.

A process that uses it holds a shared lock on a file. The lock goes with the process however that ends,
so nobody counts users by hand, and a `kill -9` leaves no false count behind.
"""

import fcntl
import os
import shlex
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import psutil
import psycopg

from holdfast.wall.postgres import passwords
from holdfast.wall.postgres.address import Unavailable
from holdfast.wall.postgres.binaries import Programs, programs
from holdfast.wall.postgres.place import ADMIN, Place

ROOM_NEEDED = 200 * 1024 * 1024
_LOOKS, _LOOK_EVERY = 500, 0.02  # for ten seconds
_START_LIMIT = 120  # seconds: recovery after a crash reads the whole log since the last checkpoint
_QUICK_TO_LOSE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_ALWAYS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    # Errors may quote rows, and rows hold names: the log says which kind of error, never whose.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}


@contextmanager
def running(place: Place, *, durable: bool = True) -> Iterator[Place]:
    """Use the server: it runs when this is entered, and stops on leaving if nobody else uses it.

    `durable=False` trades safety on power loss for speed, in tests.
    """
    with said_plainly(place):
        make_home(place)
        lease = _private(place.use_lock)
    try:
        with said_plainly(place), _locked(place.start_lock):
            fcntl.flock(lease, fcntl.LOCK_SH)
            _start_if_down(place, durable=durable)
        yield place
    finally:
        with _locked(place.start_lock), lease:
            if _nobody_else(lease):
                stop(place)


def ensure_up(place: Place, *, durable: bool = True) -> bool:
    """Start the server again if it died under a process that uses it; says whether it had to."""
    if process(place):
        return False
    with said_plainly(place), _locked(place.start_lock):
        return _start_if_down(place, durable=durable)


def write_out(place: Place) -> None:
    """Have everything written to disk now, so that stopping need not wait for it."""
    with suppress(psycopg.Error), place.address(ADMIN, "postgres").connect() as connection:
        connection.execute("CHECKPOINT")


def stop(place: Place) -> None:
    """Stop the server at once but cleanly, whoever uses it; nothing to do where it is not running."""
    if not (found := process(place)):
        return
    programs().run("pg_ctl", "stop", "-D", str(place.data), "-m", "fast", "-w", "-t", "60")
    _await_end(found, place)


def _await_end(ending: psutil.Process, place: Place) -> None:
    """Wait until it works on the data no more: shortly after it dropped its pid file, which is what pg_ctl watches.

    Not until its number is free: that is for its parent to say, and where the system's first process is slow at it,
    everybody would wait for seconds at each Ctrl-C.
    """
    for _ in range(_LOOKS):
        if not _still_works_on(ending, place):
            return
        time.sleep(_LOOK_EVERY)


def process(place: Place) -> psutil.Process | None:
    """The server's own process, if it runs: the one its pid file names, if that is a PostgreSQL on this data."""
    try:
        found = psutil.Process(int((place.data / "postmaster.pid").read_text().split("\n", 1)[0]))
        return found if _works_on(found, place) else None
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return None


def _works_on(candidate: psutil.Process, place: Place) -> bool:
    try:
        return candidate.name() == "postgres" and Path(candidate.cwd()) == place.data
    except (psutil.AccessDenied, psutil.ZombieProcess):
        return False


def _start_if_down(place: Place, *, durable: bool) -> bool:
    if process(place):
        return False
    tools = programs()
    _make_folders(place, tools)
    _make_cluster(place, tools, durable=durable)
    _clear_after_a_crash(place)
    _start(place, tools, durable=durable)
    return True


def make_home(place: Place) -> None:
    """Make the place's own folder, if it is not there yet."""
    place.home.mkdir(parents=True, exist_ok=True)
    place.home.chmod(0o711)  # the server's user passes through to its own folder and can list nothing


def _make_folders(place: Place, tools: Programs) -> None:
    free = shutil.disk_usage(place.home).free
    if free < ROOM_NEEDED:
        raise Unavailable(
            f"Only {free // 2**20} MB are free on the disk that holds {place.home}, and PostgreSQL needs "
            f"{ROOM_NEEDED // 2**20} MB: free some space, or set HOLDFAST_HOME to a folder on another disk."
        )
    for folder in (place.postgres, place.run):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        tools.own(folder)
        folder.chmod(0o700)  # refused by the system where another user made a folder of this name before us


def _make_cluster(place: Place, tools: Programs, *, durable: bool) -> None:
    """Make the cluster beside its place and move it in when it is whole."""
    if (place.data / "PG_VERSION").exists():
        return
    passwords.ensure(place)
    fresh, word = place.postgres / "data.new", place.postgres / "word"
    shutil.rmtree(fresh, ignore_errors=True)
    passwords.write_private(word, passwords.of(place, ADMIN))
    tools.own(word)
    try:
        made = tools.run("initdb", *_how_to_make(fresh, word), *([] if durable else ["--no-sync"]))
    finally:
        word.unlink()
    if made.returncode:
        shutil.rmtree(fresh, ignore_errors=True)
        raise Unavailable(_explained(made.stderr, place, doing="PostgreSQL could not make its data folder"))
    fresh.rename(place.data)


def _how_to_make(data: Path, word: Path) -> list[str]:
    return [
        f"--pgdata={data}",
        f"--username={ADMIN}",
        f"--pwfile={word}",
        "--auth=scram-sha-256",
        "--data-checksums",
        "--encoding=UTF8",
        "--no-locale",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--set=timezone=UTC",
        "--set=log_timezone=UTC",
    ]


def _clear_after_a_crash(place: Place) -> None:
    """End what a killed server left behind, then drop its pid file.

    PostgreSQL distrusts a pid file whose number some other program has got since, and rightly refuses
    to start while a process of the dead server still works on the data: so first the one, then the other.
    """
    orphans = [each for each in psutil.process_iter() if _still_works_on(each, place)]
    for ending in (psutil.Process.terminate, psutil.Process.kill):
        for orphan in orphans:
            with suppress(psutil.NoSuchProcess):
                ending(orphan)
        _, orphans = psutil.wait_procs(orphans, timeout=10)
    (place.data / "postmaster.pid").unlink(missing_ok=True)


def _still_works_on(candidate: psutil.Process, place: Place) -> bool:
    with suppress(psutil.NoSuchProcess):
        return _works_on(candidate, place)
    return False


def _start(place: Place, tools: Programs, *, durable: bool) -> None:
    choices = {**_ALWAYS, "unix_socket_directories": str(place.run), **({} if durable else _QUICK_TO_LOSE)}
    options = " ".join(f"-c {name}={shlex.quote(value)}" for name, value in choices.items())
    where = ["-D", str(place.data), "-l", str(place.log), "-o", options]
    seen = place.log.stat().st_size if place.log.exists() else 0
    started = tools.run("pg_ctl", "start", "-w", "-t", str(_START_LIMIT), *where)
    if started.returncode:
        said = place.log.read_bytes()[seen:].decode(errors="replace") if place.log.exists() else started.stderr
        raise Unavailable(_explained(said, place, doing="PostgreSQL did not start"))


def _explained(said: str, place: Place, *, doing: str) -> str:
    if "No space left" in said:
        return f"{doing}: the disk that holds {place.home} is full. Free at least 200 MB and start again."
    if "Permission denied" in said:
        return (
            f"{doing}: its user may not reach {place.postgres}. Let everyone pass through the folders above it, "
            "or set HOLDFAST_HOME to a folder that can be reached."
        )
    lines = [line for line in said.strip().splitlines() if any(word in line for word in ("FATAL", "PANIC", "error"))]
    last = lines[-1].strip() if lines else (said.strip().splitlines() or ["it gave no reason"])[-1]
    return f"{doing}: {last}. Its log is {place.log}."


@contextmanager
def said_plainly(place: Place) -> Iterator[None]:
    """Turn the system's complaints about this place into a sentence that says what to do."""
    try:
        yield
    except PermissionError as error:
        raise Unavailable(
            f"You may not write to {error.filename or place.home}: run as its owner, "
            "or set HOLDFAST_HOME to a folder of your own."
        ) from None
    except OSError as error:
        raise Unavailable(
            f"The folder {place.home} cannot be used ({error.strerror}): free some space there, "
            "or set HOLDFAST_HOME to another folder."
        ) from None


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with _private(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _private(path: Path) -> IO[str]:
    """Open to its owner alone: anybody who can open a lock file can also keep it locked."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+")


def _nobody_else(lease: IO[str]) -> bool:
    try:
        fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
