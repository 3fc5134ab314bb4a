"""A million persons on record, by COPY: each household of the invented place as we know it, errors and all."""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

import psycopg

from holdfast.matching.described import Described
from holdfast.matching.spelling import search_keys
from tests.bench.ground import Ground
from tests.bench.matching.people import Household, Somebody, household
from tests.bench.matching.telling import record_of

AUTHORITY = "310"
KNOWN_A_HOUSEHOLD = 2.8
_STAMP = "1, now(), NULL, 'borough_load'"
_STAMPED = "version, recorded_at, recorded_by, recorded_for"
_TABLES = {
    "people_person": (
        "id uuid, authority text, local_id text, is_child boolean, birth_on date, sex text",
        "id, authority, local_id, is_child, birth_on, sex, ethnicity, upn_unknown, needs_interpreter",
        "id, authority, local_id, is_child, birth_on, sex, '', '', ''",
    ),
    "people_personname": (
        "person_id uuid, given text, family text, search_keys varchar[]",
        "id, kind, person_id, given, family, search_keys",
        "gen_random_uuid(), 'legal', person_id, given, family, search_keys",
    ),
    "people_address": (
        "person_id uuid, lines text, postcode text, telephone text, until_on date",
        "id, protected, person_id, lines, postcode, telephone, until_on",
        "gen_random_uuid(), false, person_id, lines, postcode, telephone, until_on",
    ),
    "people_identifier": (
        "person_id uuid, kind text, value text",
        "id, check_digit_ok, person_id, kind, value",
        "gen_random_uuid(), true, person_id, kind, value",
    ),
    "people_relationship": (
        "person_id uuid, other_id uuid, kind text",
        "id, person_id, other_id, kind",
        "gen_random_uuid(), person_id, other_id, kind",
    ),
}
"""For each table: the columns copied, the columns filled, and from what."""

Rows = dict[str, list[tuple[Any, ...]]]


def fill(ground: Ground, *, people: int, seed: int) -> int:
    """Fill an empty database until so many persons are on record; answers how many households that took."""
    households = round(people / KNOWN_A_HOUSEHOLD)
    with ground.owner.connect() as own:
        for name, (columns, _, _) in _TABLES.items():
            own.execute(f"CREATE TEMP TABLE new_{name} ({columns})")
        for start in range(0, households, 20_000):
            _add(own, range(start, min(start + 20_000, households)), seed=seed, households=households)
        own.execute("VACUUM ANALYZE")
    return households


def _add(own: "psycopg.Connection[Any]", numbers: Iterable[int], *, seed: int, households: int) -> None:
    """COPY does not go past row-level security, not even for the owner: hence by way of tables that nobody guards."""
    rows: Rows = {name: [] for name in _TABLES}
    for number in numbers:
        for name, row in _rows(household(number, seed=seed, households=households), seed=seed):
            rows[name].append(row)
    for name, (_, filled, told) in _TABLES.items():
        with own.cursor().copy(f"COPY new_{name} FROM STDIN") as into:
            for row in rows[name]:
                into.write_row(row)
        own.execute(f"INSERT INTO {name} ({filled}, {_STAMPED}) SELECT {told}, {_STAMP} FROM new_{name}")
        own.execute(f"TRUNCATE new_{name}")


def _rows(home: Household, *, seed: int) -> Iterator[tuple[str, tuple[Any, ...]]]:
    records = {each.key: record_of(each, home, seed=seed) for each in home.known}
    for who in home.known:
        yield from _own_rows(who, records[who.key])
    if home.mother.key in records:
        for child in home.children:
            if child.key in records and records[child.key].mothers:
                yield "people_relationship", (child.key, home.mother.key, "mother")
                yield "people_relationship", (home.mother.key, child.key, "child")
    known = [child for child in home.children if child.key in records]
    for one, other in combinations(known, 2):
        if records[one.key].siblings or records[other.key].siblings:
            yield "people_relationship", (one.key, other.key, "sibling")
            yield "people_relationship", (other.key, one.key, "sibling")


def _own_rows(who: Somebody, record: Described) -> Iterator[tuple[str, tuple[Any, ...]]]:
    number = f"M{who.key.hex[:12].upper()}" if who.is_child else None
    yield "people_person", (who.key, AUTHORITY, number, who.is_child, record.birth_on, record.sex)
    for given, family in record.names:
        yield "people_personname", (who.key, given, family, search_keys(given, family))
    for at, (lines, postcode) in enumerate(record.homes):
        present = at == len(record.homes) - 1
        telephone = record.telephones[0] if record.telephones and present else ""
        yield "people_address", (who.key, lines, postcode, telephone, None if present else "2024-05-01")
    for kind, value in record.numbers:
        yield "people_identifier", (who.key, kind, value)
