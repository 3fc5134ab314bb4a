"""Whatever happens in whatever order: what nobody picks up is passed up in time, once a step, and nothing goes back."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from holdfast.access import Purpose
from holdfast.wall.acting import acting
from holdfast.wall.models import Escalation, Notice, QueueItem
from holdfast.wall.waiting.beats import TOLERANCE, the_clock_is_right
from holdfast.wall.waiting.ladders import escalation
from holdfast.wall.waiting.sweeping import WATCH, Swept
from tests.waiting import Machine, arrive, pick_up

pytestmark = pytest.mark.django_db

MINUTES = st.integers(0, 200).map(lambda minutes: {"minutes": minutes})
JUMPS = st.integers(-3 * 24 * 60, 3 * 24 * 60).map(lambda minutes: {"minutes": minutes})
LADDERS = st.sampled_from(["danger", "worry", "decision", "alarm", "nothing of the kind"])
STEP = st.one_of(
    st.tuples(st.just("arrive"), LADDERS),
    st.tuples(st.just("open"), st.integers(0, 5)),
    st.tuples(st.just("wait"), MINUTES),
    st.tuples(st.just("sweep"), st.sampled_from(["worker", "web"])),
    st.tuples(st.just("set_clock"), JUMPS),
    st.tuples(st.just("restart"), st.sampled_from(["worker", "web"])),
    st.tuples(st.just("believe"), st.none()),
)


class Story:
    """One sequence of arrivals, openings, sweeps, outages and clocks set, and what must hold after each sweep."""

    def __init__(self) -> None:
        self.machine = Machine()
        self.arrived: list = []
        self.real_arrival: dict = {}
        self.steps_before: dict = {}
        self.acknowledged_with: dict = {}

    def do(self, what: str, told: object) -> None:
        """One thing happens."""
        machine = self.machine
        if what == "arrive":
            subject = arrive(at=machine.clock, ladder=str(told))
            self.arrived.append(subject)
            self.real_arrival[subject] = machine.real
        elif what == "open" and self.arrived:
            subject = self.arrived[int(str(told)) % len(self.arrived)]
            if pick_up(subject, at=machine.clock):
                self.acknowledged_with[subject] = self.steps_before.get(subject, 0)
        elif what == "wait":
            machine.wait(**told)
        elif what == "set_clock":
            machine.set_clock(**told)
        elif what == "restart":
            machine.restart(str(told))
        elif what == "believe":
            the_clock_is_right(at=machine.clock)
            machine.paces.clear()
        elif what == "sweep":
            self.check(machine.sweep(str(told)))

    def check(self, swept: Swept) -> None:
        """What must hold after a sweep, whatever came before it."""
        with acting(actor=WATCH, purpose=Purpose.watching):
            for item in QueueItem.objects.filter(kind="envelope"):
                self.check_item(item, swept)
            steps = Counter(Escalation.objects.values_list("item_id", "step"))
            notices = Counter(Notice.objects.values_list("item_id", "step", "to"))
        assert set(steps.values()) <= {1}, "a step is taken once"
        assert set(notices.values()) <= {1}, "and everybody is told once of it"

    def check_item(self, item: QueueItem, swept: Swept) -> None:
        """It is as far up as it must be, never further down than it was, and no step was left out."""
        ladder = escalation().ladder(item.ladder)
        assert item.step >= self.steps_before.get(item.subject, 0)
        self.steps_before[item.subject] = item.step
        assert sorted(item.escalations.values_list("step", flat=True)) == list(range(1, item.step + 1))
        if item.acknowledged_at:
            assert item.step == self.acknowledged_with[item.subject], "what was picked up goes no further"
            return
        for step, each in enumerate(ladder.steps, start=1):
            if swept.now >= item.acknowledge_by + each.after:
                assert item.step >= step
        if item.came_at > swept.now + TOLERANCE:
            assert item.step >= 1


@settings(max_examples=settings.default.max_examples // 2, suppress_health_check=list(HealthCheck))
@given(st.lists(STEP, max_size=25))
def test_nothing_that_nobody_picked_up_is_past_its_time_and_not_passed_up(steps: list):
    with transaction.atomic():
        story = Story()
        for what, told in [*steps, ("sweep", "worker")]:
            story.do(what, told)
        transaction.set_rollback(True)


ONE_PROCESS = st.one_of(
    st.tuples(st.just("arrive"), st.just("danger")),
    st.tuples(st.just("wait"), st.integers(0, 40).map(lambda minutes: {"minutes": minutes})),
    st.tuples(st.just("sweep"), st.just("worker")),
    st.tuples(st.just("set_clock"), JUMPS),
)


@settings(max_examples=settings.default.max_examples // 2, suppress_health_check=list(HealthCheck))
@given(st.lists(ONE_PROCESS, max_size=25))
@example([("arrive", "danger"), ("sweep", "worker"), ("set_clock", {"minutes": -180}), ("wait", {"minutes": 40})])
def test_a_worker_that_lives_passes_up_in_time_as_time_really_passes_whatever_the_clock_is_set_to(steps: list):
    longest = escalation().ladder("danger").within + 2 * TOLERANCE
    with transaction.atomic():
        story = Story()
        for what, told in [("sweep", "worker"), *steps, ("sweep", "worker")]:
            story.do(what, told)
        for subject, arrived_at in story.real_arrival.items():
            if story.machine.real - arrived_at >= longest:
                assert story.steps_before[subject] >= 1
        transaction.set_rollback(True)


def test_the_stories_do_reach_the_sweep():
    assert connection.vendor == "postgresql"
    story = Story()
    story.do("arrive", "danger")
    story.do("wait", {"minutes": 16})
    story.do("sweep", "web")
    assert list(story.steps_before.values()) == [1]
    assert story.machine.sweep().now - story.machine.clock == timedelta(0)
