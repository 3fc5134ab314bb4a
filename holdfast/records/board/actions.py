"""What is done for the Board: saying whose figures they are, and releasing them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import connection

from holdfast.access import Purpose
from holdfast.facts.cohorts import CollectionYear
from holdfast.kernel.days import in_words
from holdfast.kernel.refused import Refused
from holdfast.measures.account import entry_as_json
from holdfast.measures.disclosure import Published, publish
from holdfast.measures.engine import Figure
from holdfast.records.board.models import Authority, Population, Release, ReleasedFigure
from holdfast.records.board.queries.releases import ledger_of
from holdfast.wall.acting import Actor, acting
from holdfast.wall.audit import record
from holdfast.wall.deeds import day_of


def describe_authority(
    *,
    code: str,
    name: str,
    compares_as: str,
    known_from: date | None,
    populations: Mapping[int, int],
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Authority:
    """Say what an authority is called, whose neighbours it has, from when its facts are whole, and who lives there.

    `populations` are children aged 0 to 17 by the year's end, where the ONS publishes none for it.
    """
    with acting(actor=by, purpose=purpose):
        known = {"name": name, "compares_as": compares_as, "known_from": known_from}
        authority, _ = Authority.objects.update_or_create(code=code, defaults=known)
        for year_end, children in populations.items():
            Population.objects.update_or_create(authority=authority, year_end=year_end, defaults={"children": children})
        record(what="describe_authority", children=[], at=at, reason=f"Authority {code}")
    return authority


def release_figures(
    *,
    figures: Iterable[Figure],
    authority: str,
    year: CollectionYear,
    facts_sha256: str,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Release:
    """Let a year's figures out, through disclosure control and beside all that was let out before; for good.

    Raises Refused where that year was released already and is over, or where nothing of it can be told yet.
    """
    asked = list(figures)
    with acting(actor=by, purpose=purpose):
        _one_release_at_a_time(authority)
        as_at = max(each.as_at for each in asked)
        _refuse_again(authority, year, as_at)
        published = publish(asked, ledger=ledger_of(authority))
        release = Release(
            authority=authority, year_end=year.end_on.year, as_at=as_at, facts_sha256=facts_sha256, released_at=at,
            released_by=by.id, released_by_name=by.name,
        )  # fmt: skip
        release.save(force_insert=True)
        ReleasedFigure.objects.bulk_create(_row(release, place, each) for place, each in enumerate(published))
        record(what="release_figures", children=[], at=at, reason=str(release))
    return release


def _refuse_again(authority: str, year: CollectionYear, as_at: date) -> None:
    if as_at < year.start_on:
        raise Refused(f"{year.label} has not begun.")
    earlier = Release.objects.filter(authority=authority, year_end=year.end_on.year).order_by("-as_at").first()
    if earlier and earlier.as_at >= as_at:
        raise Refused(
            f"The figures of {year.label} as at {in_words(earlier.as_at)} were released on "
            f"{in_words(day_of(earlier.released_at))}. What was released stands."
        )


def _one_release_at_a_time(authority: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"release {authority}"])


def _row(release: Release, place: int, figure: Published) -> ReleasedFigure:
    part = figure.breakdown.slug if figure.breakdown else ""
    return ReleasedFigure(
        release=release, place=place, code=figure.code, part=part, value=figure.value, withheld=figure.withheld,
        told=entry_as_json(figure),
    )  # fmt: skip
