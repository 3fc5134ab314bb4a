"""How much stands at this moment, as far as the actor sees: the night's counts with what was done since."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from holdfast.records.census.codes import FindingState, Severity
from holdfast.records.census.models import CensusFinding, CensusRun
from holdfast.records.census.queries.findings import night_before
from holdfast.records.census.queries.runs import latest_run
from holdfast.records.census.queries.whole import about_the_whole


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What is to do, what was explained, and what changed since the night before."""

    errors: int
    queries: int
    explained: int
    carried: int
    new: int
    fixed: int


def counts(year: int) -> Counts:
    """The findings on the records for that census and about the whole of it, counted; no child is read."""
    whole, of_children = _of_the_whole(latest_run(year)), _of_children(year, since=night_before(year))
    return Counts(**{name: number + whole[name] for name, number in of_children.items()})


def _of_children(year: int, *, since: datetime | None) -> dict[str, int]:
    stands, explained = Q(gone_at=None), Q(explanation__isnull=False)
    of_this_year = Q(explanation__year=F("year"))
    counted = {
        "errors": stands & Q(severity=Severity.error),
        "queries": stands & ~explained & Q(severity=Severity.query),
        "explained": stands & of_this_year,
        "carried": stands & explained & ~of_this_year,
        "new": stands & (Q(first_seen_at__gt=since) if since else Q()),
        "fixed": Q(gone_at__gt=since) if since else Q(gone_at__isnull=False),
    }
    rows = CensusFinding.objects.filter(year=year, run=None)
    return rows.aggregate(**{name: Count("id", filter=which) for name, which in counted.items()})


def _of_the_whole(run: CensusRun | None) -> Counter[str]:
    stands = about_the_whole(run)
    counted = Counter(
        _NAMES.get(each.state, "errors" if each.severity == Severity.error else "queries") for each in stands
    )
    counted["new"] = sum(each.is_new for each in stands)
    counted["fixed"] = len(about_the_whole(run, state=FindingState.fixed))
    return counted


_NAMES = {FindingState.explained: "explained", FindingState.carried: "carried"}
