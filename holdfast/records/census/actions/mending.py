"""Correcting what the census tells of a child: what stood before is kept, and the record is checked at once."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from holdfast.access import Purpose
from holdfast.kernel.identifiers import nhs_number_fault, upn_fault
from holdfast.kernel.refused import Refused
from holdfast.records.casework.models import Assessment, AssessmentFactor
from holdfast.records.census.actions.nightly import CHECKER, NIGHT_LOCK
from holdfast.records.census.actions.settling import settle
from holdfast.records.census.queries import of_child
from holdfast.records.census.queries.local import years_worked_on
from holdfast.records.census.queries.mending import Mended, codes_of
from holdfast.records.people.codes import IdentifierKind
from holdfast.records.people.models import Disability, Identifier, Person
from holdfast.returns.cin.rules import RULES
from holdfast.wall.acting import Actor, acting
from holdfast.wall.deeds import day_of, deed
from holdfast.wall.guarded import Guarded
from holdfast.wall.versions import amend, inserted

_OF_A_CHILD = frozenset(code for code, rule in RULES.items() if rule.per != "file")


def correct_record(
    *,
    mended: Mended,
    changes: Mapping[str, Any],
    added: Iterable[str] = (),
    taken_out: Mapping[UUID, int] | None = None,
    versions: Mapping[UUID, int],
    reason: str,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> None:
    """Correct these facts on the record that tells them; `added` are further disabilities, or factors of an assessment.

    `taken_out` are those that were told by mistake, by record with the version that was read: each stands no more, and
    stays in the history. Only what `mended.values` offers can be corrected: what ends something, or decides it, has a
    form of its own.

    `versions` are those that were read, by record; StaleEdit where somebody changed one meanwhile.
    """
    if not reason.strip():
        raise Refused("Say how you know: what stood before is kept beside what stands now.")
    _refuse_out(mended, changes, taken_out or {})
    if unknown := sorted(set(changes) - mended.values.keys()):
        raise Refused(f"This is not corrected here: {', '.join(unknown)}.")
    child_id = getattr(mended.record, mended.record.child_field)
    with deed("correct_record", children=[child_id], by=by, purpose=purpose, at=at, reason=reason, label=mended.table):
        for record, fields in _by_record(mended, changes).items():
            amend(record, expected_version=versions[record.pk], changes=fields)
        _take_out(mended, taken_out or {}, at)
        _add(mended.record, added)
        settle_child(child_id, at)


def settle_child(child_id: UUID, at: datetime) -> None:
    """Hold what stands on one child's record against what the rules find now, with the software's own reach.

    Nobody waits for it: while a check of everybody goes on, the child is left to that one or the next.
    """
    with acting(actor=CHECKER, purpose=Purpose.statutory_return, reason="The record was corrected"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s)", [NIGHT_LOCK])
            if not cursor.fetchone()[0]:
                return
        found = of_child(child_id, as_of=day_of(at))
        for year in years_worked_on(day_of(at)):
            of_year = [each for each in found if each.year == year.end_on.year]
            settle(of_year, year=year.end_on.year, at=at, rules=_OF_A_CHILD, child_id=child_id)


def _by_record(mended: Mended, changes: Mapping[str, Any]) -> dict[Guarded, dict[str, Any]]:
    fields: dict[Guarded, dict[str, Any]] = {}
    for column, value in changes.items():
        holder, name = mended.holder(column)
        if holder is not None:
            fields.setdefault(holder, {})[name] = value
    if isinstance(mended.record, Identifier) and fields:
        fields[mended.record] = _as_number(mended.record, fields[mended.record]["value"])
    if isinstance(mended.record, Disability | AssessmentFactor) and fields:
        _refuse_twice(mended.record, fields[mended.record]["code"])
    return fields


def _as_number(standing: Identifier, value: str) -> dict[str, Any]:
    number = value.replace(" ", "").upper()
    same = Identifier.objects.filter(person_id=standing.person_id, kind=standing.kind, value=number)
    if same.exclude(pk=standing.pk).exists():
        raise Refused("The child is known by this number already.")
    fault = nhs_number_fault if standing.kind == IdentifierKind.nhs_number else upn_fault
    return {"value": number, "check_digit_ok": fault(number) is None}


def _refuse_twice(standing: Disability | AssessmentFactor, code: str) -> None:
    whose = "assessment_id" if isinstance(standing, AssessmentFactor) else "person_id"
    others = type(standing).objects.filter(**{whose: getattr(standing, whose)}, code=code, withdrawn_at=None)
    if not code or others.exclude(pk=standing.pk).exists():
        raise Refused("Choose a code that is not recorded already: each stands once.")


def _refuse_out(mended: Mended, changes: Mapping[str, Any], taken_out: Mapping[UUID, int]) -> None:
    if changes and mended.record.pk in taken_out:
        raise Refused("Correct the code, or take it out: not both at once.")
    if changes and getattr(mended.record, "withdrawn_at", None):
        raise Refused(
            "This was taken out meanwhile, and stands no more. If it is right, add it again where it belongs."
        )


def _take_out(mended: Mended, versions: Mapping[UUID, int], at: datetime) -> None:
    """What is out already is left as it is: whoever takes it out again wanted no more."""
    for told in codes_of(mended).filter(pk__in=versions, withdrawn_at=None):
        if told.version != versions[told.pk]:
            raise Refused("What you take out was changed meanwhile. Look at what stands now, and choose again.")
        amend(told, expected_version=told.version, changes={"withdrawn_at": at})


def _add(record: Guarded, codes: Iterable[str]) -> None:
    for code in dict.fromkeys(codes):
        once = {"code": code, "withdrawn_at": None}
        if isinstance(record, Person) and not record.disabilities.filter(**once).exists():
            inserted(Disability(person=record, code=code))
        if isinstance(record, Assessment) and not record.factors.filter(**once).exists():
            inserted(AssessmentFactor(child_id=record.child_id, assessment=record, code=code))
