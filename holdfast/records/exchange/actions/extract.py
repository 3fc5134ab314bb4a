"""Copies of the facts, taken for counting: they name nobody, open to their owner alone, and last a day."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from holdfast.access import Purpose
from holdfast.facts import TABLES
from holdfast.facts.store import Facts, read, read_manifest, write
from holdfast.kernel.refused import Refused
from holdfast.records.exchange.models import FactExtract
from holdfast.wall.acting import Actor, acting, current
from holdfast.wall.audit import record
from holdfast.wall.deeds import day_of
from holdfast.wall.providers import facts_of

LASTS = timedelta(days=1)
FRESH = timedelta(minutes=10)
"""How long a page goes on counting from the same copy before it takes another."""

COUNTED = tuple(name for name in TABLES if name != "identifier")
"""No figure needs the numbers by which schools and the health service know a child."""


def recent_extract(*, by: Actor, at: datetime) -> FactExtract:
    """A copy of the facts as they stood within the last ten minutes; taken now where there is none."""
    with acting(actor=by, purpose=Purpose.figures):
        return _latest(at) or take_extract(by=by, purpose=Purpose.figures, at=at)


def take_extract(*, by: Actor, purpose: Purpose, at: datetime) -> FactExtract:
    """Copy the facts about every child to a folder of the installation; raises Refused for any other purpose."""
    if purpose is not Purpose.figures:
        raise Refused("Facts are copied out for counting, and for nothing else.")
    with acting(actor=by, purpose=purpose) as now, _place_for_it():
        _sweep(at)
        extract = FactExtract(
            id=uuid4(), taken_at=at, taken_by=by.id, role=by.role_name, purpose=purpose.value, as_of=day_of(at),
            until_at=at + LASTS,
        )  # fmt: skip
        facts = facts_of(None, tables=COUNTED)
        scope = f"{by.role_name} for {purpose.value}: {now.reach.children} children, no names"
        manifest = write(facts, folder_of(extract), as_of=extract.as_of, scope=scope)
        extract.sha256, extract.rows = manifest.sha256, len(facts)
        extract.save(force_insert=True)
        record(what="take_extract", children=[], at=at, reason=f"Extract {extract.id}: {extract.rows} facts")
        return extract


def open_extract(*, extract: FactExtract, at: datetime) -> Facts:
    """The facts in the extract, for whoever took it, acting for its purpose, until it ends; raises Refused."""
    now = current()
    folder = folder_of(extract)
    if (now.actor.id, now.purpose.value) != (extract.taken_by, extract.purpose):
        raise Refused("A copy of the facts opens only to whoever took it, for the purpose it was taken for.")
    if at >= extract.until_at:
        raise Refused("This copy of the facts has ended: take another.")
    if read_manifest(folder).sha256 != extract.sha256:
        raise Refused("This copy of the facts is not the one that was taken.")
    record(what="open_extract", children=[], at=at, reason=f"Extract {extract.id}")
    return read(folder)


def folder_of(extract: FactExtract) -> Path:
    """Where the extract's files are, on the machine that took it."""
    return _folder() / str(extract.id)


def _latest(at: datetime) -> FactExtract | None:
    mine = FactExtract.objects.filter(taken_by=current().actor.id, taken_at__gt=at - FRESH, taken_at__lte=at)
    return next((each for each in mine.order_by("-taken_at") if folder_of(each).is_dir()), None)


def _folder() -> Path:
    return settings.HOLDFAST.place.home / "extracts"


def _sweep(at: datetime) -> None:
    """Remove copies older than any may be, whoever left them here."""
    for old in _folder().iterdir():
        if old.stat().st_mtime < (at - LASTS).timestamp():
            shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _place_for_it() -> Iterator[None]:
    try:
        _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        yield
    except OSError as fault:
        raise Refused(f"A copy of the facts could not be kept in {_folder()}: {fault.strerror}.") from fault
