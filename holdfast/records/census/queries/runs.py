"""What the nights found, as counts: they lead to no child, and whoever counts reads nothing else."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from holdfast.kernel.refused import NotFound
from holdfast.records.census.codes import RunKind
from holdfast.records.census.models import CensusRun
from holdfast.returns.cin.rules import RULES

_TOP = 10


@dataclass(frozen=True, kw_only=True)
class Night:
    """What stood after one night: to mend, to mend or explain, and what had changed since the night before."""

    on: date
    errors: int
    queries: int
    explained: int
    carried: int
    new: int
    fixed: int
    children_found: int


@dataclass(frozen=True, kw_only=True)
class RuleResult:
    """What became of one rule in one check; `waived` of the count are explained."""

    code: str
    title: str
    severity: str
    status: str
    count: int
    waived: int
    reason: str
    said: str
    """What it says of the whole file; empty where it is about children."""


@dataclass(frozen=True, kw_only=True)
class TeamCount:
    """What stands with one team; `team` is None for children whom no team has."""

    team: UUID | None
    name: str
    errors: int
    queries: int
    children: int


@dataclass(frozen=True, kw_only=True)
class Summary:
    """One page for a director: how much stands, since when, whose, and which way it goes."""

    run: CensusRun
    top: list[RuleResult]
    teams: list[TeamCount]
    nights: list[Night]


def years_checked() -> list[int]:
    """The census years of which the records were checked, the latest first."""
    return sorted(set(_nightly().values_list("year", flat=True)), reverse=True)


def latest_run(year: int) -> CensusRun | None:
    """The last check of the records for the census of that year; None where there was none yet."""
    return _nightly().filter(year=year).order_by("-started_at").first()


def kept_or_not_found(run_id: UUID) -> CensusRun:
    """The file of that key whose result somebody kept; raises NotFound."""
    found = kept_files().filter(pk=run_id).first()
    if found is None:
        raise NotFound("Nobody has kept the account of such a file here.")
    return found


def kept_files() -> QuerySet[CensusRun]:
    """The files whose result somebody kept, newest first."""
    return CensusRun.objects.filter(kind=RunKind.file).order_by("-started_at")


def results(run: CensusRun) -> list[RuleResult]:
    """What became of every rule, errors before queries, the most frequent first."""
    told = [_result(each) for each in run.results]
    return sorted(told, key=lambda each: (each.severity, each.waived - each.count, each.code))


def trend(*, year: int, days: int, as_of: date) -> list[Night]:
    """The nights of the last so many days, in order; a day checked twice counts once, as it was last."""
    runs = _nightly().filter(year=year, as_at__gt=as_of - timedelta(days=days), as_at__lte=as_of)
    nights: dict[date, Night] = {}
    for run in runs.order_by("started_at"):
        nights[run.as_at] = _night(run, earlier=nights.get(run.as_at))
    return list(nights.values())


def summary(*, year: int, as_of: date, days: int = 90) -> Summary | None:
    """The last night's account with its trend; None where the records were not checked for that census yet."""
    run = latest_run(year)
    if run is None:
        return None
    to_do = [each for each in results(run) if each.count > each.waived]
    return Summary(
        run=run,
        top=sorted(to_do, key=lambda each: each.waived - each.count)[:_TOP],
        teams=[_team(each) for each in run.teams],
        nights=trend(year=year, days=days, as_of=as_of),
    )


def before(run: CensusRun) -> datetime | None:
    """When the records were last checked on a day before this check's; None where it was the first."""
    return _days_before(run).values_list("started_at", flat=True).first()


def run_before(run: CensusRun) -> CensusRun | None:
    """The last check on a day before this one's; None where it was the first."""
    return _days_before(run).first()


def _days_before(run: CensusRun) -> QuerySet[CensusRun]:
    return _nightly().filter(year=run.year, as_at__lt=run.as_at).order_by("-started_at")


def _nightly() -> QuerySet[CensusRun]:
    return CensusRun.objects.filter(kind=RunKind.nightly)


def _night(run: CensusRun, *, earlier: Night | None) -> Night:
    return Night(
        on=run.as_at, errors=run.errors, queries=run.queries, explained=run.explained, carried=run.carried,
        new=run.new + (earlier.new if earlier else 0), fixed=run.fixed + (earlier.fixed if earlier else 0),
        children_found=run.children_found,
    )  # fmt: skip


def _result(told: dict) -> RuleResult:
    title = RULES[told["code"]].title if told["code"] in RULES else ""
    return RuleResult(title=title, **told)


def _team(told: dict) -> TeamCount:
    return TeamCount(**told | {"team": UUID(told["team"]) if told["team"] else None})
