"""From the records to a year's figures: exact, and so not to be shown before they are released or published."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

from holdfast.access import Purpose
from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.store import Facts
from holdfast.measures import compute
from holdfast.measures.engine import Figure
from holdfast.records.board.actions import release_figures
from holdfast.records.board.models import Release
from holdfast.records.board.queries import About, about, described_authorities, population_of
from holdfast.records.exchange.actions.extract import open_extract, recent_extract
from holdfast.records.exchange.codes import FileState
from holdfast.records.exchange.models import CensusFile, FactExtract
from holdfast.wall.acting import Actor, acting, service

COUNTER = service("figures")
"""Counts for everybody alike: what a person is shut out of must not change a figure."""


def count_year(
    facts: Facts, *, authority: str, year: CollectionYear, as_of: date, population: int | None = None
) -> list[Figure]:
    """Every exact figure of an authority's year; `population` replaces the one that is held."""
    return compute(
        facts,
        authority=authority,
        year=year,
        as_of=as_of,
        population=population or population_of(authority, year),
        known_from=described(authority).known_from,
    )


def release_year(*, authority: str, year: CollectionYear, by: Actor, purpose: Purpose, at: datetime) -> Release:
    """Count a year from the records as they stand, and release it."""
    extract = recent_extract(by=COUNTER, at=at)
    figures = count_year(opened(extract, at=at), authority=authority, year=year, as_of=extract.as_of)
    return release_figures(
        figures=figures, authority=authority, year=year, facts_sha256=extract.sha256, by=by, purpose=purpose, at=at
    )


def opened(extract: FactExtract, *, at: datetime) -> Facts:
    """The facts of an extract that was taken for counting."""
    with acting(actor=COUNTER, purpose=Purpose.figures):
        return open_extract(extract=extract, at=at)


def described(authority: str) -> About:
    """The authority; where nobody described it, its facts are whole from the first year of its census files."""
    return about(authority, told_from=_first_census_day(authority))


def authorities(facts: Facts) -> Mapping[str, int]:
    """How many children of each authority are told of: those described first, then by number."""
    children = Counter(facts.table("child").column("authority").to_pylist())
    order = [*described_authorities(), *(code for code, _ in children.most_common())]
    return {code: children[code] for code in order if code in children}


def _first_census_day(authority: str) -> date | None:
    whole = CensusFile.objects.filter(authority=authority, state=FileState.finished, year__isnull=False)
    years = whole.order_by("year").values_list("year", flat=True)
    return CollectionYear.ending(years[0]).start_on if years else None
