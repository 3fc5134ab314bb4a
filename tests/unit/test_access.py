"""Who may see what, told about the personas."""

from datetime import date

import pytest

from holdfast.access import RULES, Decision, Purpose, Relationship, Role, Stage, decide, may_use, reach, service_reach
from holdfast.access.personas import PERSONAS, persona

TODAY = date(2026, 3, 2)
INVOLVED = Relationship(ceiling=Stage.decision_maker, from_on=date(2026, 1, 5), until_on=date(2026, 6, 1))


def asks(
    who: str,
    purpose: Purpose,
    needs: Stage = Stage.pointer,
    relationship: Relationship | None = INVOLVED,
    *,
    sealed: bool = False,
    conflict: bool = False,
    protected_location: bool = False,
    as_of: date = TODAY,
) -> Decision:
    return decide(
        role=persona(who).role,
        purpose=purpose,
        needs=needs,
        relationship=relationship,
        sealed=sealed,
        conflict=conflict,
        protected_location=protected_location,
        as_of=as_of,
    )


def test_the_allocated_social_worker_sees_the_whole_story_of_her_child():
    assert asks("ann", Purpose.direct_work, Stage.decision_maker).allowed


def test_a_social_worker_from_another_team_sees_nothing_of_the_child():
    refused = asks("ben", Purpose.direct_work, relationship=None)
    assert refused == Decision(False, "You have no involvement with this child.")


def test_an_involvement_ends_on_the_day_it_says():
    assert asks("ann", Purpose.direct_work, as_of=date(2026, 5, 31)).allowed
    ended = asks("ann", Purpose.direct_work, as_of=date(2026, 6, 1))
    assert ended == Decision(False, "Your involvement with this child is not current.")


def test_an_involvement_does_not_begin_early():
    assert not asks("ann", Purpose.direct_work, as_of=date(2026, 1, 4)).allowed
    assert asks("ann", Purpose.direct_work, as_of=date(2026, 1, 5)).allowed


@pytest.mark.parametrize(("who", "purpose"), [("carol", Purpose.front_door), ("dev", Purpose.out_of_hours)])
def test_the_front_door_and_the_night_team_see_any_child_without_an_involvement(who: str, purpose: Purpose):
    assert asks(who, purpose, Stage.decision_maker, None, protected_location=True).allowed


def test_the_front_door_manager_cannot_use_the_night_teams_purpose():
    refused = asks("carol", Purpose.out_of_hours)
    assert refused.reason == "“Out of hours” is not part of the work of this role: Front-door manager."


@pytest.mark.parametrize(
    ("who", "ceiling"),
    [
        ("erin", Stage.child_protection),
        ("helen", Stage.child_protection),
        ("farah", Stage.child_in_need),
        ("gpshared", Stage.child_in_need),
        ("ivan", Stage.early_help),
        ("joy", Stage.pointer),
    ],
)
def test_a_partner_sees_as_far_as_its_ceiling_and_no_further_whatever_its_involvement_says(who: str, ceiling: Stage):
    assert asks(who, Purpose.partner_work, ceiling).allowed
    assert not asks(who, Purpose.partner_work, Stage(ceiling + 1)).allowed
    assert not asks(who, Purpose.partner_work, relationship=None).allowed


def test_an_involvement_can_reach_less_far_than_the_role_but_never_further():
    pointer_only = Relationship(ceiling=Stage.pointer, from_on=INVOLVED.from_on, until_on=INVOLVED.until_on)
    assert asks("farah", Purpose.partner_work, Stage.pointer, pointer_only).allowed
    refused = asks("farah", Purpose.partner_work, Stage.child_in_need, pointer_only)
    assert refused.reason == (
        "This is beyond what you may see of this child. "
        "You may see: That the child is known, who is involved and how to ring them."
    )


def test_a_sealed_record_opens_only_to_somebody_named_for_it():
    assert not asks("ann", Purpose.direct_work, sealed=True).allowed
    assert not asks("carol", Purpose.front_door, relationship=None, sealed=True).allowed
    by_name = Relationship(
        ceiling=Stage.decision_maker, from_on=INVOLVED.from_on, until_on=INVOLVED.until_on, opens_seal=True
    )
    assert asks("ann", Purpose.direct_work, relationship=by_name, sealed=True).allowed
    assert asks("carol", Purpose.front_door, relationship=by_name, sealed=True).allowed


def test_a_seal_opened_by_name_closes_again_when_the_naming_ends():
    by_name = Relationship(
        ceiling=Stage.decision_maker, from_on=INVOLVED.from_on, until_on=date(2026, 2, 1), opens_seal=True
    )
    assert not asks("carol", Purpose.front_door, relationship=by_name, sealed=True).allowed


def test_somebody_with_an_interest_outside_work_is_shut_out_even_of_their_own_allocation():
    assert not asks("ann", Purpose.direct_work, conflict=True).allowed
    assert not asks("dev", Purpose.out_of_hours, conflict=True).allowed


def test_a_protected_address_is_shown_to_the_lead_agency_and_not_to_partners_or_minutes():
    assert asks("ann", Purpose.direct_work, protected_location=True).allowed
    for who, purpose in [
        ("erin", Purpose.partner_work),
        ("farah", Purpose.partner_work),
        ("kwame", Purpose.conference),
        ("lena", Purpose.quality_audit),
    ]:
        assert asks(who, purpose).allowed
        assert not asks(who, purpose, protected_location=True).allowed


def test_the_system_administrator_and_the_public_reach_no_childs_record():
    for purpose in Purpose:
        assert reach(role=Role.system_administrator, purpose=purpose).children == "none"
        assert reach(role=Role.public, purpose=purpose).children in {"none", "own"}
    assert not asks("priya", Purpose.administration).allowed


def test_who_counts_never_sees_a_name():
    nameless = {Role.partnership_manager, Role.returns_officer, Role.data_analyst, Role.system_administrator}
    assert not any(rule.reach.names or rule.reach.locations for rule in RULES if rule.role in nameless)
    assert not any(rule.reach.names for rule in RULES if rule.purpose is Purpose.figures)


def test_the_auditor_changes_nothing():
    assert not any(
        rule.reach.writes and rule.reach.children != "none" for rule in RULES if rule.role is Role.quality_auditor
    )


def test_no_person_may_fill_a_borough():
    assert not any(may_use(role=role, purpose=Purpose.borough_load).allowed for role in Role)
    assert service_reach(purpose=Purpose.borough_load).writes


def test_the_software_itself_reaches_nothing_for_a_purpose_that_is_not_its_own():
    assert service_reach(purpose=Purpose.direct_work).children == "none"


def test_each_pair_is_decided_once():
    pairs = [(rule.role, rule.purpose) for rule in RULES]
    assert len(pairs) == len(set(pairs))


def test_every_role_that_signs_in_is_somebody_among_the_personas():
    assert {each.role for each in PERSONAS} == {role for role in Role if role.signs_in}
    assert len(PERSONAS) == len({each.username for each in PERSONAS}) == 21


def test_no_refusal_names_anybody():
    words = " ".join(
        asks(each.username, purpose, needs, relationship, sealed=sealed).reason
        for each in PERSONAS
        for purpose in Purpose
        for needs in Stage
        for relationship in (None, INVOLVED)
        for sealed in (True, False)
    )
    assert not any(each.display_name.split()[-1] in words for each in PERSONAS if each.username != "gpshared")
