"""What follows a decision: another authority is rung, a power is written down, a second person rates, a panel looks."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from holdfast.access import Purpose
from holdfast.kernel.keys import key_of_sending
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.codes import DECIDES, Power, ReferralDecision, TransferStepKind
from holdfast.records.frontdoor.models import NamedChild, PanelLook, PowerUsed, Rating, Referral, TransferStep
from holdfast.records.frontdoor.models.deciding import AnswerSeen
from holdfast.records.frontdoor.queries.levels import edition_on
from holdfast.records.frontdoor.queries.rating import may_rate
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import day_of, deed
from holdfast.wall.guarded import Guarded
from holdfast.wall.versions import amend, inserted

Record = TypeVar("Record", bound=Guarded)


def record_transfer_step(
    *,
    referral: Referral,
    kind: TransferStepKind,
    with_whom: str,
    words: str = "",
    record_id: UUID,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> TransferStep:
    """Keep a telephone call to another authority, what was sent, and who took the child on; it is chased until then."""
    if referral.decision != ReferralDecision.another_authority:
        raise Refused("This referral was not passed to another authority.")
    if not with_whom.strip():
        raise Refused("Say with whom you spoke, and where: the next person has to ring them.")
    told = {"kind": kind.value, "with_whom": with_whom.strip(), "words": words.strip()}
    with deed("record_transfer_step", children=[referral.child_id], by=by, purpose=purpose, at=at):
        step = TransferStep(child_id=referral.child_id, referral=referral, done_at=at, done_by=by.id, **told)
        return _once(step, record_id, referral.id, told)


def record_power(
    *,
    child_id: UUID,
    referral: Referral | None,
    power: Power,
    used_at: datetime,
    reason: str = "",
    alternatives: str = "",
    record_id: UUID,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> PowerUsed:
    """Keep which power protected a child at once. A reason that is still missing holds nothing up: it is chased."""
    told = {
        "power": power.value, "used_at": min(used_at, at), "reason": reason.strip(),
        "alternatives": alternatives.strip(),
    }  # fmt: skip
    with deed("record_power", children=[child_id], by=by, purpose=purpose, at=at):
        used = PowerUsed(child_id=child_id, referral=referral, decided_by=by.id, **told)
        return _once(used, record_id, child_id, told)


def add_to_power(
    *,
    used: PowerUsed,
    reason: str,
    alternatives: str,
    outcome: str,
    expected_version: int,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> PowerUsed:
    """Write down what was missing: why that power, what else was considered, and what came of it."""
    changes = {"reason": reason.strip(), "alternatives": alternatives.strip(), "outcome": outcome.strip()}
    with deed("add_to_power", children=[used.child_id], by=by, purpose=purpose, at=at):
        return amend(used, expected_version=expected_version, changes=changes)


def rate_again(
    *,
    referral: Referral,
    level: int,
    indicators: Collection[str],
    reasons: str,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Rating:
    """Rate the level of need a second time, without having seen the first. Each referral is rated so once."""
    if not reasons.strip():
        raise Refused("Give your reasons: where two managers differ, the words say why.")
    with deed("rate_again", children=[referral.child_id], by=by, purpose=purpose, at=at):
        standing = Rating.objects.filter(referral=referral).first()
        if standing and standing.rated_by == by.id:
            return standing
        if standing:
            raise Refused("Somebody has rated this referral already.")
        refusal = may_rate(referral, user=by)
        if refusal:
            raise Refused(refusal)
        edition = edition_on(referral.decided_on or day_of(at)).name
        return inserted(
            Rating(
                child_id=referral.child_id, referral=referral, edition=edition, indicators=list(indicators),
                level=level, first_level=referral.threshold_level, reasons=reasons.strip(), rated_at=at,
                rated_by=by.id,
            )
        )  # fmt: skip


def record_panel_look(
    *,
    child_id: UUID,
    held_on: date,
    took_part: str,
    decision: str,
    record_id: UUID,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> PanelLook:
    """Keep what the panel thinks of a child who was told of again and again, and who sat on it."""
    if not by.role or by.role.value not in DECIDES:
        raise Refused("A manager chairs the panel and records what it decides.")
    if not took_part.strip() or not decision.strip():
        raise Refused("Say who took part, and what the panel decided.")
    if held_on > day_of(at):
        raise Refused("The day of the panel is still to come.")
    told = {"held_on": held_on, "took_part": took_part.strip(), "decision": decision.strip()}
    with deed("record_panel_look", children=[child_id], by=by, purpose=purpose, at=at):
        return _once(
            PanelLook(child_id=child_id, recorded_for_panel_at=at, chaired_by=by.id, **told), record_id, child_id, told
        )


def see_answer(*, named: NamedChild, by: Actor, purpose: Purpose, at: datetime) -> AnswerSeen | None:
    """Keep that the sender has opened the answer; None where there is none yet, or somebody else looks."""
    if named.answered_at is None or not named.answer or named.sent_by != by.id:
        return None
    own_id = key_of_sending(named.id, "answer seen", named.answered_at)
    with deed("see_answer", children=[], by=by, purpose=purpose, at=at):
        seen = AnswerSeen(id=own_id, named=named, sent_by=by.id, answered_at=named.answered_at, seen_at=at)
        return AnswerSeen.objects.filter(pk=own_id).first() or inserted(seen)


def _once(record: Record, record_id: UUID, *told: Any) -> Record:
    """The record, if just this was saved from that form before (a double click), or a new one."""
    record.id = key_of_sending(record_id, record._meta.db_table, *told)
    return type(record).objects.filter(pk=record.id).first() or inserted(record)
