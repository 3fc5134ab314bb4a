"""One child's record, checked by all rules as it stands at this moment, or as it would stand with what is typed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
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
from holdfast.returns.cin.rules import RULES
from holdfast.returns.cin.told import Placed, check_facts, column_of
from holdfast.wall.acting import current
from holdfast.wall.providers import numbers_of, rows_of

Typed = Mapping[tuple[str, str], Mapping[str, Value] | None]
"""What somebody is typing: for rows of facts (table and key), the columns that would change; None, where it goes."""

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
    (found,) = _found(child_id, [typed or {}], as_of=as_of)
    _lead_to_records(child_id, found)
    return found


def before_and_after(child_id: UUID, *, typed: Typed, as_of: date) -> tuple[list[CensusFinding], list[CensusFinding]]:
    """What `of_child` finds on the record as it stands, and as it would stand with what is typed, asked in one go.

    They are not led to the records that tell them: whoever types has the record open.
    """
    before, after = _found(child_id, [{}, typed], as_of=as_of)
    return before, after


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What was found on one record, by the field of the form in which it is mended; the rest of the child's apart."""

    fields: dict[str, list[CensusFinding]] = field(default_factory=lambda: defaultdict(list))
    of_record: list[CensusFinding] = field(default_factory=list)
    """About the record, but not about any of these fields."""
    elsewhere: list[CensusFinding] = field(default_factory=list)


FIELDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("assessment_factor", "code"): ("factors", "added", "taken_out"),
    ("disability", "code"): ("added", "taken_out"),
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
        name = field_of(each, names)
        if record_id is not None and each.record_id != record_id:
            found.elsewhere.append(each)
        elif name:
            found.fields[name].append(each)
        else:
            found.of_record.append(each)
    return found


def field_of(finding: CensusFinding, names: Collection[str]) -> str:
    """Which of these fields says what the finding is about, or else what its rule asks besides; empty if none does."""
    said = (finding.column, *FIELDS.get(column_of(finding.element), ()), *_asked_besides(finding))
    return next((name for name in said if name in names), "")


def _asked_besides(finding: CensusFinding) -> Iterator[str]:
    """What else of the same row its rule asks: of a pupil number that is not there, why it is not."""
    elements = RULES[finding.rule].elements if finding.rule in RULES else ()
    return (column for table, column in map(column_of, elements) if table == finding.table)


def _found(child_id: UUID, told: Sequence[Typed], *, as_of: date) -> list[list[CensusFinding]]:
    """What is found with each of these told beside the record, as if there were a child for each."""
    numbers = numbers_of([child_id]) if _reaches_all(child_id) else {}
    found: list[list[CensusFinding]] = [[] for _ in told]
    if not numbers:
        return found
    (authority, number), rows = next(iter(numbers)), rows_of([child_id], tables=CENSUS_TABLES)
    stand = [_with(rows, typed, {"authority": authority, "child": number}) for typed in told]
    for year in years_worked_on(as_of):
        for place, placed in _asked(stand, number, authority=authority, year=year, as_of=as_of):
            finding = as_finding(child_id, year, placed)
            finding.key = stand[place].was.get((finding.table, finding.key), finding.key)
            found[place].append(finding)
    explain_as_before(list(chain.from_iterable(found)))
    return [sorted(each, key=lambda one: (-one.year, one.severity, one.rule)) for each in found]


def _reaches_all(child_id: UUID) -> bool:
    if current().purpose not in SEEING:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_REACHED, {"child": child_id, "stage": int(Stage.child_protection)})
        return bool(cursor.fetchone()[0])


@dataclass(frozen=True)
class _Stand:
    """A child's rows as they would stand; `was` is the key of a row of which the key is being typed anew."""

    rows: dict[str, list[Row]]
    was: dict[tuple[str, str], str]


def _with(rows: Mapping[str, list[Row]], typed: Typed, whose: Row) -> _Stand:
    """The rows as they would stand with what is typed; a key that no row has is a new row."""
    stand = _Stand({table: [dict(row) for row in each] for table, each in rows.items()}, {})
    for (table, key), changes in typed.items():
        names, of_table = TABLES[table].key[2:], stand.rows[table]
        row = next((row for row in of_table if _key(row, names) == key), None)
        if changes is None:
            stand.rows[table] = [each for each in of_table if each is not row]
        elif row is not None:
            row.update(changes)
            stand.was[table, _key(row, names)] = key
        else:
            empty = dict.fromkeys((column.name for column in TABLES[table].columns), None) | whose
            of_table.append(empty | ({names[0]: key} if len(names) == 1 else {}) | changes)
    return stand


def _key(row: Row, names: Iterable[str]) -> str:
    return "/".join(str(row[name]) for name in names)


def _asked(
    stand: Sequence[_Stand], number: str, *, authority: str, year: CollectionYear, as_of: date
) -> Iterator[tuple[int, Placed]]:
    """Every finding with the place of what it was found on; one file in which the child stands once for each."""
    of_year = [(place, as_of_year(each.rows, year)) for place, each in enumerate(stand)]
    of_year = [(place, told) for place, told in of_year if told["episode"]]
    if not of_year:
        return
    children = [(number, told) for _, told in of_year]
    checked = check_facts(children, authority=authority, year=year, as_of=as_of, whole=False)
    for placed in checked.findings():
        if placed.finding.child:
            child = checked.checked.rows[placed.finding.table].child[placed.finding.row]
            yield of_year[int(child)][0], placed


def _lead_to_records(child_id: UUID, found: list[CensusFinding]) -> None:
    records = records_of([child_id], {each.table for each in found})
    for each in found:
        each.record_id = records.get((child_id, each.table, each.key))
