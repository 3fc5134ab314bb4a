"""A worker prepares a decision; a manager decides with it in sight, or gives it back with a comment."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from holdfast.access import Purpose
from holdfast.kernel.keys import key_of_sending
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.codes import DECIDES, ReferralDecision
from holdfast.records.frontdoor.models import Proposal, Referral
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import deed
from holdfast.wall.versions import amend, inserted


def prepare_decision(
    *,
    referral: Referral,
    decision: ReferralDecision,
    reasons: str,
    threshold_level: int | None = None,
    indicators: Collection[str] = (),
    main_reason: str = "",
    factors: Collection[str] = (),
    record_id: UUID,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Proposal:
    """Write down what somebody would decide; it decides nothing. Sent twice from one form it is kept once."""
    if not reasons.strip():
        raise Refused("Say why: the manager reads it first.")
    told = {
        "decision": decision.value, "reasons": reasons.strip(), "threshold_level": threshold_level,
        "indicators": list(indicators), "main_reason": main_reason, "factors": list(factors),
    }  # fmt: skip
    own_id = key_of_sending(record_id, "proposal", referral.id, told)
    with deed("prepare_decision", children=[referral.child_id], by=by, purpose=purpose, at=at):
        standing = Proposal.objects.filter(pk=own_id).first()
        return standing or inserted(
            Proposal(
                id=own_id, child_id=referral.child_id, referral=referral, prepared_at=at, prepared_by=by.id, **told
            )
        )


def return_proposal(
    *, proposal: Proposal, comment: str, expected_version: int, by: Actor, purpose: Purpose, at: datetime
) -> Proposal:
    """Give back what a worker prepared, and say what is still wanted. The referral's clock goes on."""
    if not by.role or by.role.value not in DECIDES:
        raise Refused("A manager gives it back.")
    if not comment.strip():
        raise Refused("Say what is still wanted, so that the worker can go on at once.")
    if proposal.settled_at:
        raise Refused("A manager has decided this referral already.")
    changes = {"returned_at": at, "returned_by": by.id, "comment": comment.strip()}
    with deed("return_proposal", children=[proposal.child_id], by=by, purpose=purpose, at=at):
        return amend(proposal, expected_version=expected_version, changes=changes)
