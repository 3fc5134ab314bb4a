"""What came before: each earlier referral and case, and how it ended."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from holdfast.kernel.codes import words as code_words
from holdfast.records.casework.models import Episode
from holdfast.records.frontdoor.models import Referral


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """A referral, and the case that it led to if it led to one."""

    referral_id: UUID
    on: date
    source: str
    outcome: str
    closed_on: date | None


def earlier_episodes(records: Collection[UUID]) -> list[Earlier]:
    """Every referral of these records, the latest first, with what came of it."""
    referrals = list(Referral.objects.filter(child_id__in=records).order_by("-referred_on", "key"))
    episodes = {each.referral_id: each for each in Episode.objects.filter(child_id__in=records)}
    return [_earlier(referral, episodes.get(referral.id)) for referral in referrals]


def _earlier(referral: Referral, episode: Episode | None) -> Earlier:
    return Earlier(
        referral_id=referral.id,
        on=referral.referred_on,
        source=code_words("ReferralSource", referral.source) if referral.source else "",
        outcome=_outcome(referral, episode),
        closed_on=episode.closed_on if episode else None,
    )


def _outcome(referral: Referral, episode: Episode | None) -> str:
    if episode and episode.closed_on:
        why = code_words("ReasonForClosure", episode.closure_reason) if episode.closure_reason else ""
        return f"Closed: {why}" if why else "Closed"
    if referral.decision:
        return referral.get_decision_display()
    if referral.no_further_action:
        return "No further action (NFA)"
    return "Open" if episode else "Not decided yet"
