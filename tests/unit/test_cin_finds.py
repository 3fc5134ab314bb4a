"""What many rules are made of: a day before or after another, outside the year, missing; a code that is in no list."""

from collections.abc import Sequence
from io import BytesIO

import numpy as np
import pytest

from holdfast.returns.cin import _rule
from holdfast.returns.cin._example import (
    NO_EPISODE,
    Piece,
    assessment,
    characteristics,
    child,
    episode,
    need_plan,
    of,
    protection_plan,
)
from holdfast.returns.cin._rule import Finds, Found, Rule
from holdfast.returns.cin.checking import check
from holdfast.returns.cin.rows import Rows
from holdfast.returns.cin.scan import scan

PLAN = "CINPlanDates"


def file(*children: Piece, year: int = 2026) -> Rows:
    return scan(BytesIO(of("", *children, year=year).xml()))


def asked(finds: Finds, *children: Piece, year: int = 2026) -> Found:
    found = finds(file(*children, year=year))
    assert isinstance(found, Found)
    return found


def told(found: Found) -> tuple[str, list[int], str]:
    return found.table, found.rows.tolist(), found.element


def plans(*days: tuple[str | None, str | None], **elements: str) -> Piece:
    """A child with a child in need plan from and to each of these days."""
    return child(episode(*[need_plan(*each) for each in days], **elements))


def test_a_day_is_earlier_only_where_it_lies_before_the_other_of_its_row():
    found = asked(
        _rule.earlier(PLAN, "CINPlanEndDate", than="CINPlanStartDate"),
        plans(("2025-06-02", "2025-06-01"), ("2025-06-02", "2025-06-02"), ("2025-06-02", "2025-06-03")),
        plans((None, "2025-06-01"), ("2025-06-02", None), ("2025-06-02", "2025-05-30")),
    )
    assert told(found) == (PLAN, [0, 5], "CINPlanEndDate")


def test_two_days_are_one_only_where_both_are_given_and_the_same():
    found = asked(
        _rule.on_one_day(PLAN, "CINPlanEndDate", than="CINPlanStartDate"),
        plans(("2025-06-02", "2025-06-01"), ("2025-06-02", "2025-06-02"), (None, None), ("2025-06-02", "2025-06-03")),
    )
    assert told(found) == (PLAN, [1], "CINPlanEndDate")


def test_a_code_was_told_before_only_where_it_is_one_and_of_the_same_child():
    rows = file(
        child(characteristics("LD", "AUT", " LD ", "LD", "", "")),
        child(characteristics("AUT", "LD")),
        child(characteristics("", "AUT", "AUT")),
    )
    table = rows["Disabilities"]
    again = _rule.told_before(table, "Disability", table.child)
    assert again.dtype == bool and again.nonzero()[0].tolist() == [2, 3, 10]
    none = file(child(characteristics(none=True)))["Disabilities"]
    assert _rule.told_before(none, "Disability", none.child).tolist() == []


def test_a_child_of_whom_one_referral_at_least_needed_more_was_taken_forward():
    rows = file(
        child(episode(ReferralNFA="true"), episode(ReferralNFA="false")),
        child(episode(ReferralNFA="true")),
        child(episode(ReferralNFA=None)),
        child(NO_EPISODE),
        child(episode(ReferralNFA="0")),
    )
    assert _rule.taken_forward(rows).tolist() == [True, False, False, False, True]


def test_a_day_outside_the_year_is_one_that_is_given_and_lies_before_or_after_it():
    found = asked(
        _rule.outside_year(PLAN, "CINPlanStartDate"),
        plans(("2025-03-31", None), ("2025-04-01", None), ("2026-03-31", None), ("2026-04-01", None), (None, None)),
    )
    assert told(found) == (PLAN, [0, 3], "CINPlanStartDate")


def test_a_day_before_the_referral_is_held_against_the_referral_of_its_own_episode():
    found = asked(
        _rule.before_referral(PLAN, "CINPlanStartDate"),
        plans(("2025-05-12", None), ("2025-05-11", None), (None, None), CINreferralDate="2025-05-12"),
        plans(("2025-05-11", None), CINreferralDate="2025-05-01"),
        plans(("2025-05-11", None), CINreferralDate="2025-05-13"),
        plans(("2025-05-11", None), CINreferralDate=None),
    )
    assert told(found) == (PLAN, [1, 4], "CINPlanStartDate")
    assert found.told["referred"].astype(str).tolist() == ["2025-05-12", "2025-05-13"]


def test_a_day_after_death_is_held_against_the_death_of_its_own_child():
    def dead(on: str | None, *starts: str | None) -> Piece:
        return child(episode(*[need_plan(start) for start in starts]), PersonDeathDate=on)

    found = asked(
        _rule.after_death(PLAN, "CINPlanStartDate"),
        dead("2025-07-01", "2025-07-01", "2025-07-02", None),
        dead(None, "2025-07-02"),
        dead("2025-06-01", "2025-06-30"),
    )
    assert told(found) == (PLAN, [1, 4], "CINPlanStartDate")
    assert found.told["died"].astype(str).tolist() == ["2025-07-01", "2025-06-01"]


@pytest.mark.parametrize("finds", [
    _rule.before_referral(PLAN, "CINPlanStartDate"), _rule.after_death(PLAN, "CINPlanStartDate"),
    _rule.earlier(PLAN, "CINPlanEndDate", than="CINPlanStartDate"), _rule.outside_year(PLAN, "CINPlanStartDate"),
    _rule.missing_or_after_year(PLAN, "CINPlanStartDate"),
])  # fmt: skip
def test_where_a_file_has_none_of_a_block_nothing_is_found_in_it(finds):
    assert told(asked(finds, child(), child()))[:2] == (PLAN, [])


@pytest.mark.parametrize(("needed", "rows"), [(True, [1, 2, 3]), (False, [1])])
def test_a_code_that_is_in_no_list_is_found_and_a_missing_one_where_it_is_needed(needed, rows):
    sources: Sequence[str | None] = ("1A", "9Z", None, "", "5D")
    finds = _rule.not_in_list("CINdetails", "ReferralSource", needed=needed)
    told_of = child(*[episode(ReferralSource=source) for source in sources])
    assert told(asked(finds, told_of)) == ("CINdetails", rows, "ReferralSource")
    assert told(asked(finds, told_of, year=2022)) == ("CINdetails", [*rows, 4], "ReferralSource")


def test_a_code_is_held_against_the_list_that_is_named():
    table = "ChildProtectionPlans"
    finds = _rule.not_in_list(table, "LatestCategoryOfAbuse", "CategoryOfAbuse", needed=True)
    told_of = [protection_plan(LatestCategoryOfAbuse=each) for each in ("NEG", "N1", "PHY")]
    assert told(asked(finds, child(episode(*told_of)))) == (table, [1], "LatestCategoryOfAbuse")


def test_a_day_that_is_missing_is_found_with_one_that_lies_after_the_year():
    found = asked(
        _rule.missing_or_after_year(PLAN, "CINPlanStartDate"),
        plans(("2026-03-31", None), ("2026-04-01", None), (None, None), ("soon", None), ("1999-01-01", None)),
    )
    assert told(found) == (PLAN, [1, 2, 3], "CINPlanStartDate")


def test_what_a_child_or_an_episode_has_is_told_of_each_row():
    rows = file(
        child(episode(CINreferralDate="2025-05-01"), episode(assessment(), CINreferralDate="2025-06-01")),
        child(episode(assessment(), assessment(), CINreferralDate="2025-07-01"), PersonBirthDate="2015-01-01"),
    )
    born = _rule.of_child(rows, "Assessments", rows["ChildIdentifiers"].day("PersonBirthDate"))
    referred = _rule.of_episode(rows, "Assessments", rows["CINdetails"].day("CINreferralDate"))
    assert born.astype(str).tolist() == ["2014-05-20", "2015-01-01", "2015-01-01"]
    assert referred.astype(str).tolist() == ["2025-06-01", "2025-07-01", "2025-07-01"]
    assert _rule.of_child(rows, PLAN, born).tolist() == _rule.of_episode(rows, PLAN, born).tolist() == []


def test_what_is_told_of_a_row_goes_before_what_the_row_says():
    found = Found("CINdetails", np.array([1]), "ReferralSource", {"ReferralSource": np.array(["nobody"])})
    rule = Rule(
        code="9999", table="CINdetails", elements=("ReferralSource",), title="", why="", mend="", passes=(), fails=(),
        said="{ReferralSource}; {PrimaryNeedCode}; {Sex}", finds=lambda rows: found,
    )  # fmt: skip
    rows = file(child(episode(), episode(PrimaryNeedCode="N4")))
    assert [finding.message for finding in check(rows, rules=[rule]).findings()] == ["nobody; N4; nothing"]


def test_nothing_more_is_told_where_a_rule_tells_nothing_more():
    assert Found("CINdetails", np.array([0]), "ReferralSource").told == {}
    assert _rule.where("CINdetails", np.array([True]), "ReferralSource").told == {}
