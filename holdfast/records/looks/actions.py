"""Asking, taking a question back, and looking."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from holdfast.access import Purpose
from holdfast.checks import CHECKS, Check, Finding, Question, find, findings_of, marks_of, question
from holdfast.facts.schema import Row
from holdfast.kernel.refused import Refused, StaleEdit
from holdfast.records.looks.codes import LookDecision
from holdfast.records.looks.models import Look
from holdfast.records.looks.queries import by_person, everything_told, open_looks, told_of
from holdfast.wall.acting import Actor, acting, service
from holdfast.wall.deeds import day_of, deed, take_turns
from holdfast.wall.versions import amend
from holdfast.wall.waiting.beats import beat, last

ASKING = tuple(check for check in CHECKS.values() if not check.goes_to)
"""The checks whose question stands here; the others' go somewhere else."""

Told = Mapping[str, list[Row]]
"""What is told of one person, by fact table."""

_CHECKER = service("checks")
_AT_ONCE = 50
_NIGHT = "checks"
_WHY = "What is told of the child changed"


def ask_about(children: Collection[UUID], at: datetime) -> None:
    """Ask the checks about these children anew, in the transaction of whoever changed what is told of them.

    The software asks with a reach of its own: what a worker may not see must not silence a question. It reads as
    figures are counted, and writes its questions and nothing else.
    """
    with acting(actor=_CHECKER, purpose=Purpose.figures):
        persons = [(told_of(some, linked), linked) for some, linked in by_person(children, at_once=_AT_ONCE)]
    with acting(actor=_CHECKER, purpose=Purpose.checking, reason=_WHY):
        for told, linked in persons:
            _settle(told, linked, at=at)


def ask_overnight(at: datetime) -> None:
    """Once a day, ask about everybody: what only the passing of days makes true, and what files brought."""
    if night_is_due(at=at):
        ask_everybody(at=at)
        beat(_NIGHT, at)


def night_is_due(at: datetime) -> bool:
    """Whether everybody is to be asked about: once a day."""
    asked_at = last(_NIGHT)
    return asked_at is None or day_of(asked_at) < day_of(at)


def ask_everybody(*, at: datetime) -> list[Finding]:
    """Ask about every child whom a check finds, or whose question stands already; answers what was found.

    Some children at a time, so that nobody who writes about one of them waits for long.
    """
    with acting(actor=_CHECKER, purpose=Purpose.figures):
        facts, numbers = everything_told()
        standing = {look.child_id for look in open_looks()}
    found = find(CHECKS.values(), facts, as_of=day_of(at))
    asking = {check.id for check in ASKING}
    children = sorted(standing | {numbers[each.authority, each.child] for each in found if each.check in asking})
    for start in range(0, len(children), _AT_ONCE):
        some = children[start : start + _AT_ONCE]
        with acting(actor=_CHECKER, purpose=Purpose.checking, reason="Asked overnight"):
            take_turns(some)
            ask_about(some, at)
    return found


def record_look(
    *, child_id: UUID, versions: Mapping[UUID, int], decision: LookDecision, reasons: str,
    by: Actor, purpose: Purpose, at: datetime,
) -> list[Look]:  # fmt: skip
    """Record that a manager looked at these questions about a child, what was decided, and why.

    `versions` says which questions stood on the page, and as which version: where one has since been asked with more
    to look at, the manager is to look at that as well. What arrives later is asked anew.
    """
    if not reasons.strip():
        raise Refused("Say why: whoever reads this next year needs your reasons.")
    if not versions:
        raise Refused("Nothing is asked about this child any more.")
    with deed("record_look", children=[child_id], by=by, purpose=purpose, at=at, reason=reasons, label=decision):
        looks = {look.id: look for look in open_looks(among=versions)}
        if looks.keys() != versions.keys() or any(look.version != versions[key] for key, look in looks.items()):
            raise Refused(
                "Something was told, taken back or looked at since you opened this page. Your words are kept: "
                "look at what stands below now, then save again."
            )
        changes = {"looked_at": at, "looked_by": by.id, "decision": decision, "reasons": reasons.strip()}
        return [amend(look, expected_version=versions[key], changes=changes) for key, look in looks.items()]


@dataclass(frozen=True)
class _Person:
    """One person as the checks see them: every record of theirs, their rows as one, and every question ever asked."""

    child_id: UUID
    rows: Mapping[str, list[Row]]
    looks: list[Look]

    def of(self, check: Check) -> list[Look]:
        return [look for look in self.looks if look.check_id == check.id]


def _settle(told: Mapping[UUID, Told], linked: Mapping[UUID, UUID], *, at: datetime) -> None:
    as_of = day_of(at)
    for person in _people(told, linked):
        lately = _by_check(findings_of(ASKING, person.rows, as_of=as_of))
        standing = {look.check_id for look in person.looks if look.is_open}
        ever = _by_check(_ever(person, as_of)) if standing else {}
        for check in ASKING:
            if check.id in standing or check.id in lately:
                _settle_one(check, person, lately.get(check.id), ever.get(check.id), at=at)


def _ever(person: _Person, as_of: date) -> list[Finding]:
    return findings_of(ASKING, person.rows, as_of=as_of, however_old=True)


def _by_check(found: Collection[Finding]) -> dict[str, Finding]:
    return {each.check: each for each in found}


def _settle_one(check: Check, person: _Person, lately: Finding | None, ever: Finding | None, *, at: datetime) -> None:
    looks = person.of(check)
    standing = next((look for look in looks if look.is_open), None)
    asks = question(
        standing=Question(said=standing.said, evidence=tuple(standing.evidence)) if standing else None,
        lately=lately,
        ever=ever,
        looked_at={row for look in looks if look.looked_at for row in look.evidence},
        told=marks_of(check, person.rows, as_of=day_of(at)),
    )
    for other in [look for look in looks if look.is_open and look is not standing]:
        _withdraw(other, at=at)  # two records turned out to be of one person: one question is enough
    if asks is None and standing:
        _withdraw(standing, at=at)
    elif asks and standing:
        _change(standing, {"said": asks.said, "evidence": list(asks.evidence)})
    elif asks:
        _ask(check, person.child_id, asks, at=at)


def _ask(check: Check, child_id: UUID, asks: Question, *, at: datetime) -> None:
    """Where somebody writes about another record of the same person at this moment, one question stands."""
    look = Look(
        child_id=child_id,
        check_id=check.id,
        said=asks.said,
        evidence=list(asks.evidence),
        asked_at=at,
        asked_on=day_of(at),
    )
    Look.objects.bulk_create([look], ignore_conflicts=True)


def _withdraw(look: Look, *, at: datetime) -> None:
    _change(look, {"withdrawn_at": at})


def _change(look: Look, changes: Mapping[str, Any]) -> None:
    """A question that somebody changed at this moment is left to the next deed or the night: no deed fails over it."""
    with suppress(StaleEdit):
        amend(look, expected_version=look.version, changes=changes)


def _people(told: Mapping[UUID, Told], linked: Mapping[UUID, UUID]) -> Iterator[_Person]:
    """Each person once, with the rows and questions of all their records."""
    records = [*told, *(other for other, one in linked.items() if one in told)]
    looks = defaultdict(list)
    for look in Look.objects.filter(child_id__in=records).order_by("asked_at", "id"):
        looks[linked.get(look.child_id, look.child_id)].append(look)
    for child_id, rows in told.items():
        yield _Person(child_id, rows, looks[child_id])
