"""How much stands at this moment, as far as the actor sees: the night's counts with what was done since."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from holdfast.records.census.codes import Severity
from holdfast.records.census.models import CensusFinding
from holdfast.records.census.queries.findings import night_before


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
    """The findings on the records for that census, counted; no child is read."""
    since = night_before(year)
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
    return Counts(**rows.aggregate(**{name: Count("id", filter=which) for name, which in counted.items()}))
