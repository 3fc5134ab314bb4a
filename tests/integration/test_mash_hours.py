"""When an enquiry's hours run out, by London's clock."""

from datetime import UTC, datetime, timedelta

import pytest

from holdfast.kernel.refused import Refused
from holdfast.records.mash.codes import Counted
from holdfast.records.mash.queries import Hours, hub, last_moment
from holdfast.records.mash.queries.local import read
from holdfast.records.mash.queries.standing import clock_words
from holdfast.wall.deeds import LONDON


def london(year: int, month: int, day: int, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    """That hour by London's clock; `fold` 1 is the second time it comes on the night when the clocks go back."""
    return datetime(year, month, day, hour, minute, fold=fold, tzinfo=LONDON).astimezone(UTC)


def after(since: datetime, hours: int, counted: Counted) -> datetime:
    return last_moment(since, allowed=Hours(hours=hours, counted=counted))


def test_every_hour_counts_nights_and_bank_holidays():
    """f.mash_timescales: red runs by the clock."""
    assert after(london(2026, 4, 3, 23), 4, Counted.every_hour) == london(2026, 4, 4, 3)


@pytest.mark.parametrize(
    ("since", "hours", "expected"),
    [
        ((2026, 4, 2, 15), 24, (2026, 4, 7, 15)),  # Maundy Thursday: Good Friday to Easter Monday are left out
        ((2026, 4, 4, 10), 24, (2026, 4, 8, 0)),  # Easter Saturday: the hours begin with Tuesday
        ((2026, 11, 16, 9), 24, (2026, 11, 17, 9)),
        ((2026, 11, 20, 17), 72, (2026, 11, 25, 17)),  # Friday: Saturday and Sunday are left out
    ],
)
def test_closed_days_are_left_out_over_a_bank_holiday(since: tuple, hours: int, expected: tuple):
    """f.mash_timescales: the working-day rule over a bank holiday."""
    assert after(london(*since), hours, Counted.open_days) == london(*expected)


def test_only_the_hours_of_the_front_door_count_where_the_partnership_says_so():
    """Nine to five: ten hours from four o'clock on a Friday."""
    assert after(london(2026, 11, 20, 16), 10, Counted.open_hours) == london(2026, 11, 24, 10)
    assert after(london(2026, 11, 20, 20), 8, Counted.open_hours) == london(2026, 11, 23, 17)


@pytest.mark.parametrize(
    ("since", "expected"), [((2026, 3, 28, 22), (2026, 3, 29, 3)), ((2026, 10, 24, 22), (2026, 10, 25, 1, 0, 1))]
)
def test_hours_that_really_pass_are_counted_when_the_clocks_change(since: tuple, expected: tuple):
    """f.mash_timescales: at the spring and the autumn change four hours are four hours."""
    assert after(london(*since), 4, Counted.every_hour) == london(*expected)
    assert after(london(*since), 4, Counted.every_hour) - london(*since) == timedelta(hours=4)


def test_beyond_the_listed_bank_holidays_a_weekday_counts_so_that_nothing_is_late_unseen():
    assert after(london(2090, 12, 25, 9), 24, Counted.open_days) == london(2090, 12, 26, 9)


def test_how_much_is_left_and_how_late_it_is_are_said_as_people_say_them():
    due = london(2026, 11, 20, 12)
    assert clock_words(due, at=due - timedelta(minutes=50)) == "50 minutes left"
    assert clock_words(due, at=due) == "0 minutes left"
    assert clock_words(due, at=due + timedelta(minutes=61)) == "1 hour late"
    assert clock_words(due, at=due + timedelta(days=3)) == "3 days late"


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("hours = 4\n", "hours = 0\n"),
        ('counted = "every_hour"', 'counted = "sometimes"'),
        ('required = ["school"', 'required = ["the pub"'),
        ("[ask.police]", "[ask.constabulary]"),
        ("necessity =", "why ="),
    ],
)
def test_a_mistake_in_the_partnerships_choices_says_what_to_mend(tmp_path, settings, was: str, now: str):
    text = (settings.HOLDFAST.local / "mash.toml").read_text("utf-8")
    assert was in text
    wrong = tmp_path / "mash.toml"
    wrong.write_text(text.replace(was, now), "utf-8")
    with pytest.raises(Refused, match=r"mash\.toml cannot be read"):
        read(wrong)


def test_the_partnership_says_whom_each_worry_is_asked_of_and_whom_to_ring():
    chosen = hub()
    assert [rating.value for rating in chosen.hours] == ["red", "amber", "green"]
    assert chosen.sources_for(["neglect", "unborn", "neglect"])[:3] == ["school", "gp_practice", "health_visiting"]
    assert chosen.sources_for(["nothing of the kind"]) == []
    school = chosen.to_ring(source="school", agency_name="Kestrel Lane Primary School")
    assert school and school.said == "the headteacher, 020 7946 0241"
    assert chosen.to_ring(source="probation", agency_name="Probation") is None
