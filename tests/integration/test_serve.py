"""`holdfast serve` from the outside: it answers, it stops, and it comes back after any kind of death."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from holdfast.wall.postgres import server
from holdfast.wall.postgres.place import Place

REPOSITORY = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="about the embedded server")


class Served:
    """One `holdfast serve` in a process group of its own, as in a terminal, and the folder it keeps its data in."""

    def __init__(self, folder: Path) -> None:
        self.place = Place(folder / "home")
        self.port = free_port()
        self.command = self.start()

    def start(self, **more: str) -> subprocess.Popen[str]:
        self.command = run(self.place, "serve", "--port", str(self.port), **more)
        return self.command

    def answer(self) -> int | None:
        """The status of a page that needs the database; None where nothing answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/council.css", timeout=10) as page:
                return int(page.status)
        except urllib.error.HTTPError as refused:
            return refused.code
        except OSError:
            return None

    def interrupt(self) -> str:
        """Ctrl-C: the signal goes to the whole group."""
        os.killpg(self.command.pid, signal.SIGINT)
        said, _ = self.command.communicate(timeout=60)
        return said


def run(place: Place, *arguments: str, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "holdfast.cli", *arguments],
        cwd=REPOSITORY,
        env={"PATH": os.environ["PATH"], "HOME": str(place.home.parent), "HOLDFAST_HOME": str(place.home), **more},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(holds: Callable[[], object], *, seconds: float = 90) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if holds():
            return True
        time.sleep(0.2)
    return False


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Shared by these tests, as by all starts on one machine: only the first makes the database."""
    made = Path(tempfile.mkdtemp(prefix="hf-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def served(folder: Path) -> Iterator[Served]:
    found = Served(folder)
    assert eventually(lambda: found.answer() == 200), found.interrupt()
    yield found
    if found.command.poll() is None:
        found.interrupt()
    server.stop(found.place)


def test_ctrl_c_ends_pages_and_database_in_time(served: Served) -> None:
    workers = psutil.Process(served.command.pid).children(recursive=True)
    began = time.monotonic()
    said = served.interrupt()
    assert time.monotonic() - began < 15, "a person who pressed Ctrl-C waits"
    assert "Killing" not in said, "every worker ended by itself"
    assert served.command.returncode == 0
    _, still_there = psutil.wait_procs(workers, timeout=5)
    assert still_there == []
    assert server.process(served.place) is None


def test_a_closed_terminal_ends_it_too(served: Served) -> None:
    served.command.send_signal(signal.SIGTERM)
    served.command.communicate(timeout=60)
    assert server.process(served.place) is None


def test_after_kill_9_of_the_command_a_new_one_serves_on_the_same_port(served: Served) -> None:
    served.command.kill()
    served.command.communicate()
    assert eventually(lambda: served.answer() is None), "its workers leave the port"
    served.start()
    assert eventually(lambda: served.answer() == 200)


def test_after_kill_9_of_the_database_it_comes_back_by_itself(served: Served) -> None:
    dead = server.process(served.place)
    assert dead
    dead.kill()
    assert eventually(lambda: (found := server.process(served.place)) and found.pid != dead.pid)
    assert served.answer() == 200


def test_a_port_in_use_is_said_in_a_sentence(served: Served) -> None:
    second = run(served.place, "serve", "--port", str(served.port))
    said, _ = second.communicate(timeout=60)
    assert f"Port {served.port} on 127.0.0.1 cannot be used" in said
    assert f"PORT={served.port + 1}" in said
    assert "Traceback" not in said
    assert second.returncode == 3


@pytest.mark.parametrize(
    ("settings", "sentence", "code"),
    [
        ({"DATABASE_URL": "postgresql://a:b@127.0.0.1:1/x"}, "HOLDFAST_SECRET_KEY is not", 3),
        (
            {"DATABASE_URL": "postgresql://a:b@127.0.0.1:1/x", "HOLDFAST_SECRET_KEY": "k"},
            "HOLDFAST_OWNER_URL is not set",
            3,
        ),
        (
            {"DATABASE_URL": "postgresql://127.0.0.1", "HOLDFAST_SECRET_KEY": "k"},
            "DATABASE_URL lacks its user and dbname",
            3,
        ),
        ({"HOLDFAST_HOST": "a"}, "did you mean HOLDFAST_HOSTS?", 1),
        ({"HOLDFAST_HTTPS": "yes"}, "write 1 for yes", 1),
    ],
)
def test_a_wrong_setting_is_said_in_a_sentence(
    settings: dict[str, str], sentence: str, code: int, tmp_path: Path
) -> None:
    command = run(Place(tmp_path), "serve", "--port", str(free_port()), **settings)
    said, _ = command.communicate(timeout=60)
    assert sentence in said
    assert "Traceback" not in said
    assert command.returncode == code
