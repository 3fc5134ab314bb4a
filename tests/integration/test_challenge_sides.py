"""Who sees a challenge: both sides, those who hear it, those who work with the child; and what it tells as facts."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from holdfast.access import Purpose, Stage
from holdfast.kernel.refused import NotFound, Refused
from holdfast.records.casework import actions as casework
from holdfast.records.challenges import actions
from holdfast.records.challenges.models import Challenge, Said
from holdfast.records.challenges.queries import (
    Subject,
    challenge_or_not_found,
    subject_or_not_found,
)
from holdfast.records.frontdoor import actions as frontdoor
from holdfast.records.frontdoor.codes import ContactOutcome, ReferralDecision
from holdfast.records.frontdoor.models import NamedChild
from holdfast.records.people.models import Person
from holdfast.wall.acting import acting, service
from holdfast.wall.holding import standing as held
from holdfast.wall.providers import facts_of
from tests.integration.conftest import AT, give
from tests.integration.test_challenges import Dispute, dispute
from tests.integration.test_front_door_decision import Hub

__all__ = ["dispute"]
pytestmark = pytest.mark.django_db


# ------------------------------------------------------------------ whoever told us, and must not learn more


@pytest.fixture
def farahs(dispute: Dispute) -> tuple[Dispute, Challenge]:
    farah = dispute.cast("farah").actor
    with acting(actor=farah, purpose=Purpose.referring):
        named = NamedChild.objects.get()
    subject = subject_or_not_found("answer", named.id, actor=farah)
    assert (subject.child_id, subject.decided_by) == (None, None)
    return dispute, dispute.raised("farah", subject=subject)


def test_a_sender_challenges_the_answer_and_the_challenge_finds_child_and_decider(farahs: tuple[Dispute, Challenge]):
    dispute, challenge = farahs
    with acting(actor=dispute.cast("rosa").actor, purpose=Purpose.front_door):
        found = challenge_or_not_found(challenge.id)
        assert (found.child_id, found.decided_by) == (dispute.family.oisin, dispute.cast("carol").id)
        assert held("referral", child_id=dispute.family.oisin)
        assert {each.child_id for each in Said.objects.all()} == {dispute.family.oisin}
    with pytest.raises(Refused, match="Nobody hears"):
        dispute.do("carol", actions.answer_challenge, challenge)


def test_a_sender_challenges_only_what_they_told_and_only_once_it_is_answered(dispute: Dispute):
    with acting(actor=dispute.cast("carol").actor, purpose=Purpose.front_door):
        named = NamedChild.objects.get()
        frontdoor.reopen_referral(
            referral=dispute.referral, because="A late reply.", expected_version=dispute.referral.version,
            by=dispute.cast("carol").actor, purpose=Purpose.front_door, at=AT,
        )  # fmt: skip
    for who in ("farah", "gpshared"):
        with pytest.raises(NotFound):
            subject_or_not_found("answer", named.id, actor=dispute.cast(who).actor)


# ------------------------------------------------------------------ who sees it


def test_only_both_sides_those_who_hear_the_hub_and_those_who_work_with_the_child_see_it(dispute: Dispute):
    dispute.raised()
    seen = set()
    with acting(actor=dispute.cast("carol").actor, purpose=Purpose.front_door):
        give(dispute.cast("joy"), dispute.family.oisin, ceiling=Stage.pointer)
    for who in ("ann", "ben", "carol", "rosa", "tess", "dev", "helen", "farah", "kwame", "joy", "uma", "quinn", "owen"):
        for purpose in Purpose:
            try:
                with acting(actor=dispute.cast(who).actor, purpose=purpose):
                    seen |= {(who, purpose.value)} if Said.objects.exists() else set()
            except Refused:
                continue
    assert seen == {
        ("ann", "direct_work"), ("helen", "partner_work"), ("helen", "challenging"), ("helen", "referring"),
        *((who, "front_door") for who in ("carol", "rosa", "tess")), ("dev", "out_of_hours"),
        *((who, purpose) for who in ("carol",) for purpose in ("challenging", "referring")),
        ("rosa", "challenging"),
    }  # fmt: skip


def test_the_chair_sees_it_when_it_has_come_to_the_last_stage(dispute: Dispute):
    challenge = dispute.raised(at=AT - timedelta(days=60))
    with acting(actor=dispute.cast("kwame").actor, purpose=Purpose.challenging):
        assert challenge_or_not_found(challenge.id)


def test_the_challenged_person_sees_it_wherever_they_work(dispute: Dispute):
    subject = dispute.subject()
    mine = Subject(**{**subject.__dict__, "decided_by": dispute.cast("ben").id})
    challenge = dispute.raised(subject=mine)
    with acting(actor=dispute.cast("ben").actor, purpose=Purpose.challenging):
        assert challenge_or_not_found(challenge.id)


def test_nobody_challenges_for_a_child_whom_they_do_not_work_with(dispute: Dispute):
    with pytest.raises(Exception, match="row-level security"), transaction.atomic():
        dispute.raised("ben")


# ------------------------------------------------------------------ facts


def test_a_challenge_tells_its_stage_and_its_days_and_nothing_of_the_words(dispute: Dispute):
    dispute.raised(at=AT - timedelta(days=9))
    with acting(actor=service("count"), purpose=Purpose.figures):
        facts = facts_of(None, tables=["challenge", "challenge_stage"])
    (told,) = facts.rows("challenge")
    shown = [told[name] for name in ("about", "raised_on", "stage", "outcome")]
    assert shown == ["referral", date(2026, 11, 11), 2, None]
    stages = [(row["stage"], row["started_on"], row["due_on"]) for row in facts.rows("challenge_stage")]
    assert sorted(stages) == [(1, date(2026, 11, 11), date(2026, 11, 18)), (2, date(2026, 11, 19), date(2026, 11, 26))]


def test_what_can_be_challenged_of_casework_is_found_by_whoever_works_with_the_child(dispute: Dispute):
    with acting(actor=dispute.cast("carol").actor, purpose=Purpose.front_door):
        hub = Hub(dispute.cast, dispute.family)
        again = hub.decide(dispute.referral, ReferralDecision.assessment)
        episode = casework.open_episode(referral=again, **hub.doing)
        discussed: dict[str, Any] = {"started_on": AT.date(), **hub.doing}
        enquiry = casework.start_section47(episode=episode, **discussed)
        held_on = casework.hold_conference(episode=episode, held_on=AT.date(), section47=enquiry, **hub.doing)
    found = subject_or_not_found("conference", held_on.id, actor=dispute.cast("helen").actor)
    assert (found.child_id, found.decided_by) == (dispute.family.oisin, dispute.cast("carol").id)
    with pytest.raises(NotFound):
        subject_or_not_found("conference", held_on.id, actor=dispute.cast("ben").actor)
    with pytest.raises(NotFound):
        subject_or_not_found("conference", UUID(int=5), actor=dispute.cast("helen").actor)


def test_what_was_told_of_the_wrong_child_takes_its_challenge_along(dispute: Dispute):
    with acting(actor=dispute.cast("carol").actor, purpose=Purpose.front_door):
        hub = Hub(dispute.cast, dispute.family)
        named = hub.told(sender="gpshared")
        wrong, right = (Person.objects.get(pk=key) for key in (dispute.family.oisin, dispute.family.mei))
        match = frontdoor.match_named_child(named=named, child=wrong, **hub.doing)
        frontdoor.record_contact(named=named, source="3A", outcome=ContactOutcome.information_only, **hub.doing)
    subject = subject_or_not_found("answer", named.id, actor=dispute.cast("gpshared").actor)
    challenge = dispute.raised("gpshared", subject=subject)

    def held_now() -> list[bool]:
        return [bool(held("case", child_id=each.id)) for each in (wrong, right)]

    with acting(actor=dispute.cast("carol").actor, purpose=Purpose.front_door):
        assert held_now() == [True, False]
        frontdoor.undo_match(match=match, because="Another surname.", expected_version=1, **hub.doing)
        assert held_now() == [False, False]
        frontdoor.match_named_child(named=named, child=right, **hub.doing)
        frontdoor.record_contact(named=named, source="3A", outcome=ContactOutcome.information_only, **hub.doing)
        assert held_now() == [False, True]
        assert {each.child_id for each in Said.objects.filter(challenge=challenge)} == {right.id}
