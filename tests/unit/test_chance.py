"""Whether a change is more than chance: held against what a hand calculation gives."""

from datetime import date

import pytest

from holdfast.measures.chance import MORE, WITHIN, chance
from holdfast.measures.disclosure import Published
from holdfast.measures.engine import Cell


def count(number: int, *, children: int | None = None, **more: object) -> Published:
    return figure("count" if children is None else "per_10000", number, children, **more)


def share(number: int, *, out_of: int, **more: object) -> Published:
    return figure("percent", number, out_of, **more)


def figure(unit: str, numerator: int, denominator: int | None, **more: object) -> Published:
    return Published(
        code="CPP-01", title="A figure", unit=unit, authority="310", start_on=date(2016, 4, 1),
        as_at=date(2017, 3, 31), value=1.0, numerator=numerator, denominator=denominator, **more,
        cell=Cell(cohort="plans"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (200, 140, MORE),  # 30 from the 170 expected, in errors of the root of 340 quarters: 3.25
        (190, 140, WITHIN),  # 25 from 165, in errors of 9.08: 2.75
        (140, 200, MORE),
        (9, 60, ""),  # too few for a standard error to be a guide
        (10, 60, MORE),
    ],
)
def test_numbers_are_held_against_the_half_of_both_that_chance_would_give(now, before, said):
    assert chance(count(now), count(before)) == said


def test_twice_as_many_among_twice_as_many_children_is_no_change():
    before = count(140, children=10_000)
    assert chance(count(280, children=20_000), before) == WITHIN
    assert chance(count(280, children=10_000), before) == MORE


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (80, 60, MORE),  # 20 points, in errors of 6.48: 3.09
        (78, 60, WITHIN),  # 18 points, in errors of 6.54: 2.75
        (99, 90, ""),  # no more than six of a hundred were otherwise: too few
    ],
)
def test_shares_of_a_hundred_children_are_held_against_their_pooled_share(now, before, said):
    assert chance(share(now, out_of=100), share(before, out_of=100)) == said


def test_nothing_is_said_where_a_figure_asks_for_caution_or_was_withheld():
    assert chance(count(200, caution="The year’s facts are not whole."), count(140)) == ""
    assert chance(count(200), count(140, caution="The year’s facts are not whole.")) == ""
    withheld = figure("count", 0, None)
    assert chance(Published(**{**vars(withheld), "value": None, "numerator": None}), count(140)) == ""
