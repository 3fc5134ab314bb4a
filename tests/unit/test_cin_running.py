"""What runs from one day to another: what begins meanwhile, and what is open twice."""

from io import BytesIO

import numpy as np
import pytest

from holdfast.returns.cin._example import assessment, child, episode, need_plan, of
from holdfast.returns.cin._rule import Found
from holdfast.returns.cin._running import (
    begun_during_another,
    ends,
    open_from_another_year,
    open_too_long,
    open_twice,
)
from holdfast.returns.cin.rows import Mask, Rows
from holdfast.returns.cin.scan import scan

NEVER = "NaT"


def begun(*spans: tuple[str, str], keys: list[int] | None = None) -> list[bool]:
    """Of spans of June 2025, each of two days of the month, which begin during another."""
    days = [[f"2025-06-{day}" if day != NEVER else day for day in span] for span in spans]
    whole = np.array(days, dtype="datetime64[D]").reshape(-1, 2)
    found = begun_during_another(whole[:, 0], whole[:, 1], np.array(keys or [0] * len(spans), dtype=np.int32))
    return found.tolist()


@pytest.mark.parametrize(("first", "second", "said"), [
    (("02", "10"), ("10", "12"), [False, False]),
    (("02", "10"), ("09", "12"), [False, True]),
    (("09", "12"), ("02", "10"), [True, False]),
    (("02", "10"), ("02", "10"), [False, True]),
    (("02", "10"), ("03", "04"), [False, True]),
    (("02", NEVER), ("03", "04"), [False, False]),
    ((NEVER, "10"), ("03", "04"), [False, False]),
    (("02", "10"), (NEVER, "04"), [False, False]),
    (("02", "02"), ("02", "10"), [False, False]),
])  # fmt: skip
def test_what_begins_before_the_last_day_of_another_begins_during_it(first, second, said):
    assert begun(first, second) == said


def test_only_what_has_the_same_key_is_held_against_each_other():
    june = ("02", "10")
    assert begun(june, june, june, june, keys=[0, 1, 1, 4]) == [False, False, True, False]
    assert begun(("05", "06"), june, ("05", "06"), keys=[3, 3, 3]) == [True, False, True]
    assert begun() == []


def test_open_beside_another_are_those_that_are_open_and_have_another_open_of_their_key():
    is_open, keys = np.array([True, True, False, True, True, True]), np.array([0, 0, 1, 1, 7, 7], dtype=np.int32)
    assert open_twice(is_open, keys).tolist() == [True, True, False, False, True, True]
    assert open_twice(~is_open, keys).tolist() == [False] * 6
    assert open_twice(is_open[:0], keys[:0]).tolist() == []


def test_what_is_open_ends_on_the_day_after_the_census_year():
    rows = scan(BytesIO(of("", child(need_plan(ended="2025-09-01"), need_plan("2025-09-01"))).xml()))
    assert ends(rows, "CINPlanDates", "CINPlanEndDate").astype(str).tolist() == ["2025-09-01", "2026-04-01"]


STARTED, AUTHORISED = "AssessmentActualStartDate", "AssessmentAuthorisationDate"


def is_open(rows: Rows) -> Mask:
    return rows["Assessments"].missing(AUTHORISED)


def told(found: Found) -> tuple[str, list[int], str, dict[str, list[int]]]:
    return found.table, found.rows.tolist(), found.element, {name: each.tolist() for name, each in found.told.items()}


def test_what_waits_too_long_or_comes_from_another_year_is_found_where_it_has_to_be_mended():
    assessments = [
        assessment("2025-03-31", None),
        assessment("2025-03-31", "2025-05-02"),
        assessment("2025-05-14", None),
    ]
    late = episode(*assessments, assessment("2026-03-30", None), CINreferralDate="2025-03-31")
    rows = scan(BytesIO(of("", child(late)).xml()))
    too_long = open_too_long("Assessments", STARTED, AUTHORISED, is_open=is_open, working_days=1)
    assert told(too_long(rows)) == ("Assessments", [0, 2], AUTHORISED, {"waited": [253, 224]})
    from_another = open_from_another_year("Assessments", STARTED, is_open=is_open)
    assert told(from_another(rows)) == ("Assessments", [0], STARTED, {})
