"""What is not known: who was never asked, who has not answered, and how long nobody has seen the child."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from holdfast.access import Purpose
from holdfast.desk.chronology import Line
from holdfast.records.agencies.codes import AgencyKind
from holdfast.records.agencies.models import Agency
from holdfast.records.mash.codes import KIND_OF, Source
from holdfast.records.mash.models import Request
from holdfast.records.mash.queries.standing import Check, checks
from holdfast.wall.acting import current
from holdfast.web import words

_OUGHT_TO_KNOW = (AgencyKind.school, AgencyKind.gp_practice, AgencyKind.health, AgencyKind.police)
"""Agencies of which one of each kind usually knows something of any child."""


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Something that is not known, and how grave that is; `ring` is who to ring about it."""

    said: str
    tag: str = ""
    meaning: str = ""
    ring: str = ""


def last_seen(lines: Iterable[Line], *, as_of: date) -> Line | None:
    """The last time that anybody's eyes were on the child."""
    seen = [line for line in lines if line.saw and line.on and line.on <= as_of]
    return max(seen, key=lambda line: line.on or date.min, default=None)


def gaps(records: Collection[UUID], lines: list[Line], *, at: datetime, as_of: date) -> list[Gap]:
    """Every gap, the silent agencies first. A partner is not told what others were asked, so it is told none."""
    if current().purpose == Purpose.partner_work:
        return []
    asked = checks(
        Request.objects.filter(child_id__in=records).select_related("agency").order_by("due_at", "key"), at=at
    )
    return [*map(_silent, _open(asked)), *_never_heard(asked, lines), *_nobody_saw(lines, as_of=as_of)]


def _open(asked: Iterable[Check]) -> list[Check]:
    """The last question to each agency, where it stands blank."""
    last = {check.who: check for check in asked}
    return [check for check in last.values() if check.stands]


def _silent(check: Check) -> Gap:
    named = check.to_ring
    ring = f"Ring {named.name}, {named.telephone}" if named else ""
    return Gap(said=check.who, tag=check.said, meaning=check.meaning, ring=ring)


def _never_heard(asked: Iterable[Check], lines: Iterable[Line]) -> list[Gap]:
    names = {line.agency.casefold() for line in lines if line.agency}
    heard = {agency.kind for agency in Agency.objects.all() if agency.name.casefold() in names}
    heard |= {KIND_OF[Source(check.request.source)] for check in asked}
    missing = [kind for kind in _OUGHT_TO_KNOW if kind not in heard]
    return [
        Gap(said=f"{kind.label}: nobody has asked, and nobody there has told us anything", tag="Never asked",
            meaning="waiting")
        for kind in missing
    ]  # fmt: skip


def _nobody_saw(lines: list[Line], *, as_of: date) -> list[Gap]:
    seen = last_seen(lines, as_of=as_of)
    if seen is None:
        return [Gap(said="Nobody has recorded that they saw the child", tag="Not seen", meaning="late")]
    since = [line for line in lines if line.counts and line.on and seen.on and line.on > seen.on]
    if not since:
        return []
    told = f"{len(since)} contact{'' if len(since) == 1 else 's'} since anybody saw the child"
    return [Gap(said=f"{told}, {words.day(seen.on)}", tag="Not seen since", meaning="late")]
