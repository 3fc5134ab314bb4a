"""What casework holds of a child's past, for whoever has to have read it before deciding."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from holdfast.records.casework.models import Assessment, NeedPlan, ProtectionPlan
from holdfast.records.frontdoor.queries import Past, past_of


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
