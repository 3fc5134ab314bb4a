"""Codes have words and years; numbers have check digits."""

import pytest

from holdfast.facts import TABLES
from holdfast.kernel import codes
from holdfast.kernel.identifiers import nhs_number_fault, upn_check_letter, upn_fault


def test_a_code_has_words():
    assert codes.words("ReferralSource", "3A", 2017) == "GP"


def test_words_say_that_a_code_is_in_no_list():
    assert codes.words("AssessmentFactors", "RB", 2024) == "RB (not in the list)"


def test_words_of_a_retired_code_say_so_in_later_years_only():
    assert codes.words("AssessmentFactors", "18A", 2020) == "Physical abuse"
    assert codes.words("AssessmentFactors", "18A", 2021) == "Physical abuse (retired after the 2020 census)"


@pytest.mark.parametrize(
    ("list_name", "code", "year", "valid"),
    [
        ("ReferralSource", "5D", 2022, False),
        ("ReferralSource", "5D", 2023, True),
        ("ReasonForClosure", "RC9", 2022, False),
        ("ReasonForClosure", "RC9", 2023, True),
        ("AssessmentFactors", "24A", 2021, False),
        ("AssessmentFactors", "24A", 2022, True),
        ("AssessmentFactors", "19A", 2020, True),
        ("AssessmentFactors", "19A", 2021, False),
        ("AssessmentFactors", "19B", 2020, False),
        ("Sex", "I", 2024, True),
        ("Sex", "I", 2025, False),
        ("PPOutcome", "A", 2026, False),
        ("PPOutcome", "A", 2027, True),
        ("Ethnicity", "WBRI", 2013, True),
        ("Ethnicity", "wbri", 2013, False),
        ("AssessmentFactors", "18A", None, True),
    ],
)
def test_a_code_is_valid_in_its_years(list_name, code, year, valid):
    assert codes.is_valid(list_name, code, year) is valid


def test_a_form_offers_only_the_codes_of_its_year():
    assert "18A" in dict(codes.choices("AssessmentFactors", 2020))
    assert "18A" not in dict(codes.choices("AssessmentFactors", 2024))


def test_every_list_that_a_fact_column_names_is_held():
    named = {column.codes for table in TABLES.values() for column in table.columns if column.codes}
    assert named <= set(codes.lists())


@pytest.mark.parametrize(
    "number", ["B801200005001", "b801200005001", f"{upn_check_letter('80120000501A')}80120000501A"]
)
def test_a_right_pupil_number_has_no_fault(number):
    assert upn_fault(number) is None


@pytest.mark.parametrize("number", ["A801200005001", "B801200005002", "B801200005010"])
def test_a_mistyped_pupil_number_does_not_fit_its_letter(number):
    assert "check letter" in (upn_fault(number) or "")


@pytest.mark.parametrize(
    "number", ["", "B80120000500", "8801200005001", "S801200005001", "B8012000050O1", "Bé1200005001"]
)
def test_what_is_no_pupil_number_at_all_is_said(number):
    assert "followed by twelve digits" in (upn_fault(number) or "")


def test_nhs_numbers_are_checked_with_or_without_blanks():
    assert nhs_number_fault("943 476 5919") is None
    assert "does not fit" in (nhs_number_fault("9434765918") or "")
    assert "ten digits" in (nhs_number_fault("943476591") or "")
