"""A manager decides what a referral needs. Nothing that is missing holds up a decision that protects."""

from datetime import date, datetime
from typing import Any

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused, StaleEdit
from holdfast.records.frontdoor.actions.looking import answer_sender
from holdfast.records.frontdoor.codes import GOES_ON, NO_FURTHER_ACTION, WORDS_FOR_SENDER, ReferralDecision
from holdfast.records.frontdoor.models import Referral
from holdfast.records.frontdoor.queries import a_year_before, contacts_of, earlier_referrals
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import day_of, deed
from holdfast.wall.versions import amend


def decide_referral(
    *,
    referral: Referral,
    decision: ReferralDecision,
    reasons: str,
    decided_on: date,
    threshold_level: int | None = None,
    history_acknowledged: bool = False,
    danger_reasons: str = "",
    answer: str = "",
    expected_version: int,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Referral:
    """Decide a referral, or decide it anew, and answer whoever told us; the former decision is kept as a version.

    To end with no further action somebody must give reasons, must have seen what was told before, and must say why
    where a child was said to be in danger. Assessment and strategy discussion need none of it.
    """
    _refuse_days(referral, decided_on, today=day_of(at))
    if decision not in GOES_ON:
        _refuse_ending(referral, reasons=reasons, seen=history_acknowledged, danger_reasons=danger_reasons)
    typed = {
        "decision": decision.value,
        "reasons": reasons.strip(),
        "decided_on": decided_on,
        "threshold_level": threshold_level,
        "history_acknowledged": history_acknowledged,
        "danger_reasons": danger_reasons.strip(),
    }
    follows = {"no_further_action": decision in NO_FURTHER_ACTION, "decided_at": at, "decided_by": by.id}
    # The audit log is read by people who may see no name: it says what was decided, and never somebody's words.
    children = [referral.child_id]
    with deed("decide_referral", children=children, by=by, purpose=purpose, at=at, label=decision.label):
        decided = _amended(referral, expected_version, typed=typed, follows=follows)
        told = referral.contact.told if referral.contact else None
        answer_sender(named=told, words=answer or WORDS_FOR_SENDER[decision], at=at)
        return decided


def _amended(referral: Referral, version: int, *, typed: dict[str, Any], follows: dict[str, Any]) -> Referral:
    try:
        return amend(referral, expected_version=version, changes=typed | follows)
    except StaleEdit as stale:
        # Only what somebody typed is theirs to choose between; who decided and when follows from that.
        theirs, yours = ({name: told[name] for name in typed} for told in (stale.theirs, stale.yours))
        if theirs == yours:
            return Referral.objects.get(pk=referral.pk)  # a second click
        raise StaleEdit(str(stale), theirs=theirs, yours=yours, version=stale.version) from stale


def earlier_history(referral: Referral) -> bool:
    """Whether anything else was told of the child in the twelve months before."""
    since = a_year_before(referral.referred_on)
    told = contacts_of([referral.child_id], since=since, but=referral.contact_id)
    return bool(told or earlier_referrals(referral.child_id, since=since, but=referral.id))


def _refuse_days(referral: Referral, decided_on: date, *, today: date) -> None:
    if decided_on < referral.referred_on:
        raise Refused("The day of the decision is before the referral came in.")
    if decided_on > today:
        raise Refused("The day of the decision is still to come.")


def _refuse_ending(referral: Referral, *, reasons: str, seen: bool, danger_reasons: str) -> None:
    if not reasons.strip():
        raise Refused("Give your reasons: the family, the person who told us and the next manager will ask.")
    if not seen and earlier_history(referral):
        raise Refused("Read what was told before, and say that you have, before you end this without further action.")
    told = referral.contact.told if referral.contact else None
    if told and told.envelope.maybe_danger and not danger_reasons.strip():
        raise Refused("Somebody said that a child may be in danger now. Say why nothing more is needed.")
