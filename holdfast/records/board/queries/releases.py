"""What was released, as it was released."""

from uuid import UUID

from django.db.models import QuerySet

from holdfast.facts.cohorts import CollectionYear
from holdfast.measures.account import entry_from_json
from holdfast.measures.disclosure import Published
from holdfast.measures.releases import Ledger
from holdfast.records.board.models import Release, ReleasedFigure
from holdfast.wall.deeds import day_of


def releases(authority: str) -> QuerySet[Release]:
    """Everything released of an authority, the latest year first."""
    return Release.objects.filter(authority=authority).order_by("-year_end", "-as_at")


def release_of(authority: str, year: CollectionYear) -> Release | None:
    """The latest release of the year; None where there is none."""
    return releases(authority).filter(year_end=year.end_on.year).first()


def released_figures(release: Release) -> list[Published]:
    """The figures of a release in their order."""
    return [entry_from_json(each.told) for each in release.figures.order_by("place")]


def released_years(authority: str) -> dict[int, tuple[Release, tuple[Published, ...]]]:
    """The latest release of each year and its figures, by the year's end."""
    known = {each.year_end: each for each in reversed(releases(authority))}
    figures: dict[UUID, list[Published]] = {each.pk: [] for each in known.values()}
    for row in ReleasedFigure.objects.filter(release__in=figures).order_by("place"):
        figures[row.release_id].append(entry_from_json(row.told))
    return {year_end: (each, tuple(figures[each.pk])) for year_end, each in known.items()}


def ledger_of(authority: str) -> Ledger[Published]:
    """All that was ever released of an authority, for disclosure control to hold new figures against."""
    ledger: Ledger[Published] = Ledger()
    every = ReleasedFigure.objects.filter(release__authority=authority).select_related("release")
    for each in every.order_by("release__released_at", "place"):
        ledger.freeze([entry_from_json(each.told)], on=day_of(each.release.released_at))
    return ledger
