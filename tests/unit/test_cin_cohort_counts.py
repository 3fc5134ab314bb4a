"""Who counts in a year is said once: the return of the year holds just what the measures count of the same facts."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from io import BytesIO

import pytest

from holdfast.borough import AUTHORITY, Borough, build
from holdfast.facts.cohorts import CollectionYear, is_open_on
from holdfast.facts.schema import Row
from holdfast.facts.store import Facts
from holdfast.measures import compute
from holdfast.measures.moved import HELD
from holdfast.returns.cin import census_facts, header_for, write_children
from holdfast.returns.cin.cohort import children_of_year
from tests.census_files import INPUTS

AS_OF = date(2026, 11, 22)
LOOKS_BACK = {"REF-02"}
"""Of what was before the year a census says nothing."""

Counts = dict[tuple[str, str], tuple[int | None, int | None]]


@cache
def borough(seed: int) -> Borough:
    return build(seed=seed, as_of=AS_OF)


def counted(facts: Facts, authority: str, year: CollectionYear) -> Counts:
    """What each measure of a census counts in the year, by code and part."""
    found = compute(facts, authority=authority, year=year, as_of=year.end_on, population=10_000)
    return {
        (each.code, each.breakdown.slug if each.breakdown else ""): (each.numerator, each.denominator)
        for each in found
        if each.code in HELD and each.code not in LOOKS_BACK
    }


def returned(facts: Facts, authority: str, year: CollectionYear) -> Facts:
    """The facts of the return, as whoever gets the file reads them."""
    sink = BytesIO()
    header = header_for(authority=authority, year=year.end_on.year, made_at=datetime(2026, 5, 1))
    write_children(children_of_year(facts, year, authority=authority), sink, header=header)
    sink.seek(0)
    return census_facts(sink)[0]


@pytest.mark.parametrize("year_end", [2014, 2021, 2026])
@pytest.mark.parametrize("seed", [1, 2])
def test_every_measure_counts_the_same_in_the_records_and_in_the_return(seed: int, year_end: int):
    year, facts = CollectionYear.ending(year_end), borough(seed).facts
    counts = counted(facts, AUTHORITY, year)
    assert counted(returned(facts, AUTHORITY, year), AUTHORITY, year) == counts
    assert counts["CIN-01N", ""][0] and counts["CPP-01N", ""][0] and counts["REF-01N", "source:police"][0]


@pytest.mark.parametrize(("name", "authority", "year_end"), [
    ("cin-332-children", "975", 2015), ("cin-332-children", "975", 2022), ("cin-332-children", "975", 2023),
    ("cin-2026-pre-proceedings", "201", 2023),
])  # fmt: skip
def test_and_in_a_file_that_somebody_else_wrote_but_for_what_contradicts_itself(name, authority, year_end):
    """A conference of a referral that ended without action years before (rule 8831) is held, and in no return."""
    facts, year = facts_of(name), CollectionYear.ending(year_end)
    sent = returned(facts, authority, year)
    there = {(row["child"], row["episode"]) for row in sent.rows("episode")}
    assert there
    lost = [row for row in facts.rows("conference") if (row["child"], row["episode"]) not in there]
    lost = [row for row in lost if row["held_on"] in year]
    ended = {(row["child"], row["episode"]) for row in facts.rows("episode") if row["no_further_action"]}
    assert {(row["child"], row["episode"]) for row in lost} <= ended
    counts, counts_sent = counted(facts, authority, year), counted(sent, authority, year)
    assert (counts["ICPC-01N", ""][0] or 0) - (counts_sent["ICPC-01N", ""][0] or 0) == len(lost)
    assert without_conferences(counts_sent) == without_conferences(counts)


def facts_of(name: str) -> Facts:
    with (INPUTS / f"{name}.xml").open("rb") as source:
        return census_facts(source)[0]


def without_conferences(counts: Counts) -> Counts:
    return {key: told for key, told in counts.items() if not key[0].startswith("ICPC")}


def rows_of(seed: int, year: CollectionYear, table: str) -> Iterator[Row]:
    return (row for _, told in children_of_year(borough(seed).facts, year, authority=AUTHORITY) for row in told[table])


@pytest.mark.parametrize("seed", [1, 2])
def test_the_returns_rows_are_those_that_the_measures_count(seed: int):
    year = CollectionYear.ending(2026)
    counts = counted(borough(seed).facts, AUTHORITY, year)
    episodes = list(rows_of(seed, year, "episode"))
    whose = ("referred_on", "closed_on", "no_further_action", "decided_on")
    in_need = {row["child"] for row in episodes if is_open_on(year.end_on, **{name: row[name] for name in whose})}
    plans = list(rows_of(seed, year, "protection_plan"))
    assert sum(row["referred_on"] in year for row in episodes) == counts["REF-01N", ""][0]
    assert len(in_need) == counts["CIN-01N", ""][0]
    assert sum(row["ended_on"] is None for row in plans) == counts["CPP-01N", ""][0]
    assert sum(row["started_on"] in year for row in plans) == counts["CPP-02N", ""][0]
