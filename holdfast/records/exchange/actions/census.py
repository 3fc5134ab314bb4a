"""Bringing a census file in: child by child, so that it may be cut off anywhere and finished later."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid5

from django.db import DataError, IntegrityError, connection
from django.db.models.functions import Now

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.exchange.actions._shapes import PEOPLE
from holdfast.records.exchange.actions._taking import Taken, take
from holdfast.records.exchange.codes import ChildOutcome, FileState, FindingKind
from holdfast.records.exchange.models import CensusFile, ChildInFile, Finding, Hold
from holdfast.records.people.models import Person
from holdfast.returns.cin import Account, CensusChild, CensusRefused, read
from holdfast.wall.acting import Actor, acting
from holdfast.wall.audit import record
from holdfast.wall.deeds import day_of, deed, take_turns
from holdfast.wall.due import recompute
from holdfast.wall.models import User
from holdfast.wall.versions import amend

BATCH = 250
PURPOSE = Purpose.statutory_return
Progress = Callable[[CensusFile], None]


def register_file(*, path: Path, name: str, brought_by: User | None, at: datetime) -> CensusFile:
    """Note a census file by its content; the same content is the same file, however it is called."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while piece := source.read(1 << 20):
            digest.update(piece)
    known = {"name": name[:200], "brought_by": brought_by, "brought_at": at, "bytes_in": path.stat().st_size}
    key = uuid5(PEOPLE, f"file/{digest.hexdigest()}")
    file, _ = CensusFile.objects.get_or_create(sha256=digest.hexdigest(), defaults={"id": key, **known})
    return file


def import_census(
    *, file: CensusFile, source: BinaryIO, by: Actor, at: datetime, progress: Progress | None = None
) -> CensusFile:
    """Take every child of the file into the records, and keep the account of it.

    A child is taken in whole or not at all; a second run of the same file does what the first did not, and
    changes nothing otherwise. Raises Refused where the file is no census; the account is kept all the same.
    """
    try:
        census = read(source)
    except CensusRefused as refusal:
        _finish(file, refusal.account, FileState.refused, str(refusal), by=by, at=at)
        raise
    header = census.header
    file.authority, file.year, file.reference_on = header.authority, header.year, header.reference_on
    file.made_at, file.state, file.because, file.children_done = header.made_at, FileState.reading, "", 0
    file.save()
    for batch in _batches(census):
        _take_batch(file, batch, by=by, at=at)
        file.children_done += len(batch)
        file.bytes_read = min(source.tell(), file.bytes_in)
        file.progressed_at = Now()
        file.save(update_fields=["children_done", "bytes_read", "progressed_at"])
        if progress:
            progress(file)
    stopped = census.account.stopped
    state = FileState.stopped if stopped else FileState.finished
    because = f"Line {stopped.line}: {stopped.because}" if stopped else ""
    _finish(file, census.account, state, because, by=by, at=at)
    return file


def resolve_hold(
    *, hold: Hold, right_birth_on: date, resolution: str, by: Actor, purpose: Purpose, at: datetime
) -> Hold:
    """Say, as a person who looked, which birth date is right and how you know; the file can then be run again."""
    if right_birth_on not in (hold.our_birth_on, hold.sent_birth_on):
        raise Refused("Choose one of the two birth dates. If both are wrong, correct the child's record first.")
    if not resolution.strip():
        raise Refused("Say what you found, and how you know which birth date is right.")
    with deed("resolve_hold", children=[hold.child_id], by=by, purpose=purpose, at=at, reason=resolution):
        hold.resolved_at, hold.settled_birth_on, hold.resolution = at, right_birth_on, resolution
        hold.save(update_fields=["resolved_at", "settled_birth_on", "resolution"])
        if hold.child.birth_on != right_birth_on:
            amend(hold.child, expected_version=hold.child.version, changes={"birth_on": right_birth_on})
        return hold


def _batches(children: Iterator[CensusChild]) -> Iterator[list[CensusChild]]:
    pieces = iter(children)
    while batch := list(islice(pieces, BATCH)):
        yield batch


def _take_batch(file: CensusFile, children: list[CensusChild], *, by: Actor, at: datetime) -> None:
    """A batch in one transaction; where the database refuses it, each child in one of its own."""
    try:
        _take_together(file, children, by=by, at=at)
    except (DataError, IntegrityError):
        for child in children:
            _take_alone(file, child, by=by, at=at)


def _take_alone(file: CensusFile, child: CensusChild, *, by: Actor, at: datetime) -> None:
    try:
        _take_together(file, [child], by=by, at=at)
    except (DataError, IntegrityError) as error:
        with acting(actor=by, purpose=PURPOSE, reason=_reason(file)):
            taken = Taken(file)
            because = f"The child could not be stored, so nothing of it was kept: {type(error).__name__}."
            taken.find(
                FindingKind.refused, None, child.child, code="not_stored", line=child.line, where="Child",
                sent=child.child, because=because,
            )  # fmt: skip
            Finding.objects.bulk_create(taken.findings, ignore_conflicts=True)


def _take_together(file: CensusFile, children: list[CensusChild], *, by: Actor, at: datetime) -> None:
    with acting(actor=by, purpose=PURPOSE, reason=_reason(file)):
        _one_import_at_a_time(file.authority)
        take_turns(_known(file, children))
        taken = take(file, children)
        if not taken.outcomes and not taken.findings:
            return
        _write(taken)
        recompute(_told_anew(taken), as_of=day_of(at))
        record(what="import_census", children=list(taken.outcomes), at=at, reason=_reason(file))


def _one_import_at_a_time(authority: str) -> None:
    """Two imports for one authority take turns, so that neither adds what the other is adding."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"census {authority}"])


def _known(file: CensusFile, children: list[CensusChild]) -> list[UUID]:
    """Those of the children who stand in our records: a worker may be writing about them at this moment."""
    numbers = [child.child for child in children if child.child]
    people = Person.objects.filter(authority=file.authority, local_id__in=numbers)
    return list(people.values_list("id", flat=True))


def _write(taken: Taken) -> None:
    for model, records in taken.added.items():
        model.objects.bulk_create(records)
    for changed, names in taken.changed:
        changed.save(update_fields=names)
    Hold.objects.bulk_create(taken.holds)
    Finding.objects.bulk_create(taken.findings, ignore_conflicts=True)
    told = [
        ChildInFile(id=uuid5(taken.file.id, str(child)), file=taken.file, child_id=child, outcome=outcome)
        for child, outcome in taken.outcomes.items()
    ]
    ChildInFile.objects.bulk_create(told, update_conflicts=True, unique_fields=["id"], update_fields=["outcome"])


def _told_anew(taken: Taken) -> list[UUID]:
    """The children about whom something was written: their clocks may run otherwise than before."""
    written = (ChildOutcome.new, ChildOutcome.changed)
    return sorted(child for child, outcome in taken.outcomes.items() if outcome in written)


def _finish(file: CensusFile, account: Account, state: FileState, because: str, *, by: Actor, at: datetime) -> None:
    """Keep the totals, and list what in the file belongs to no child."""
    with acting(actor=by, purpose=PURPOSE, reason=_reason(file)):
        taken = Taken(file)
        for element in account.refusals:
            taken.find(
                FindingKind.refused, None, "", code=element.refused, line=element.line, where=element.path,
                sent=element.sent, because=element.because,
            )  # fmt: skip
        for flag in account.flags:
            if not flag.child:
                taken.find(
                    FindingKind.odd,
                    None,
                    "",
                    code=flag.code,
                    line=flag.line,
                    where="file",
                    sent="",
                    because=flag.because,
                )
        Finding.objects.bulk_create(taken.findings, ignore_conflicts=True, batch_size=2000)
        file.state, file.because, file.finished_at = state, because[:500], at
        file.elements_in, file.elements_kept, file.elements_refused = account.elements_in, account.kept, account.refused
        file.rows, file.bytes_read = dict(account.rows), file.bytes_in
        file.header = [[element.path, element.sent] for element in account.header_elements if element.sent]
        file.save()
        record(what=f"import_census {state.value}", children=[], at=at, reason=_reason(file))


def _reason(file: CensusFile) -> str:
    year = f"{file.year - 1}-{file.year % 100:02}" if file.year else "of no year"
    return f"Census {year}, file {str(file.id)[:8]}"
