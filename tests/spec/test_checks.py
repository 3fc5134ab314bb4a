"""Every check's worked examples, as printed in the manual, and what must hold for all checks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from holdfast.checks import CHECKS, find, findings_of, marks_of
from holdfast.checks._check import Missed, days, months
from holdfast.checks._local import as_set_locally
from holdfast.checks.manual import checks_manual
from holdfast.facts import TABLES
from holdfast.facts.store import Facts
from holdfast.kernel.days import months_from
from holdfast.kernel.refused import Refused

WHOSE = {"authority": "999", "child": "A1"}
EXAMPLES = [
    pytest.param(check, example, id=f"{check.id}: {example.words}")
    for check in CHECKS.values()
    for example in check.examples
]


def rows_of(example):
    return {table: [{**WHOSE, **row} for row in rows] for table, rows in example.rows.items()}


@pytest.mark.parametrize(("check", "example"), EXAMPLES)
def test_the_example_holds_for_one_child(check, example):
    found = findings_of([check], rows_of(example), as_of=example.as_of)
    assert [each.said for each in found] == ([] if example.said is None else [example.said])
    assert [each.evidence for each in found] == ([example.evidence] if example.said else [])


@pytest.mark.parametrize(("check", "example"), EXAMPLES)
def test_the_example_holds_for_a_population(check, example):
    rows = rows_of(example)
    assert find([check], Facts.of(rows), as_of=example.as_of) == findings_of([check], rows, as_of=example.as_of)


FIRING = [pytest.param(check, example, id=check.id) for check in CHECKS.values() for example in check.examples[:1]]


@pytest.mark.parametrize(("check", "example"), FIRING)
def test_no_check_asks_about_somebody_from_their_eighteenth_birthday_on(check, example):
    def born(on: date) -> dict:
        return rows_of(example) | {"child": [{**WHOSE, "birth_on": on}]}

    birthday = months_from(example.as_of, -18 * 12)
    child, grown = born(birthday + timedelta(days=1)), born(birthday)
    assert len(findings_of([check], child, as_of=example.as_of)) == 1
    assert findings_of([check], grown, as_of=example.as_of) == find([check], Facts.of(grown), as_of=example.as_of) == []
    assert marks_of(check, child, as_of=example.as_of) and not marks_of(check, grown, as_of=example.as_of)


def test_where_two_records_of_one_person_tell_two_days_of_birth_the_later_one_holds():
    check, example = CHECKS["several_agencies"], CHECKS["several_agencies"].examples[0]
    rows = rows_of(example) | {"child": [{**WHOSE, "birth_on": date(year, 1, 1)} for year in (2001, 2011, 2003)]}
    assert findings_of([check], rows, as_of=example.as_of)


def test_whoever_is_born_on_29_february_is_a_child_until_1_march():
    check, example = CHECKS["new_adult"], CHECKS["new_adult"].examples[0]
    joined = {
        "household_change": [
            {**WHOSE, **row} | {"joined_on": date(2026, 2, 20)} for row in example.rows["household_change"]
        ]
    }
    rows = joined | {"child": [{**WHOSE, "birth_on": date(2008, 2, 29)}]}
    for as_of, found in ((date(2026, 2, 28), 1), (date(2026, 3, 1), 0)):
        assert len(findings_of([check], rows, as_of=as_of)) == len(find([check], Facts.of(rows), as_of=as_of)) == found


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_every_check_asks_a_question_says_why_and_what_to_do(check):
    assert check.question.endswith("?") and check.why and check.to_do
    assert all(source.place.startswith("f.") for source in check.taught_by) and check.taught_by


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_every_check_has_an_example_that_fires_and_one_that_does_not(check):
    assert {example.said is None for example in check.examples} == {True, False}


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_every_check_names_columns_that_exist(check):
    columns = {where.column for where in check.where} | ({check.kind} if check.kind else set())
    marks = check.marks
    columns |= set(marks.by) if isinstance(marks, Missed) else {marks.column}
    assert {TABLES[check.table].column(name).name for name in columns} == columns
    if isinstance(marks, Missed):
        assert TABLES[marks.under or check.table].column(marks.due).kind in ("date", "instant")


def test_a_time_of_months_counts_back_to_the_same_day_or_the_last_of_a_shorter_month():
    assert months(12).back_from(date(2024, 2, 29)) == date(2023, 2, 28)
    assert days(90).back_from(date(2026, 5, 31)) == date(2026, 3, 2)
    assert months(12).back_from(date(1, 3, 1)) == date.min


def as_set(tmp_path, text):
    file = tmp_path / "checks.toml"
    file.write_text(text)
    return {check.id: check for check in as_set_locally(CHECKS.values(), file)}


def test_a_partnership_sets_its_own_count_from_a_day_on(tmp_path):
    """f.contacts_not_joined: the count is the partnership's own."""
    check = as_set(tmp_path, "[many_contacts]\nat_least = 6\nvalid_from = 2026-04-01\n")["many_contacts"]
    assert check.setting(date(2026, 3, 31)).at_least == 12
    assert check.setting(date(2026, 4, 1)) == replace(check.setting(date(2026, 3, 31)), at_least=6)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[many_contact]\nat_least = 6\n", "no check called many_contact"),
        ("[many_contacts]\nat_least = 0\n", "above 0"),
        ("[many_contacts]\nscore = 9\n", "nothing else"),
        ("[many_moves]\nkinds = 2\n", "counts no kinds"),
        ("[many_contacts]\nvalid_from = 'soon'\n", "is a day"),
        ("[many_contacts\n", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_understood_is_refused_in_a_sentence(tmp_path, text, sentence):
    with pytest.raises(Refused, match=sentence):
        as_set(tmp_path, text)


def test_the_manual_prints_every_check_with_its_question_and_examples():
    manual = checks_manual(CHECKS.values())
    for check in CHECKS.values():
        assert check.question in manual and check.to_do in manual
        assert all(example.words in manual for example in check.examples)
