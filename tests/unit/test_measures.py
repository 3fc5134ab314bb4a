"""Figures from facts: what counts, what is left out, and what lies behind."""

import json
from datetime import date
from typing import Any

import pytest

from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.store import Facts
from holdfast.kernel.refused import NotFound, Refused
from holdfast.measures import MEASURES, Figure, Part, benchmarks, compute, rows_behind
from holdfast.measures._cubes import cube, written_for
from holdfast.measures._ibis import as_sql
from holdfast.measures._measure import Ask
from holdfast.measures.account import figures_as_json, part_of
from holdfast.measures.disclosure import publish
from holdfast.measures.engine import in_unit

YEAR = CollectionYear.named("2016-17")
LATER = date(2018, 1, 1)


def told(**tables: list[dict[str, Any]]) -> Facts:
    return Facts.of({name: [{"authority": "310", "child": "1"} | row for row in rows] for name, rows in tables.items()})


def referral(on: date, *, child: str = "1", **more: Any) -> dict[str, Any]:
    return {"child": child, "episode": on.isoformat(), "referred_on": on} | more


def assessment(started_on: date | None, authorised_on: date | None, *, key: str = "a") -> dict[str, Any]:
    return {"assessment": key, "episode": "2016-05-03", "started_on": started_on, "authorised_on": authorised_on}


def figures(facts: Facts, **more: Any) -> dict[str, Figure]:
    asked = {"authority": "310", "year": YEAR, "as_of": LATER, "population": 58234} | more
    return {f.code + (f"/{f.breakdown.slug}" if f.breakdown else ""): f for f in compute(facts, **asked)}


class TestWhoCounts:
    def test_a_referral_on_the_last_day_of_march_counts_and_one_on_the_first_of_april_does_not(self) -> None:
        facts = told(episode=[referral(date(2017, 3, 31)), referral(date(2017, 4, 1))])

        assert figures(facts)["REF-01N"].value == 1

    def test_another_authoritys_referral_never_counts_even_for_the_same_child_number(self) -> None:
        ours = told(episode=[referral(date(2016, 5, 3))])
        theirs = Facts.of({"episode": [{"authority": "302"} | referral(date(2016, 1, 3))]})
        both = figures(Facts.join([ours, theirs]))

        assert both["REF-01N"].value == 1
        assert both["REF-02N"].value == 0

    def test_two_referrals_on_one_day_are_no_re_referral(self) -> None:
        twice = [referral(date(2016, 5, 3)), referral(date(2016, 5, 3), episode="2016-05-03.2")]
        both = figures(told(episode=twice))

        assert both["REF-01N"].value == 2
        assert both["REF-02N"].value == 0

    def test_a_re_referral_a_year_after_a_leap_day_must_come_by_28_february(self) -> None:
        by_then = [referral(date(2016, 2, 29)), referral(date(2017, 2, 28))]
        a_day_late = [referral(date(2016, 2, 29)), referral(date(2017, 3, 1))]

        assert figures(told(episode=by_then))["REF-02N"].value == 1
        assert figures(told(episode=a_day_late))["REF-02N"].value == 0

    def test_a_referral_from_nobody_knows_whom_is_unknown_not_lost(self) -> None:
        facts = told(episode=[referral(date(2016, 5, 3)), referral(date(2016, 6, 3), referral_source="10")])

        assert figures(facts)["REF-01N/source:unknown"].value == 2

    def test_a_child_with_two_open_plans_is_one_child(self) -> None:
        plans = [
            {"protection_plan": "p1", "episode": "e", "started_on": date(2015, 1, 1), "latest_category": "NEG"},
            {"protection_plan": "p2", "episode": "e", "started_on": date(2016, 8, 1), "latest_category": "EMO"},
        ]
        both = figures(told(protection_plan=plans))

        assert both["CPP-01N"].value == 1
        assert both["CPP-01N/category:EMO"].value == 1

    def test_a_referral_closed_in_april_as_no_further_action_was_still_open_at_31_march(self) -> None:
        later = referral(date(2017, 3, 30), no_further_action=True, decided_on=date(2017, 4, 3))
        before = referral(date(2017, 3, 29), child="2", no_further_action=True, decided_on=date(2017, 3, 30))

        assert figures(told(episode=[later, before]))["CIN-01N"].value == 1

    @pytest.mark.parametrize(
        ("birth_on", "band"),
        [
            (date(2016, 4, 1), "under_1"),
            (date(2016, 3, 31), "1_to_4"),
            (date(2012, 4, 1), "1_to_4"),
            (date(2012, 3, 31), "5_to_9"),
            (date(2001, 4, 1), "10_to_15"),
            (date(2001, 3, 31), "16_and_over"),
            (date(2017, 4, 1), "unborn"),
            (None, "unknown"),
        ],
    )
    def test_age_at_31_march(self, birth_on: date | None, band: str) -> None:
        facts = told(episode=[referral(date(2017, 3, 1))], child=[{"birth_on": birth_on}])

        assert figures(facts)[f"CIN-01N/age:{band}"].value == 1


class TestTheTwoClocksOfAnAssessment:
    def test_a_late_start_is_seen_by_the_clock_of_guidance_only(self) -> None:
        facts = told(episode=[referral(date(2016, 5, 3))], assessment=[assessment(date(2016, 6, 1), date(2016, 7, 20))])

        assert figures(facts)["ASM-02"].value == 100.0
        assert figures(facts)["ASM-02G"].value == 0.0

    def test_day_45_is_in_time_and_day_46_is_late(self) -> None:
        in_time, late = (
            assessment(date(2016, 5, 10), date(2016, 7, 13)),
            assessment(date(2016, 5, 10), date(2016, 7, 14)),
        )

        assert figures(told(assessment=[in_time]))["ASM-02"].value == 100.0
        assert figures(told(assessment=[late]))["ASM-02"].value == 0.0

    def test_what_cannot_be_timed_is_left_out_and_said(self) -> None:
        facts = told(
            assessment=[
                assessment(date(2016, 5, 10), date(2016, 6, 10), key="good"),
                assessment(None, date(2016, 6, 10), key="no start"),
                assessment(date(2016, 6, 11), date(2016, 6, 10), key="backwards"),
                assessment(date(1999, 6, 11), date(2016, 6, 10), key="before every list"),
            ]
        )
        figure = figures(facts)["ASM-02"]

        assert (figure.value, figure.numerator, figure.denominator, figure.left_out) == (100.0, 1, 1, 3)
        assert figure.caution == (
            "Left out: 1 without the day of the start; 1 where the end came before the start; "
            "1 outside the days whose bank holidays are known."
        )
        assert figures(facts)["ASM-01N"].value == 4

    def test_a_figure_of_nothing_but_what_cannot_be_timed_says_why(self) -> None:
        figure = figures(told(assessment=[assessment(None, date(2016, 6, 10))]))["ASM-02"]

        assert figure.value is None
        assert figure.because == "None could be worked out: 1 without the day of the start."


class TestWhatCannotBeComputed:
    def test_no_referrals_have_no_share_of_re_referrals(self) -> None:
        assert figures(told())["REF-02"].because == "There were none to take a share of."

    def test_a_rate_without_a_population_says_so_and_keeps_its_count(self) -> None:
        figure = figures(told(episode=[referral(date(2016, 5, 3))]), population=None)["REF-01"]

        assert (figure.value, figure.numerator) == (None, 1)
        assert figure.because == "No population estimate is held for this authority and year."

    def test_31_march_cannot_be_counted_before_it_comes(self) -> None:
        figure = figures(told(), as_of=date(2017, 1, 5))["CIN-01N"]

        assert (figure.value, figure.numerator) == (None, None)
        assert figure.because == "31 March 2017 had not come on 5 January 2017, when the facts were read."

    def test_a_year_that_still_runs_is_counted_so_far_and_says_so(self) -> None:
        facts = told(episode=[referral(date(2016, 5, 3)), referral(date(2017, 2, 3))])
        figure = figures(facts, as_of=date(2017, 1, 5))["REF-01N"]

        assert (figure.value, figure.as_at) == (1, date(2017, 1, 5))
        assert figure.caution == "The year is not over: counted up to 5 January 2017."

    def test_re_referrals_need_the_year_before(self) -> None:
        facts = told(episode=[referral(date(2016, 5, 3))])

        assert figures(facts, known_from=date(2016, 4, 1))["REF-02"].value is None
        assert figures(facts, known_from=date(2015, 4, 1))["REF-02"].value == 0.0


class TestFollowingAFigureDown:
    FACTS = told(
        episode=[
            referral(date(2016, 5, 3), referral_source="6"),
            referral(date(2016, 9, 1), referral_source="2A"),
            referral(date(2016, 6, 1), child="2", referral_source="6"),
        ]
    )

    def behind(self, code: str, side: Any, part: Part | None = None) -> list[tuple[str, str]]:
        return rows_behind(code, side, self.FACTS, year=YEAR, authority="310", as_of=LATER, breakdown=part)

    def test_every_figure_has_as_many_rows_behind_it_as_it_counts(self) -> None:
        asked = compute(self.FACTS, authority="310", year=YEAR, as_of=LATER, population=58234)
        for figure in [each for each in asked if each.breakdown is None or each.breakdown.code == "police"]:
            assert len(self.behind(figure.code, "numerator", figure.breakdown)) == (figure.numerator or 0)
            if figure.unit == "percent":
                assert len(self.behind(figure.code, "denominator", figure.breakdown)) == (figure.denominator or 0)

    def test_the_rows_say_whose_they_are(self) -> None:
        police = part_of("REF-01N", "source:police")

        assert self.behind("REF-01N", "numerator", police) == [("1", "2016-05-03"), ("2", "2016-06-01")]
        assert self.behind("REF-02", "numerator") == [("1", "2016-09-01")]

    def test_what_was_left_out_can_be_found_too(self) -> None:
        facts = told(assessment=[assessment(None, date(2016, 6, 10))])

        found = rows_behind("ASM-02", "left_out", facts, year=YEAR, authority="310", as_of=LATER)

        assert found == [("1", "a")]

    def test_nobody_stands_behind_an_estimate_of_the_population(self) -> None:
        with pytest.raises(Refused, match="estimate of the population"):
            self.behind("REF-01", "denominator")


def test_a_half_is_rounded_up() -> None:
    assert in_unit("percent", 60, 341) == 17.6
    assert in_unit("percent", 1, 800) == 0.1
    assert in_unit("percent", 3, 2000) == 0.2
    assert in_unit("per_10000", 2709, 58234) == 465.2


@pytest.mark.parametrize("end_on", [date(2017, 3, 31), date(2024, 2, 29), date(2026, 11, 22)])
def test_a_cohort_written_once_asks_what_it_would_ask_if_written_for_the_year(end_on: date) -> None:
    ask = Ask(authority="O'Neil's", start_on=date(end_on.year - 1, 4, 1), end_on=end_on)
    for cohort in {id(each.cohort): each.cohort for each in MEASURES.values()}.values():
        assert cube(cohort, ask).split() == written_for(cohort, ask).split(), cohort.name


@pytest.mark.parametrize("dialect", ["duckdb", "pyspark", "postgres", "snowflake"])
def test_every_cohort_can_be_asked_of_another_engine_in_its_own_words(dialect: str) -> None:
    ask = Ask(authority="310", start_on=YEAR.start_on, end_on=YEAR.end_on)
    for cohort in {measure.cohort.name: measure.cohort for measure in MEASURES.values()}.values():
        assert "SELECT" in as_sql(cohort.rows(ask), dialect=dialect)


class TestBenchmarks:
    def test_harrows_published_figures_of_2016_17_divide_out(self) -> None:
        population = benchmarks.population("310", YEAR)
        referrals = benchmarks.series("REF-01N", "310").of(YEAR)
        rate = benchmarks.series("REF-01", "310").of(YEAR)

        assert population == 58234
        assert referrals is not None and rate is not None
        assert in_unit("per_10000", int(referrals.value), population) == rate.value == 465.2
        assert "2024 release, table C1" in rate.source.title

    def test_second_plans_in_2025_are_what_the_department_published_for_england(self) -> None:
        point = benchmarks.series("CPP-03", "england").of(CollectionYear.named("2024-25"))

        assert point is not None
        assert (point.value, point.basis) == (24.5, "published")

    def test_the_two_neighbour_models_differ_and_rank_ten_each(self) -> None:
        old, new = ([n.area.name for n in benchmarks.neighbours("310", model)] for model in ("2021", "2025"))

        assert len(old) == len(new) == 10
        assert old[0] == new[0] == "Redbridge"
        assert "Brent" in old and "Brent" not in new
        assert "Reading" in new and "Reading" not in old

    def test_an_unnamed_model_is_refused(self) -> None:
        with pytest.raises(NotFound, match="2021 and 2025"):
            benchmarks.neighbours("310", "2030")

    def test_no_series_is_an_answer_with_its_reason(self) -> None:
        answer = benchmarks.series("CPP-07", "310")

        assert list(answer) == []
        assert answer.because is not None and answer.because.startswith("No published series is held.")

    def test_a_value_we_worked_out_says_it_is_derived(self) -> None:
        point = benchmarks.series("ICPC-02", "310").of(CollectionYear.named("2012-13"))

        assert point is not None
        assert (point.value, point.basis) == (77.5, "derived")
        assert point.note is not None

    def test_the_middle_of_the_neighbours_says_how_many_published(self) -> None:
        (year,) = [
            m for m in benchmarks.middle(benchmarks.neighbour_series("REF-01", "310", "2021")) if m.year_end == 2017
        ]

        assert year.of == 10

    def test_an_area_that_is_not_in_the_list_is_refused(self) -> None:
        with pytest.raises(NotFound):
            benchmarks.series("REF-01", "999")


def test_the_account_of_a_year_is_json_that_says_what_is_withheld_and_why() -> None:
    facts = told(episode=[referral(date(2016, 5, 3)), referral(date(2016, 7, 3), child="2")])
    published = publish(compute(facts, authority="310", year=YEAR, as_of=LATER, population=58234))
    account = json.loads(json.dumps(figures_as_json(published, authority="310", year=YEAR, as_of=LATER)))
    first = next(each for each in account["figures"] if each["code"] == "REF-01N")

    assert (account["year"], account["facts_as_of"]) == ("2016-17", "2018-01-01")
    assert (first["code"], first["value"], first["unit"], first["as_at"]) == ("REF-01N", None, "count", "2017-03-31")
    assert (first["withheld"], first["why"]) == (True, "Withheld, so that no child can be picked out.")
