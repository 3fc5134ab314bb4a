"""Two engines agree on the measures of the front door, whatever is told and however oddly."""

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.facts import TABLES
from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.store import Facts
from holdfast.kernel.working_days import england_and_wales
from holdfast.measures import compute
from tests.examples import many
from tests.property.plain_front_door import KINDS, PlainFrontDoor

YEAR = CollectionYear.named("2016-17")
TOLD = (
    "contact", "mash_enquiry", "agency_check", "early_help", "challenge", "challenge_stage", "management_look",
    "episode", "referral_factor",
)  # fmt: skip
EDGES = [YEAR.start_on, YEAR.end_on, date(2016, 12, 24), date(2016, 3, 25), date(2015, 9, 1)]
NEAR = [-400, -366, -365, -3, -2, -1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 30, 364, 365, 366]
WORDS = {
    "outcome": ["referral", "information_only", "early_help", "open_case", None],
    "colour": ["red", "amber", "green", "blue", None],
    "decision": ["withdrawn", "assessment", None],
    "code": ["3A", "3B", "3C", "16A", "21"],
    "episode": ["e1", "e2"],
    "mash_enquiry": ["q1", "q2"],
    "challenge": ["c1", "c2"],
    "agency_kind": [*KINDS, "partnership", None],
    "raised_by_kind": [*KINDS, None],
}
AFTER = ("MASH", "CON", "EH", "CHA", "LOOK", "DA")


def stories(seed: int, children: int) -> dict[str, list[dict[str, Any]]]:
    chance = random.Random(seed)
    told: dict[str, list[dict[str, Any]]] = {}
    for table in TOLD:
        key = TABLES[table].key
        rows = [_row(chance, table, str(child)) for child in range(children) for _ in range(chance.choice([0, 1, 3]))]
        told[table] = list({tuple(row[name] for name in key): row for row in rows}.values())
    return told


def _row(chance: random.Random, table: str, child: str) -> dict[str, Any]:
    day = chance.choice(EDGES) + timedelta(days=chance.choice(NEAR))
    row: dict[str, Any] = {"authority": chance.choice(["310", "310", "302"]), "child": child}
    for column in TABLES[table].columns[2:]:
        value = _value(chance, table, column.name, column.kind, day)
        if value is None and (column.required or column.name in TABLES[table].key):
            value = {"date": day, "instant": _at(chance, day), "flag": False}.get(column.kind, "school")
        row[column.name] = value
    return row


def _value(chance: random.Random, table: str, name: str, kind: str, day: date) -> Any:
    near = day + timedelta(days=chance.choice([0, 0, 1, 2, 3, 5, 7, 8, -1]))
    if kind == "date":
        return chance.choice([near, near, None])
    if kind == "instant":
        return chance.choice([_at(chance, near), _at(chance, near), None])
    if kind == "flag":
        return chance.choice([True, False, None])
    if kind == "count":
        return chance.randint(1, 5)
    return (
        f"{table}{chance.randint(1, 4)}"
        if name == table and name not in WORDS
        else chance.choice(WORDS.get(name, [None, "x"]))
    )


def _at(chance: random.Random, day: date) -> datetime:
    return datetime.combine(day, time(chance.choice([0, 9, 9, 22, 23]), 30), tzinfo=UTC)


@settings(max_examples=many(10), deadline=None)
@given(st.integers(min_value=0), st.sampled_from([1, 6, 120]))
def test_the_expressions_and_a_plain_reading_give_the_same_figures(seed: int, children: int) -> None:
    facts = Facts.of(stories(seed, children))
    plain = PlainFrontDoor(facts, "310", YEAR, england_and_wales()).counts
    figures: dict[str, int] = {}
    for figure in compute(facts, authority="310", year=YEAR, as_of=date(2019, 1, 1), population=58234):
        part = f":{figure.breakdown.slug}" if figure.breakdown else ""
        figures[figure.code + part] = figure.numerator or 0
        if figure.unit == "percent" and not part:
            figures[f"{figure.code}/"] = figure.denominator or 0
    ours = {name: number for name, number in figures.items() if number and name.startswith(AFTER)}
    assert ours == {name: number for name, number in plain.items() if number}
