"""A census year that still runs is judged on the day: nobody has waited until a 31 March that has not come."""

from datetime import date
from io import BytesIO

import pytest

from holdfast.returns.cin._example import Piece, assessment, child, episode, of, section47, unborn
from holdfast.returns.cin.checking import check
from holdfast.returns.cin.rules import RULES
from holdfast.returns.cin.scan import scan

REFERRED = {"CINreferralDate": "2026-09-01"}


def found(code: str, told: Piece, on: date | None) -> bool:
    rows = scan(BytesIO(of("", told, year=2027).xml()))
    (result,) = check(rows.on(on) if on else rows, rules=[RULES[code]]).results
    return result.status == "found"


@pytest.mark.parametrize(("on", "asked"), [
    (date(2026, 11, 3), False), (date(2026, 11, 4), True), (None, True),
])  # fmt: skip
def test_an_assessment_has_been_open_too_long_from_its_46th_working_day(on, asked):
    assert found("8670Q", child(episode(assessment("2026-09-01", None), **REFERRED)), on) is asked


@pytest.mark.parametrize(("on", "asked"), [
    (date(2026, 9, 22), False), (date(2026, 9, 23), True), (date(2028, 1, 3), True), (None, True),
])  # fmt: skip
def test_an_enquiry_has_been_open_too_long_from_its_16th_working_day(on, asked):
    assert found("8675Q", child(episode(section47("2026-09-01", None), **REFERRED)), on) is asked


@pytest.mark.parametrize(("code", "part"), [
    ("8736", assessment("2026-03-24", None)), ("8740", section47("2026-03-24", None)),
])  # fmt: skip
def test_what_was_begun_in_march_and_is_open_in_april_may_yet_end_in_the_year(code, part):
    told = child(episode(part, CINreferralDate="2026-03-23"))
    rows = scan(BytesIO(of("", told, year=2027).xml()))
    (on_the_day,) = check(rows.on(date(2027, 3, 30)), rules=[RULES[code]]).results
    assert (on_the_day.status, on_the_day.reason) == (
        "not run", "It is asked of what is still open on 31 March, which has not come.",
    )  # fmt: skip
    assert found(code, told, date(2027, 3, 31)) and found(code, told, None)


@pytest.mark.parametrize(("on", "asked"), [
    (date(2026, 11, 22), False), (date(2027, 1, 21), False), (date(2027, 1, 22), True), (None, True),
])  # fmt: skip
def test_a_child_expected_at_christmas_is_no_question_before_a_month_after_it(on, asked):
    assert found("8530Q", unborn(expected="2026-12-22", referred="2026-09-01"), on) is asked


@pytest.mark.parametrize(("on", "asked"), [
    (date(2026, 11, 22), False), (date(2027, 2, 14), False), (date(2027, 2, 15), True), (None, True),
])  # fmt: skip
def test_a_child_is_of_school_age_from_the_fifth_birthday(on, asked):
    told = child(episode(**REFERRED), PersonBirthDate="2022-02-15", UPNunknown="UN1")
    assert found("8770Q", told, on) is asked


@pytest.mark.parametrize(("on", "asked"), [
    (date(2026, 11, 22), False), (date(2027, 2, 1), False), (date(2027, 2, 2), True), (None, True),
])  # fmt: skip
def test_nobody_whose_case_is_open_is_over_25_before_the_birthday(on, asked):
    assert found("8775Q", child(episode(**REFERRED), PersonBirthDate="2002-02-01"), on) is asked


@pytest.mark.parametrize(("born", "on", "asked"), [
    ("2010-09-01", date(2026, 8, 31), True), ("2010-08-31", date(2026, 8, 31), True),
    ("2010-09-01", date(2026, 9, 1), True), ("2010-08-31", date(2026, 9, 1), False),
    ("2009-08-31", date(2026, 8, 31), False), ("2010-08-31", date(2027, 1, 1), False), ("2010-09-01", None, True),
])  # fmt: skip
def test_a_child_is_of_school_age_to_the_end_of_the_school_year_of_the_sixteenth_birthday(born, on, asked):
    told = child(episode(CINreferralDate="2026-05-01"), PersonBirthDate=born, UPNunknown="UN1")
    assert found("8770Q", told, on) is asked
