"""How long a clock allows, and where a partnership says so itself."""

from datetime import UTC, date, datetime

import pytest

from holdfast.clocks import last_day
from holdfast.clocks._limits import Days, Hours, Months, Weeks, WorkingDays, in_force
from holdfast.clocks._local import KNOWN, read_local
from holdfast.kernel.days import CannotCount
from holdfast.kernel.refused import Refused
from holdfast.kernel.source import Dated
from holdfast.kernel.working_days import england_and_wales

CALENDAR = england_and_wales()
MONDAY = date(2016, 11, 7)


@pytest.mark.parametrize(
    ("limit", "after", "before"),
    [
        (WorkingDays(15), date(2016, 11, 28), date(2016, 10, 17)),
        (Months(6), date(2017, 5, 7), date(2016, 5, 7)),
        (Weeks(6), date(2016, 12, 19), date(2016, 9, 26)),
        (Days(729), date(2018, 11, 6), date(2014, 11, 9)),
    ],
)
def test_a_limit_reaches_as_far_back_as_forward(limit, after, before):
    assert limit.after(MONDAY, CALENDAR) == after
    assert limit.before(MONDAY, CALENDAR) == before


@pytest.mark.parametrize("limit", [WorkingDays(1), Months(1), Weeks(1), Days(1)])
def test_a_limit_that_runs_past_the_last_day_that_can_be_written_is_refused(limit):
    with pytest.raises(CannotCount):
        limit.after(date.max, CALENDAR)
    with pytest.raises(CannotCount):
        limit.before(date.min, CALENDAR)


def test_72_hours_over_the_night_the_clocks_go_forward_really_are_72_hours():
    taken_at = datetime(2016, 3, 25, 20, 0, tzinfo=UTC)
    due_at = Hours(72).after(taken_at)
    assert (due_at - taken_at).total_seconds() == 72 * 3600
    assert due_at.strftime("%d %B %H:%M %Z") == "28 March 21:00 BST"


def test_72_hours_over_the_night_the_clocks_go_back_end_an_hour_earlier_by_the_clock():
    due_at = Hours(72).after(datetime(2016, 10, 28, 19, 0, tzinfo=UTC))
    assert due_at.strftime("%d %B %H:%M %Z") == "31 October 19:00 GMT"


def test_an_instant_without_a_time_zone_is_no_instant():
    with pytest.raises(ValueError, match="time zone"):
        Hours(72).after(datetime(2016, 10, 28, 19, 0))


def test_a_limit_of_nothing_is_no_limit():
    with pytest.raises(ValueError, match="no limit"):
        WorkingDays(0)


def test_one_working_day_is_said_in_the_singular():
    assert (WorkingDays(1).words, WorkingDays(15).words, Weeks(6).words) == (
        "1 working day",
        "15 working days",
        "6 weeks",
    )


def test_the_edition_in_force_on_the_day_of_the_start_settles_the_limit():
    editions = (
        Dated(value=WorkingDays(7), valid_from=date(2006, 4, 1), valid_until=date(2010, 3, 17)),
        Dated(value=WorkingDays(10), valid_from=date(2010, 3, 17)),
    )
    assert in_force(editions, date(2006, 3, 31)) is None
    assert in_force(editions, date(2010, 3, 16)) == WorkingDays(7)
    assert in_force(editions, date(2010, 3, 17)) == WorkingDays(10)


def test_a_partnership_sets_its_own_limits(tmp_path):
    path = tmp_path / "clocks.toml"
    path.write_text(
        '[child_protection_visit]\nweeks = 3\nvalid_from = 2020-01-01\nsource = "Our standard"\nconfidence = "V1"\n'
    )
    local = read_local(path)
    assert local["child_protection_visit"].limits == (Dated(value=Weeks(3), valid_from=date(2020, 1, 1)),)
    assert not local["child_protection_visit"].source.needs_checking


def test_a_limit_that_nobody_set_is_no_limit(tmp_path):
    local = read_local(tmp_path / "clocks.toml")
    assert local.keys() == KNOWN.keys()
    assert all(limit.limits == () and limit.source.needs_checking for limit in local.values())


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ("[visits]\nweeks = 3", "nothing is called visits"),
        ("[later_core_group]\nfortnights = 3", "and nothing else"),
        ("later_core_group = 6", "and nothing else"),
        ("[later_core_group]\nweeks = 3\nmonths = 1", "exactly one of"),
        ("[later_core_group]\nweeks = 0", "whole number above 0"),
        ("[later_core_group]\nweeks = true", "whole number above 0"),
        ("[later_core_group]\nweeks = 6\nvalid_from = 2020-01-01T00:00:00", "is a day"),
        ("[later_core_group]\nweeks = 6\nsource = 'Ours'\nconfidence = 'sure'", "V1, V2 or M"),
        ("[later_core_group\nweeks", "cannot be read"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_a_sentence_that_says_where(tmp_path, told, sentence):
    path = tmp_path / "clocks.toml"
    path.write_text(told)
    with pytest.raises(Refused, match=sentence) as refusal:
        read_local(path)
    assert "clocks.toml" in str(refusal.value)


def test_the_last_day_of_a_clock_that_would_start_is_counted_by_the_edition_of_that_day():
    assert last_day("assessment_45", started_on=date(2026, 11, 2), calendar=CALENDAR) == date(2027, 1, 7)
    assert last_day("referral_decision", started_on=date(2026, 12, 24), calendar=CALENDAR) == date(2026, 12, 29)
    assert last_day("assessment_45", started_on=date(2013, 4, 14), calendar=CALENDAR) is None  # before its edition
    assert last_day("assessment_45", started_on=date(2071, 1, 1), calendar=CALENDAR) is None  # no bank holidays listed


def test_a_clock_of_many_spans_has_no_one_last_day():
    with pytest.raises(TypeError, match="no one span"):
        last_day("core_group", started_on=MONDAY, calendar=CALENDAR)
