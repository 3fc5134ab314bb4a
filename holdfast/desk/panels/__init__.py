"""What each part of Holdfast puts on home pages, on the child's page and beside a decision, in the order shown.

A part adds a module here and its lines below. A function that answers None shows nothing.
"""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest

from holdfast.access import Purpose, Role, Stage, may_use
from holdfast.desk.panels import (
    allegations,
    census,
    challenges,
    deciding,
    early_help,
    intake,
    looks,
    mash,
    one_child,
    picture,
    waiting,
)
from holdfast.desk.panels._panel import Line, Panel
from holdfast.records.frontdoor.models import Referral

__all__ = ["CHILD", "DECISION", "HOME", "Line", "Panel", "child_panels", "decision_panels", "home_panels"]

_FRONT_DOOR = frozenset(
    {Role.front_door_worker, Role.front_door_manager, Role.service_manager, Role.out_of_hours_worker}
)
_MANAGERS = frozenset({Role.front_door_manager, Role.service_manager})
_DECIDING = frozenset({Role.front_door_manager, Role.service_manager, Role.out_of_hours_worker})
_CHALLENGING = frozenset(role for role in Role if may_use(role=role, purpose=Purpose.challenging).allowed)
_ASKED = frozenset(
    {Role.police_officer, Role.school_lead, Role.gp_practice, Role.health_visitor, Role.mental_health_nurse,
     Role.housing_officer, Role.early_help_coordinator}
)  # fmt: skip

HOME: tuple[tuple[frozenset[Role], Callable[[HttpRequest], Panel | None]], ...] = (
    (_FRONT_DOOR | {Role.social_worker}, one_child.perhaps_told_of_mine),
    (_FRONT_DOOR, waiting.what_waits),
    (_FRONT_DOOR, intake.of_hub),
    (_DECIDING, picture.after_own_decisions),
    (_DECIDING | {Role.social_worker}, picture.written_by_agencies),
    (_FRONT_DOOR, mash.of_hub),
    (_DECIDING, mash.after_decisions),
    (_ASKED, mash.of_agency),
    (_MANAGERS, looks.on_first_page),
    (_MANAGERS, deciding.to_decide),
    (frozenset({Role.front_door_worker}), deciding.given_back),
    (_CHALLENGING, challenges.waiting_for_me),
    (frozenset({Role.partnership_manager}), challenges.of_board),
    (frozenset({Role.social_worker}), census.of_worker),
    (frozenset({Role.returns_officer, Role.service_manager}), census.of_everybody),
    (frozenset({Role.system_administrator}), waiting.alarms),
    (frozenset({Role.early_help_coordinator}), early_help.of_coordinator),
    (frozenset({Role.designated_officer}), allegations.of_officer),
    (_FRONT_DOOR, allegations.of_hub),
    (_FRONT_DOOR, intake.links_of_hub),
    (frozenset({Role.system_administrator}), intake.of_administrator),
    (frozenset(Role) - {Role.early_help_coordinator}, early_help.of_lead),
)
"""Which roles see it on their first page, and what answers it."""

CHILD: tuple[tuple[Stage, Callable[[HttpRequest, UUID], Panel | None]], ...] = (
    (Stage.pointer, one_child.other_records_of),
    (Stage.pointer, one_child.perhaps_told_of),
    (Stage.early_help, early_help.of_child),
    (Stage.child_in_need, picture.of_child),
    (Stage.child_in_need, mash.of_child),
    (Stage.child_in_need, challenges.of_child),
    (Stage.child_protection, looks.on_child),
    (Stage.child_protection, census.of_child),
)
"""How far somebody must see into the child's story, and what answers it."""

DECISION: tuple[Callable[[HttpRequest, Referral], Panel | None], ...] = (
    mash.of_referral,
    picture.of_referral,
    looks.beside_decision,
    challenges.of_referral,
)
"""Shown to whoever decides a referral."""


def home_panels(request: HttpRequest, role: Role) -> list[Panel]:
    """The panels on the first page of somebody in this role."""
    answers = (answer(request) for roles, answer in HOME if role in roles)
    return [panel for panel in answers if panel]


def child_panels(request: HttpRequest, child_id: UUID, *, stage: Stage) -> list[Panel]:
    """The panels on a child's page for somebody who sees as far as this stage."""
    answers = (answer(request, child_id) for needs, answer in CHILD if stage >= needs)
    return [panel for panel in answers if panel]


def decision_panels(request: HttpRequest, referral: Referral) -> list[Panel]:
    """The panels beside the decision of a referral."""
    return [panel for panel in (answer(request, referral) for answer in DECISION) if panel]
