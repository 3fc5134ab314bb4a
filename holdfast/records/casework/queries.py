"""What stands in casework, for those who may see it; each runs inside `acting()`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from holdfast.records.casework.models import (
    Assessment,
    Conference,
    Episode,
    NeedPlan,
    ProtectionPlan,
    Section47,
    StrategyDiscussion,
    Visit,
)
from holdfast.records.frontdoor.queries import Past, past_of


def every_open_episode() -> QuerySet[Episode]:
    """Every episode of need that goes on: not closed, and not ended by a decision of no further action.

    Real files mark referrals as no further action and tell of a conference on them all the same: such a child is
    counted as open until a person has looked.
    """
    worked_on = [
        Exists(model.objects.filter(episode=OuterRef("pk")))
        for model in (Assessment, Section47, Conference, ProtectionPlan, NeedPlan)
    ]
    went_on = ~Q(referral__no_further_action=True) | reduce(or_, worked_on)
    return Episode.objects.filter(went_on, closed_on=None)


def open_episodes(*, child_id: UUID) -> QuerySet[Episode]:
    """The child's episodes of need that go on, newest first."""
    return every_open_episode().filter(child_id=child_id).order_by("-referral__referred_on", "-key")


def open_plans(*, child_id: UUID) -> QuerySet[ProtectionPlan]:
    """The child's child protection plans that have not ended."""
    return ProtectionPlan.objects.filter(child_id=child_id, ended_on=None).order_by("-started_on")


def open_need_plans(*, child_id: UUID) -> QuerySet[NeedPlan]:
    """The child's child in need plans that have not ended."""
    return NeedPlan.objects.filter(child_id=child_id, ended_on=None).order_by("-started_on")


def previous_plans(*, child_id: UUID, before: date) -> int:
    """How many child protection plans this authority made for the child before that day."""
    return ProtectionPlan.objects.filter(child_id=child_id, started_on__lt=before).count()


def plans_told(children: Collection[UUID]) -> list[Past]:
    """Every plan of these children, as something that whoever decides has to have read."""
    kinds = (("Child protection plan", ProtectionPlan), ("Child in need plan", NeedPlan))
    return [_plan_told(said, plan) for said, model in kinds for plan in model.objects.filter(child_id__in=children)]


def _plan_told(said: str, plan: ProtectionPlan | NeedPlan) -> Past:
    ended = f"ended {plan.ended_on:%-d %B %Y}" if plan.ended_on else "not ended"
    return Past(item=f"plan:{plan.id}", child_id=plan.child_id, on=plan.started_on, said=f"{said}, {ended}")


def past_of_assessment(assessment: Assessment, *, as_of: date) -> list[Past]:
    """What is to be read before this assessment is approved: earlier referrals and plans, and siblings' records.

    The referral and the plans of the assessment's own episode are what is being assessed.
    """
    episode = assessment.episode
    plans = [*ProtectionPlan.objects.filter(episode=episode), *NeedPlan.objects.filter(episode=episode)]
    own = [f"referral:{episode.referral_id}", *(f"plan:{plan.id}" for plan in plans)]
    return past_of(assessment.child_id, as_of=as_of, subject_id=assessment.id, but=own)


def last_seen(*, child_id: UUID) -> Visit | None:
    """The last visit on which the child was seen."""
    return Visit.objects.filter(child_id=child_id, child_seen=True).order_by("-visited_on", "-key").first()


def last_seen_alone(*, child_id: UUID) -> Visit | None:
    """The last visit on which the child was seen alone."""
    return Visit.objects.filter(child_id=child_id, seen_alone=True).order_by("-visited_on", "-key").first()


@dataclass(frozen=True)
class Gap:
    """Something still to do, in a sentence; it holds nothing up, and it is chased."""

    sentence: str


def still_to_do(*, child_id: UUID) -> list[Gap]:
    """What is missing from what was recorded about the child's open episodes."""
    gaps = [
        gap
        for episode in open_episodes(child_id=child_id)
        for gap in (*_strategy_gaps(episode), *_enquiry_gaps(episode), *_assessment_gaps(episode))
    ]
    return [Gap(sentence) for sentence in gaps]


def _strategy_gaps(episode: Episode) -> list[str]:
    gaps = []
    for strategy in StrategyDiscussion.objects.filter(episode=episode):
        if not strategy.took_part:
            gaps.append(f"Strategy discussion {strategy.held_on:%-d %B %Y}: who took part is not recorded.")
        if not strategy.decision:
            gaps.append(f"Strategy discussion {strategy.held_on:%-d %B %Y}: the decision is not recorded.")
    return gaps


def _enquiry_gaps(episode: Episode) -> list[str]:
    enquiries = Section47.objects.filter(episode=episode, conferences=None).exclude(conference_not_required=True)
    return [
        f"Section 47 enquiry started {enquiry.started_on:%-d %B %Y}: no conference yet, and none found unnecessary."
        for enquiry in enquiries
        if enquiry.started_on
    ]


def _assessment_gaps(episode: Episode) -> list[str]:
    done = Assessment.objects.filter(episode=episode, authorised_on__isnull=False, childs_words="")
    return [
        f"Assessment authorised {each.authorised_on:%-d %B %Y}: the child's own words are not recorded."
        for each in done
    ]
