"""Two managers, one referral: which decided referrals a second one rates unseen, and how far they agree."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from holdfast.records.frontdoor.codes import DECIDES
from holdfast.records.frontdoor.models import Proposal, Rating, Referral
from holdfast.records.frontdoor.queries.levels import document
from holdfast.wall.acting import Actor


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How far two ratings agree, over `pairs` referrals rated twice.

    `per_cent` is None where there are none; `kappa` (Cohen's: agreement beyond chance, 1 is full) where chance alone
    would agree always, or there are none.
    """

    pairs: int
    agreed: int
    per_cent: float | None
    kappa: float | None


def agreement(pairs: Collection[tuple[int, int]]) -> Agreement:
    """The agreement of these pairs of ratings, each the first manager's and the second's.

    >>> agreement([(2, 2), (3, 3), (3, 4), (4, 4)]).per_cent
    75.0
    """
    count, agreed = len(pairs), sum(first == second for first, second in pairs)
    if not count:
        return Agreement(pairs=0, agreed=0, per_cent=None, kappa=None)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    by_chance = sum(firsts[level] * seconds[level] for level in firsts) / count**2
    kappa = None if by_chance == 1 else (agreed / count - by_chance) / (1 - by_chance)
    return Agreement(pairs=count, agreed=agreed, per_cent=100 * agreed / count, kappa=kappa)


def rated_twice(*, since: date) -> list[Rating]:
    """The second ratings given since that day, newest first, each with its referral."""
    rows = Rating.objects.filter(rated_at__date__gte=since).select_related("referral__child")
    return list(rows.order_by("-rated_at"))


def is_sampled(referral_id: UUID, *, one_in: int) -> bool:
    """Whether a referral is in the sample: by its key alone, so that nobody chooses and nobody can tell beforehand."""
    return referral_id.int % one_in == 0


def to_rate(user: Actor, *, as_of: date) -> list[Referral]:
    """Decided referrals that this manager is to rate without having seen the decision, the oldest first."""
    chosen = document()
    if not user.role or user.role.value not in DECIDES:
        return []
    since = as_of - timedelta(days=chosen.within_days)
    rows = Referral.objects.filter(decided_on__gte=since, threshold_level__isnull=False, ratings=None)
    rows = rows.exclude(decided_by=user.id).select_related("child").order_by("decided_on", "key")
    sampled = [row for row in rows if is_sampled(row.id, one_in=chosen.one_in)]
    return [row for row in sampled if not may_rate(row, user=user)]


def may_rate(referral: Referral, *, user: Actor) -> str:
    """Why this person may not give the second rating, in a sentence; empty where they may."""
    if not user.role or user.role.value not in DECIDES:
        return "A manager gives the second rating."
    if referral.threshold_level is None:
        return "This referral has no first rating yet."
    if not is_sampled(referral.id, one_in=document().one_in):
        return "This referral is not in the sample."
    if user.id in (referral.decided_by, referral.agreed_by):
        return "You decided this referral: somebody else rates it a second time."
    if Proposal.objects.filter(referral=referral, returned_by=user.id).exists():
        return "You had what was prepared for this referral in your hands: somebody else rates it a second time."
    return ""


def overridden(*, since: date) -> list[Referral]:
    """Decisions since that day at another level than the document suggests, newest first, each with its reason."""
    rows = Referral.objects.filter(decided_on__gte=since, suggested_level__isnull=False, threshold_level__isnull=False)
    return [
        row
        for row in rows.select_related("child").order_by("-decided_at")
        if row.threshold_level != row.suggested_level
    ]
