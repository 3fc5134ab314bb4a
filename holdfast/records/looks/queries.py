"""What checks read, and the questions that stand."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from holdfast.checks import CHECK_TABLES
from holdfast.facts import TABLES
from holdfast.facts.schema import Row
from holdfast.facts.store import Facts
from holdfast.records.looks.models import Look
from holdfast.wall.providers import facts_of, numbers_of, rows_of
from holdfast.wall.reading import note

_LINKS = """
SELECT person_id, other_id FROM people_sameperson
WHERE undone_at IS NULL AND (person_id = ANY (%(asked)s) OR other_id = ANY (%(asked)s))
"""


def open_looks(*, among: Iterable[UUID] | None = None) -> QuerySet[Look]:
    """The questions that wait for a manager, oldest first; of these alone, where some are named."""
    rows = Look.objects.filter(looked_at=None, withdrawn_at=None).order_by("asked_at", "id")
    return rows if among is None else rows.filter(pk__in=list(among))


def looks_at(records: Collection[UUID]) -> QuerySet[Look]:
    """Every question ever asked about a person, by any of their records, newest first."""
    return Look.objects.filter(child_id__in=records).order_by("-asked_at", "id")


def by_person(children: Collection[UUID], *, at_once: int) -> Iterator[tuple[list[UUID], dict[UUID, UUID]]]:
    """Some records at a time, every record of one person together, and which of them stands for the person."""
    linked = _linked(children)
    persons = defaultdict(list)
    for record in {*children, *linked}:
        persons[linked.get(record, record)].append(record)
    some: list[UUID] = []
    for one in sorted(persons):
        some += persons[one]
        if len(some) >= at_once:
            yield some, linked
            some = []
    if some:
        yield some, linked


def told_of(records: Collection[UUID], linked: Mapping[UUID, UUID]) -> dict[UUID, dict[str, list[Row]]]:
    """The facts of each person whom the actor may see, as one child's, whichever of their records holds them.

    Keys begin with the number of the record, so that the rows of two records never meet.
    """
    numbers = numbers_of(list(records))
    told: dict[UUID, dict[str, list[Row]]] = {
        linked.get(record, record): defaultdict(list) for record in sorted(numbers.values())
    }
    for table, rows in rows_of(list(records), tables=CHECK_TABLES).items():
        for row in rows:
            record = numbers[row["authority"], row["child"]]
            told[linked.get(record, record)][table].append(_of_person(row))
    return told


def everything_told() -> tuple[Facts, dict[tuple[str, str], UUID]]:
    """The facts that checks read, of every child whom the actor may see, each record for itself; and their keys."""
    return facts_of(None, tables=CHECK_TABLES), numbers_of(None)


def _of_person(row: Row) -> Row:
    """The row under the one person, its keys under its record."""
    number = row["child"]
    keyed = {name: f"{number}~{told}" for name, told in row.items() if name in TABLES and name != "child" and told}
    return row | keyed | {"authority": "", "child": ""}


def _linked(children: Collection[UUID]) -> dict[UUID, UUID]:
    """Each record that is of one person with another, and the first of that person's records."""
    beside = defaultdict(set)
    asked, unseen = set(), set(children)
    while unseen:
        for one, other in _links_of(unseen):
            beside[one].add(other)
            beside[other].add(one)
        asked |= unseen
        unseen = beside.keys() - asked
    return {record: min(_reached(record, beside)) for record in beside}


def _links_of(records: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, {"asked": list(records)})
        links = cursor.fetchall()
    note([record for link in links for record in link])
    return links


def _reached(start: UUID, beside: Mapping[UUID, set[UUID]]) -> set[UUID]:
    reached, ahead = {start}, [start]
    while ahead:
        ahead += [other for other in beside[ahead.pop()] if other not in reached]
        reached.update(ahead)
    return reached
