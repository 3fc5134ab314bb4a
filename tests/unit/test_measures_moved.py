"""A census beside last year's, beside what was published of the authority, and beside its neighbours."""

from datetime import date, timedelta

import pytest

from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.store import Facts
from holdfast.measures import benchmarks
from holdfast.measures.chance import MORE, WITHIN, chance_from
from holdfast.measures.mixes import MIXES, Told
from holdfast.measures.moved import Amount, Census, Line, held_against
from holdfast.measures.moved_words import SHEET, as_sheet, in_words, line_as_data

HARROW = "310"
THIS, LAST = CollectionYear.ending(2026), CollectionYear.ending(2025)


def referrals(number: int, year: CollectionYear, *, first: int = 0, **columns) -> list[dict]:
    """So many referrals in the first days of the year, each of another child."""
    told = {"authority": HARROW, "no_further_action": False, "referral_source": "6", "primary_need": "N1"} | columns
    days = [year.start_on + timedelta(days=place % 300) for place in range(number)]
    return [
        told | {"child": f"{first + place:05}", "episode": str(day), "referred_on": day}
        for place, day in enumerate(days)
    ]


def census(year: CollectionYear, *episodes: dict, population: int | None = None, **tables) -> Census:
    facts = Facts.of({"episode": episodes, **tables})
    return Census(facts=facts, authority=HARROW, year=year, population=population)


def line(code: str, now: Census, before: Census | None = None, **more) -> Line:
    return next(each for each in held_against(now, before, **more) if each.code == code)


@pytest.mark.parametrize(("number", "said"), [(200, MORE), (190, WITHIN), (9, "")])
def test_a_number_is_held_against_last_years_file(number, said):
    found = line("REF-01N", census(THIS, *referrals(number, THIS)), census(LAST, *referrals(140, LAST)))
    assert (found.now.value, found.before.value, found.since_before) == (number, 140, said)
    assert found.is_worth_a_look is (said == MORE)


def test_who_came_back_is_told_where_last_years_file_is_there_to_look_into():
    now = census(THIS, *referrals(40, THIS))
    alone = line("REF-02", now)
    assert alone.now.value is None and "needs them from" in alone.now.because
    again = line("REF-02", now, census(LAST, *referrals(10, LAST, closed_on=date(2025, 3, 31))))
    assert (again.now.numerator, again.now.denominator, again.now.value) == (10, 40, 25.0)
    assert again.before.value is None and in_words(again).endswith("25.0% (10 of 40); last year not told.")


def test_a_referral_that_both_files_tell_came_once():
    now, before = referrals(40, THIS), referrals(10, LAST, closed_on=date(2025, 9, 1))
    found = line("REF-02", census(THIS, *now, *before), census(LAST, *before))
    assert (found.now.numerator, found.now.denominator) == (10, 40)
    twice = line("REF-02", census(THIS, *now), census(LAST, *now))
    assert (twice.now.numerator, twice.now.denominator) == (0, 40)


def test_a_case_that_only_last_years_file_tells_is_not_in_need_this_year():
    now, before = census(THIS, *referrals(3, THIS, first=50)), census(LAST, *referrals(8, LAST))
    assert line("CIN-01N", now, before).now.value == 3
    assert line("REF-01N", now, before).now.value == 3


def test_what_was_published_stands_beside_it_with_its_year_and_source():
    found = line("REF-02", census(THIS, *referrals(40, THIS)), census(LAST, *referrals(10, LAST)), like=HARROW)
    published = benchmarks.series("REF-02", HARROW).points[-1]
    assert found.published.year == CollectionYear.ending(published.year_end).label
    assert (found.published.amount.value, found.published.source) == (published.value, published.source.title)
    referred = benchmarks.named("referrals", HARROW, CollectionYear.ending(published.year_end))
    assert found.published.amount.denominator == referred.value
    assert found.published.amount.numerator == round(published.value * referred.value / 100)


def test_a_value_published_later_than_the_census_is_not_held_against_it():
    year = CollectionYear.ending(2016)
    found = line("REF-01N", census(year, *referrals(30, year)), like=HARROW)
    assert found.published.year == "2015-16"


def test_a_number_is_not_held_against_that_of_an_authority_of_another_size():
    told = {"like": "202", "now": census(THIS, *referrals(40, THIS), population=50_000)}
    assert line("REF-01N", **told).published is None
    assert line("REF-01", **told).published.amount.denominator == benchmarks.population("202", LAST)


@pytest.mark.parametrize(("times", "said", "beyond"), [(1.0, WITHIN, False), (0.8, MORE, False), (3.0, MORE, True)])
def test_it_stands_apart_where_it_is_beyond_every_neighbour_and_further_than_chance(times, said, beyond):
    middle = line("REF-01", census(THIS, *referrals(1, THIS), population=1000), like=HARROW).others.middle
    every = referrals(round(times * middle), THIS)
    found = line("REF-01", census(THIS, *every, population=10_000), like=HARROW)
    assert (found.from_neighbours, found.is_beyond_all) == (said, beyond)


def test_parts_are_held_against_each_other_as_shares_of_their_whole():
    mixed = [*referrals(60, THIS), *referrals(40, THIS, first=60, referral_source="2A")]
    before = [*referrals(90, LAST), *referrals(10, LAST, first=90, referral_source="2A")]
    found = line("REF-01N/source:schools", census(THIS, *mixed), census(LAST, *before), like=HARROW)
    assert (found.now.value, found.before.value, found.since_before) == (40.0, 10.0, MORE)
    schools = benchmarks.named("referrals_source_schools", HARROW, CollectionYear.named(found.published.year))
    every = benchmarks.named("referrals", HARROW, CollectionYear.named(found.published.year))
    assert found.published.basis == "derived"
    assert found.published.amount.value == pytest.approx(100 * schools.value / every.value, abs=0.05)


def kinds(code: str, *episodes: dict, **tables) -> tuple[dict[str, int], int]:
    """How many are of each kind, and how many there are."""
    mix = next(each for each in MIXES if each.code == code)
    counted, among = mix.of(Told(Facts.of({"episode": episodes, **tables}), HARROW, THIS))
    assert set(counted) <= mix.kinds.keys()
    return dict(counted), among


def case(child: str = "1", referred: date = date(2025, 6, 2), **columns) -> dict:
    told = {"authority": HARROW, "child": child, "episode": str(referred), "referred_on": referred}
    return told | {"no_further_action": False} | columns


def test_referrals_that_ended_at_once_are_a_share_of_the_years():
    early, elsewhere = case("3", date(2025, 3, 31), no_further_action=True), case("4", authority="311")
    assert kinds("ended", case("1"), case("2", no_further_action=True), early, elsewhere) == ({"ended": 1}, 2)


def test_the_main_need_is_that_of_the_children_in_need_on_the_day():
    cases = [
        case("1", primary_need="N2", closed_on=date(2025, 9, 1)), case("1", date(2025, 10, 1), primary_need="N1"),
        case("2", primary_need="N4", closed_on=date(2026, 3, 31)), case("3", date(2026, 4, 1), primary_need="N5"),
        case("4", primary_need=None), case("5", no_further_action=True),
    ]  # fmt: skip
    assert kinds("need", *cases) == ({"N1": 1, "not_told": 1}, 2)


def test_of_two_open_cases_of_a_child_the_later_says_the_need():
    cases = [case("1", date(2025, 10, 1), primary_need="N1"), case("1", date(2025, 6, 2), primary_need="N2")]
    assert kinds("need", *cases) == kinds("need", *cases[::-1]) == ({"N1": 1}, 1)


def test_ethnicity_and_disability_are_those_of_the_children_in_need():
    children = [{"authority": HARROW, "child": str(n), "ethnicity": code} for n, code in
                enumerate(("WBRI", "BAFR", "NOBT", "MWBA"), start=1)]  # fmt: skip
    disabilities = [{"authority": HARROW, "child": child, "code": code} for child, code in
                    (("1", "LD"), ("1", "AUT"), ("2", "NONE"), ("4", "LD"))]  # fmt: skip
    cases = [case("1"), case("2"), case("3"), case("4", closed_on=date(2025, 9, 1))]
    assert kinds("ethnicity", *cases, child=children) == ({"White": 1, "Black": 1, "not_told": 1}, 3)
    assert kinds("disability", *cases, disability=disabilities) == ({"disabled": 1, "none": 1, "not_told": 1}, 3)


def test_an_assessment_counts_under_each_factor_that_it_found():
    told = {"authority": HARROW, "child": "1", "episode": "2025-06-02", "started_on": date(2025, 6, 3)}
    assessments = [
        told | {"assessment": "a", "authorised_on": date(2025, 7, 1)},
        told | {"assessment": "b", "authorised_on": date(2026, 4, 1)},
        told | {"assessment": "c", "authorised_on": date(2026, 3, 31)},
    ]
    factors = [{"authority": HARROW, "child": "1", "assessment": each, "code": code} for each, code in
               (("a", "3B"), ("a", "4B"), ("b", "3B"), ("c", "3B"))]  # fmt: skip
    assert kinds("factor", case(), assessment=assessments, assessment_factor=factors) == ({"3B": 2, "4B": 1}, 2)


@pytest.mark.parametrize(("closed", "band"), [
    (date(2025, 9, 1), "Under 3 months"), (date(2025, 9, 2), "3 to 6 months"), (date(2025, 12, 2), "6 to 12 months"),
])  # fmt: skip
def test_how_long_a_case_was_open_is_counted_in_whole_months(closed, band):
    ended = case(closed_on=closed, closure_reason="RC7")
    assert kinds("open_for", ended) == ({band: 1}, 1)
    nothing_opened = case("3", no_further_action=True, closed_on=date(2025, 6, 2), closure_reason="RC8")
    assert kinds("closure", ended, case("2"), nothing_opened) == ({"RC7": 1}, 1)


def test_how_long_a_plan_lasted_is_counted_where_it_ended_in_the_year():
    plan = {"authority": HARROW, "child": "1", "episode": "e", "started_on": date(2024, 1, 2)}
    plans = [plan | {"protection_plan": "p", "ended_on": date(2026, 1, 2)}, plan | {"protection_plan": "q"}]
    assert kinds("on_plan_for", protection_plan=plans) == ({"2 years or longer": 1}, 1)


@pytest.mark.parametrize(("number", "among", "middle", "said"), [
    (40, 100, 25.0, MORE), (37, 100, 25.0, WITHIN), (9, 20, 25.0, ""),
])  # fmt: skip
def test_a_share_is_held_against_a_value_taken_as_sure(number, among, middle, said):
    """Of a hundred with a quarter expected, a standard error is 4.33 in a hundred."""
    told = Amount(unit="percent", value=1.0, numerator=number, denominator=among)
    assert chance_from(told, middle) == said


@pytest.mark.parametrize(("number", "said"), [(131, MORE), (130, WITHIN), (69, MORE), (70, WITHIN)])
def test_a_rate_is_held_against_a_value_taken_as_sure(number, said):
    """A hundred expected of 10,000: a standard error is ten."""
    told = Amount(unit="per_10000", value=1.0, numerator=number, denominator=10_000)
    assert chance_from(told, 100.0) == said


def test_every_line_is_told_to_a_spreadsheet_and_to_a_program():
    lines = held_against(census(THIS, *referrals(30, THIS)), census(LAST, *referrals(12, LAST)), like=HARROW)
    heading, *rows = as_sheet(lines)
    assert heading == SHEET and all(len(row) == len(SHEET) for row in rows)
    told = line_as_data(next(each for each in lines if each.code == "REF-01N"))
    assert (told["now"], told["last_year"], told["since_last_year"], told["published_source"][:8]) == (
        30, 12, WITHIN, "Children",
    )  # fmt: skip
    assert len({each.code for each in lines}) == len(lines)
