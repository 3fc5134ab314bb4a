"""What the reader says of a value that it refuses or finds odd; and the edges of what it takes."""

from datetime import date

import pytest

from holdfast.returns.cin._values import Reading, reading

DAY = date(2017, 3, 31)
NO_DATE = Reading(None, "not_a_date", "The value is not a date written like 2017-03-31.")
NO_NUMBER = Reading(None, "not_a_number", "The value is not a whole number.")
NO_FLAG = Reading(None, "not_yes_or_no", "The value is none of true, false, TRUE, FALSE, 1 and 0.")


def plain(value: object) -> Reading:
    """Kept, with nothing refused and nothing odd."""
    return Reading(value, refused="", because="", flag="", flagged_because="")


def odd(value: object, flag: str, because: str) -> Reading:
    """Kept with a flag."""
    return Reading(value, flag=flag, flagged_because=because)


def with_time(value: date) -> Reading:
    return odd(value, "date_with_time", "A day was sent with a time; the day was kept.")


def mixed(value: bool) -> Reading:
    because = "Yes or no is written in an unusual mixture of capitals; it was understood."
    return odd(value, "unusual_spelling", because)


@pytest.mark.parametrize(("text", "said"), [
    ("2017-03-31", plain(DAY)),
    ("2017-03-31T09:00:00", with_time(DAY)),
    ("2017-03-31T09:00:00Z", with_time(DAY)),
    ("2017-03-31T09:00:00.123+01:00", with_time(DAY)),
    ("2017-03-31+01:00", with_time(DAY)),
    ("2017-03-31 09:00", NO_DATE),
    ("2017-03-32", NO_DATE),
    ("soon", NO_DATE),
    ("1900-01-01", plain(date(1900, 1, 1))),
    ("1899-12-31", odd(date(1899, 12, 31), "implausible_date", "The date lies before 1900.")),
    ("1899-12-31Z", odd(date(1899, 12, 31), "implausible_date", "The date lies before 1900.")),
])  # fmt: skip
def test_a_date(text, said):
    assert reading("date", "", text, 2024) == said


@pytest.mark.parametrize(("text", "said"), [
    ("true", plain(True)), ("0", plain(False)),
    ("True", mixed(True)), ("fALSE", mixed(False)),
    ("yes", NO_FLAG), ("2", NO_FLAG),
])  # fmt: skip
def test_a_yes_or_no(text, said):
    assert reading("flag", "", text, 2024) == said


@pytest.mark.parametrize(("text", "said"), [
    ("0", plain(0)), ("1", plain(1)), ("+7", plain(7)), ("999999999", plain(999_999_999)),
    ("-0", plain(0)), ("-1", odd(-1, "below_zero", "A count below zero cannot be right.")),
    ("1000000000", NO_NUMBER), ("1.0", NO_NUMBER), ("٣", NO_NUMBER),
])  # fmt: skip
def test_a_count(text, said):
    assert reading("count", "", text, 2024) == said


@pytest.mark.parametrize(("codes", "text", "year", "said"), [
    ("Ethnicity", "WBRI", 2024, plain("WBRI")),
    ("Ethnicity", "2", 2024, odd("2", "unknown_code",
     "The code 2 is not in the list (Ethnicity); it was kept as sent.")),
    ("AssessmentFactors", "18A", 2024, odd("18A", "code_not_of_year",
     "The code 18A is retired after the 2020 census (AssessmentFactors); it was kept as sent.")),
    ("AssessmentFactors", "18A", 2020, plain("18A")),
    ("AssessmentFactors", "18A", None, plain("18A")),
    ("GenderCurrent", "2", 2024, plain("F")),
    ("GenderCurrent", "0", 2024, plain("U")),
    ("GenderCurrent", "F", 2024, odd("F", "unknown_code",
     "The code F is not in the list (GenderCurrent); it was kept as sent.")),
    ("Sex", "F", 2025, plain("F")),
    ("Sex", "2", 2025, odd("F", "gender_code_as_sex",
     "Sex was sent as a code of the earlier GenderCurrent; it was understood as such.")),
    ("Sex", "3", 2025, odd("3", "unknown_code", "The code 3 is not in the list (Sex); it was kept as sent.")),
])  # fmt: skip
def test_a_code(codes, text, year, said):
    assert reading("code", codes, text, year) == said


def test_a_text_is_kept_as_sent():
    assert reading("text", "", "Acme 7.1", 2024) == plain("Acme 7.1")


@pytest.mark.parametrize("kind", ["text", "code", "date", "flag", "count"])
def test_whatever_its_kind_a_value_is_something_and_no_longer_than_any_true_one(kind):
    assert reading(kind, "Sex", "", 2024) == Reading(None, "empty", "The element is there but says nothing.")
    because = "The value has 1,000 characters, more than any true one."
    assert reading(kind, "Sex", "9" * 1000, 2024) == Reading(None, "too_long", because)
    assert reading(kind, "Sex", "9" * 61, 2024).refused == "too_long"
    assert reading(kind, "Sex", "9" * 60, 2024).refused != "too_long"
