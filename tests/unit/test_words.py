"""Moments in words that nobody has to work out."""

from datetime import UTC, datetime

import pytest

from holdfast.web import words


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 22, 0, 0, tzinfo=UTC), "22 November 2026 at midnight"),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), "2 July 2026 at midnight"),
        (datetime(2026, 11, 22, 12, 0, tzinfo=UTC), "22 November 2026 at midday"),
        (datetime(2026, 11, 22, 0, 7, tzinfo=UTC), "22 November 2026 at 12:07am"),
        (datetime(2026, 11, 22, 14, 7, tzinfo=UTC), "22 November 2026 at 2:07pm"),
    ],
)
def test_twelve_oclock_is_said_as_midnight_or_midday(at, said):
    assert words.moment(at) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The plan of 2024-02-29 ends before 2023-12-01.", "The plan of 29 February 2024 ends before 1 December 2023."),
        ("Sent as 2023-02-29, number 2024-13-01-7.", "Sent as 2023-02-29, number 2024-13-01-7."),
        ("No day at all", "No day at all"),
    ],
)
def test_days_in_a_sentence_are_said_as_people_say_them(text, said):
    assert words.days_in(text) == said
