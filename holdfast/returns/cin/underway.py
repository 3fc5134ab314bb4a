"""Reads and checks a census file while telling how far it is: for a page that shows progress.

One file at a time in each process: a file and its tables take memory, and several at once would slow every page.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from queue import SimpleQueue
from threading import BoundedSemaphore, Event, Thread
from typing import Any, BinaryIO

from holdfast.kernel.refused import Refused
from holdfast.returns.cin._rule import Rule
from holdfast.returns.cin._stream import Limits
from holdfast.returns.cin.checking import Checked, check
from holdfast.returns.cin.rules import RULES
from holdfast.returns.cin.scan import scan

_PATIENCE = 10.0
"""Seconds to wait for another's file: longer, and whoever waits would keep a thread from the other pages."""
_ROOM = BoundedSemaphore(1)


@dataclass(frozen=True)
class Reading:
    """How much of the file was read: bytes, and about how many children."""

    read: int
    children: int


@dataclass(frozen=True)
class Asking:
    """Which rule is asked now, of how many."""

    rule: int
    rules: int


Step = Reading | Asking | Checked


class _Left(Exception):  # noqa: N818 - nobody waits any more: not an error
    """Whoever asked has gone."""


class Busy(Refused):
    """Somebody else's file is being checked."""


def underway(source: BinaryIO, *, year: int | None = None, limits: Limits | None = None) -> Iterator[Step]:
    """Each step as it is reached, and last of all what the rules say.

    Raises Busy where another file takes too long, CensusRefused where there is no year to judge this one by. The work
    stops soon after whoever asked has stopped listening.
    """
    _wait_for_room()
    told: SimpleQueue[Step | Exception] = SimpleQueue()
    left = Event()
    try:
        Thread(target=_work, args=(source, year, limits, told, left), daemon=True).start()
    except RuntimeError:  # no thread is to be had: nobody else will give the room back
        _ROOM.release()
        raise
    try:
        yield from _until_checked(told)
    finally:
        left.set()


@contextmanager
def alone() -> Iterator[None]:
    """While files are read in another way than by a check; raises Busy where another's file takes too long."""
    _wait_for_room()
    try:
        yield
    finally:
        _ROOM.release()


def _wait_for_room() -> None:
    if not _ROOM.acquire(timeout=_PATIENCE):
        raise Busy("Another census file is being checked just now. Wait a minute, and press the button again.")


def at_once(source: BinaryIO, *, year: int | None = None, limits: Limits | None = None) -> Checked:
    """The same without the steps on the way."""
    for step in underway(source, year=year, limits=limits):
        if isinstance(step, Checked):
            return step
    raise RuntimeError("The check ended without an answer.")


def _until_checked(told: "SimpleQueue[Step | Exception]") -> Iterator[Step]:
    while True:
        step = told.get()
        if isinstance(step, Exception):
            raise step
        yield step
        if isinstance(step, Checked):
            return


def _work(
    source: BinaryIO, year: int | None, limits: Limits | None, told: "SimpleQueue[Step | Exception]", left: Event
) -> None:
    try:
        rows = scan(BufferedReader(_Told(source, told, left)), year=year, limits=limits)
        told.put(check(rows, rules=_told_of_each(RULES.values(), told, left)))
    except Exception as wrong:  # handed on to whoever asked, in whose thread it is seen to
        told.put(wrong)
    finally:
        _ROOM.release()


def _told_of_each(rules: Iterable[Rule], told: "SimpleQueue[Step | Exception]", left: Event) -> Iterator[Rule]:
    every = list(rules)
    for number, rule in enumerate(every, start=1):
        if left.is_set():
            raise _Left
        told.put(Asking(number, len(every)))
        yield rule


class _Told(RawIOBase):
    """The file, telling how far it was read; children are counted by their tags, which is near enough on the way."""

    def __init__(self, source: BinaryIO, told: "SimpleQueue[Step | Exception]", left: Event) -> None:
        super().__init__()
        self._source, self._told, self._left = source, told, left
        self._read = self._children = 0

    def readable(self) -> bool:
        """It is only read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer, and tell of it."""
        if self._left.is_set():
            raise _Left
        chunk = self._source.read(len(buffer))
        buffer[: len(chunk)] = chunk
        self._read += len(chunk)
        self._children += chunk.count(b"<Child>")
        self._told.put(Reading(self._read, self._children))
        return len(chunk)
