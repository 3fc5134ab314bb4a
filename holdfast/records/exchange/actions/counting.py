"""From the records to a year's figures: exact, and so not to be shown before they are released or published."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from holdfast.access import Purpose
from holdfast.borough import COMPARES_AS, FULL_FACTS_FROM, Borough
from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.store import Facts
from holdfast.kernel.refused import Refused
from holdfast.measures import compute
from holdfast.measures.disclosure import Published, publish
from holdfast.measures.engine import Figure
from holdfast.records.board.actions import describe_authority, release_figures
from holdfast.records.board.models import Release
from holdfast.records.board.queries import (
    About,
    about,
    described_authorities,
    ledger_of,
    population_of,
    released_years,
)
from holdfast.records.board.queries.report import Account
from holdfast.records.exchange.actions.extract import open_extract, recent_extract
from holdfast.records.exchange.codes import FileState
from holdfast.records.exchange.models import CensusFile, FactExtract
from holdfast.records.people.models import Person
from holdfast.wall.acting import Actor, acting, service
from holdfast.wall.deeds import day_of

COUNTER = service("figures")
"""Counts for everybody alike: what a person is shut out of must not change a figure."""


def account_of(*, authority: str, year: CollectionYear, model: str, at: datetime, draft: bool) -> Account | None:
    """A year's figures beside those of the years around it: as released, or as a draft from the records now.

    None where they were not released and no draft is asked for. A draft has passed disclosure control too.
    """
    known = released_years(authority)
    figures = {year_end: told for year_end, (_, told) in known.items()}
    ends, before = year.end_on.year, year.previous.end_on.year
    release = None if draft or ends not in known else known[ends][0]
    if release is None and not draft:
        return None
    extract = None if release else recent_extract(by=COUNTER, at=at)
    if extract:
        figures[ends] = draft_figures(extract, authority=authority, year=year, at=at)
        if before not in figures:
            figures[before] = draft_figures(extract, authority=authority, year=year.previous, at=at)
    return Account(
        about=described(authority),
        year=year,
        figures=figures.pop(ends),
        before=figures.pop(before, ()),
        earlier=figures,
        release=release,
        facts_sha256=extract.sha256 if extract else release.facts_sha256 if release else "",
        counted_at=extract.taken_at if extract else release.released_at if release else at,
        model=model,
    )


def draft_figures(extract: FactExtract, *, authority: str, year: CollectionYear, at: datetime) -> tuple[Published, ...]:
    """A year's figures as they would be released now."""
    exact = _counted(extract, authority, year, at)
    return tuple(publish(exact, ledger=ledger_of(authority)))


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
    figures = _counted(extract, authority, year, at)
    return release_figures(
        figures=figures, authority=authority, year=year, facts_sha256=extract.sha256, by=by, purpose=purpose, at=at
    )


def tell_the_board(*, borough: Borough, at: datetime) -> int:
    """Describe a loaded borough, and release all its whole years but the last; answers how many.

    The last is left as a draft, for whoever tries the demonstration to release.
    """
    loader = service("the demonstration")
    describe_authority(
        code=borough.authority, name=borough.name, compares_as=COMPARES_AS, known_from=borough.known_from,
        populations=borough.population, by=loader, purpose=Purpose.borough_load, at=at,
    )  # fmt: skip
    first, last = CollectionYear.holding(FULL_FACTS_FROM), CollectionYear.holding(day_of(at)).previous
    years = [CollectionYear.ending(end) for end in range(first.end_on.year, last.end_on.year)]
    for year in years:
        release_year(authority=borough.authority, year=year, by=loader, purpose=Purpose.publishing, at=at)
    return len(years)


def opened(extract: FactExtract, *, at: datetime) -> Facts:
    """The facts of an extract that was taken for counting."""
    with acting(actor=COUNTER, purpose=Purpose.figures):
        return open_extract(extract=extract, at=at)


def described(authority: str) -> About:
    """The authority; where nobody described it, its facts are whole from the first year of its census files."""
    return about(authority, told_from=_first_census_day(authority))


def authorities() -> list[str]:
    """The authorities whose figures can be asked for: those described first, then by how many children they have."""
    with acting(actor=COUNTER, purpose=Purpose.figures):
        children = Person.objects.filter(is_child=True).values("authority").annotate(of=Count("pk")).order_by("-of")
        counted = [each["authority"] for each in children]
    released = Release.objects.values_list("authority", flat=True).distinct()
    return list(dict.fromkeys([*described_authorities(), *counted, *released]))


def chosen(authority: str) -> str:
    """The authority asked for, or the main one where none is; raises Refused where there are no records of it."""
    known = authorities()
    if not known or (authority and authority not in known):
        raise Refused(f"There are no records here of {f'authority {authority}' if authority else 'any authority'}.")
    return authority or known[0]


_kept: dict[tuple[UUID, str, CollectionYear, int | None], tuple[Figure, ...]] = {}
_MOST_KEPT = 50


def _counted(extract: FactExtract, authority: str, year: CollectionYear, at: datetime) -> tuple[Figure, ...]:
    """The exact figures of a year; an extract never changes, so that what was counted of it is kept a while."""
    population = population_of(authority, year)
    asked = (extract.id, authority, year, population)
    if asked not in _kept:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        facts = opened(extract, at=at)
        _kept[asked] = tuple(
            count_year(facts, authority=authority, year=year, as_of=extract.as_of, population=population)
        )
    return _kept[asked]


def _first_census_day(authority: str) -> date | None:
    whole = CensusFile.objects.filter(authority=authority, state=FileState.finished, year__isnull=False)
    years = whole.order_by("year").values_list("year", flat=True)
    return CollectionYear.ending(years[0]).start_on if years else None
