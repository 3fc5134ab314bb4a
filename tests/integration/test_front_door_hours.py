"""Who answers at this hour: by the clock in London, on bank holidays and in the nights when the clock changes."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.codes import Danger
from holdfast.records.frontdoor.queries import decide_by, who_answers
from holdfast.records.frontdoor.queries.local import read
from holdfast.records.frontdoor.views.afterwards import what_happens_next

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("at", "is_hub"),
    [
        ("2026-11-20T09:00", True),
        ("2026-11-20T08:59", False),
        ("2026-11-20T16:59", True),
        ("2026-11-20T17:00", False),
        ("2026-11-21T12:00", False),  # a Saturday
        ("2026-12-25T12:00", False),  # a bank holiday, a Friday
        ("2026-12-28T12:00", False),  # Boxing Day's substitute, a Monday
        ("2028-02-29T12:00", True),  # a Tuesday that comes every four years
        ("2026-07-01T09:00", True),  # British Summer Time: 8am in Greenwich
        ("2026-07-01T08:30", False),
    ],
)
def test_the_right_team_answers(at: str, is_hub: bool):
    answering = who_answers(datetime.fromisoformat(at).replace(tzinfo=LONDON))
    telephone = settings.COUNCIL.front_door if is_hub else settings.COUNCIL.out_of_hours
    assert (answering.is_hub, answering.telephone) == (is_hub, telephone)


def test_it_is_the_clock_in_london_that_counts_whatever_the_servers_says():
    assert who_answers(datetime(2026, 7, 1, 8, 0, tzinfo=UTC)).is_hub  # 9am on the wall
    assert not who_answers(datetime(2026, 7, 1, 16, 0, tzinfo=UTC)).is_hub  # 5pm


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (datetime(2026, 11, 20, 23, 0, tzinfo=UTC), "on Monday 23 November 2026 at 9am"),
        (datetime(2026, 11, 20, 3, 0, tzinfo=UTC), "on Friday 20 November 2026 at 9am"),
        (datetime(2026, 12, 24, 18, 0, tzinfo=UTC), "on Tuesday 29 December 2026 at 9am"),
        # The nights when the clock goes forward and back: 9am the next Monday is 9am on the wall both times.
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "on Monday 30 March 2026 at 9am"),
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "on Monday 30 March 2026 at 9am"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "on Monday 26 October 2026 at 9am"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "on Monday 26 October 2026 at 9am"),
    ],
)
def test_the_page_says_when_the_front_door_opens(at: datetime, opens: str):
    assert who_answers(at).opening_words == opens


@pytest.mark.parametrize("danger", [Danger.yes, Danger.not_sure])
@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_where_a_child_may_be_in_danger_nobody_is_told_to_wait(danger: str, hour: int):
    for day in (20, 21, 22):
        answering = who_answers(datetime(2026, 11, day, hour, tzinfo=UTC))
        said = " ".join(what_happens_next(danger=danger, answering=answering))
        assert said.startswith("If a child is in danger now, ring 999.")
        assert "working day" not in said
        assert "tomorrow" not in said
        assert answering.opening_words not in said or not answering.opening_words
        assert answering.telephone in said


def test_without_danger_the_sender_is_told_when_somebody_decides_and_whom_to_ring():
    night = who_answers(datetime(2026, 11, 20, 23, 0, tzinfo=UTC))
    said = " ".join(what_happens_next(danger=Danger.no, answering=night))
    assert "opens on Monday 23 November 2026 at 9am" in said
    assert settings.COUNCIL.out_of_hours in said


@pytest.mark.parametrize(
    ("received", "by"),
    [
        (date(2026, 11, 20), date(2026, 11, 23)),
        (date(2026, 11, 22), date(2026, 11, 23)),
        (date(2026, 12, 24), date(2026, 12, 29)),
        (date(2028, 2, 28), date(2028, 2, 29)),
        (date(2071, 1, 1), None),
    ],
)
def test_a_decision_is_due_by_the_end_of_the_next_working_day(received: date, by: date | None):
    assert decide_by(received) == by


@pytest.mark.parametrize(
    ("instead", "said"),
    [
        (("opens = 09:00:00", 'opens = "nine"'), "is not a time"),
        (('"monday"', '"mondag"'), "mondag"),
        (('authority = "399"', "authority = 399"), "is not text"),
        (("[hub]", "[bub]"), "hub"),
        (("[out_of_hours]", "[out_of_hours"), "cannot be read"),
    ],
)
def test_a_mistake_in_the_partnerships_file_is_said(tmp_path: Path, instead: tuple[str, str], said: str):
    file = tmp_path / "front_door.toml"
    file.write_text((settings.HOLDFAST.local / "front_door.toml").read_text().replace(*instead))
    with pytest.raises(Refused, match=said):
        read(file)
