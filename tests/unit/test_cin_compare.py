"""Last year's file beside this one: what the department will ask about, and what chance may give."""

from io import BytesIO

import pytest

from holdfast.borough.clean_census import write_clean_census
from holdfast.returns.cin._example import assessment, child, episode, of, planned, protection_plan, section47
from holdfast.returns.cin.compare import Moved, as_data, compared
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


def test_enquiries_begun_in_the_year_are_counted_by_child_and_day():
    first = child(episode(section47("2025-05-15"), section47("2025-05-16"), section47("2025-05-15"), section47(None)))
    second = child(episode(section47("2025-05-15"), section47("2025-03-31"), section47("2026-04-01")))
    assert counts(first, second)["YonY 04"] == 3
    assert counts(child())["YonY 04"] == 0


def test_a_plan_is_open_on_the_last_of_march_that_has_begun_and_not_ended_by_then():
    days = (("2025-05-28", "2026-04-01"), ("2025-05-28", None), ("2025-05-28", "2026-03-31"), (None, None))
    assert counts(child(episode(*[protection_plan(*each) for each in days])))["YonY 05"] == 2


def test_the_departments_seven_numbers_are_counted_each_from_its_own_day():
    told = child(
        episode(assessment(authorised="2025-06-20"), assessment(authorised=None), assessment(authorised="2025-06-21")),
        episode(*[protection_plan("2025-06-01", "2025-07-01")] * 4, *[protection_plan(None, "2025-07-01")] * 2),
    )
    rows = scan(BytesIO(of("", told).xml()))
    nothing = scan(BytesIO(of("", child(episode(CINreferralDate="2025-03-01"))).xml()))
    assert [(each.code, each.title, each.threshold, each.before, each.now) for each in compared(rows, nothing)] == [
        ("YonY 01", "Children in the file", 15, 1, 1),
        ("YonY 02", "Referrals in the year", 25, 0, 2),
        ("YonY 03", "Assessments authorised in the year", 25, 0, 2),
        ("YonY 04", "Enquiries under section 47 begun in the year", 25, 0, 0),
        ("YonY 05", "Child protection plans open on 31 March", 25, 0, 0),
        ("YonY 06", "Child protection plans begun in the year", 25, 0, 4),
        ("YonY 07", "Child protection plans ended in the year", 25, 0, 6),
    ]


@pytest.mark.parametrize(("before", "now", "said"), [
    (0, 5, "there was none last year: the department asks above 25%; too few to say"),
    (100, 90, "-10%: within 25%; chance may give as much"),
    (10_000, 9_000, "-10%: within 25%; more than chance usually gives"),
])  # fmt: skip
def test_it_is_said_how_far_a_number_moved_and_what_that_means(before, now, said):
    assert moved(before, now).said == said


def test_a_number_for_another_program_comes_with_all_that_is_known_of_it():
    assert as_data(moved(100, 150)) == {
        "code": "YonY 02", "title": "Referrals in the year", "before": 100, "now": 150, "percent": 50.0,
        "threshold": 25, "asked": True, "beyond_chance": True,
    }  # fmt: skip
    assert as_data(moved(0, 0))["percent"] is None


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
