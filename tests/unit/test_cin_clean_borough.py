"""The census built from a borough that never was: nothing to mend, and nothing asked but what is truly late."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from io import BytesIO

import pytest
from lxml import etree

from holdfast.borough import AUTHORITY, Borough, build
from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.schema import Row
from holdfast.facts.store import Facts
from holdfast.kernel.working_days import england_and_wales
from holdfast.returns.cin import census_facts, header_for, write_children
from holdfast.returns.cin._structure import CENSUS_TABLES
from holdfast.returns.cin.checking import check
from holdfast.returns.cin.cohort import children_of_year
from holdfast.returns.cin.scan import scan

AS_OF = date(2026, 11, 22)
SEEDS = (1, 2)
YEARS = range(2014, 2028)
"""Every census year that the borough tells whole, and the one that still runs."""

SCHEMA = etree.XMLSchema(etree.fromstring((files("holdfast.returns.cin") / "census.xsd").read_bytes()))


@cache
def borough(seed: int) -> Borough:
    return build(seed=seed, as_of=AS_OF)


@cache
def built(seed: int, year: int) -> bytes:
    """The return of that year, built from the borough's facts."""
    return written(borough(seed).facts, year)


def written(facts: Facts, year: int) -> bytes:
    sink = BytesIO()
    header = header_for(authority=AUTHORITY, year=year, made_at=datetime(year, 5, 1, 9, 0))
    told = write_children(
        children_of_year(facts, CollectionYear.ending(year), authority=AUTHORITY), sink, header=header
    )
    assert told.left_out == []
    return sink.getvalue()


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_found_in_it_but_what_the_borough_planted_late(seed: int, year: int):
    checked = check(scan(BytesIO(built(seed, year))).on(AS_OF))
    found = sorted((finding.code, finding.child) for finding in checked.findings())
    assert found == sorted(waiting(borough(seed), year))
    planted = {(each.clock, each.child) for each in borough(seed).planted}
    assert {(CLOCK[code], child) for code, child in found} <= planted


CLOCK = {"8670Q": "assessment_45", "8675Q": "initial_conference"}
"""What the department asks about, and the clock whose lateness the borough plants."""


def waiting(told: Borough, year: int) -> Iterator[tuple[str, str]]:
    """Assessments open for more than 45 working days, and enquiries for more than 15, at the end of 31 March."""
    on = min(date(year, 3, 31), AS_OF)
    for row in told.facts.rows("assessment"):
        if is_open(row, "authorised_on", on) and working_days(row["started_on"], on) > 45:
            yield "8670Q", row["child"]
    held = {(row["child"], row["section47"]): row["held_on"] for row in told.facts.rows("conference")}
    for row in told.facts.rows("section47"):
        ended = {**row, "held_on": held.get((row["child"], row["section47"]))}
        undecided = is_open(ended, "held_on", on) and not row["conference_not_required"]
        if undecided and working_days(row["started_on"], on) > 15:
            yield "8675Q", row["child"]


def is_open(row: Row, ends: str, on: date) -> bool:
    return row["started_on"] <= on and (row[ends] is None or row[ends] > on)


def working_days(since: date, on: date) -> int:
    return england_and_wales().between(since, on)


@pytest.mark.parametrize("year", [2014, 2020, 2026, 2027])
def test_it_has_the_shape_of_the_census(year: int):
    assert SCHEMA.validate(etree.fromstring(built(1, year))), SCHEMA.error_log


@pytest.mark.parametrize("year", [2014, 2021, 2026, 2027])
def test_reading_it_gives_the_facts_of_the_year_back(year: int):
    rows: dict[str, list[Row]] = {name: [] for name in CENSUS_TABLES}
    for _, told in children_of_year(borough(1).facts, CollectionYear.ending(year), authority=AUTHORITY):
        for name in CENSUS_TABLES:
            rows[name] += told.get(name, [])
    rows["episode"] = [{**row, "decided_on": None} for row in rows["episode"]]
    facts, account = census_facts(BytesIO(built(1, year)))
    assert (account.refused, facts) == (0, Facts.of(rows))


def test_the_same_facts_give_the_same_bytes_whatever_order_they_are_told_in():
    facts = borough(1).facts
    backwards = Facts.of({name: facts.rows(name)[::-1] for name in facts.tables})
    assert written(backwards, 2026) == built(1, 2026) == written(build(seed=1, as_of=AS_OF).facts, 2026)
