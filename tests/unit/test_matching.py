"""The weights in words: what they say of nicknames, swapped days, households, twins and brothers."""

from datetime import date

import pytest

from holdfast.matching.described import Described, made_ready, of_age, of_expected, swapped
from holdfast.matching.model import Judged, trained
from holdfast.matching.nicknames import forms_of, sharing_a_form
from holdfast.matching.reasons import reasons

BORN = date(2017, 4, 3)
HOME = (("12 Marsh Lane", "ZZ4 7AB"),)
KATE = Described(names=(("Katherine", "Adebayo"),), birth_on=BORN, homes=HOME, mothers=(("Folake", "Adebayo"),))


def judged(told: Described, on_record: Described = KATE) -> Judged:
    return trained().judged(made_ready(told), made_ready(on_record))


def told(given: str = "Katherine", family: str = "Adebayo", **more) -> Described:
    return Described(names=((given, family),), **more)


@pytest.mark.parametrize(
    ("one", "other"),
    [("kate", "catherine"), ("kasia", "katherine"), ("mo", "mohammed"), ("tunde", "babatunde"), ("gosia", "malgorzata"),
     ("bill", "william"), ("seun", "oluwaseun"), ("yusuf", "joseph"), ("fadumo", "fatima"), ("liv", "olivia")],
)  # fmt: skip
def test_short_forms_of_many_cultures_are_forms_of_one_name(one, other):
    assert forms_of(one) & forms_of(other)
    assert other in sharing_a_form(one)


def test_two_other_names_are_not_forms_of_one():
    assert not forms_of("grace") & forms_of("mohammed")


@pytest.mark.parametrize(
    "described",
    [
        told("Kate", birth_on=BORN, homes=HOME),
        told("Adebayo", "Katherine", birth_on=BORN, homes=HOME),
        told(birth_on=swapped(BORN), homes=HOME),
        told("Katharine", "Adebeyo", birth_on=BORN, homes=HOME),
        told("Katherine", "", birth_on=BORN, homes=HOME, mothers=(("Folake", "Adebayo"),)),
    ],
)
def test_a_child_described_with_one_thing_wrong_is_very_likely_the_one(described):
    assert judged(described).likely == "very likely"


def test_a_name_alone_is_never_very_likely():
    assert judged(told()).likely != "very likely"


def test_another_first_name_in_one_household_speaks_against_more_than_among_strangers_agreeing_in_all_else():
    sister = told("Abena", birth_on=date(2014, 9, 9), homes=HOME, mothers=(("Folake", "Adebayo"),))
    assert judged(sister).likely == "unlikely"
    given = next(each for each in judged(sister).weighed if each.comparison == "given")
    assert given.answer == "together:other"
    assert given.bits < -3


def test_twins_agree_in_everything_but_the_first_name_and_are_told_apart():
    twin = told("Abena", birth_on=BORN, homes=HOME, mothers=(("Folake", "Adebayo"),))
    said = judged(twin)
    assert said.likely != "very likely"
    assert said.probability < judged(KATE).probability
    assert any("twins are like this" in why for why in reasons(twin, KATE, said).speaks_against)


def test_brothers_who_share_a_first_name_are_not_struck_out_by_it():
    """It is a reason shown, never a silent veto: another birthday still lets the same first name speak for."""
    brother = told("Katherine", birth_on=date(2014, 9, 9), homes=HOME)
    given = next(each for each in judged(brother).weighed if each.comparison == "given")
    assert given.bits > 0
    assert reasons(brother, KATE, judged(brother)).speaks_for


def test_one_birthday_says_less_in_one_household_than_among_strangers():
    bits = trained().bits["birth"]
    assert 0 < bits["together:same"] < bits["apart:same"]


def test_an_age_or_an_expected_day_fits_a_span_and_another_does_not():
    fits = told(born_between=of_age(9, on=date(2026, 11, 20)))
    wrong = told(born_between=of_age(3, on=date(2026, 11, 20)))
    assert judged(fits).bits > judged(told()).bits > judged(wrong).bits
    first, last = of_expected(date(2027, 2, 1))
    assert first < date(2027, 1, 20) < last


def test_a_day_with_one_figure_both_ways_has_no_other_way_round():
    assert swapped(date(2017, 4, 4)) is None
    assert swapped(date(2017, 4, 13)) is None
