"""A manager decides what a referral needs. Nothing that is missing holds up a decision that protects."""

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused, StaleEdit
from holdfast.records.frontdoor.actions.looking import answer_sender, look_again
from holdfast.records.frontdoor.actions.queueing import decision_taken, queue_decision
from holdfast.records.frontdoor.actions.reading import note_past
from holdfast.records.frontdoor.codes import (
    DECIDES,
    GOES_ON,
    NO_FURTHER_ACTION,
    WORDS_FOR_SENDER,
    ReferralDecision,
)
from holdfast.records.frontdoor.models import Proposal, Referral
from holdfast.records.frontdoor.queries.ending import (
    Weighed,
    needs_another_manager,
    of_the_same_matter,
    wanted_before,
)
from holdfast.records.frontdoor.queries.history import past_of_referral
from holdfast.records.frontdoor.queries.levels import document, edition_on, suggested
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import day_of, deed
from holdfast.wall.holding import refuse_while_held
from holdfast.wall.versions import amend

_NOT_TYPED = frozenset({"past", "also_answer", "read_to_at"})
"""Of what was weighed: what stands in rows of its own, or follows."""
_SEVERAL = ("factors", "indicators")
_NOTHING_MORE = Weighed()


def decide_referral(
    *,
    referral: Referral,
    decision: ReferralDecision,
    reasons: str,
    decided_on: date,
    threshold_level: int | None = None,
    weighed: Weighed = _NOTHING_MORE,
    answer: str = "",
    expected_version: int,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Referral:
    """Decide a referral, or decide it anew, and answer whoever told us; the former decision is kept as a version.

    A manager decides. At night whoever is on duty may protect. Ending it asks for all that `wanted_before` names,
    waits for what is still held (an unanswered check, an open challenge), and goes to another manager where the
    child was told of again and again. A decision that protects asks for nothing and waits for nobody.
    """
    _refuse_days(referral, decided_on, today=day_of(at))
    _refuse_role(by, decision)
    # The audit log is read by people who may see no name: it says what was decided, and never somebody's words.
    children = [referral.child_id]
    doing: dict[str, Any] = {"by": by, "purpose": purpose, "at": at}
    with deed("decide_referral", children=children, **doing, label=decision.label):
        _note(referral, weighed, decided_on, doing)
        if decision not in GOES_ON:
            _refuse_ending(referral, decision, reasons, threshold_level, decided_on, weighed, by)
        typed = _typed(decision, reasons, decided_on, threshold_level, weighed)
        follows = _follows(decision, weighed, decided_on, by=by, at=at)
        decided = _amended(referral, expected_version, typed=typed, follows=follows)
        _settle_proposals(decided, at=at)
        _answer_all(decided, answer or WORDS_FOR_SENDER[decision], weighed, at=at)
        decision_taken(referral=decided, at=at)
        return decided


def agree_decision(*, referral: Referral, expected_version: int, by: Actor, purpose: Purpose, at: datetime) -> Referral:
    """A manager has looked at what was decided at night, and agrees; whoever does not decides it anew."""
    if not by.role or by.role.value not in DECIDES:
        raise Refused("A manager agrees with what was decided at night.")
    if not referral.decision:
        raise Refused("Nothing is decided yet.")
    with deed("agree_decision", children=[referral.child_id], by=by, purpose=purpose, at=at):
        agreed = amend(referral, expected_version=expected_version, changes={"agreed_at": at, "agreed_by": by.id})
        decision_taken(referral=agreed, at=at)
        return agreed


def reopen_referral(
    *, referral: Referral, because: str, expected_version: int, by: Actor, purpose: Purpose, at: datetime
) -> Referral:
    """Open a referral that ended, because a late reply, a challenge or something new says so: it waits for a decision.

    What was decided is kept as a version. Whoever told us reads that we look again.
    """
    if not because.strip():
        raise Refused("Say why it is opened again: the reply, the challenge, or what is new.")
    if not referral.is_decided or referral.decision in GOES_ON:
        raise Refused("Only a referral that ended here is opened again.")
    undone = {"decision": "", "decided_on": None, "decided_at": None, "decided_by": None, "no_further_action": None}
    again = {"agreed_at": None, "agreed_by": None, "reopened_at": at, "reopened_because": because.strip()}
    with deed("reopen_referral", children=[referral.child_id], by=by, purpose=purpose, at=at, reason=because):
        opened = amend(referral, expected_version=expected_version, changes=undone | again)
        look_again(named=opened.contact.told if opened.contact else None)
        queue_decision(referral=opened, at=at)
        return opened


def _typed(
    decision: ReferralDecision, reasons: str, decided_on: date, level: int | None, weighed: Weighed
) -> dict[str, Any]:
    """What somebody wrote or chose: theirs to choose between where two people decide at once."""
    told = {each.name: getattr(weighed, each.name) for each in fields(weighed) if each.name not in _NOT_TYPED}
    told |= {name: value.strip() for name, value in told.items() if isinstance(value, str)}
    told |= {name: list(told[name]) for name in _SEVERAL}
    chosen = {"decision": decision.value, "decided_on": decided_on, "threshold_level": level}
    return chosen | {"reasons": reasons.strip()} | told


def _follows(
    decision: ReferralDecision, weighed: Weighed, decided_on: date, *, by: Actor, at: datetime
) -> dict[str, Any]:
    edition = edition_on(decided_on)
    is_manager = by.role is not None and by.role.value in DECIDES
    return {
        "no_further_action": decision in NO_FURTHER_ACTION,
        "decided_at": at,
        "decided_by": by.id,
        "agreed_at": at if is_manager else None,
        "agreed_by": by.id if is_manager else None,
        "history_acknowledged": decision not in GOES_ON,
        "edition": edition.name,
        "suggested_level": suggested(edition, weighed.indicators).level,
        "read_to_at": min(weighed.read_to_at or at, at),
    }


def _amended(referral: Referral, version: int, *, typed: dict[str, Any], follows: dict[str, Any]) -> Referral:
    try:
        return amend(referral, expected_version=version, changes=typed | follows)
    except StaleEdit as stale:
        # Only what somebody typed is theirs to choose between; who decided and when follows from that.
        standing = Referral.objects.get(pk=referral.pk)
        theirs, yours = ({name: told[name] for name in typed} for told in (stale.theirs, stale.yours))
        for name in _SEVERAL:
            theirs[name], yours[name] = ", ".join(getattr(standing, name)), ", ".join(typed[name])
        if theirs == yours:
            return standing  # a second click
        raise StaleEdit(str(stale), theirs=theirs, yours=yours, version=stale.version) from stale


def _note(referral: Referral, weighed: Weighed, decided_on: date, doing: dict[str, Any]) -> None:
    if any(note.strip() for note in weighed.past.values()):
        past = past_of_referral(referral, as_of=decided_on)
        note_past(child_id=referral.child_id, subject_id=referral.id, past=past, notes=weighed.past, **doing)


def _settle_proposals(referral: Referral, *, at: datetime) -> None:
    for proposal in Proposal.objects.filter(referral=referral, settled_at=None):
        amend(proposal, expected_version=proposal.version, changes={"settled_at": at})


def _answer_all(referral: Referral, answer: str, weighed: Weighed, *, at: datetime) -> None:
    told = referral.contact.told if referral.contact else None
    answer_sender(named=told, words=answer, at=at)
    for contact in of_the_same_matter(referral) if weighed.also_answer else ():
        if contact.id in weighed.also_answer:
            answer_sender(named=contact.told, words=answer, at=at)


def _refuse_days(referral: Referral, decided_on: date, *, today: date) -> None:
    if decided_on < referral.referred_on:
        raise Refused("The day of the decision is before the referral came in.")
    if decided_on > today:
        raise Refused("The day of the decision is still to come.")


def _refuse_role(by: Actor, decision: ReferralDecision) -> None:
    if by.role is None or by.role.value in DECIDES:
        return
    if by.role.value == "out_of_hours_worker" and decision in GOES_ON:
        return
    if by.role.value == "out_of_hours_worker":
        raise Refused("At night you can protect the child. Leave it open: a manager decides in the morning to end it.")
    raise Refused("A manager decides. Prepare what you would decide, and a manager sees it at once.")


def _refuse_ending(
    referral: Referral, decision: ReferralDecision, reasons: str, level: int | None, decided_on: date,
    weighed: Weighed, by: Actor,
) -> None:  # fmt: skip
    wanted = wanted_before(
        referral, decision=decision, reasons=reasons, level=level, decided_on=decided_on, weighed=weighed
    )
    if wanted:
        raise Refused(" ".join(each.sentence for each in wanted))
    if needs_another_manager(referral, user_id=by.id):
        raise Refused(
            f"This child was told of {document().again} times or more in twelve months, and you decided the last one. "
            f"Another manager or {document().panel} ends it; you can still protect the child."
        )
    refuse_while_held("referral", child_id=referral.child_id, subject_id=referral.id)
