"""The night's check of every record: once a day, by one process, all of it or none of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any
from uuid import UUID

from django.db import connection

from holdfast.access import Purpose
from holdfast.facts.cohorts import CollectionYear
from holdfast.records.census.actions.settling import Settled, settle
from holdfast.records.census.codes import RunKind, Severity
from holdfast.records.census.models import CensusFinding, CensusRun
from holdfast.records.census.queries.asking import Asked, as_told, asked_of, everybody
from holdfast.records.census.queries.local import night_of, years_worked_on
from holdfast.records.census.queries.runs import latest_run
from holdfast.records.census.queries.whole import WholeFinding, as_kept, whole_of
from holdfast.wall.acting import acting, service
from holdfast.wall.audit import record
from holdfast.wall.deeds import day_of
from holdfast.wall.waiting.beats import beat, last

CHECKER = service("census")
NIGHT_LOCK = 4_729_110_361
"""The advisory lock that one check of everybody holds, and that settling one child never waits for."""

_DONE, _TRIED = "census", "census tried"
_AGAIN_AFTER = timedelta(minutes=10)
"""How long after a check that broke off another is tried."""
_WHY = "Checked overnight"


def check_records(at: datetime) -> None:
    """Once a night, check every record for each census that is worked on; quick where that is done or too early.

    Of two processes one does it. One that breaks off leaves nothing, and is done anew some minutes later.
    """
    if not night_is_due(at=at):
        return
    beat(_TRIED, at)
    with acting(actor=CHECKER, purpose=Purpose.statutory_return, reason=_WHY):
        if _is_ours("pg_try_advisory_xact_lock") and not _was_done(at):
            _check_all(at)


def check_now(*, at: datetime) -> list[CensusRun]:
    """Check every record at this moment; answers the check of each census that is worked on."""
    with acting(actor=CHECKER, purpose=Purpose.statutory_return, reason="Checked on request"):
        _is_ours("pg_advisory_xact_lock")
        return _check_all(at)


def night_is_due(at: datetime) -> bool:
    """Whether the records are to be checked now: not yet this night, nor a moment ago."""
    if night_of(at) is None or _was_done(at):
        return False
    tried_at = last(_TRIED)
    return tried_at is None or not timedelta(0) <= at - tried_at < _AGAIN_AFTER


def _was_done(at: datetime) -> bool:
    done_at = last(_DONE)
    return done_at is not None and day_of(done_at) >= day_of(at)


def _is_ours(lock: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(%s)", [NIGHT_LOCK])
        return cursor.fetchone()[0] is not False


def _check_all(at: datetime) -> list[CensusRun]:
    began = perf_counter()
    facts, numbers = everybody()
    runs = []
    for year in years_worked_on(day_of(at)):
        asked = asked_of(facts, numbers, year=year, as_of=day_of(at))
        settled = settle(asked.found, year=year.end_on.year, at=at, rules=asked.results)
        authorities = sorted({authority for authority, _ in numbers})
        runs.append(_kept(asked, settled, authorities, at=at, seconds=perf_counter() - began))
    record(what="check_records", children=[], at=at, reason="; ".join(map(_in_words, runs)))
    beat(_DONE, at)
    return runs


def _kept(asked: Asked, settled: Settled, authorities: Iterable[str], *, at: datetime, seconds: float) -> CensusRun:
    former = latest_run(asked.year.end_on.year)
    whole = whole_of(asked, former=former, at=at)
    stands = _Standing.of(asked.year, whole)
    new = sum(each.is_new for each in whole)
    gone = len(former.whole) - (len(whole) - new) if former else 0
    run = CensusRun(
        kind=RunKind.nightly, authority=", ".join(authorities)[:100], year=asked.year.end_on.year, as_at=day_of(at),
        started_at=at, finished_at=at + timedelta(seconds=seconds), asked_by=CHECKER.id, children=asked.children,
        children_found=len(stands.children), oldest_at=stands.oldest_at, whole=as_kept(whole),
        new=settled.new + new, fixed=settled.fixed + gone,
        results=list(as_told(asked, counts=stands.by_rule, waived=stands.waived)), teams=stands.by_team(),
        **stands.totals,
    )  # fmt: skip
    run.save(force_insert=True)
    return run


def _in_words(run: CensusRun) -> str:
    return f"{run.collection}: {run.children} children, {run.errors} errors, {run.queries} queries"


@dataclass
class _Standing:
    """What stands for a census, counted."""

    totals: Counter[str] = field(default_factory=lambda: Counter(errors=0, queries=0, explained=0, carried=0))
    by_rule: Counter[str] = field(default_factory=Counter)
    waived: Counter[str] = field(default_factory=Counter)
    children: set[UUID] = field(default_factory=set)
    teams: dict[UUID | None, dict[str, Any]] = field(default_factory=dict)
    oldest_at: datetime | None = None

    @classmethod
    def of(cls, year: CollectionYear, whole: Iterable[WholeFinding]) -> "_Standing":
        counted = cls()
        for each in whole:
            said_for = each.explanation.year if each.explanation else None
            counted.tally(each.rule, each.severity, each.first_seen_at, explained=said_for, year=each.year)
        rows = CensusFinding.objects.filter(run=None, year=year.end_on.year, gone_at=None)
        fields = ("rule", "severity", "child_id", "team_id", "team__name", "explanation__year", "first_seen_at")
        for row in rows.values(*fields).iterator():
            counted.add(row, year.end_on.year)
        return counted

    def tally(self, rule: str, severity: str, since: datetime, *, explained: int | None, year: int) -> bool:
        """Count one finding, explained for a census or not; answers whether it is still to mend or explain."""
        self.by_rule[rule] += 1
        if explained:
            self.waived[rule] += 1
            self.totals["explained" if explained == year else "carried"] += 1
            return False
        self.totals["errors" if severity == Severity.error else "queries"] += 1
        self.oldest_at = min(filter(None, (self.oldest_at, since)))
        return True

    def add(self, row: Mapping[str, Any], year: int) -> None:
        """Count one finding on a child."""
        about = row["rule"], row["severity"], row["first_seen_at"]
        if not self.tally(*about, explained=row["explanation__year"], year=year):
            return
        name = "errors" if row["severity"] == Severity.error else "queries"
        self.children.add(row["child_id"])
        empty = {"name": row["team__name"] or "", "errors": 0, "queries": 0, "children": set()}
        team = self.teams.setdefault(row["team_id"], empty)
        team[name] += 1
        team["children"].add(row["child_id"])

    def by_team(self) -> list[dict[str, Any]]:
        """Each team with what stands with it, the most first."""
        told = [
            team | {"team": str(key) if key else "", "children": len(team["children"])}
            for key, team in self.teams.items()
        ]
        return sorted(told, key=lambda team: (-team["errors"] - team["queries"], team["name"]))
