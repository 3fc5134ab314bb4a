"""What stands round a decision: who decided it, what was prepared, who was told and saw it, and what follows."""

from datetime import date
from typing import Any
from uuid import UUID

from holdfast.access import Stage
from holdfast.kernel import codes
from holdfast.records.frontdoor.codes import GOES_ON, ReferralDecision, TransferStepKind
from holdfast.records.frontdoor.models import (
    AnswerSeen,
    Contact,
    PanelLook,
    PastRead,
    PowerUsed,
    Proposal,
    Referral,
    TransferStep,
)
from holdfast.records.frontdoor.queries import (
    document,
    edition_named,
    needs_another_manager,
    of_the_same_matter,
    told_again,
    user_names,
)
from holdfast.wall.acting import current


def standing_round(referral: Referral, proposal: Proposal | None, *, as_of: date) -> dict[str, Any]:
    """Context: all that belongs to the decision besides the decision itself."""
    steps = list(TransferStep.objects.filter(referral=referral).order_by("done_at"))
    looks = list(PanelLook.objects.filter(child_id=referral.child_id).order_by("-recorded_for_panel_at"))
    again = told_again(referral)
    people = [referral.decided_by, referral.agreed_by, *(each.done_by for each in steps)]
    people += [proposal.prepared_by, proposal.returned_by] if proposal else []
    names = user_names({each for each in people if each})
    return {
        "decided_by": names.get(referral.decided_by, ""),
        "agreed_by": names.get(referral.agreed_by, ""),
        "prepared_by": names.get(proposal.prepared_by, "") if proposal else "",
        "main_reason": codes.words("AssessmentFactors", referral.main_reason) if referral.main_reason else "",
        "factors": [codes.words("AssessmentFactors", code) for code in referral.factors],
        "ticked": _ticked(referral),
        "read": list(PastRead.objects.filter(subject_id=referral.id).order_by("read_at")),
        "told": told_of_it(referral),
        "steps": [(step, names.get(step.done_by, "")) for step in steps],
        "transfer_open": is_to_be_chased(referral, steps),
        "powers": _powers(referral.child_id),
        "looks": looks,
        "again": again if again >= document().again else 0,
        "panel_words": document().panel,
        "not_you": needs_another_manager(referral, user_id=current().actor.id),
        "wants_senior": bool(referral.decision) and referral.agreed_at is None and referral.decided_at is not None,
        "may_reopen": referral.is_decided and referral.decision not in GOES_ON,
    }


def told_of_it(referral: Referral) -> list[dict[str, Any]]:
    """Everybody who told us of this matter, the answer that each has, and when they opened it."""
    contacts = [*([referral.contact] if referral.contact else []), *of_the_same_matter(referral)]
    told = [contact for contact in contacts if contact.told and not contact.told.envelope.by_public]
    seen = _seen([contact.told_id for contact in told])
    return [_answered(contact, seen) for contact in told]


def _answered(contact: Contact, seen: dict[tuple[UUID, Any], Any]) -> dict[str, Any]:
    named = contact.told
    return {
        "who": named.envelope.from_whom,
        "answer": named.answer,
        "answered_at": named.answered_at,
        "seen_at": seen.get((named.id, named.answered_at)),
    }


def _seen(named: list[UUID]) -> dict[tuple[UUID, Any], Any]:
    rows = AnswerSeen.objects.filter(named_id__in=named)
    return {(row.named_id, row.answered_at): row.seen_at for row in rows}


def is_to_be_chased(referral: Referral, steps: list[TransferStep]) -> bool:
    """Whether another authority has still to say that it took the child on."""
    passed = referral.decision == ReferralDecision.another_authority
    return passed and not any(step.kind == TransferStepKind.taken_on for step in steps)


def _ticked(referral: Referral) -> list[str]:
    edition = edition_named(referral.edition)
    return edition.words_of(referral.indicators) if edition else list(referral.indicators)


def _powers(child_id: UUID) -> list[PowerUsed]:
    if current().reach.ceiling < Stage.decision_maker:
        return []
    return list(PowerUsed.objects.filter(child_id=child_id).order_by("-used_at"))
