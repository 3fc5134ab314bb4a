"""Alderbrook: a borough that never was, of Harrow's shape, made anew from a seed.

    borough = build(seed=1, as_of=date(2026, 11, 22))

- `borough.facts`: everything that happened from 1 April 2013 to `as_of`, after a lead-in year, as `facts.Facts`;
- `borough.people`, `.involvements`, `.agencies`, `.teams`, `.workers`: who, where, with whom, who works with them;
- `borough.texts[table, child, key]`: the words of the last year, by field of the record that holds them. For
  `episode` they are those of the referral (`decision`, `reasons`) and of the closure (`closing_words`);
- `borough.seals`, `.exclusions`: records closed to all, or to somebody;
- `borough.planted`: exactly which spans of which clocks are late or overdue; everything else is in time;
- `borough.population[year_end]`: the children of the borough, for rates; `borough.stories`: the hand-written families.

The same seed, day and size give the same borough. `size` is about how many children it has come to know; a borough
of Harrow's size has known `harrow_size(as_of)`. Amounts follow what the DfE published for Harrow (`published.py`),
so Harrow (`COMPARES_AS`) and its neighbours are what its figures stand beside. Everybody in it is invented.
"""

from datetime import date

from holdfast.borough import published
from holdfast.borough.allocation import allocate, exclusions_of, seals_of
from holdfast.borough.asking import hub_of
from holdfast.borough.imagining import imagine, told
from holdfast.borough.lateness import Planted
from holdfast.borough.ledger import AUTHORITY
from holdfast.borough.model import (
    Absence,
    Address,
    Agency,
    Borough,
    Exclusion,
    Involvement,
    Name,
    Person,
    Relationship,
    Seal,
    Team,
    Worker,
)
from holdfast.borough.people import people_of
from holdfast.borough.skeleton import Family
from holdfast.borough.staff import staff_for
from holdfast.facts.schema import Row
from holdfast.facts.store import Facts
from holdfast.kernel.days import in_words
from holdfast.kernel.refused import Refused
from holdfast.kernel.working_days import england_and_wales

NAME = "Alderbrook"
COMPARES_AS = "310"
"""The authority whose published figures it is made to resemble: Harrow."""

FULL_FACTS_FROM = date(2013, 4, 1)
EARLIEST = date(2014, 1, 1)
DEMO_SIZE = 2_000
SMALLEST = 20


def build(*, seed: int, as_of: date, size: int = DEMO_SIZE) -> Borough:
    """The borough as it stands on the day, with about that many children known to it.

    Raises Refused for an `as_of` before `EARLIEST` or beyond the days whose bank holidays are known, and for a size
    too small to tell of anybody.
    """
    if as_of < EARLIEST or size < SMALLEST:
        raise Refused(f"A borough is built for a day from {in_words(EARLIEST)} and for at least {SMALLEST} children.")
    calendar = england_and_wales()
    scale = size / harrow_size(as_of)
    families = imagine(seed=seed, as_of=as_of, scale=scale, calendar=calendar).families
    ledger, texts = told(families, seed=seed, as_of=as_of, calendar=calendar)
    facts = Facts.of(ledger.rows)
    staff = staff_for(_open_children(ledger.rows["episode"]), seed=seed)
    return Borough(
        name=NAME,
        authority=AUTHORITY,
        seed=seed,
        as_of=as_of,
        known_from=published.FIRST_DAY,
        facts=facts,
        planted=frozenset(ledger.planted),
        people=tuple(person for family in families for person in people_of(family, as_of=as_of, seed=seed)),
        agencies=staff.agencies,
        teams=staff.teams,
        workers=staff.workers,
        involvements=tuple(allocate(families, staff, as_of=as_of, seed=seed)),
        texts=texts,
        seals=tuple(seals_of(families)),
        exclusions=tuple(exclusions_of(families)),
        stories=_stories(families),
        hub=hub_of(ledger, families, seed=seed),
        population={year: published.population(year, scale=scale) for year in range(2013, as_of.year + 2)},
    )


def harrow_size(as_of: date) -> int:
    """About how many children a borough of Harrow's size would have come to know by then."""
    return published.full_size(as_of)


def _open_children(episodes: list[Row]) -> int:
    return sum(row["closed_on"] is None and not row["no_further_action"] for row in episodes)


def _stories(families: list[Family]) -> dict[str, tuple[str, ...]]:
    return {family.hero: tuple(child.local_id for child in family.children) for family in families if family.hero}


__all__ = [
    "AUTHORITY",
    "COMPARES_AS",
    "DEMO_SIZE",
    "EARLIEST",
    "FULL_FACTS_FROM",
    "NAME",
    "SMALLEST",
    "Absence",
    "Address",
    "Agency",
    "Borough",
    "Exclusion",
    "Involvement",
    "Name",
    "Person",
    "Planted",
    "Relationship",
    "Seal",
    "Team",
    "Worker",
    "build",
    "harrow_size",
]
