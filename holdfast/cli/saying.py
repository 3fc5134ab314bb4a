"""What `holdfast serve` and its processes say: passed on while somebody reads it, dropped while nobody does."""

import os
import select
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_STDOUT, _STDERR = 1, 2
_AT_ONCE = 4096  # bytes: a pipe that has room takes so many without waiting
_PATIENCE = 0.5  # seconds that a slow reader is given, once; who does not read at all costs nothing after that
_DROPPED = b"\n[Nobody read this log for a while: what was said meanwhile is lost.]\n"


@contextmanager
def never_waiting() -> Iterator[None]:
    """Keep this process and its children from waiting for whoever reads what they say.

    A full pipe or a stopped terminal stops whoever writes to it: one after another, the web processes
    and what starts them again would hang until somebody read the log.
    """
    valves, ended = [_Valve(number) for number in (_STDOUT, _STDERR)], threading.Event()
    passing = threading.Thread(target=_pass_on, args=(valves, ended), daemon=True, name="saying")
    passing.start()
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        ended.set()
        passing.join()
        for valve in valves:
            valve.close()


class _Valve:
    """One stream: a pipe that everybody here writes to, and the stream as we found it."""

    def __init__(self, number: int) -> None:
        self.number, self.dropped = number, False
        self.found = os.dup(number)
        self.reads, writes = os.pipe()
        os.dup2(writes, number)
        os.close(writes)

    def pass_on(self) -> None:
        """Say what stands in the pipe, if somebody reads."""
        said = os.read(self.reads, _AT_ONCE)
        if not self._has_room(0 if self.dropped else _PATIENCE):
            self.dropped = True
            return
        if self.dropped:
            said, self.dropped = _DROPPED + said[: _AT_ONCE - len(_DROPPED)], False
        with suppress(OSError):  # the reader is gone
            os.write(self.found, said)

    def close(self) -> None:
        """Give the stream back as it was found."""
        os.dup2(self.found, self.number)
        os.close(self.found)

    def _has_room(self, patience: float) -> bool:
        return bool(select.select([], [self.found], [], patience)[1])


def _pass_on(valves: list[_Valve], ended: threading.Event) -> None:
    of = {valve.reads: valve for valve in valves}
    while (said := select.select(list(of), [], [], 0.2)[0]) or not ended.is_set():
        for each in said:
            of[each].pass_on()
