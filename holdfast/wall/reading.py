"""Which children a page has read: noted as rows arrive, written to the audit log before the page leaves."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

_reading: ContextVar[set[UUID] | None] = ContextVar("reading", default=None)


@contextmanager
def reading() -> Iterator[set[UUID]]:
    """Collect every child whose rows are read inside; the set fills as rows arrive."""
    noted: set[UUID] = set()
    token = _reading.set(noted)
    try:
        yield noted
    finally:
        _reading.reset(token)


def note(children: Iterable[UUID | None]) -> None:
    """Note these children as read; for queries that bring back values rather than objects."""
    noted = _reading.get()
    if noted is not None:
        noted.update(child for child in children if child is not None)
