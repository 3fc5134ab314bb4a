"""What must hold of every check, whatever is told: two engines agree, and nothing told silences a check."""

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.checks import CHECKS, Question, find, findings_of, marks_of, question
from holdfast.checks._check import Check, Missed
from holdfast.facts import TABLES
from holdfast.facts.store import Facts
from tests.examples import many

AS_OF = date(2026, 3, 31)
KINDS = ["school", "police", "health", "gp_practice", None]
STEPS = [0, 1, 5, 29, 30, 31, 59, 60, 61, 88, 89, 90, 91, 181, 182, 183, 184, 364, 365, 366, 729, 730, 731]
WORDS = {"what": ["was_not_brought", "kept", "seen"], "answer": ["known", None], "colour": ["red", "green"]}

BORN = [None, date(2026, 3, 1), date(2019, 5, 6), date(2008, 4, 1), date(2008, 3, 31), date(2008, 3, 30)]
"""Days of birth: not known, a baby, a child, and 18 tomorrow, today, since yesterday."""

Rows = dict[str, list[dict[str, Any]]]


def stories(seed: int, children: int) -> Rows:
    """Rows of every table that a check reads, on days that stand at the edges of its times."""
    chance = random.Random(seed)
    told: Rows = {table: [] for check in CHECKS.values() for table in check.tables}
    told["child"] = []
    for child in map(str, range(children)):
        whose = {"authority": chance.choice(["399", "398"]), "child": child}
        told["child"] += [whose | {"birth_on": born} for born in [chance.choice(BORN)] if born]
        for table in sorted(told.keys() - {"child"}):
            told[table] += [whose | row for row in _some(chance, table)]
    return told


def _some(chance: random.Random, table: str) -> list[dict[str, Any]]:
    own = TABLES[table].key[2:]
    days = [AS_OF - timedelta(days=chance.choice(STEPS) + chance.choice([0, 0, 90, 181])) for _ in range(14)]
    rows = [_row(chance, table, chance.sample(days, 4)) for _ in range(chance.choice([0, 1, 2, 3, 4, 13]))]
    return list({tuple(row[name] for name in own): row for row in rows}.values())


def _row(chance: random.Random, table: str, days: list[date]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in TABLES[table].columns[2:]:
        if column.name in ("mash_enquiry", "challenge"):
            row[column.name] = chance.choice(["e1", "e2"])
        elif column.name == table:
            row[column.name] = f"{table}-{chance.randint(1, 30)}"
        else:
            row[column.name] = _value(chance, column.name, column.kind, chance.choice(days))
            if row[column.name] is None and column.required:
                row[column.name] = {"date": days[0], "instant": _at(chance, days[0])}.get(column.kind, "known")
    return row


def _value(chance: random.Random, name: str, kind: str, day: date) -> Any:
    if kind == "date":
        return chance.choice([day, day, day, None])
    if kind == "instant":
        return chance.choice([_at(chance, day), None])
    if kind == "flag":
        return chance.choice([True, True, False, None])
    return chance.randint(1, 3) if kind == "count" else chance.choice(WORDS.get(name, KINDS))


def _at(chance: random.Random, day: date) -> datetime:
    return datetime.combine(day, time(chance.choice([0, 12, 22, 23]), 30), tzinfo=UTC)


SEEDS = st.integers(min_value=0, max_value=2**32)


@settings(max_examples=many(40), deadline=None)
@given(SEEDS, st.sampled_from([1, 3, 40]))
def test_one_child_at_a_time_and_a_population_at_once_find_the_same(seed: int, children: int) -> None:
    told = stories(seed, children)
    assert find(CHECKS.values(), Facts.of(told), as_of=AS_OF) == findings_of(CHECKS.values(), told, as_of=AS_OF)


def test_the_stories_make_every_check_fire() -> None:
    found = {each.check for seed in range(30) for each in findings_of(CHECKS.values(), stories(seed, 40), as_of=AS_OF)}
    assert found == set(CHECKS)


@settings(max_examples=many(30), deadline=None)
@given(SEEDS, SEEDS)
def test_what_is_told_of_another_child_or_of_something_else_changes_nothing(seed: int, other: int) -> None:
    told = stories(seed, 3)
    beside = {
        table: rows + [row | {"child": f"x{row['child']}"} for row in stories(other, 3)[table]]
        for table, rows in told.items()
    }
    before = findings_of(CHECKS.values(), told, as_of=AS_OF)
    after = findings_of(CHECKS.values(), beside, as_of=AS_OF)
    assert [each for each in after if not each.child.startswith("x")] == before


@settings(max_examples=many(30), deadline=None)
@given(SEEDS, SEEDS, st.sampled_from([check for check in CHECKS.values() if not check.rising]))
def test_more_of_the_same_never_silences_a_check(seed: int, other: int, check: Check) -> None:
    told, more = stories(seed, 2), stories(other, 2)[check.table]
    own = TABLES[check.table].key[2:]
    added = [row | {own[0]: f"{row[own[0]]}" if isinstance(check.marks, Missed) else f"+{row[own[0]]}"} for row in more]
    known = {(row["authority"], row["child"], *(row[name] for name in own)) for row in told[check.table]}
    new = [row for row in added if (row["authority"], row["child"], *(row[name] for name in own)) not in known]
    joined = told | {check.table: told[check.table] + new}
    before = {(each.authority, each.child): set(each.evidence) for each in findings_of([check], told, as_of=AS_OF)}
    after = {(each.authority, each.child): set(each.evidence) for each in findings_of([check], joined, as_of=AS_OF)}
    assert all(evidence <= after.get(whose, set()) for whose, evidence in before.items())


@settings(max_examples=many(40), deadline=None)
@given(SEEDS, st.data())
def test_a_look_never_hides_what_is_new_and_a_question_rests_on_what_is_told(seed: int, data: st.DataObject) -> None:
    """f.contacts_not_joined: it stays open until a manager looked at it all, and asks again about anything new."""
    chance = random.Random(seed)
    told = stories(seed, 1)
    check = data.draw(st.sampled_from(list(CHECKS.values())))
    looked: set[str] = set()
    standing: Question | None = None
    for _ in range(6):
        rows = told | {check.table: [row for row in told[check.table] if chance.random() < 0.7]}
        standing = _asked(check, rows, standing, looked)
        lately = findings_of([check], rows, as_of=AS_OF)
        for found in lately:
            assert set(found.evidence) <= looked | set(standing.evidence if standing else ())
        assert standing is None or set(standing.evidence) <= marks_of(check, rows, as_of=AS_OF)
        if standing and chance.random() < 0.4:
            looked |= set(standing.evidence)
            standing = None


def _asked(check: Check, rows: Rows, standing: Question | None, looked: set[str]) -> Question | None:
    lately = findings_of([check], rows, as_of=AS_OF)
    ever = findings_of([check], rows, as_of=AS_OF, however_old=True)
    return question(
        standing=standing,
        lately=lately[0] if lately else None,
        ever=ever[0] if ever else None,
        looked_at=looked,
        told=marks_of(check, rows, as_of=AS_OF),
    )


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_a_question_stays_however_long_nobody_looks(check: Check) -> None:
    example = next(example for example in check.examples if example.said)
    rows = {table: [{"authority": "399", "child": "1", **row} for row in each] for table, each in example.rows.items()}
    standing = _asked_on(check, rows, example.as_of, None)
    assert standing is not None
    assert _asked_on(check, rows, example.as_of + timedelta(days=4000), standing) == standing


def _asked_on(check: Check, rows: Rows, as_of: date, standing: Question | None) -> Question | None:
    lately = findings_of([check], rows, as_of=as_of)
    told = marks_of(check, rows, as_of=as_of)
    return question(standing=standing, lately=lately[0] if lately else None, ever=None, looked_at=(), told=told)
