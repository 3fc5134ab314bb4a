"""Two engines agree: the expressions on DuckDB, and a plain reading of the same definitions."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.store import Facts
from holdfast.kernel.days import months_from
from holdfast.kernel.working_days import england_and_wales
from holdfast.measures import MEASURES, compute, rows_behind
from tests.examples import many
from tests.property.plain_measures import Plain

YEAR = CollectionYear.named("2016-17")
LATER = date(2019, 1, 1)

START, END = YEAR.start_on, YEAR.end_on
EDGES = [date(1999, 6, 1), date(2011, 12, 31), date(2016, 2, 29), date(2017, 2, 28)] + [
    edge + timedelta(days=near)
    for edge in (START, END, date(2016, 12, 24), END - timedelta(days=730), months_from(START, -12))
    for near in (-1, 0, 1)
]
SPANS = [-1, 0, 1, 19, 20, 21, 22, 23, 24, 25, 61, 62, 63, 64, 65, 66, 67, 68, 69, 364, 365, 366, 729, 730, 731]
BIRTHS = [months_from(END, -12 * years) + timedelta(days=near) for years in (0, 1, 5, 10, 16) for near in (-1, 0, 1)]
CATEGORIES = ["NEG", "EMO", "PHY", "SAB", "MUL", None]
SOURCES = ["1A", "2A", "2B", "3F", "4", "5D", "6", "7", "8", "9", "10", "ZZ", None]

Rows = dict[str, list[dict[str, Any]]]


def stories(seed: int, children: int) -> Rows:
    """Children of two authorities, and whatever happens to them on days that matter."""
    chance = random.Random(seed)
    told: Rows = {name: [] for name in ("child", "episode", "assessment", "section47", "conference", "protection_plan")}
    for child in map(str, range(children)):
        authority = chance.choice(["310", "310", "310", "302"])
        whose = {"authority": authority, "child": child}
        born, due = chance.choice([*BIRTHS, date(2012, 2, 29), None]), chance.choice([END, None])
        told["child"].append(whose | {"birth_on": born, "expected_birth_on": due})
        day = _some_day(chance)
        for number in range(chance.randint(0, 3)):
            _tell_episode(chance, told, whose | {"episode": f"e{number}"}, day)
            day = _later(chance, day) or _some_day(chance)
    return told


def _tell_episode(chance: random.Random, told: Rows, whose: dict[str, Any], start: date) -> None:
    key = whose["episode"]
    told["episode"].append(
        whose
        | {
            "referred_on": start,
            "referral_source": chance.choice(SOURCES),
            "no_further_action": chance.choice([True, False, None]),
            "decided_on": chance.choice([None, _some_day(chance)]),
            "closed_on": chance.choice([None, _later(chance, start), END]),
        }
    )
    began = chance.choice([None, start, start, _some_day(chance)])
    ended = _later(chance, began or start)
    told["assessment"].append(whose | {"assessment": f"{key}/a", "started_on": began, "authorised_on": ended})
    told["section47"].append(whose | {"section47": f"{key}/s", "started_on": began})
    plan = {"protection_plan": f"{key}/p", "started_on": began, "ended_on": chance.choice([None, ended])}
    words = {"initial_category": chance.choice(CATEGORIES), "latest_category": chance.choice(CATEGORIES)}
    told["protection_plan"].append(whose | plan | words | {"previous_plans": chance.choice([None, None, 0, 1])})
    if ended is not None:
        link = {"kind": chance.choice(["initial", "transfer_in"]), "section47": chance.choice([f"{key}/s", None, "?"])}
        told["conference"].append(whose | link | {"conference": f"{key}/c", "held_on": ended})


def _some_day(chance: random.Random) -> date:
    return chance.choice([chance.choice(EDGES), START + timedelta(days=chance.randint(-800, 400))])


def _later(chance: random.Random, day: date) -> date | None:
    span = chance.choice([*SPANS, None])
    return None if span is None else day + timedelta(days=span)


def counted(facts: Facts) -> dict[str, int]:
    counts: dict[str, int] = {}
    for figure in compute(facts, authority="310", year=YEAR, as_of=LATER, population=58234):
        part = f":{figure.breakdown.slug}" if figure.breakdown else ""
        counts[figure.code + part] = figure.numerator or 0
        if figure.unit == "percent" and not part:
            counts[f"{figure.code}/"] = figure.denominator or 0
    return counts


@settings(max_examples=many(12), deadline=None)
@given(st.integers(min_value=0), st.sampled_from([1, 5, 400]))
@example(1, 3000)
def test_the_expressions_and_a_plain_reading_give_the_same_figures(seed: int, children: int) -> None:
    told = stories(seed, children)
    facts = Facts.of(told)
    plain = Plain(facts, "310", YEAR, england_and_wales()).counts()
    counts = counted(facts)

    assert {name: number for name, number in plain.items() if number} == {
        name: number for name, number in counts.items() if number and name in _told_once(counts)
    }


def _told_once(counts: dict[str, int]) -> set[str]:
    """Rates, and percents that a number's own measure already tells, are the same counts under another code."""
    again = {"REF-01", "ASM-01", "S47-01", "ICPC-01", "CPP-01", "CPP-02", "CIN-01", "REF-02", "CPP-03", "CPP-07"}
    return {name for name in counts if name not in again and not name.startswith("REF-04")}


@settings(max_examples=many(5), deadline=None)
@given(st.integers(min_value=0))
def test_the_order_in_which_facts_are_told_changes_nothing(seed: int) -> None:
    told = stories(seed, 200)
    shuffled = {name: random.Random(seed).sample(rows, len(rows)) for name, rows in told.items()}
    one, other = Facts.of(told), Facts.of(shuffled)

    assert counted(one) == counted(other)
    for code in ("REF-03", "CPP-01N", "CIN-01N"):
        assert _behind(code, one) == _behind(code, other)


def _behind(code: str, facts: Facts) -> list[tuple[str, str]]:
    return rows_behind(code, "numerator", facts, year=YEAR, authority="310", as_of=LATER)


@pytest.mark.parametrize("code", list(MEASURES))
def test_a_rate_and_its_number_count_the_same(code: str) -> None:
    number = MEASURES.get(f"{code}N")
    if number is not None:
        assert (number.cohort, number.counts) == (MEASURES[code].cohort, MEASURES[code].counts or number.counts)
