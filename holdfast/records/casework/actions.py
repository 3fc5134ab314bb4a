"""What practitioners do in an episode of need; the only writers of its records.

Each takes who does it (`by`), what for (`purpose`) and when (`at`), and answers the record. Given the `record_id`
that a form made, the same words sent twice are kept once, and other words beside them. Nothing here refuses to
protect a child: `queries.still_to_do` lists afterwards what is missing. Closing and stepping down may be refused.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from holdfast.access import Purpose
from holdfast.kernel.keys import key_of_sending
from holdfast.kernel.refused import Refused
from holdfast.records.casework.codes import ConferenceKind
from holdfast.records.casework.models import (
    Assessment,
    AssessmentFactor,
    Conference,
    CoreGroup,
    Episode,
    NeedPlan,
    OfChild,
    PlanReview,
    ProtectionPlan,
    Section47,
    StrategyDiscussion,
    Visit,
)
from holdfast.records.casework.queries import open_need_plans, open_plans, past_of_assessment, previous_plans
from holdfast.records.frontdoor.models import Referral
from holdfast.records.frontdoor.queries import next_key, unread
from holdfast.records.mash.actions import start_section47_checks
from holdfast.wall.acting import Actor, acting
from holdfast.wall.deeds import day_of, deed
from holdfast.wall.holding import refuse_while_held
from holdfast.wall.versions import amend, inserted

Record = TypeVar("Record", bound=OfChild)


def open_episode(*, referral: Referral, primary_need: str = "", by: Actor, purpose: Purpose, at: datetime) -> Episode:
    """Open an episode of need on a referral that goes on; a referral has one episode at most."""
    with deed("open_episode", children=[referral.child_id], by=by, purpose=purpose, at=at):
        standing = Episode.objects.filter(referral=referral).first()
        if standing:
            return standing
        key, child_id = referral.key, referral.child_id
        return inserted(Episode(child_id=child_id, key=key, referral=referral, primary_need=primary_need))


def start_assessment(
    *, episode: Episode, started_on: date, record_id: UUID | None = None, by: Actor, purpose: Purpose, at: datetime
) -> Assessment:
    """Start a child and family assessment."""
    with deed("start_assessment", children=[episode.child_id], by=by, purpose=purpose, at=at):
        return _under(episode, Assessment, f"a{started_on}", record_id=record_id, started_on=started_on)


def authorise_assessment(
    *,
    assessment: Assessment,
    authorised_on: date,
    factors: Iterable[str],
    childs_words: str,
    what_we_know: str,
    what_we_think: str,
    expected_version: int,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Assessment:
    """Authorise an assessment, with the factors found and the child's own words.

    Refused until what came before (referrals, plans, brothers' and sisters' records) is read, each with a note on what
    it means now. Nothing that protects the child waits for it: only the finished assessment does.
    """
    with deed("authorise_assessment", children=[assessment.child_id], by=by, purpose=purpose, at=at):
        _refuse_unread(assessment, as_of=day_of(at))
        changes = {
            "authorised_on": authorised_on,
            "childs_words": childs_words,
            "what_we_know": what_we_know,
            "what_we_think": what_we_think,
        }
        amended = amend(assessment, expected_version=expected_version, changes=changes)
        _add_factors(amended, factors)
        return amended


def _refuse_unread(assessment: Assessment, *, as_of: date) -> None:
    left = unread(past_of_assessment(assessment, as_of=as_of))
    if left:
        many = "one thing of what came before is" if len(left) == 1 else f"{len(left)} things of what came before are"
        raise Refused(f"{many.capitalize()} not read yet. Read each, say what it means now, and approve it then.")


def _add_factors(assessment: Assessment, factors: Iterable[str]) -> None:
    standing = set(assessment.factors.filter(withdrawn_at=None).values_list("code", flat=True))
    for code in dict.fromkeys(factors):
        if code not in standing:
            inserted(AssessmentFactor(child_id=assessment.child_id, assessment=assessment, code=code))


def hold_strategy_discussion(
    *,
    episode: Episode,
    held_on: date,
    took_part: str = "",
    discussion: str = "",
    decision: str = "",
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> StrategyDiscussion:
    """Record a strategy discussion, whatever is still missing from it."""
    with deed("hold_strategy_discussion", children=[episode.child_id], by=by, purpose=purpose, at=at):
        words = {"took_part": took_part, "discussion": discussion, "decision": decision}
        return _under(episode, StrategyDiscussion, f"d{held_on}", record_id=record_id, held_on=held_on, **words)


def start_section47(
    *, episode: Episode, started_on: date, record_id: UUID | None = None, by: Actor, purpose: Purpose, at: datetime
) -> Section47:
    """Start a section 47 enquiry, on the day of the strategy discussion that called for it, and set out its checks."""
    with deed("start_section47", children=[episode.child_id], by=by, purpose=purpose, at=at):
        section47 = _under(episode, Section47, f"s{started_on}", record_id=record_id, started_on=started_on)
        _set_out_checks(section47, by=by, purpose=purpose, at=at)
        return section47


def end_section47_without_conference(
    *, section47: Section47, outcome: str, expected_version: int, by: Actor, purpose: Purpose, at: datetime
) -> Section47:
    """Record that the enquiry found no need for a conference, and why; refused while an agency check stands blank."""
    if not outcome.strip():
        raise Refused("Say why a conference is not needed: the family and the next worker will ask.")
    _set_out_checks(section47, by=by, purpose=purpose, at=at)  # one that came in a file has none; they stay set out
    with deed("end_section47", children=[section47.child_id], by=by, purpose=purpose, at=at, reason=outcome):
        refuse_while_held("section47", child_id=section47.child_id, subject_id=section47.id)
        changes = {"conference_not_required": True, "outcome": outcome}
        return amend(section47, expected_version=expected_version, changes=changes)


def _set_out_checks(section47: Section47, *, by: Actor, purpose: Purpose, at: datetime) -> None:
    with acting(actor=by, purpose=purpose):
        about = {"child_id": section47.child_id, "section47_id": section47.id, "referral": section47.episode.referral}
        start_section47_checks(**about, by=by, purpose=purpose, at=at)


def hold_conference(
    *,
    episode: Episode,
    held_on: date,
    section47: Section47 | None,
    plan_category: str = "",
    decision: str = "",
    worries: str = "",
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Conference:
    """Record an initial conference (or, without an enquiry, a transfer-in conference).

    With a category of abuse, a child protection plan begins that day.
    """
    kind = ConferenceKind.initial if section47 else ConferenceKind.transfer_in
    stem = f"{section47.key}/c{held_on}" if section47 else f"{episode.key}/c{held_on}"
    with deed("hold_conference", children=[episode.child_id], by=by, purpose=purpose, at=at):
        more = {"episode": episode, "kind": kind, "section47": section47, "held_on": held_on, "decision": decision}
        conference = _once(Conference, episode.child_id, stem, record_id=record_id, **more)
        if plan_category and not ProtectionPlan.objects.filter(episode=episode, started_on=held_on).exists():
            _begin_plan(episode, held_on, plan_category, worries)
        return conference


def _begin_plan(episode: Episode, started_on: date, category: str, worries: str) -> ProtectionPlan:
    return _under(
        episode,
        ProtectionPlan,
        f"p{started_on}",
        record_id=None,
        started_on=started_on,
        initial_category=category,
        latest_category=category,
        previous_plans=previous_plans(child_id=episode.child_id, before=started_on),
        worries=worries,
    )


def hold_review(
    *,
    plan: ProtectionPlan,
    held_on: date,
    category: str,
    decision: str = "",
    expected_version: int,
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> PlanReview:
    """Record a review conference, and the category of abuse from then on."""
    with deed("hold_review", children=[plan.child_id], by=by, purpose=purpose, at=at):
        review = _once(
            PlanReview,
            plan.child_id,
            f"{plan.key}/r{held_on}",
            record_id=record_id,
            plan=plan,
            held_on=held_on,
            decision=decision,
        )
        if category != plan.latest_category:
            amend(plan, expected_version=expected_version, changes={"latest_category": category})
        return review


def hold_core_group(
    *,
    plan: ProtectionPlan,
    held_on: date,
    decision: str = "",
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> CoreGroup:
    """Record a core group."""
    with deed("hold_core_group", children=[plan.child_id], by=by, purpose=purpose, at=at):
        return _once(
            CoreGroup,
            plan.child_id,
            f"{plan.key}/g{held_on}",
            record_id=record_id,
            plan=plan,
            held_on=held_on,
            decision=decision,
        )


def end_plan(
    *,
    plan: ProtectionPlan,
    ended_on: date,
    why: str,
    expected_version: int,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> ProtectionPlan:
    """End a child protection plan; it needs a reason, and a review conference on or before that day."""
    if not why.strip():
        raise Refused("Say why the plan ends: what changed for the child.")
    with deed("end_plan", children=[plan.child_id], by=by, purpose=purpose, at=at, reason=why):
        if not PlanReview.objects.filter(plan=plan, held_on__lte=ended_on).exists():
            raise Refused("A child protection plan ends at a review conference: record the review first.")
        return amend(plan, expected_version=expected_version, changes={"ended_on": ended_on, "ending_words": why})


def record_visit(
    *,
    child_id: UUID,
    visited_on: date,
    child_seen: bool,
    seen_alone: bool,
    childs_words: str = "",
    what_happened: str = "",
    not_seen_because: str = "",
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Visit:
    """Record a visit, under the child's open protection plan where there is one; not seen is a fact too."""
    with deed("record_visit", children=[child_id], by=by, purpose=purpose, at=at):
        plan = open_plans(child_id=child_id).filter(started_on__lte=visited_on).first()
        words = {"childs_words": childs_words, "what_happened": what_happened, "not_seen_because": not_seen_because}
        seen = {"child_seen": child_seen, "seen_alone": child_seen and seen_alone}
        return _once(
            Visit, child_id, f"v{visited_on}", record_id=record_id, plan=plan, visited_on=visited_on, **seen, **words
        )


def start_need_plan(
    *,
    episode: Episode,
    started_on: date,
    aims: str = "",
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> NeedPlan:
    """Start a child in need plan."""
    with deed("start_need_plan", children=[episode.child_id], by=by, purpose=purpose, at=at):
        return _under(episode, NeedPlan, f"n{started_on}", record_id=record_id, started_on=started_on, aims=aims)


def end_need_plan(
    *, plan: NeedPlan, ended_on: date, why: str, expected_version: int, by: Actor, purpose: Purpose, at: datetime
) -> NeedPlan:
    """End a child in need plan, with the reason."""
    if not why.strip():
        raise Refused("Say why the plan ends: what changed for the child.")
    with deed("end_need_plan", children=[plan.child_id], by=by, purpose=purpose, at=at, reason=why):
        return amend(plan, expected_version=expected_version, changes={"ended_on": ended_on})


def close_episode(
    *,
    episode: Episode,
    closed_on: date,
    closure_reason: str,
    closing_words: str,
    expected_version: int,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Episode:
    """Close an episode of need; refused while a plan is open, or without words on why it is safe to."""
    if not closing_words.strip():
        raise Refused("Say why it is safe to close: who will notice if things get worse?")
    children = [episode.child_id]
    with deed("close_episode", children=children, by=by, purpose=purpose, at=at, reason=closing_words):
        if open_plans(child_id=episode.child_id).exists():
            raise Refused("This child has an open child protection plan. End it at a review conference first.")
        if open_need_plans(child_id=episode.child_id).exists():
            raise Refused("This child has an open child in need plan. End it first.")
        refuse_while_held("case", child_id=episode.child_id, subject_id=episode.id)
        changes = {"closed_on": closed_on, "closure_reason": closure_reason, "closing_words": closing_words}
        return amend(episode, expected_version=expected_version, changes=changes)


def _under(episode: Episode, model: type[Record], stem: str, *, record_id: UUID | None, **fields: Any) -> Record:
    return _once(model, episode.child_id, f"{episode.key}/{stem}", record_id=record_id, episode=episode, **fields)


def _once(model: type[Record], child_id: UUID, stem: str, *, record_id: UUID | None, **fields: Any) -> Record:
    """The record, if just this was saved from that form before (a double click), or a new one."""
    said = {name: getattr(value, "pk", value) for name, value in fields.items()}
    own_id = key_of_sending(record_id or uuid4(), model._meta.db_table, child_id, said)
    standing = model.objects.filter(pk=own_id).first()
    if standing:
        return standing
    key = next_key(model, child_id=child_id, stem=stem)
    return inserted(model(id=own_id, child_id=child_id, key=key, **fields))
