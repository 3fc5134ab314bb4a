"""A professional challenges a decision and is heard: by somebody else, in time, and to the end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from holdfast.access import Purpose, Stage
from holdfast.kernel.refused import Refused, StaleEdit
from holdfast.records.casework import actions as casework
from holdfast.records.challenges import actions
from holdfast.records.challenges.codes import DecisionKind, Outcome, SaidKind, Theme
from holdfast.records.challenges.models import Challenge, Hearing, Said
from holdfast.records.challenges.queries import (
    Standing,
    Subject,
    challenge_or_not_found,
    open_challenges,
    said_in,
    standings,
    to_hear,
)
from holdfast.records.frontdoor.codes import ReferralDecision
from holdfast.records.frontdoor.models import Referral
from holdfast.wall.acting import acting
from holdfast.wall.holding import standing as held
from holdfast.wall.models import User
from holdfast.wall.waiting.models import QueueItem
from tests.integration.conftest import AT, give
from tests.integration.test_front_door_decision import Hub
from tests.integration.test_front_door_told import Cast

pytestmark = pytest.mark.django_db

MONDAY_AFTER = datetime(2026, 11, 28, 0, 0, tzinfo=AT.tzinfo)
"""When five working days after Friday 20 November 2026 are over: as Friday 27 ends."""


@dataclass
class Dispute:
    """Carol ended a referral on what Farah told; Helen works with the child and does not agree."""

    cast: Cast
    family: Any
    referral: Referral

    def subject(self) -> Subject:
        return Subject(
            kind=DecisionKind.referral, id=self.referral.id, about="No further action", child_id=self.family.oisin,
            decided_by=self.cast("carol").id, back_url="/",
        )  # fmt: skip

    def raised(self, who: str = "helen", *, at: datetime = AT, **more: Any) -> Challenge:
        by = self.cast(who).actor
        given: dict[str, Any] = {
            "subject": self.subject(), "theme": Theme.threshold, "words": "Two bruises.", "record_id": uuid4(),
        }  # fmt: skip
        made = actions.raise_challenge(**(given | more), by=by, purpose=Purpose.challenging, at=at)
        with acting(actor=by, purpose=Purpose.challenging):
            return challenge_or_not_found(made)

    def do(self, who: str, action: Callable[..., Any], challenge: Challenge, *, at: datetime = AT, **more: Any) -> Any:
        hub = who in ("carol", "rosa", "tess", "dev")
        purpose = Purpose.front_door if hub else Purpose.challenging
        if action is actions.answer_challenge:
            more = {"outcome": Outcome.stood, "words": "We looked again."} | more
        with acting(actor=self.cast(who).actor, purpose=purpose):
            version = challenge_or_not_found(challenge.id).version
            return action(
                challenge=challenge, **({"expected_version": version} | more), by=self.cast(who).actor,
                purpose=purpose, at=at,
            )  # fmt: skip

    def now(self, challenge: Challenge, *, at: datetime = AT) -> Standing:
        with acting(actor=self.cast("tess").actor, purpose=Purpose.front_door):
            (found,) = standings([challenge_or_not_found(challenge.id)], at=at)
            return found


@pytest.fixture
def dispute(cast: Cast, family: Any) -> Dispute:
    for name in ("carol", "rosa", "tess", "kwame"):
        cast(name)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        hub = Hub(cast, family)
        referral = hub.decide(hub.referred(), ReferralDecision.no_further_action)
        give(cast("helen"), family.oisin, ceiling=Stage.child_protection)
    return Dispute(cast, family, referral)


def test_a_challenge_is_heard_by_another_manager_within_five_working_days(dispute: Dispute):
    now = dispute.now(dispute.raised())
    assert (now.hearing.number, now.hearing.roles, now.due_at) == (1, ["front_door_manager"], MONDAY_AFTER)
    for name, is_theirs in {"rosa": True, "carol": False, "tess": False}.items():
        with acting(actor=dispute.cast(name).actor, purpose=Purpose.front_door):
            assert bool(to_hear(dispute.cast(name), at=AT)) is is_theirs, name


def test_it_waits_in_the_managers_queue_until_it_is_answered_and_again_when_it_is_taken_further(dispute: Dispute):
    """f.disagreement_proc: social-care manager has the task."""

    def waits() -> list[datetime]:
        with acting(actor=dispute.cast("tess").actor, purpose=Purpose.front_door):
            items = QueueItem.objects.filter(kind="challenge", acknowledged_at=None)
            return list(items.values_list("acknowledge_by", flat=True))

    challenge = dispute.raised()
    assert waits() == [MONDAY_AFTER]
    dispute.do("rosa", actions.answer_challenge, challenge)
    assert waits() == []
    dispute.do("helen", actions.press_on, challenge, words="No.", at=AT + timedelta(days=3))
    assert len(waits()) == 1
    dispute.do("helen", actions.withdraw_challenge, challenge, words="Settled.", at=AT + timedelta(days=4))
    assert waits() == []


def test_where_the_child_is_at_risk_meanwhile_it_is_heard_at_once(dispute: Dispute):
    assert dispute.now(dispute.raised(immediate=True)).due_at == AT + timedelta(hours=2)


def test_left_unanswered_it_moves_up_at_each_clock_by_itself(dispute: Dispute):
    """f.drift_escal: no reply escalates automatically, with no program running."""
    challenge = dispute.raised()
    assert [dispute.now(challenge, at=AT + timedelta(days=days)).hearing.number for days in (0, 7, 8, 14, 15, 400)] == [
        1, 1, 2, 2, 3, 3,
    ]  # fmt: skip
    assert dispute.now(challenge, at=AT + timedelta(days=400)).late


def test_it_stands_on_the_boards_log_until_it_is_answered_and_agreed(dispute: Dispute):
    """f.drift_escal: the unresolved count, without a name or a word."""
    challenge = dispute.raised()
    with acting(actor=dispute.cast("maya").actor, purpose=Purpose.figures):
        assert open_challenges().count() == 1
        assert not Said.objects.exists()
    dispute.do("rosa", actions.answer_challenge, challenge)
    with acting(actor=dispute.cast("maya").actor, purpose=Purpose.figures):
        assert open_challenges().count() == 1
    dispute.do("helen", actions.accept_answer, challenge)
    with acting(actor=dispute.cast("maya").actor, purpose=Purpose.figures):
        assert not open_challenges().exists()


@pytest.mark.parametrize("who", ["carol", "helen"])
def test_nobody_hears_a_challenge_to_their_own_decision_and_the_others_are_named(dispute: Dispute, who: str):
    challenge = dispute.raised()
    with pytest.raises(Refused, match=r"Nobody hears a challenge to their own decision.*Rosa Lindgren-Okafor"):
        dispute.do(who, actions.answer_challenge, challenge)


def test_the_database_itself_lets_nobody_answer_their_own(dispute: Dispute):
    challenge = dispute.raised()
    with acting(actor=dispute.cast("carol").actor, purpose=Purpose.front_door):
        for side in ("carol", "helen"):
            hearing = Hearing.objects.get(challenge=challenge, number=1)
            hearing.answered_by, hearing.answered_at = dispute.cast(side).id, AT
            with pytest.raises(IntegrityError), transaction.atomic():
                hearing.save(update_fields=["answered_by", "answered_at"])


def test_somebody_of_another_stage_does_not_answer(dispute: Dispute):
    challenge = dispute.raised()
    with pytest.raises(Refused, match="heard by somebody else: Rosa"):
        dispute.do("tess", actions.answer_challenge, challenge)
    dispute.do("tess", actions.answer_challenge, challenge, at=AT + timedelta(days=9))


def test_a_stage_that_nobody_else_can_hear_is_passed_over_at_once(dispute: Dispute):
    User.objects.filter(username="rosa").update(is_active=False)
    assert dispute.now(dispute.raised()).hearing.number == 2


def test_an_answer_waits_for_whoever_raised_it_and_does_not_move_up(dispute: Dispute):
    challenge = dispute.raised()
    dispute.do("rosa", actions.answer_challenge, challenge)
    now = dispute.now(challenge, at=AT + timedelta(days=100))
    assert (now.hearing.number, now.waits_for, now.late) == (1, "raiser", False)


def test_closing_needs_the_raisers_agreement(dispute: Dispute):
    """f.drift_escal: closing needs raiser's agreement or the chair's ruling."""
    challenge = dispute.raised()
    with pytest.raises(Refused, match="no answer yet"):
        dispute.do("helen", actions.accept_answer, challenge)
    dispute.do("rosa", actions.answer_challenge, challenge)
    with pytest.raises(Refused, match="Only whoever raised it"):
        dispute.do("rosa", actions.accept_answer, challenge)
    assert dispute.do("helen", actions.accept_answer, challenge).closed_how == "agreed"


def test_not_agreed_it_goes_to_the_next_stage_and_the_last_one_rules(dispute: Dispute):
    later = AT - timedelta(days=10)
    challenge = dispute.raised(at=later)
    for who in ("rosa", "tess"):
        dispute.do(who, actions.answer_challenge, challenge, at=later)
        later += timedelta(days=1)
        dispute.do("helen", actions.press_on, challenge, words="Nobody asked the school.", at=later)
    ended = dispute.do(
        "kwame", actions.answer_challenge, challenge, at=later, outcome=Outcome.changed, effect="An assessment starts."
    )
    assert (ended.closed_how, ended.outcome, ended.closed_at) == ("ruled", "changed", later)
    with acting(actor=dispute.cast("helen").actor, purpose=Purpose.challenging):
        said = [(each.kind, each.effect) for each in said_in(challenge)]
    assert [kind for kind, _ in said] == ["raised", "answered", "pressed", "answered", "pressed", SaidKind.ruled]
    assert said[-1][1] == "An assessment starts."


def test_the_next_stage_begins_when_the_answer_is_not_agreed_and_has_its_own_days(dispute: Dispute):
    challenge = dispute.raised()
    dispute.do("rosa", actions.answer_challenge, challenge)
    dispute.do("helen", actions.press_on, challenge, words="No.", at=AT + timedelta(days=20))
    now = dispute.now(challenge, at=AT + timedelta(days=20))
    assert (now.hearing.number, now.hearing.from_at) == (2, AT + timedelta(days=20))
    assert now.due_at is not None and now.due_at > AT + timedelta(days=20)


def test_it_is_withdrawn_with_a_reason_by_whoever_raised_it(dispute: Dispute):
    challenge = dispute.raised()
    with pytest.raises(Refused, match="Say why you withdraw it"):
        dispute.do("helen", actions.withdraw_challenge, challenge, words=" ")
    with pytest.raises(Refused, match="Only whoever raised it"):
        dispute.do("rosa", actions.withdraw_challenge, challenge, words="Enough.")
    assert dispute.do("helen", actions.withdraw_challenge, challenge, words="They rang me.").closed_how == "withdrawn"
    with pytest.raises(Refused, match="has ended"):
        dispute.do("rosa", actions.answer_challenge, challenge)


def test_whoever_decided_changes_the_decision_instead_of_challenging_it(dispute: Dispute):
    with pytest.raises(Refused, match="You made this decision yourself"):
        actions.raise_challenge(
            subject=dispute.subject(), theme=Theme.other, words="Hm.", record_id=uuid4(),
            by=dispute.cast("carol").actor, purpose=Purpose.front_door, at=AT,
        )  # fmt: skip


def test_a_double_click_raises_one_challenge_and_other_words_another(dispute: Dispute):
    key = uuid4()
    first, second = dispute.raised(record_id=key), dispute.raised(record_id=key)
    assert first == second
    assert dispute.raised(record_id=key, words="And another thing.") != first


def test_two_answers_at_once_keep_one(dispute: Dispute):
    challenge = dispute.raised()
    dispute.do("rosa", actions.answer_challenge, challenge)
    with pytest.raises(Refused, match="answered already"):
        dispute.do("rosa", actions.answer_challenge, challenge)
    with pytest.raises(StaleEdit):
        dispute.do("helen", actions.accept_answer, challenge, expected_version=1)


def test_nothing_of_the_childs_is_closed_while_one_stands(dispute: Dispute):
    challenge = dispute.raised()
    with acting(actor=dispute.cast("carol").actor, purpose=Purpose.front_door):
        for ending in ("referral", "case", "early_help"):
            assert held(ending, child_id=dispute.family.oisin), ending
        again = Hub(dispute.cast, dispute.family)
        with pytest.raises(Refused, match="A challenge is still open"):
            again.decide(dispute.referral, ReferralDecision.early_help)
        protected = again.decide(dispute.referral, ReferralDecision.strategy_discussion)
        episode = casework.open_episode(referral=protected, **again.doing)
        closing: dict[str, Any] = {
            "closed_on": AT.date(), "closure_reason": "RC1", "closing_words": "Safe.", "expected_version": 1,
        }  # fmt: skip
        with pytest.raises(Refused, match="A challenge is still open"):
            casework.close_episode(episode=episode, **closing, **again.doing)
    dispute.do("helen", actions.withdraw_challenge, challenge, words="Settled.")
    with acting(actor=dispute.cast("carol").actor, purpose=Purpose.front_door):
        assert casework.close_episode(episode=episode, **closing, **again.doing).closed_on == date(2026, 11, 20)


def test_early_help_is_held_too_although_its_coordinator_may_not_read_the_challenge(dispute: Dispute):
    dispute.raised()
    with acting(actor=dispute.cast("uma").actor, purpose=Purpose.early_help):
        assert not Challenge.objects.exists()
        assert held("early_help", child_id=dispute.family.oisin)
