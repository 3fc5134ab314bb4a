"""What takes long is done beside the rounds, with real commits: nothing that waits is passed up late because of it."""

import threading
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from holdfast.records.census.actions import check_records, night_is_due, nightly
from holdfast.records.census.models import CensusRun
from holdfast.wall.waiting import rounds
from holdfast.wall.waiting.beats import last
from holdfast.wall.waiting.rounds import Beside, go_round
from holdfast.wall.waiting.sweeping import SWEEP
from tests.integration.census_cast import NIGHT, Cast, in_need
from tests.integration.conftest import Family
from tests.integration.test_waiting_stopped import passed_up
from tests.integration.test_waiting_stopped import watching as watching
from tests.killing import eventually
from tests.waiting import arrive

NOW = partial(datetime.now, UTC)
HOUR = timedelta(hours=1)


class Long:
    """A job that takes until it is let go, and is due as long as it was not done."""

    def __init__(self) -> None:
        self.let_go, self.begun, self.done = threading.Event(), 0, 0

    def do(self, *, at: datetime) -> None:
        self.begun += 1
        self.let_go.wait(30)
        self.done += 1

    def is_due(self, *, at: datetime) -> bool:
        return self.done == 0


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch):
    """The only long job that there is."""
    job = Long()
    monkeypatch.setattr(rounds, "_long", {"long": (job.do, job.is_due)})
    yield job
    job.let_go.set()


def swept_after(at: datetime) -> bool:
    swept_at = last(SWEEP)
    return swept_at is not None and swept_at > at


@pytest.mark.usefixtures("committed")
def test_while_a_long_job_goes_on_rounds_are_gone_and_what_waits_is_passed_up(watching, long: Long):
    watching()
    assert eventually(lambda: long.begun == 1)
    late = arrive(at=NOW() - HOUR)
    assert eventually(lambda: passed_up(late))
    for _ in range(2):
        at = NOW()
        assert eventually(partial(swept_after, at))
    assert (long.begun, long.done) == (1, 0), "it goes on, and was begun once"
    long.let_go.set()
    assert eventually(lambda: long.done == 1)


@pytest.mark.usefixtures("committed")
def test_a_long_job_that_fails_is_begun_again_and_keeps_no_other_from_its_turn(watching, monkeypatch, caplog):
    begun: list[str] = []

    def fails(*, at: datetime) -> None:
        begun.append("one")
        raise ValueError("a mistake in a slice")

    other = (lambda *, at: begun.append("other"), lambda *, at: True)
    monkeypatch.setattr(rounds, "_long", {"one": (fails, lambda *, at: True), "other": other})
    watching()
    assert eventually(lambda: begun[:4] == ["one", "other"] * 2)
    assert "The job one failed." in caplog.text


@pytest.mark.usefixtures("committed")
def test_a_mistake_in_whether_a_job_is_due_keeps_no_other_from_its_turn(monkeypatch: pytest.MonkeyPatch, caplog):
    done: list[str] = []

    def mistaken(*, at: datetime) -> bool:
        raise ValueError("a mistake in a slice")

    one, other = (lambda *, at: done.append("one"), mistaken), (lambda *, at: done.append("other"), lambda *, at: True)
    monkeypatch.setattr(rounds, "_long", {"one": one, "other": other})
    go_round(at=NOW())
    assert done == ["other"] and "The job one failed." in caplog.text


@pytest.mark.usefixtures("committed")
def test_who_goes_one_round_alone_does_it_last(monkeypatch: pytest.MonkeyPatch):
    late, was_passed_up = arrive(at=NOW() - HOUR), list[bool]()
    job = (lambda *, at: was_passed_up.append(passed_up(late)), lambda *, at: True)
    monkeypatch.setattr(rounds, "_long", {"long": job})
    go_round(at=NOW())
    assert was_passed_up == [True]


@pytest.mark.usefixtures("committed")
def test_while_all_records_are_checked_nobody_is_told_late(cast: Cast, family: Family, monkeypatch: pytest.MonkeyPatch):
    in_need(cast, family.oisin)
    reads, let_go, everybody = threading.Event(), threading.Event(), nightly.everybody

    def slowly() -> Any:
        reads.set()
        let_go.wait(30)
        return everybody()

    monkeypatch.setattr(nightly, "everybody", slowly)
    monkeypatch.setattr(rounds, "_long", {"census": (check_records, night_is_due)})
    beside = Beside()
    try:
        go_round(at=NIGHT, beside=beside)
        assert reads.wait(30)
        late = arrive(at=NIGHT - HOUR)
        go_round(at=NIGHT + timedelta(seconds=15), beside=beside)
        assert passed_up(late) and beside.goes_on
        assert not CensusRun.objects.exists()
    finally:
        let_go.set()
    assert eventually(lambda: not beside.goes_on)
    assert CensusRun.objects.count() == 1
