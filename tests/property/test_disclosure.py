"""Numbers leave only withheld where small, and nobody can do the sums that give them back."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.store import Facts
from holdfast.measures import Figure, Part, compute
from holdfast.measures import disclosure as gate
from holdfast.measures._suppression import Sum, Table, withheld
from holdfast.measures.account import entry_as_json, entry_from_json
from holdfast.measures.disclosure import Published, Rules, publish
from holdfast.measures.engine import Cell, in_unit
from holdfast.measures.releases import Ledger
from tests.examples import many
from tests.property.disclosure_attacker import Attacker, name_of
from tests.property.test_engines import stories

POPULATION = 58234


def figure(code: str, number: int, **more: Any) -> Figure:
    asked: dict[str, Any] = {
        "code": code,
        "title": code,
        "unit": "count",
        "authority": "310",
        "start_on": date(2016, 4, 1),
        "as_at": date(2017, 3, 31),
        "numerator": number,
        "cell": Cell(cohort="referrals"),
    } | more
    unit, among = asked["unit"], asked.get("denominator")
    if unit == "count" or among:
        asked["value"] = in_unit(unit, number, among)
    else:
        asked["because"] = "There were none to take a share of."
    return Figure(**asked)


def row(*, by: str = "source", flags: frozenset[str] = frozenset(), **parts: int) -> list[Figure]:
    """A whole and its parts."""
    cell = Cell(cohort="referrals", flags=flags)
    whole = figure("N", sum(parts.values()), cell=cell)
    slices = [Part(by=by, code=code, words=code) for code in parts]
    return [whole] + [
        figure("N", parts[part.code], breakdown=part, cell=replace(cell, part=part.slug)) for part in slices
    ]


def share(number: int, of: int, *, flag: str = "in_time") -> Figure:
    cells = {"cell": Cell(cohort="referrals", flags=frozenset({flag})), "out_of": Cell(cohort="referrals")}
    return figure("P", number, unit="percent", denominator=of, **cells)


def shown(published: list[Published]) -> list[float | None]:
    return [each.value for each in published]


class TestTheRule:
    def test_row_with_one_small_cell_hides_a_second(self) -> None:
        assert shown(publish(row(police=40, schools=3, housing=12))) == [55, 40, None, None]

    def test_total_revealed_by_percent(self) -> None:
        """Three of four hundred are late: a percent, or the numerator beside the denominator, would say so."""
        in_time, everyone = share(397, 400), figure("N", 400)
        number = figure("M", 397, cell=in_time.cell)
        published = publish([everyone, number, in_time])

        assert shown(published) == [400, None, None]
        assert published[2].numerator is None

    def test_two_months_differing_by_1(self) -> None:
        to_march = figure("N", 100)
        ledger: Ledger[Published] = Ledger()
        ledger.freeze(publish([to_march], ledger=ledger), on=date(2017, 5, 2))
        to_april = figure("N", 101, start_on=date(2016, 5, 1), as_at=date(2017, 4, 30))

        (published,) = publish([to_april], ledger=ledger)

        assert (published.value, published.numerator, published.withheld) == (None, None, True)
        assert published.why == "Withheld: it overlaps 1 April 2016 to 31 March 2017, released on 2 May 2017."

    def test_parent_minus_children(self) -> None:
        """A whole printed beside all its parts but one is as good as that one."""
        published = publish(row(police=40, schools=20, health=4))

        assert published[0].value == 64
        assert shown(published).count(None) == 2

    def test_zero_cell_beside_suppressed_total(self) -> None:
        published = publish([figure("N", 3), share(0, 3)])

        assert [each.numerator for each in published] == [None, 0]
        assert (published[1].value, published[1].denominator) == (None, None)

    @pytest.mark.parametrize(("number", "value"), [(0, 0), (1, None), (5, None), (6, 6)])
    def test_one_to_five_are_withheld_and_zero_and_six_are_shown(self, number: int, value: int | None) -> None:
        assert shown(publish([figure("N", number)])) == [value]

    def test_the_threshold_is_a_setting(self) -> None:
        assert shown(publish([figure("N", 8)], rules=Rules(threshold=10))) == [None]
        with pytest.raises(ValueError, match="threshold of 2"):
            Rules(threshold=2)

    def test_a_rate_goes_with_its_count(self) -> None:
        rate = figure("R", 4, unit="per_10000", denominator=POPULATION)
        (published,) = publish([rate])

        assert (published.value, published.numerator, published.denominator) == (None, None, POPULATION)

    def test_nothing_tells_a_small_number_from_the_one_that_covers_it(self) -> None:
        small, cover = publish(row(police=40, schools=3, housing=12))[2:]

        assert replace(small, breakdown=None, cell=cover.cell) == replace(cover, breakdown=None)

    def test_three_numbers_that_could_only_be_fives_hide_their_sum(self) -> None:
        assert shown(publish(row(police=5, schools=5, housing=5))) == [None] * 4

    def test_all_less_those_left_out_is_not_a_way_round(self) -> None:
        """Ten assessments, seven that could not be timed: the three that were are hidden, and so are the ten."""
        timed = Cell(cohort="referrals", flags=frozenset({"timed"}))
        late = Cell(cohort="referrals", flags=frozenset({"timed", "in_time"}))
        everyone = {"left_out": 7, "whole": Cell(cohort="referrals"), "caution": "Left out: 7 without a start."}
        judged = figure("P", 2, unit="percent", denominator=3, cell=late, out_of=timed, **everyone)

        assert shown(publish([figure("N", 10), judged])) == [None, None]

    def test_a_boroughs_numbers_are_exact_and_a_regions_rounded_to_ten(self) -> None:
        assert shown(publish([figure("N", 2709)])) == [2709]
        assert shown(publish([figure("N", 2705)], rules=Rules(area="region"))) == [2710]
        assert shown(publish([share(600, 1203)], rules=Rules(area="england"))) == [49.9]

    def test_what_cannot_be_computed_is_not_called_withheld(self) -> None:
        (published,) = publish([share(0, 0)])

        assert (published.withheld, published.because) == (False, "There were none to take a share of.")


class TestReleases:
    def freeze(self, *figures: Figure) -> Ledger[Published]:
        ledger: Ledger[Published] = Ledger()
        ledger.freeze(publish(figures), on=date(2017, 5, 2))
        return ledger

    def test_the_same_code_and_period_never_changes(self) -> None:
        ledger = self.freeze(figure("N", 100))

        assert shown(publish([figure("N", 103)], ledger=ledger)) == [100]

    def test_nothing_is_added_to_what_was_released(self) -> None:
        ledger = self.freeze(figure("N", 100))
        (added,) = publish([share(97, 100)], ledger=ledger)

        assert (added.value, added.withheld) == (None, True)

    def test_a_year_so_far_and_then_the_year_may_both_be_shown(self) -> None:
        ledger = self.freeze(figure("N", 60, as_at=date(2016, 9, 30)))

        assert shown(publish([figure("N", 100)], ledger=ledger)) == [100]

    def test_unless_the_rest_of_the_year_is_a_small_number(self) -> None:
        ledger = self.freeze(figure("N", 97, as_at=date(2016, 9, 30)))

        assert shown(publish([figure("N", 100)], ledger=ledger)) == [None]

    def test_the_year_after_does_not_overlap(self) -> None:
        ledger = self.freeze(figure("N", 100))
        after = figure("N", 101, start_on=date(2017, 4, 1), as_at=date(2018, 3, 31))

        assert shown(publish([after], ledger=ledger)) == [101]

    def test_a_rate_cannot_slip_past_under_another_code(self) -> None:
        ledger = self.freeze(figure("N", 100))
        rolling = figure(
            "R", 101, unit="per_10000", denominator=POPULATION, start_on=date(2016, 5, 1), as_at=date(2017, 4, 30)
        )

        assert shown(publish([rolling], ledger=ledger)) == [None]

    def test_an_entry_comes_back_from_json_as_it_went(self) -> None:
        for published in publish([*row(police=40, schools=3), share(30, 43)]):
            assert entry_from_json(entry_as_json(published)) == published


SOURCES, AGES = ("police", "schools", "housing", "other"), ("young", "old", "unknown")


@st.composite
def accounts(draw: st.DrawFn) -> list[Figure]:
    """All that is told of some children: numbers two ways, shares, a rate, and how many were in time."""
    kind = st.tuples(st.sampled_from(SOURCES), st.sampled_from(AGES), st.booleans())
    crowd = [
        each for each, times in draw(st.lists(st.tuples(kind, st.integers(1, 8)), max_size=9)) for _ in range(times)
    ]
    by_source = {name: sum(each[0] == name for each in crowd) for name in SOURCES}
    by_age = {name: sum(each[1] == name for each in crowd) for name in AGES}
    in_time = sum(each[2] for each in crowd)
    shares = [
        figure(
            "S",
            one.numerator or 0,
            unit="percent",
            denominator=len(crowd),
            breakdown=one.breakdown,
            cell=one.cell,
            out_of=Cell(cohort="referrals"),
        )
        for one in row(**by_source)[1:]
    ]
    rate = figure("R", len(crowd), unit="per_10000", denominator=POPULATION)
    times = share(in_time, len(crowd))
    return [
        *row(**by_source),
        *row(by="age", **by_age)[1:],
        *shares,
        rate,
        times,
        figure("T", in_time, cell=times.cell),
    ]


def secrets(figures: list[Figure]) -> Iterator[tuple[str, int]]:
    """Every small number that the figures are made of, and the number of those who are not counted."""
    for each in figures:
        told = replace(publish([each])[0])
        if 0 < (each.numerator or 0) < 6:
            yield name_of(told, "cell"), each.numerator or 0
        if each.out_of is not None and each.because is None:
            if 0 < (each.denominator or 0) < 6:
                yield name_of(told, "out_of"), each.denominator or 0
            if 0 < (each.denominator or 0) - (each.numerator or 0) < 6:
                yield f"not {name_of(told, 'cell')}", (each.denominator or 0) - (each.numerator or 0)


@settings(max_examples=many(150), deadline=None)
@given(accounts())
def test_no_reader_can_pin_down_a_small_number(figures: list[Figure]) -> None:
    attacker = Attacker(publish(figures))

    for name, number in secrets(figures):
        assert len(attacker.possible(name)) >= 2, f"{name} can only be {number}"


@pytest.mark.parametrize(("seed", "children"), [(1, 8), (2, 25), (3, 60), (4, 150), (5, 400), (6, 1000)])
def test_nor_in_the_whole_account_of_a_year(seed: int, children: int) -> None:
    year = CollectionYear.named("2016-17")
    figures = compute(
        Facts.of(stories(seed, children)), authority="310", year=year, as_of=date(2018, 1, 1), population=POPULATION
    )
    attacker = Attacker(publish(figures))

    for name, number in secrets(figures):
        assert len(attacker.possible(name)) >= 2, f"{name} can only be {number}"


@settings(max_examples=many(60), deadline=None)
@given(accounts())
def test_whatever_is_shown_is_true(figures: list[Figure]) -> None:
    for exact, published in zip(figures, publish(figures), strict=True):
        assert published.value in (None, exact.value)
        assert published.numerator in (None, exact.numerator)
        assert published.numerator is None or published.numerator not in range(1, 6)


def test_the_attacker_is_no_fool(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hiding small numbers alone, as a first idea of disclosure control would, is broken at once."""
    monkeypatch.setattr(gate, "withheld", lambda table, *, threshold, also: table.small(threshold))
    figures = row(police=40, schools=3, housing=12)
    attacker = Attacker(publish(figures))

    assert [attacker.possible(name) for name, _ in secrets(figures)] == [[3]]


def test_not_even_one_who_knows_how_we_choose_and_tries_every_table() -> None:
    """For every row of three parts: among all rows that would print alike, no small number is always the same."""
    alike: dict[tuple[int | None, ...], list[tuple[int, ...]]] = defaultdict(list)
    for parts in product(range(14), repeat=3):
        values = dict(zip("abc", parts, strict=True)) | {"whole": sum(parts)}
        hidden = withheld(Table(values=values, sums=(Sum("whole", ("a", "b", "c")),)), threshold=6)
        alike[tuple(None if name in hidden else number for name, number in values.items())].append(
            tuple(values.values())
        )
    for printed, tables in alike.items():
        if max(max(table[:3]) for table in tables) == 13:
            continue  # tables beyond the edge of the search would print the same
        for place in (place for place, number in enumerate(printed) if number is None):
            numbers = {table[place] for table in tables}
            assert len(numbers) > 1 or min(numbers) >= 6, (printed, tables)
