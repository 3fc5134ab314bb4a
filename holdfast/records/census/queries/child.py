"""One child's record, checked by all rules as it stands at this moment, or as it would stand with what is typed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import connection

from holdfast.access import Purpose, Stage
from holdfast.facts import TABLES
from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.schema import Row, Value
from holdfast.records.census.models import CensusFinding
from holdfast.records.census.queries.asking import CENSUS_TABLES, as_finding
from holdfast.records.census.queries.findings import explain_as_before
from holdfast.records.census.queries.local import years_worked_on
from holdfast.records.census.queries.mending import records_of
from holdfast.returns.cin.cohort import as_of_year
from holdfast.returns.cin.told import Placed, check_facts, column_of
from holdfast.wall.acting import current
from holdfast.wall.providers import numbers_of, rows_of

Typed = Mapping[tuple[str, str], Mapping[str, Value]]
"""What somebody is typing: for rows of facts (table and key), the columns that would change."""

SEEING = frozenset(
    {Purpose.statutory_return, Purpose.direct_work, Purpose.front_door, Purpose.out_of_hours, Purpose.conference,
     Purpose.quality_audit}
)  # fmt: skip
"""For what a child's findings are seen: sending the return, and work with the child; never for counting."""

_REACHED = """
SELECT %(child)s = ANY (ARRAY(SELECT wall_granted(%(stage)s)))
    OR (wall_sees_all(%(stage)s) AND %(child)s <> ALL (ARRAY(SELECT wall_barred())))
"""


def of_child(child_id: UUID, *, as_of: date, typed: Typed | None = None) -> list[CensusFinding]:
    """What the rules find on the child's record now, for each census that is worked on; errors first, nothing stored.

    Each is a finding as the night keeps them, with its explanation where one stands, but without who mends it. Whoever
    does not reach the whole of the child's story is told nothing: of a part, the rules would find what is not so.
    """
    if not _reaches_all(child_id):
        return []
    numbers = numbers_of([child_id])
    if not numbers:
        return []
    (authority, number), rows = next(iter(numbers)), rows_of([child_id], tables=CENSUS_TABLES)
    told = _with(rows, typed or {}, {"authority": authority, "child": number})
    found = [
        as_finding(child_id, year, placed)
        for year in years_worked_on(as_of)
        for placed in _asked(told, number, authority=authority, year=year, as_of=as_of)
    ]
    _lead_to_records(child_id, found)
    explain_as_before(found)
    return sorted(found, key=lambda each: (-each.year, each.severity, each.rule))


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What was found on one record, by the field of the form in which it is mended; the rest of the child's apart."""

    fields: dict[str, list[CensusFinding]] = field(default_factory=lambda: defaultdict(list))
    of_record: list[CensusFinding] = field(default_factory=list)
    """About the record, but not about any of these fields."""
    elsewhere: list[CensusFinding] = field(default_factory=list)


FIELDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("assessment_factor", "code"): ("factors", "added"),
    ("disability", "code"): ("added",),
    ("protection_plan", "initial_category"): ("plan_category",),
    ("protection_plan", "latest_category"): ("category",),
    ("section47", "conference_not_required"): ("outcome",),
}
"""The fields of forms that say a column of facts, where they have another name than the column."""


def beside(
    child_id: UUID, *, fields: Iterable[str], as_of: date, record_id: UUID | None = None, typed: Typed | None = None
) -> Beside:
    """The findings on a child's record as a form shows them beside its fields, the explained ones left out.

    With `record_id`, only findings on that record stand beside the fields; otherwise on any record of the child.
    """
    names, found = set(fields), Beside()
    for each in of_child(child_id, as_of=as_of, typed=typed):
        if each.explanation is not None:
            continue
        name = next((name for name in (each.column, *FIELDS.get(column_of(each.element), ())) if name in names), "")
        if record_id is not None and each.record_id != record_id:
            found.elsewhere.append(each)
        elif name:
            found.fields[name].append(each)
        else:
            found.of_record.append(each)
    return found


def _reaches_all(child_id: UUID) -> bool:
    if current().purpose not in SEEING:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_REACHED, {"child": child_id, "stage": int(Stage.child_protection)})
        return bool(cursor.fetchone()[0])


def _with(rows: Mapping[str, list[Row]], typed: Typed, whose: Row) -> dict[str, list[Row]]:
    """The rows as they would stand with what is typed; a key that no row has is a new row."""
    told = {table: [dict(row) for row in each] for table, each in rows.items()}
    for (table, key), changes in typed.items():
        names = TABLES[table].key[2:]
        standing = next((row for row in told[table] if "/".join(str(row[name]) for name in names) == key), None)
        if standing is None:
            standing = dict.fromkeys((column.name for column in TABLES[table].columns), None) | whose
            told[table].append(standing | ({names[0]: key} if len(names) == 1 else {}) | changes)
        else:
            standing.update(changes)
    return told


def _asked(
    rows: Mapping[str, list[Row]], number: str, *, authority: str, year: CollectionYear, as_of: date
) -> list[Placed]:
    told = as_of_year(rows, year)
    if not told["episode"]:
        return []
    checked = check_facts([(number, told)], authority=authority, year=year, as_of=as_of, whole=False)
    return [placed for placed in checked.findings() if placed.finding.child]


def _lead_to_records(child_id: UUID, found: list[CensusFinding]) -> None:
    records = records_of([child_id], {each.table for each in found})
    for each in found:
        each.record_id = records.get((child_id, each.table, each.key))
