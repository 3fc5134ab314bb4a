"""Whatever both sides do, in whatever order: nobody hears their own, nothing is closed with one open, nothing rests."""

import contextlib
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.challenges import actions
from holdfast.records.challenges.codes import ClosedHow, DecisionKind, Theme
from holdfast.records.challenges.models import Challenge, Hearing
from holdfast.records.challenges.queries import may_hear, plan, standing
from holdfast.records.challenges.queries.procedure import Stage
from holdfast.wall.acting import acting
from holdfast.wall.holding import standing as held
from tests.examples import many
from tests.integration.conftest import AT
from tests.integration.test_challenges import Dispute, dispute

RAISER, DECIDER = UUID(int=1), UUID(int=2)
ROLES = ("front_door_manager", "service_manager", "conference_chair")
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 6, 1), timezones=st.just(UTC))


@st.composite
def some_stages(draw: st.DrawFn) -> tuple[Stage, ...]:
    """A procedure of one to five stages, each heard by one or more roles."""
    roles = st.lists(st.sampled_from(ROLES), min_size=1).map(tuple)
    return tuple(
        Stage(
            number=number, title="Somebody", roles=draw(roles), people=(), working_days=draw(st.integers(1, 20)),
            hours_if_immediate=draw(st.integers(1, 48)),
        )
        for number in range(1, draw(st.integers(1, 5)) + 1)
    )  # fmt: skip


STAGES = some_stages()


def laid_out(stages: tuple[Stage, ...], *, at: datetime, immediate: bool, empty: set[int]) -> list[Hearing]:
    planned = plan(stages, from_at=at, immediate=immediate, empty=empty)
    return [
        Hearing(
            number=each.stage.number, roles=list(each.stage.roles), from_at=each.from_at, due_at=each.due_at,
            is_last=each.stage is stages[-1],
        )
        for each in planned
    ]  # fmt: skip


def raised(at: datetime, *, immediate: bool) -> Challenge:
    return Challenge(
        id=uuid4(), kind=DecisionKind.referral, subject_id=uuid4(), theme=Theme.other, immediate=immediate,
        raised_at=at, raised_by=RAISER, decided_by=DECIDER,
    )  # fmt: skip


@given(STAGES, MOMENTS, st.booleans(), st.sets(st.integers(1, 5)), st.timedeltas(timedelta(0), timedelta(days=200)))
def test_unanswered_it_is_never_at_a_stage_whose_time_is_over_unless_no_stage_is_above(
    stages: tuple[Stage, ...], at: datetime, immediate: bool, empty: set[int], later: timedelta
):
    """f.drift_escal: unanswered always moves up by its deadline."""
    hearings = laid_out(stages, at=at, immediate=immediate, empty=empty)
    now = standing(raised(at, immediate=immediate), hearings, at=at + later)
    assert now.waits_for == "answer"
    assert now.hearing.due_at > at + later or (now.hearing.is_last and now.late)
    assert now.hearing.number not in empty or now.hearing.is_last


@given(
    STAGES, MOMENTS, st.booleans(), st.lists(st.timedeltas(timedelta(0), timedelta(days=90)), min_size=2, max_size=9)
)
def test_it_never_goes_down_again_as_time_goes_on(
    stages: tuple[Stage, ...], at: datetime, immediate: bool, moments: list[timedelta]
):
    hearings = laid_out(stages, at=at, immediate=immediate, empty=set())
    challenge = raised(at, immediate=immediate)
    numbers = [standing(challenge, hearings, at=at + moment).hearing.number for moment in sorted(moments)]
    assert numbers == sorted(numbers)


@given(STAGES, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=90)), st.sampled_from(ROLES))
def test_neither_side_ever_hears_it_whatever_their_role(
    stages: tuple[Stage, ...], at: datetime, later: timedelta, role: str
):
    hearings = laid_out(stages, at=at, immediate=False, empty=set())
    for hearing in hearings:
        hearing.people = [RAISER, DECIDER]
    now = standing(raised(at, immediate=False), hearings, at=at + later)
    assert not may_hear(now, user_id=RAISER, role=role)
    assert not may_hear(now, user_id=DECIDER, role=role)
    assert may_hear(now, user_id=uuid4(), role=role) == (role in now.hearing.roles)


@given(STAGES, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=90)))
def test_once_ended_it_waits_for_nobody_and_stays_where_it_ended(
    stages: tuple[Stage, ...], at: datetime, later: timedelta
):
    hearings = laid_out(stages, at=at, immediate=False, empty=set())
    challenge = raised(at, immediate=False)
    ended_at = at + later
    before = standing(challenge, hearings, at=ended_at)
    challenge.closed_at, challenge.closed_how = ended_at, ClosedHow.withdrawn
    after = standing(challenge, hearings, at=ended_at + timedelta(days=400))
    assert (after.waits_for, after.late, after.hearing) == ("nobody", False, before.hearing)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["answer", "agree", "press", "withdraw"]),
        st.sampled_from(["carol", "rosa", "tess", "helen"]),
        st.sampled_from([0, 1, 8]),
    ),
    max_size=8,
)
DOING = {
    "answer": actions.answer_challenge,
    "agree": actions.accept_answer,
    "press": actions.press_on,
    "withdraw": actions.withdraw_challenge,
}


@pytest.mark.django_db
@settings(max_examples=many(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_no_sequence_of_steps_lets_a_case_close_with_one_open(dispute: Dispute, steps: list[tuple[str, str, int]]):
    """f.drift_escal: closing needs raiser's agreement or the chair's ruling, whatever is tried."""
    with transaction.atomic():
        challenge, at = dispute.raised(at=AT - timedelta(days=90)), AT - timedelta(days=90)
        for word, who, days in steps:
            at += timedelta(days=days)
            with contextlib.suppress(Refused):
                dispute.do(who, DOING[word], challenge, words="Because.", at=at)
            with acting(actor=dispute.cast("tess").actor, purpose=Purpose.front_door):
                standing_now = Challenge.objects.get(pk=challenge.id)
                by_whom = set(Hearing.objects.filter(challenge=challenge).values_list("answered_by", flat=True))
                assert bool(held("case", child_id=dispute.family.oisin)) == (standing_now.closed_at is None)
            assert not by_whom & {dispute.cast("carol").id, dispute.cast("helen").id}
            assert standing_now.closed_at is None or standing_now.closed_how
        transaction.set_rollback(True)


__all__ = ["dispute"]
