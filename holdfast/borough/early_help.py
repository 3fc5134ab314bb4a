"""Early help: what some families were offered instead of an assessment, at every stage, some of it late."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from typing import NamedTuple

from holdfast.borough.lateness import Span
from holdfast.borough.ledger import Ledger
from holdfast.borough.skeleton import FOREVER, Case, Child, Family

CONTACT, START, PLAN = 5, 20, 30
"""Working days of the demonstration's `local/clocks.toml`."""
REVIEW = timedelta(weeks=12)

_SINCE = timedelta(days=540)
_ONE_IN = 3


class _Way(NamedTuple):
    """How it goes, in working days: from asking to talking, agreeing and beginning; from agreeing to the plan."""

    talk: int = 3
    agree: int = 5
    begin: int = 12
    plan: int = 20
    review: int = 70
    """Days from the plan to its first review."""
    refuses: bool = False
    stands: bool = False
    """Nobody did anything at all; only where it was asked for lately."""


_WAYS = (
    _Way(), _Way(talk=2, begin=9), _Way(refuses=True), _Way(begin=18, plan=28), _Way(begin=24, plan=34, review=95),
    _Way(talk=4, agree=8), _Way(stands=True), _Way(talk=7, agree=9), _Way(),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Days:
    """The days of one family's early help, as they will be if nothing stops it."""

    asked: date
    talk: date
    agreed: date
    refused: date
    begun: date
    planned: date
    reviewed: date
    ended: date


def tell_help(ledger: Ledger, families: list[Family]) -> None:
    """Write down the early help of those families, with what of it is late."""
    ways = cycle(_WAYS)
    for child, asked in _asked(ledger, families):
        way = next(ways)
        if way.stands and (ledger.as_of - asked).days > 75:
            way = _Way()
        _tell(ledger, child, way, _days(ledger, asked, way))


def _asked(ledger: Ledger, families: list[Family]) -> Iterator[tuple[Child, date]]:
    """For whom early help was asked, and when: where a referral ended, or now and then where a case was closed."""
    since = ledger.as_of - _SINCE
    told = [(case.children[0], _ended(case)) for family in families if not family.hero for case in family.cases]
    ended = [(child, day) for child, day in told if since <= day <= ledger.as_of and _still_a_child(child, ledger)]
    yield from sorted(ended, key=lambda each: (each[1], each[0].local_id))[::_ONE_IN]


def _ended(case: Case) -> date:
    return case.decided_on if case.no_further_action else case.closed_on or FOREVER


def _still_a_child(child: Child, ledger: Ledger) -> bool:
    return child.until > ledger.as_of + timedelta(days=30) and child.born_on <= ledger.as_of - _SINCE


def _days(ledger: Ledger, asked: date, way: _Way) -> _Days:
    after = ledger.calendar.add
    agreed = FOREVER if way.refuses or way.stands else after(asked, way.agree)
    talk = FOREVER if way.stands else after(asked, way.talk)
    planned = FOREVER if agreed == FOREVER else after(agreed, way.plan)
    reviewed = FOREVER if planned == FOREVER else planned + timedelta(days=way.review)
    refused = after(asked, way.talk) if way.refuses else FOREVER
    return _Days(
        asked=asked,
        talk=talk,
        agreed=agreed,
        refused=refused,
        begun=FOREVER if agreed == FOREVER else after(asked, way.begin),
        planned=planned,
        reviewed=reviewed,
        ended=refused if way.refuses else FOREVER if reviewed == FOREVER else reviewed + timedelta(days=30),
    )


def _tell(ledger: Ledger, child: Child, way: _Way, days: _Days) -> None:
    key = f"h{days.asked}"
    start_due = ledger.calendar.add(days.asked, START)
    ledger.tell(
        "early_help",
        child,
        early_help=key,
        referred_on=days.asked,
        level=2,
        source="step_down",
        start_due_on=start_due,
        offered_on=ledger.known(days.talk),
        agreed_on=ledger.known(days.agreed),
        refused_on=ledger.known(days.refused),
        started_on=ledger.known(days.begun),
        lead_from_on=ledger.known(days.agreed),
        planned_on=ledger.known(days.planned),
        reviewed_on=ledger.known(days.reviewed),
        ended_on=ledger.known(days.ended),
        outcome=("refused" if way.refuses else "needs_met") if ledger.known(days.ended) else None,
    )
    _plant(ledger, child, key, days, start_due)


def _plant(ledger: Ledger, child: Child, key: str, days: _Days, start_due: date) -> None:
    after, until = ledger.calendar.add, min(days.ended, days.refused, child.died_on or FOREVER)
    spans = {
        "early_help_contact": Span(after(days.asked, CONTACT), days.talk),
        "early_help_start": Span(start_due, days.begun),
    }
    if ledger.known(days.agreed):
        spans["early_help_plan"] = Span(after(days.agreed, PLAN), days.planned)
    if ledger.known(days.planned):
        spans["early_help_review"] = Span(days.planned + REVIEW, days.reviewed)
    for clock, span in spans.items():
        ledger.plant(clock, child, key, span, until=until)
