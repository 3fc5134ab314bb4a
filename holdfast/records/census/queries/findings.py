"""Findings on the record, as far as the actor may see: what stands, what is new, explained or mended."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet

from holdfast.kernel.refused import NotFound
from holdfast.records.census.codes import FindingState, Severity
from holdfast.records.census.models import CensusFinding, CensusRun, Explanation
from holdfast.records.census.queries.runs import before, latest_run

_STANDS = Q(gone_at=None)
_THIS_YEAR = Q(explanation__year=F("year"))


def standing(
    year: int,
    *,
    rule: str = "",
    team: UUID | None = None,
    worker: UUID | None = None,
    child: UUID | None = None,
    severity: Severity | str = "",
    state: FindingState | str = "",
) -> QuerySet[CensusFinding]:
    """What stands on the record for the census of that year (or was mended), errors first, the longest standing first.

    Each has `is_new`: whether it was first seen after the night before. What was mended comes latest first.
    """
    asked = {"rule": rule, "team_id": team, "worker_id": worker, "child_id": child, "severity": severity}
    rows = CensusFinding.objects.filter(year=year, run=None, **{name: told for name, told in asked.items() if told})
    since = night_before(year)
    is_new = ExpressionWrapper(Q(first_seen_at__gt=since) if since else Q(gone_at=None), output_field=BooleanField())
    rows = rows.filter(_in_state(state, since)).annotate(is_new=is_new)
    rows = rows.select_related("child", "worker", "team", "explanation")
    if state == FindingState.fixed:
        return rows.order_by("-gone_at", "id")
    return rows.order_by("severity", "first_seen_at", "rule", "id")


def night_before(year: int) -> datetime | None:
    """What came after this is new since yesterday; None where the records were checked on one day only."""
    run = latest_run(year)
    return before(run) if run else None


def of_run(run: CensusRun) -> QuerySet[CensusFinding]:
    """The findings of a kept file on children of ours, in the order of its lines."""
    return CensusFinding.objects.filter(run=run).select_related("child").order_by("line", "rule", "id")


def finding_or_not_found(finding_id: UUID) -> CensusFinding:
    """The finding, for somebody who may see it; NotFound says the same where there is none."""
    found = CensusFinding.objects.select_related("child", "worker", "team", "explanation").filter(pk=finding_id).first()
    if found is None:
        raise NotFound("There is no record here that you may see.")
    return found


def explanations_of(child_id: UUID) -> QuerySet[Explanation]:
    """Every explanation ever given about the child, the latest first; withdrawn ones too."""
    return Explanation.objects.filter(child_id=child_id).order_by("-explained_at", "id")


def explain_as_before(found: Collection[CensusFinding]) -> None:
    """Give each query the explanation that stands for it, of its own census or else of the latest before."""
    children = {each.child_id for each in found if each.severity == Severity.query}
    rows = Explanation.objects.filter(child_id__in=children, withdrawn_at=None).order_by("year", "explained_at")
    standing: dict[UUID, list[Explanation]] = defaultdict(list)
    for row in rows if children else ():
        standing[row.child_id].append(row)
    for each in found:
        for row in standing.get(each.child_id, ()):
            if row.explains(each):
                each.explanation = row


def _in_state(state: FindingState | str, since: datetime | None) -> Q:
    to_do = _STANDS & Q(explanation=None)
    states = {
        "": _STANDS,
        FindingState.new: _STANDS & (Q(first_seen_at__gt=since) if since else Q()),
        FindingState.standing: to_do,
        FindingState.explained: _STANDS & _THIS_YEAR,
        FindingState.carried: _STANDS & Q(explanation__isnull=False) & ~_THIS_YEAR,
        FindingState.fixed: Q(gone_at__isnull=False),
    }
    return states[FindingState(state) if state else ""]
