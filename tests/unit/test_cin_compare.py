"""Last year's file beside this one: what the department will ask about, and what chance may give."""

from io import BytesIO

import pytest

from holdfast.borough.clean_census import write_clean_census
from holdfast.returns.cin._example import assessment, child, episode, of, planned, protection_plan, section47
from holdfast.returns.cin.compare import Moved, compared
from holdfast.returns.cin.scan import scan


def moved(before: int, now: int, threshold: int = 25) -> Moved:
    return Moved(code="YonY 02", title="Referrals in the year", before=before, now=now, threshold=threshold)


def counts(*children, year: int = 2026) -> dict[str, int]:
    rows = scan(BytesIO(of("", *children, year=year).xml()))
    return {each.code: each.now for each in compared(rows, rows)}


@pytest.mark.parametrize(("before", "now", "asked"), [
    (100, 125, False), (100, 126, True), (100, 75, False), (100, 74, True), (0, 1, True), (0, 0, False),
])  # fmt: skip
def test_the_department_asks_beyond_its_threshold_and_not_at_it(before, now, asked):
    assert moved(before, now).is_asked is asked


def test_a_move_may_be_large_and_chance_or_small_and_not():
    assert moved(12, 20).is_asked and moved(12, 20).beyond_chance is False
    assert not moved(10_000, 10_800).is_asked and moved(10_000, 10_800).beyond_chance is True
    assert moved(3, 9).beyond_chance is None


def test_enquiries_of_one_child_on_one_day_are_one():
    twice = child(episode(assessment(), section47(), section47()))
    assert counts(twice)["YonY 04"] == 1
    assert counts(child(episode(assessment(), section47())), child(episode(assessment(), section47())))["YonY 04"] == 2


def test_only_what_happened_in_the_year_is_counted():
    early = child(episode(protection_plan("2025-03-12"), CINreferralDate="2025-03-03"))
    this_year = child(planned(protection_plan(ended="2025-12-01")))
    told = counts(early, this_year)
    assert (told["YonY 01"], told["YonY 02"], told["YonY 05"], told["YonY 06"], told["YonY 07"]) == (2, 1, 1, 1, 1)


def test_two_whole_files_are_held_against_each_other():
    files = []
    for children, seed, year in ((300, 1, 2025), (400, 2, 2026)):
        sink = BytesIO()
        write_clean_census(sink, children=children, seed=seed, year=year)
        files.append(scan(BytesIO(sink.getvalue())))
    before, now = files
    first = compared(now, before)[0]
    assert (first.before, first.now, first.is_asked) == (300, 400, True)
    assert first.said == "+33%: the department asks above 15%; more than chance usually gives"
