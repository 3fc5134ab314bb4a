"""A borough's records, and plain people beside them until there are as many as a large place has."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import psycopg

from holdfast.borough import Borough, build
from holdfast.matching.spelling import search_keys
from holdfast.records.exchange.actions.borough import load_borough
from holdfast.wall.installation import mark_as_demo
from tests.bench.ground import Ground

KNOWN = 2_000
"""About how many of the children have a story; the others are names, numbers, births and addresses."""


def fill(ground: Ground, *, people: int) -> Borough:
    """Load a borough and enough others to be that many people, all of them invented."""
    borough = build(seed=1, as_of=datetime.now(UTC).date(), size=KNOWN)
    mark_as_demo()
    load_borough(borough=borough, at=datetime.now(UTC))
    with ground.owner.connect() as own:
        _add_others(own, borough, people - len(borough.people))
        own.execute("VACUUM ANALYZE")
    return borough


def _add_others(own: "psycopg.Connection[Any]", borough: Borough, number: int) -> None:
    """COPY does not go past row-level security, not even for the owner: hence by way of a table that nobody guards."""
    own.execute(
        "CREATE TEMP TABLE others (id uuid, local_id text, birth_on date, given text, family text, keys varchar[],"
        " upn text, postcode text)"
    )
    with own.cursor().copy("COPY others FROM STDIN") as rows:
        for row in _others(borough, number):
            rows.write_row(row)
    stamp = "1, now(), NULL, 'borough_load'"
    recorded = "version, recorded_at, recorded_by, recorded_for"
    own.execute(
        "INSERT INTO people_person (id, authority, local_id, is_child, birth_on, sex, ethnicity, upn_unknown,"
        f" needs_interpreter, {recorded})"
        f" SELECT id, '{borough.authority}', local_id, local_id IS NOT NULL, birth_on, '', '', '', '', {stamp}"
        " FROM others"
    )
    own.execute(
        f"INSERT INTO people_personname (id, person_id, kind, given, family, search_keys, {recorded})"
        f" SELECT gen_random_uuid(), id, 'legal', given, family, keys, {stamp} FROM others"
    )
    own.execute(
        f"INSERT INTO people_identifier (id, person_id, kind, value, check_digit_ok, {recorded})"
        f" SELECT gen_random_uuid(), id, 'upn', upn, true, {stamp} FROM others WHERE upn IS NOT NULL"
    )
    own.execute(
        f"INSERT INTO people_address (id, person_id, lines, postcode, telephone, protected, {recorded})"
        f" SELECT gen_random_uuid(), id, 'A street', postcode, '', false, {stamp} FROM others"
    )


def _others(borough: Borough, number: int) -> Iterator[tuple[object, ...]]:
    """Given and family names met anew: some common, many rare, one family in five with a double name."""
    chance = Random(7)
    names = [name for person in borough.people for name in person.names]
    given, family = sorted({name.given for name in names}), sorted({name.family for name in names if name.family})
    for n in range(number):
        is_child = n % 3 > 0
        called = chance.choice(given), _family(chance, family)
        born = borough.as_of - timedelta(days=chance.randrange(17 * 365) if is_child else chance.randrange(7000, 25000))
        upn = f"A{chance.randrange(10**12):012}" if is_child else None
        postcode = f"HA{chance.randrange(1, 9)} {chance.randrange(1, 9)}{chance.choice('ABDE')}{chance.choice('FGHJ')}"
        key = UUID(int=chance.getrandbits(128), version=4)
        yield key, f"P{n:07}" if is_child else None, born, *called, search_keys(*called), upn, postcode


def _family(chance: Random, family: list[str]) -> str:
    first = family[int(len(family) * chance.random() ** 2)]
    return f"{first}-{chance.choice(family)}" if chance.random() < 0.2 else first
