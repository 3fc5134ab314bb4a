"""Which record keeps which fact: how the rows of a file become the rows of a slice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from holdfast.records.casework.models import (
    Assessment,
    Conference,
    Episode,
    NeedPlan,
    OfChild,
    PlanReview,
    PreProceedings,
    ProtectionPlan,
    Section47,
)
from holdfast.records.frontdoor.models import Referral
from holdfast.wall.guarded import Guarded

PEOPLE = UUID("6c1f0f0e-6d6b-5a3c-9a63-0f8a7d1f2b11")


def person_id(authority: str, local_id: str) -> UUID:
    """The key of the child that an authority calls by this number; the same number gives the same key."""
    return uuid5(PEOPLE, f"{authority}/{local_id}")


def record_id(child_id: UUID, model: type[Guarded], key: str) -> UUID:
    """The key of a record that a file told of; told again, it is the same record."""
    return uuid5(child_id, f"{model._meta.label_lower}/{key}")


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One kind of record, the fact table that tells it, and how columns become fields.

    `parents` are fields that hold another record: the fact column with that record's key, and its model.
    """

    table: str
    model: type[OfChild] | type[Referral]
    columns: Mapping[str, str]
    parents: Mapping[str, tuple[str, type[Guarded]]] = field(default_factory=dict)


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


_EPISODE: dict[str, tuple[str, type[Guarded]]] = {"episode": ("episode", Episode)}

SHAPES: tuple[Shape, ...] = (
    Shape(
        table="episode",
        model=Referral,
        columns=_same("referred_on", "no_further_action", "decided_on") | {"referral_source": "source"},
    ),
    Shape(
        table="episode",
        model=Episode,
        columns=_same("primary_need", "closed_on", "closure_reason"),
        parents={"referral": ("episode", Referral)},
    ),
    Shape(
        table="assessment",
        model=Assessment,
        columns=_same("started_on", "review_point_on", "authorised_on"),
        parents=_EPISODE,
    ),
    Shape(
        table="section47",
        model=Section47,
        columns=_same("started_on", "conference_target_on", "conference_not_required"),
        parents=_EPISODE,
    ),
    Shape(
        table="conference",
        model=Conference,
        columns=_same("kind", "held_on"),
        parents={**_EPISODE, "section47": ("section47", Section47)},
    ),
    Shape(
        table="protection_plan",
        model=ProtectionPlan,
        columns=_same("started_on", "ended_on", "initial_category", "latest_category", "previous_plans"),
        parents=_EPISODE,
    ),
    Shape(
        table="plan_review",
        model=PlanReview,
        columns=_same("held_on"),
        parents={"plan": ("protection_plan", ProtectionPlan)},
    ),
    Shape(table="need_plan", model=NeedPlan, columns=_same("started_on", "ended_on"), parents=_EPISODE),
    Shape(
        table="pre_proceedings",
        model=PreProceedings,
        columns=_same(
            "started_on",
            "letter_sent_on",
            "family_meeting_offered",
            "family_meeting_held",
            "first_meeting_on",
            "review_meetings",
            "stepped_on",
            "outcome",
            "court_applied_on",
            "court_letter_on",
        ),
        parents=_EPISODE,
    ),
)
"""In an order in which each record's parents come before it."""

PERSON_COLUMNS = ("birth_on", "expected_birth_on", "died_on", "sex", "ethnicity", "upn_unknown")
