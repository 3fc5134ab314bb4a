"""What stands in casework, for those who may see it; each runs inside `acting()`."""

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
