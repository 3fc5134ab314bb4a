"""Two engines agree: the expressions on DuckDB, and a plain reading of the same definitions."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.store import Facts
from holdfast.kernel.working_days import england_and_wales
from holdfast.measures import MEASURES, compute, rows_behind
from tests.property.plain_measures import Plain

YEAR = CollectionYear.named("2016-17")
LATER = date(2019, 1, 1)

EDGES = [
    date(1999, 6, 1),
    date(2011, 12, 31),
    date(2015, 3, 31),
    date(2015, 4, 1),
    date(2015, 4, 2),
    date(2016, 2, 29),
    date(2016, 3, 31),
    date(2016, 4, 1),
    date(2016, 12, 23),
    date(2017, 2, 28),
    date(2017, 3, 31),
    date(2017, 4, 1),
]
days = st.one_of(
    st.sampled_from(EDGES),
    st.dates(min_value=date(2014, 1, 1), max_value=date(2017, 6, 1)),
)
spans = st.one_of(st.none(), st.sampled_from([-1, 0, 14, 21, 22, 63, 64, 65, 66, 67, 70, 364, 365, 366, 729, 730, 731]))
children = st.sampled_from(["1", "2", "3"])
categories = st.sampled_from(["NEG", "EMO", "PHY", "SAB", "MUL", None])


@st.composite
def stories(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """A few children of two authorities, with whatever happens to them on days that matter."""
    told: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("child", "episode", "assessment", "section47", "conference", "protection_plan")
    }
    for child in ("1", "2"):
        born = draw(
            st.one_of(st.none(), days, st.sampled_from([date(2001, 3, 31), date(2012, 2, 29), date(2007, 4, 1)]))
        )
        told["child"].append({"child": child, "birth_on": born, "expected_birth_on": draw(st.one_of(st.none(), days))})
    for number in range(draw(st.integers(0, 7))):
        _tell_episode(draw, told, f"e{number}")
    return {
        name: [{"authority": draw(st.sampled_from(["310", "310", "310", "302"]))} | row for row in rows]
        for name, rows in told.items()
    }


def _tell_episode(draw: st.DrawFn, told: dict[str, list[dict[str, Any]]], key: str) -> None:
    child, start = draw(children), draw(days)
    whose = {"child": child, "episode": key}
    told["episode"].append(
        whose
        | {
            "referred_on": start,
            "referral_source": draw(st.sampled_from(["1A", "2A", "3F", "5D", "6", "10", "ZZ", None])),
            "no_further_action": draw(st.sampled_from([True, False, None])),
            "decided_on": draw(st.one_of(st.none(), days)),
            "closed_on": _later(draw, start),
        }
    )
    began = draw(st.one_of(st.none(), st.just(start), days))
    told["assessment"].append(
        whose | {"assessment": f"{key}/a", "started_on": began, "authorised_on": _later(draw, start)}
    )
    told["section47"].append(whose | {"section47": f"{key}/s", "started_on": began})
    held = _later(draw, began or start)
    if held is not None:
        kind = draw(st.sampled_from(["initial", "transfer_in"]))
        link = draw(st.sampled_from([f"{key}/s", None, "nowhere"]))
        told["conference"].append(whose | {"conference": f"{key}/c", "kind": kind, "section47": link, "held_on": held})
    plan = {"protection_plan": f"{key}/p", "started_on": began, "ended_on": _later(draw, start)}
    words = {"initial_category": draw(categories), "latest_category": draw(categories)}
    told["protection_plan"].append(whose | plan | words | {"previous_plans": draw(st.sampled_from([None, 0, 1]))})


def _later(draw: st.DrawFn, day: date) -> date | None:
    span = draw(spans)
    return None if span is None else day + timedelta(days=span)


def counted(facts: Facts) -> dict[str, int]:
    counts: dict[str, int] = {}
    for figure in compute(facts, authority="310", year=YEAR, as_of=LATER, population=58234):
        part = f":{figure.breakdown.slug}" if figure.breakdown else ""
        counts[figure.code + part] = figure.numerator or 0
        if figure.unit == "percent" and not part:
            counts[f"{figure.code}/"] = figure.denominator or 0
    return counts


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories())
def test_the_expressions_and_a_plain_reading_give_the_same_figures(told: dict[str, list[dict[str, Any]]]) -> None:
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


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories(), st.integers(0, 1000))
def test_the_order_in_which_facts_are_told_changes_nothing(told: dict[str, list[dict[str, Any]]], seed: int) -> None:
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
