"""Which of a child's dates are odd beside each other: to the day, with the sentence, the row and its line."""

from datetime import date, timedelta

import pytest

from holdfast.facts import TABLES
from holdfast.returns.cin import Flag
from holdfast.returns.cin._plausible import oddities
from tests.census_files import episode, only

DAY = date(2024, 6, 3)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def row(table: str, key: str, **columns: object) -> dict:
    """A row of facts about child 7 under episode e, in which all else is unknown."""
    blank = dict.fromkeys(column.name for column in TABLES[table].columns)
    return blank | {"authority": "310", "child": "7", "episode": "e", table: key} | columns


def odd(reference_on: date | None = None, **tables: list[dict]) -> list[Flag]:
    """What is odd of these rows; each stands on the line of its place among them, from line 1 on."""
    every = [(table, told[table]) for table, rows in tables.items() for told in rows]
    return list(oddities(tables, reference_on=reference_on, lines={place: line for line, place in enumerate(every, 1)}))


@pytest.mark.parametrize(("table", "first", "then", "because"), [
    ("episode", "referred_on", "closed_on", "The case closed before the referral."),
    ("assessment", "started_on", "authorised_on", "The assessment was authorised before it started."),
    ("assessment", "started_on", "review_point_on", "The assessment was reviewed before it started."),
    ("need_plan", "started_on", "ended_on", "The child in need plan ended before it began."),
    ("protection_plan", "started_on", "ended_on", "The child protection plan ended before it began."),
])  # fmt: skip
def test_what_ends_before_it_begins(table, first, then, because):
    def told(one, other):
        return odd(**{table: [row(table, "k", **{first: one, then: other})]})

    assert told(DAY, BEFORE) == [Flag("wrong_order", because, 1, "7", table, "k")]
    assert told(DAY, DAY) == told(DAY, None) == told(None, DAY) == []


def test_a_child_who_died_before_the_day_of_birth():
    because = "The child died before the day of birth."
    assert odd(child=[row("child", "7", birth_on=DAY, died_on=BEFORE)]) == [
        Flag("wrong_order", because, 1, "7", "child", "7")
    ]
    assert odd(child=[row("child", "7", birth_on=DAY, died_on=DAY)]) == []


@pytest.mark.parametrize(("table", "column", "above", "because"), [
    ("assessment", "started_on", "episode", "The assessment started before the referral."),
    ("section47", "started_on", "episode", "The enquiry started before the referral."),
    ("need_plan", "started_on", "episode", "The child in need plan began before the referral."),
    ("protection_plan", "started_on", "episode", "The protection plan began before the referral."),
    ("conference", "held_on", "episode", "The conference was held before the referral."),
    ("conference", "held_on", "section47", "The conference was held before its enquiry began."),
    ("plan_review", "held_on", "protection_plan", "The review was held before its plan began."),
])  # fmt: skip
def test_what_comes_before_that_which_it_hangs_under(table, column, above, because):
    begun = "referred_on" if above == "episode" else "started_on"

    def told(day, under="e"):
        rows = {above: [row(above, "d", **{begun: AFTER}), row(above, "e", **{begun: DAY})]}
        return odd(**rows, **{table: [row(table, "k", **{"episode": None, above: under, column: day})]})

    assert told(BEFORE) == [Flag("wrong_order", because, 3, "7", table, "k")]
    assert told(DAY) == told(None) == told(BEFORE, under=None) == told(BEFORE, under="f") == []


def test_a_referral_after_the_childs_death():
    def told(day):
        return odd(child=[row("child", "7", died_on=DAY)], episode=[row("episode", "e", referred_on=day)])

    because = "The referral came after the child's death."
    assert told(AFTER) == [Flag("wrong_order", because, 2, "7", "episode", "e")]
    assert told(DAY) == told(None) == []


def born(days_before_the_referral: int) -> list[Flag]:
    birth_on = DAY - timedelta(days=days_before_the_referral)
    return odd(child=[row("child", "7", birth_on=birth_on)], episode=[row("episode", "e", referred_on=DAY)])


def test_a_referral_longer_before_the_birth_than_any_pregnancy():
    because = "The referral came long before the birth."
    assert born(-302) == [Flag("implausible_age", because, 2, "7", "episode", "e")]
    assert born(-301) == born(0) == []


def test_a_child_over_25_at_the_referral():
    because = "The child was over 25 at the referral."
    assert born(26 * 366 + 1) == [Flag("implausible_age", because, 2, "7", "episode", "e")]
    assert born(26 * 366) == []


def test_every_referral_is_asked_also_where_one_before_it_has_no_date():
    episodes = [row("episode", "d"), row("episode", "e", referred_on=DAY)]
    flags = odd(child=[row("child", "7", birth_on=date(1980, 1, 1))], episode=episodes)
    assert [(flag.code, flag.key) for flag in flags] == [("implausible_age", "e")]
    assert odd(child=[row("child", "7")], episode=episodes) == []


@pytest.mark.parametrize(("table", "column", "words"), [
    ("child", "died_on", "Date of death"), ("episode", "closed_on", "Day the case closed"),
])  # fmt: skip
def test_what_lies_after_the_census_day(table, column, words):
    flags = odd(DAY, **{table: [row(table, "7", **{column: AFTER})]})
    assert flags == [Flag("after_census_day", f"{words}: lies after the census day.", 1, "7", table, "7")]
    assert odd(DAY, **{table: [row(table, "7", **{column: DAY})]}) == []
    assert odd(None, **{table: [row(table, "7", **{column: AFTER})]}) == []


def test_every_date_of_every_row_is_held_against_the_census_day_but_what_is_planned():
    section47 = [
        row("section47", "s", started_on=DAY, conference_target_on=AFTER),
        row("section47", "t", started_on=AFTER),
    ]
    plan = row("pre_proceedings", "q", started_on=AFTER, letter_sent_on=AFTER)
    unborn = row("child", "7", expected_birth_on=AFTER)
    assert [flag.key for flag in odd(DAY, child=[unborn], section47=section47, pre_proceedings=[plan])] == [
        "t",
        "q",
        "q",
    ]


def test_a_file_says_what_is_odd_on_the_line_of_the_row():
    found = only(episode("\n<CINPlanDates><CINPlanStartDate>2023-01-01</CINPlanStartDate></CINPlanDates>"))
    (flag,) = found.flags
    assert (flag.line - found.line, flag.table, flag.key) == (2, "need_plan", "2023-07-13/n2023-01-01")
