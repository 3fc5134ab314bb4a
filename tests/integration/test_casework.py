"""What practitioners do, and what the clocks say the moment they did it."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from holdfast.access import Purpose, Stage
from holdfast.kernel.refused import Refused
from holdfast.records.casework import actions
from holdfast.records.casework.models import Episode, ProtectionPlan, Visit
from holdfast.records.casework.queries import last_seen, last_seen_alone, open_episodes, still_to_do
from holdfast.records.frontdoor.models import Referral
from holdfast.wall.acting import acting
from holdfast.wall.due import stored_differently
from holdfast.wall.models import AuditEvent, Due
from holdfast.wall.versions import history
from tests.integration.conftest import give
from tests.integration.mash_cast import waive_blanks

pytestmark = pytest.mark.django_db

REFERRED = date(2026, 11, 2)
AT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)


@pytest.fixture
def doing(cast):
    """Ann, at her work, in the middle of a Friday."""
    return {"by": cast("ann").actor, "purpose": Purpose.direct_work, "at": AT}


@pytest.fixture
def episode(cast, family, doing) -> Episode:
    """Oisín's open episode: referred by his school on a Monday, decided the next day."""
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        referral = Referral(
            child_id=family.oisin, key="2026-11-02", referred_on=REFERRED, source="2A", no_further_action=False,
            decision="assessment", decided_on=date(2026, 11, 3), reasons="Bruises seen at school",
        )  # fmt: skip
        referral.save(force_insert=True)
    return actions.open_episode(referral=referral, primary_need="N1", **doing)


def due(cast, child_id) -> dict[str, date | None]:
    """What is stored as due for the child, by clock."""
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        return dict(Due.objects.filter(child_id=child_id).values_list("clock", "due_on"))


def test_an_open_episode_starts_the_assessment_clock_from_the_referral(cast, family, episode):
    assert due(cast, family.oisin)["assessment_45"] == date(2027, 1, 7)


def test_authorising_the_assessment_stops_its_clock(cast, family, episode, doing):
    assessment = actions.start_assessment(episode=episode, started_on=date(2026, 11, 3), **doing)
    actions.authorise_assessment(
        assessment=assessment, authorised_on=date(2026, 11, 19), factors=["16A", "3B", "16A"],
        childs_words="I like Nan's", what_we_know="", what_we_think="", expected_version=1, **doing,
    )  # fmt: skip
    assert "assessment_45" not in due(cast, family.oisin)
    with acting(actor=doing["by"], purpose=doing["purpose"]):
        assert sorted(assessment.factors.values_list("code", flat=True)) == ["16A", "3B"]


def test_a_conference_with_a_category_begins_a_plan_and_its_clocks(cast, family, episode, doing):
    enquiry = actions.start_section47(episode=episode, started_on=date(2026, 11, 9), **doing)
    assert due(cast, family.oisin)["initial_conference"] == date(2026, 11, 30)
    actions.hold_conference(
        episode=episode, held_on=date(2026, 11, 19), section47=enquiry, plan_category="NEG", **doing
    )
    standing = due(cast, family.oisin)
    assert "initial_conference" not in standing
    assert standing["core_group"] == date(2026, 12, 3)
    assert standing["child_protection_visit"] == date(2026, 12, 3)


def test_a_visit_where_the_child_was_not_seen_leaves_the_visit_clock_running(cast, family, episode, doing):
    enquiry = actions.start_section47(episode=episode, started_on=date(2026, 11, 2), **doing)
    actions.hold_conference(episode=episode, held_on=date(2026, 11, 6), section47=enquiry, plan_category="PHY", **doing)
    before = due(cast, family.oisin)["child_protection_visit"]
    actions.record_visit(
        child_id=family.oisin, visited_on=date(2026, 11, 12), child_seen=False, seen_alone=False,
        not_seen_because="Said to be at his aunt's", **doing,
    )  # fmt: skip
    assert due(cast, family.oisin)["child_protection_visit"] == before
    actions.record_visit(
        child_id=family.oisin, visited_on=date(2026, 11, 13), child_seen=True, seen_alone=True, **doing
    )
    assert due(cast, family.oisin)["child_protection_visit"] > before
    with acting(actor=doing["by"], purpose=doing["purpose"]):
        assert last_seen(child_id=family.oisin).visited_on == date(2026, 11, 13)
        assert last_seen_alone(child_id=family.oisin).visited_on == date(2026, 11, 13)


def test_a_double_click_saves_one_visit(family, episode, doing):
    visit = {"child_id": family.oisin, "visited_on": date(2026, 11, 13), "child_seen": True, "seen_alone": False}
    form = uuid4()
    first = actions.record_visit(**visit, record_id=form, **doing)
    again = actions.record_visit(**visit, record_id=form, **doing)
    assert again.id == first.id
    with acting(actor=doing["by"], purpose=doing["purpose"]):
        assert Visit.objects.count() == 1


def test_two_visits_on_one_day_are_two_records(family, episode, doing):
    visit = {"child_id": family.oisin, "visited_on": date(2026, 11, 13), "child_seen": True, "seen_alone": False}
    keys = [actions.record_visit(**visit, **doing).key for _ in range(2)]
    assert keys == ["v2026-11-13", "v2026-11-13.2"]


def test_a_strategy_discussion_saves_at_night_with_its_gaps_listed(family, episode, doing):
    actions.hold_strategy_discussion(episode=episode, held_on=date(2026, 11, 19), **doing)
    with acting(actor=doing["by"], purpose=doing["purpose"]):
        gaps = [gap.sentence for gap in still_to_do(child_id=family.oisin)]
    assert "Strategy discussion 19 November 2026: who took part is not recorded." in gaps
    assert "Strategy discussion 19 November 2026: the decision is not recorded." in gaps


def test_a_case_is_not_closed_while_a_plan_is_open(family, episode, doing):
    actions.hold_conference(episode=episode, held_on=date(2026, 11, 6), section47=None, plan_category="EMO", **doing)
    closing = {
        "episode": episode, "closed_on": date(2026, 11, 20), "closure_reason": "RC7", "closing_words": "Safe at home",
        "expected_version": 1,
    }  # fmt: skip
    with pytest.raises(Refused, match="open child protection plan"):
        actions.close_episode(**closing, **doing)
    with acting(actor=doing["by"], purpose=doing["purpose"]):
        plan = ProtectionPlan.objects.get()
    with pytest.raises(Refused, match="review"):
        actions.end_plan(plan=plan, ended_on=date(2026, 11, 20), why="Safer", expected_version=1, **doing)
    actions.hold_review(plan=plan, held_on=date(2026, 11, 20), category="EMO", expected_version=1, **doing)
    actions.end_plan(plan=plan, ended_on=date(2026, 11, 20), why="Safer", expected_version=1, **doing)
    actions.close_episode(**closing, **doing)
    with acting(actor=doing["by"], purpose=doing["purpose"]):
        assert not open_episodes(child_id=family.oisin).exists()
        assert not Due.objects.exists()


def test_a_refused_deed_leaves_no_trace_but_its_reason(family, episode, doing):
    with pytest.raises(Refused):
        actions.close_episode(
            episode=episode,
            closed_on=date(2026, 11, 20),
            closure_reason="RC7",
            closing_words=" ",
            expected_version=1,
            **doing,
        )
    with acting(actor=doing["by"], purpose=doing["purpose"]):
        assert not AuditEvent.objects.filter(what="close_episode").exists()


def test_the_audit_log_holds_no_words_about_a_child(cast, family, episode, doing):
    enquiry = actions.start_section47(episode=episode, started_on=date(2026, 11, 9), **doing)
    waive_blanks(cast("carol"), family.oisin)
    actions.end_section47_without_conference(
        section47=enquiry, outcome="His uncle moved out", expected_version=1, **doing
    )
    with acting(actor=cast("noor").actor, purpose=Purpose.statutory_return):
        assert AuditEvent.objects.filter(what="end_section47").exists()
        assert not AuditEvent.objects.filter(reason__contains="uncle").exists()


def test_each_deed_is_on_the_audit_log_with_its_child(family, episode, doing):
    with acting(actor=doing["by"], purpose=doing["purpose"]):
        event = AuditEvent.objects.get(what="open_episode")
    assert event.children == [family.oisin]
    assert event.purpose == "direct_work"


def test_stored_due_dates_are_those_that_the_facts_give(cast, family, episode, doing):
    actions.start_section47(episode=episode, started_on=date(2026, 11, 9), **doing)
    with acting(actor=doing["by"], purpose=doing["purpose"]):
        assert stored_differently([family.oisin], as_of=date(2026, 11, 20)) == []
        Due.objects.filter(clock="assessment_45").update(due_on=date(2030, 1, 1))
        assert stored_differently([family.oisin], as_of=date(2026, 11, 20)) == [family.oisin]


def test_a_referral_ended_by_no_further_action_is_not_an_open_case(cast, family, doing):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        referral = Referral(
            child_id=family.oisin, key="2026-01-05", referred_on=date(2026, 1, 5), no_further_action=True
        )
        referral.save(force_insert=True)
    ended = actions.open_episode(referral=referral, **doing)
    with acting(actor=doing["by"], purpose=doing["purpose"]):
        assert not open_episodes(child_id=family.oisin).exists()
    actions.hold_conference(episode=ended, held_on=date(2026, 2, 2), section47=None, **doing)
    with acting(actor=doing["by"], purpose=doing["purpose"]):
        assert open_episodes(child_id=family.oisin).get() == ended, (
            "marked NFA, but somebody worked on it: a person must look"
        )


def test_a_school_is_not_told_of_a_clock_that_gives_a_protection_plan_away(cast, family, episode, doing):
    actions.hold_conference(episode=episode, held_on=date(2026, 11, 6), section47=None, plan_category="EMO", **doing)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        give(cast("farah"), family.oisin, ceiling=Stage.child_in_need)
        assert Due.objects.filter(clock="core_group").exists()
    with acting(actor=cast("farah").actor, purpose=Purpose.partner_work):
        assert set(Due.objects.values_list("clock", flat=True)) == {"assessment_45"}


def test_closing_words_of_any_length_close_the_case_and_are_kept_whole(family, episode, doing):
    told = "His aunt has him on Fridays, and rings us where she worries. " * 100
    closing = {"closed_on": date(2026, 11, 19), "closure_reason": "RC1", "closing_words": told}
    closed = actions.close_episode(episode=episode, expected_version=episode.version, **closing, **doing)
    with acting(actor=doing["by"], purpose=doing["purpose"]):
        assert history(closed)[0].reason == told
