"""Keeping the result of a file that somebody dropped, because they asked for it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.census.codes import RunKind, Severity
from holdfast.records.census.models import CensusFinding, CensusRun
from holdfast.returns.cin.checking import Checked, Finding, children_found
from holdfast.returns.cin.told import column_of
from holdfast.wall.acting import Actor, acting
from holdfast.wall.audit import record
from holdfast.wall.deeds import day_of, take_turns
from holdfast.wall.providers import numbers_of

_AT_ONCE = 1000
_LONGEST = 300


def keep_file(
    *, checked: Checked, name: str, seconds: float = 0, record_id: UUID | None = None, by: Actor, purpose: Purpose,
    at: datetime,
) -> CensusRun:  # fmt: skip
    """Keep what the rules said of a file: its counts, and the findings on children who have a record here.

    Of a child who has none, nothing is kept but that there was one: nobody could be barred from it, and nobody here
    could mend it. Sent twice from one form (`record_id`), it is kept once.
    """
    if purpose is not Purpose.statutory_return:
        raise Refused("Only whoever sends the return keeps the result of a file.")
    own_id = record_id or uuid4()
    with acting(actor=by, purpose=purpose):
        take_turns([own_id])
        standing = CensusRun.objects.filter(pk=own_id).first()
        if standing:
            return standing
        authority = _authority(checked)
        ours = {number: child for (whose, number), child in numbers_of(None).items() if whose == authority}
        run = _run(checked, own_id, authority, ours, name=name[:200], seconds=seconds, by=by, at=at)
        CensusFinding.objects.bulk_create(_findings(checked, run, ours), batch_size=_AT_ONCE)
        children = set(CensusFinding.objects.filter(run=run).values_list("child_id", flat=True))
        record(what="keep_file", children=children, at=at, reason=f"{run.errors} errors, {run.queries} queries")
        return run


def _authority(checked: Checked) -> str:
    header = checked.rows["Header"]
    return header["LEA"].word(0) if len(header) else ""


def _run(
    checked: Checked, own_id: UUID, authority: str, ours: dict[str, UUID], *, name: str, seconds: float, by: Actor,
    at: datetime,
) -> CensusRun:  # fmt: skip
    numbers = {checked.rows.child_number(child) for child in range(checked.rows.children)}
    counts: Counter[str] = Counter()
    for result in checked.results:
        counts[result.severity] += result.count
    run = CensusRun(
        id=own_id, kind=RunKind.file, authority=authority[:100], year=checked.rows.year, as_at=day_of(at),
        started_at=at, finished_at=at + timedelta(seconds=seconds), asked_by=by.id, file_name=name,
        children=checked.rows.children, children_found=children_found(checked), not_ours=len(numbers - ours.keys()),
        errors=counts[Severity.error], queries=counts[Severity.query], results=list(_results(checked)),
    )  # fmt: skip
    run.save(force_insert=True)
    return run


def _results(checked: Checked) -> Iterator[dict[str, Any]]:
    said = {each.code: each.message for each in checked.findings() if each.table == "Header"}
    for result in checked.results:
        yield asdict(result) | {"waived": 0, "said": said.get(result.code, "")}


def _findings(checked: Checked, run: CensusRun, ours: dict[str, UUID]) -> Iterator[CensusFinding]:
    return (_kept(each, run, ours[each.child]) for each in checked.findings() if each.child in ours)


def _kept(told: Finding, run: CensusRun, child_id: UUID) -> CensusFinding:
    table, column = column_of(told.element)
    return CensusFinding(
        child_id=child_id, run=run, year=run.year, rule=told.code, severity=told.severity, table=table, column=column,
        element=told.element, value=told.value[:_LONGEST], line=told.line, message=told.message,
        first_seen_at=run.started_at,
    )  # fmt: skip
