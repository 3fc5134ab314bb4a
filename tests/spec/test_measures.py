"""Every measure gives the figure of its worked examples, and its definition is whole."""

from datetime import date

import pytest

from holdfast.facts import TABLES
from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.store import Facts
from holdfast.measures import MEASURES, Example, Figure, Measure, benchmarks, compute
from holdfast.measures.manual import markdown

EXAMPLES = [
    pytest.param(measure, example, id=f"{measure.code}-{number}")
    for measure in MEASURES.values()
    for number, example in enumerate(measure.examples, 1)
]


def figure_of(measure: Measure, example: Example) -> Figure:
    told = {name: [{"authority": "310"} | row for row in rows] for name, rows in example.facts.items()}
    year = CollectionYear.named(example.year)
    figures = compute(Facts.of(told), authority="310", year=year, as_of=date(2018, 1, 1), population=example.population)
    return next(f for f in figures if f.code == measure.code and (f.breakdown and f.breakdown.slug) == example.part)


@pytest.mark.parametrize(("measure", "example"), EXAMPLES)
def test_an_example_gives_its_figure(measure: Measure, example: Example) -> None:
    figure = figure_of(measure, example)

    assert (figure.value, figure.numerator, figure.denominator) == (
        example.value,
        example.numerator,
        example.denominator,
    )


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
class TestEveryDefinition:
    def test_has_an_example(self, measure: Measure) -> None:
        assert measure.examples

    def test_counts_flags_that_its_cohort_has(self, measure: Measure) -> None:
        named = {measure.counts, measure.among, *(measure.left_out or ())} - {None}

        assert named <= set(measure.cohort.flags)
        assert set(measure.breakdowns) <= set(measure.cohort.breakdowns)

    def test_is_compared_with_a_series_that_is_held_or_says_why_not(self, measure: Measure) -> None:
        harrow = benchmarks.series(measure.code, "310")

        assert bool(harrow.points) == (harrow.because is None) == (measure.series is not None)
        assert measure.series is None or not measure.no_series

    def test_splits_into_parts_whose_series_are_held(self, measure: Measure) -> None:
        slugs = {part.slug for breakdown in measure.breakdowns for part in breakdown.parts}
        for slug in measure.part_series or {}:
            assert slug in slugs
            part = next(p for b in measure.breakdowns for p in b.parts if p.slug == slug)
            assert benchmarks.series(measure.code, "england", part=part).points

    def test_rests_on_a_table_of_facts(self, measure: Measure) -> None:
        assert measure.cohort.table in TABLES

    def test_reads_as_a_sentence_in_the_manual(self, measure: Measure) -> None:
        assert f"## {measure.code} {measure.title}\n" in markdown()
