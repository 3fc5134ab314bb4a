"""`holdfast serve` keeps the pages up: web processes that die at once, or a log that nobody reads, end nothing."""

import subprocess
import sys
from pathlib import Path
from typing import IO

import psutil
import pytest

from holdfast.cli.pages import LONGEST_PAUSE, STEADY_AFTER, Rows, pause_before
from tests.killing import REPOSITORY, answers, eventually, parts, serving


def kill_those_just_started(command: int) -> None:
    """Kill the web processes as soon as there are any, and see them gone."""
    assert eventually(lambda: parts(command, "web"))
    found = parts(command, "web")
    for each in found:
        each.kill()
    assert eventually(lambda: not any(each in parts(command, "web") for each in found))


def writes_into(process: psutil.Process, pipe: IO[str] | None) -> bool:
    """Whether what the process says goes straight to that pipe, and waits when it is full."""
    ours = Path(f"/proc/self/fd/{pipe.fileno()}").readlink() if pipe else None
    return ours in {Path(f"/proc/{process.pid}/fd/{number}").readlink() for number in (1, 2)}


def test_web_processes_that_die_as_soon_as_they_were_started_are_started_again(committed):
    with serving(app=committed.app, owner=committed.owner, workers=1) as (port, command):
        for _ in range(3):
            kill_those_just_started(command.pid)
        assert eventually(lambda: parts(command.pid, "web"))
        assert eventually(lambda: answers(port))
        assert not any(writes_into(each, command.stdout) for each in psutil.Process(command.pid).children())
        left = psutil.Process(command.pid).children(recursive=True)
    assert command.returncode == 0, "it went on until it was told to stop"
    assert psutil.wait_procs(left, timeout=10)[1] == [], "nothing is left running"


SAYS_MUCH = """
import os, subprocess, sys, time
from holdfast.cli.saying import never_waiting
with never_waiting():
    print("first", flush=True)
    for _ in range(300):
        os.write(2, b"x" * 1000)
    subprocess.run([sys.executable, "-c", "print('y' * 300_000)"])
print("done", file=open(sys.argv[1], "w"))
"""


def test_nobody_waits_for_a_reader_of_the_log(tmp_path):
    told = tmp_path / "told"
    command = subprocess.Popen(
        [sys.executable, "-c", SAYS_MUCH, str(told)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert eventually(lambda: told.exists() and told.read_text() == "done\n", seconds=20)
    finally:
        command.kill()
        said, _ = command.communicate()
    assert said.startswith("first\n"), "what has room is passed on"


def test_a_log_that_is_read_is_whole(tmp_path):
    command = [sys.executable, "-c", SAYS_MUCH, str(tmp_path / "told")]
    told = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout == "first\n" + "y" * 300_000 + "\n"
    assert told.stderr == "x" * 300_000


def test_a_process_that_dies_again_and_again_is_started_ever_more_slowly_and_for_ever():
    assert [pause_before(deaths) for deaths in (1, 2, 3, 4, 5)] == [0, 1, 2, 4, 8]
    assert pause_before(100_000) == LONGEST_PAUSE


class Steady:
    """A clock that goes on when told."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(("lived", "deaths"), [(STEADY_AFTER, 1), (STEADY_AFTER - 1, 4)])
def test_only_a_process_that_lived_long_enough_is_started_at_once_after_its_death(lived, deaths):
    steady = Steady()
    rows = Rows(steady)
    rows.deaths[0] = 3
    started = rows.may_start(0, born=steady.now - lived)
    assert rows.deaths[0] == deaths
    assert started == (deaths == 1)
    steady.now += pause_before(deaths)
    assert started or rows.may_start(0, born=steady.now - lived - 99)
    assert rows.deaths[0] == deaths, "a death is counted once"
