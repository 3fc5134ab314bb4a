"""Where a child stands with children's social care, in a few words, as far as the reader may see."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from holdfast.records.casework.models import Assessment, Episode, NeedPlan, ProtectionPlan, Section47
from holdfast.records.casework.queries import every_open_episode
from holdfast.records.frontdoor.models import Referral


@dataclass(frozen=True)
class Status:
    """A state and the day since which it holds; `meaning` is what the shell colours."""

    said: str
    since: date | None
    meaning: str = ""


Told = Iterable[tuple[UUID, Status]]


def statuses(children: Collection[UUID]) -> dict[UUID, list[Status]]:
    """Every state of each child, the gravest first; a child with none has an empty list."""
    found: dict[UUID, list[Status]] = defaultdict(list)
    if children:
        for told in _IN_ORDER:
            for child_id, status in told(children):
                found[child_id].append(status)
    return {child: _without_the_obvious(found[child]) for child in children}


def _protection_plans(children: Collection[UUID]) -> Told:
    rows = ProtectionPlan.objects.filter(child_id__in=children, ended_on=None, episode__closed_on=None)
    return ((row.child_id, Status("Child protection plan", row.started_on, "danger")) for row in rows)


def _enquiries(children: Collection[UUID]) -> Told:
    rows = Section47.objects.filter(child_id__in=children, conferences=None, episode__closed_on=None)
    open_rows = rows.exclude(conference_not_required=True)
    return ((row.child_id, Status("Section 47 enquiry", row.started_on, "late")) for row in open_rows)


def _need_plans(children: Collection[UUID]) -> Told:
    rows = NeedPlan.objects.filter(child_id__in=children, ended_on=None, episode__closed_on=None)
    return ((row.child_id, Status("Child in need plan", row.started_on, "running")) for row in rows)


def _assessments(children: Collection[UUID]) -> Told:
    rows = Assessment.objects.filter(child_id__in=children, authorised_on=None, episode__closed_on=None)
    return ((row.child_id, Status("Being assessed", row.started_on, "running")) for row in rows)


def _undecided(children: Collection[UUID]) -> Told:
    rows = Referral.objects.filter(child_id__in=children, decided_on=None, no_further_action=None)
    return ((row.child_id, Status("Referral not decided", row.referred_on, "waiting")) for row in rows)


def _open_episodes(children: Collection[UUID]) -> Told:
    rows = every_open_episode().filter(child_id__in=children).select_related("referral")
    return ((row.child_id, Status(_open_words(row), row.referral.referred_on, "running")) for row in rows)


def _open_words(episode: Episode) -> str:
    return "Decided NFA, but not closed" if episode.referral.no_further_action else _OPEN


_OPEN = "Open to children’s social care"
_IN_ORDER: tuple[Callable[[Collection[UUID]], Told], ...] = (
    _protection_plans,
    _enquiries,
    _need_plans,
    _assessments,
    _undecided,
    _open_episodes,
)


def _without_the_obvious(found: list[Status]) -> list[Status]:
    """That a case is open need not be said beside what it is open for."""
    once = list({status.said: status for status in reversed(found)}.values())[::-1]
    return [status for status in once if status.said != _OPEN] or once
