"""Each part stopped in turn, with real commits: what waits is still passed up in time, and nothing is told twice."""

import os
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import psutil
import pytest
from django.core import mail
from django.db import connection, connections

from holdfast.access import Purpose
from holdfast.wall.acting import acting
from holdfast.wall.models import Escalation, Notice, QueueItem
from holdfast.wall.postgres import server
from holdfast.wall.waiting import keeping, rounds
from holdfast.wall.waiting.beats import last
from holdfast.wall.waiting.keeping import keep_watch
from holdfast.wall.waiting.rounds import go_round, is_stale
from holdfast.wall.waiting.sending import send_notices
from holdfast.wall.waiting.sweeping import SWEEP, WATCH, sweep
from tests.integration.test_kill_import import own_server as own_server
from tests.killing import eventually, holdfast, serving
from tests.waiting import arrive, item_of, pick_up, steps_of

NOW = partial(datetime.now, UTC)
HOUR = timedelta(hours=1)


def at_once(number: int, work: Any) -> list[Any]:
    """The work, by so many threads at the same moment, each with a connection of its own."""
    ready = threading.Barrier(number)

    def one(_: int) -> Any:
        try:
            ready.wait()
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


def passed_up(subject: Any) -> bool:
    return item_of(subject).step > 0


def test_a_job_that_fails_keeps_nobody_from_sweeping(committed, monkeypatch):
    late = arrive(at=NOW() - HOUR)

    def fail(*, at: datetime) -> None:
        raise ValueError("a mistake in a slice")

    monkeypatch.setattr(rounds, "_jobs", {"broken": fail} | rounds._jobs)
    go_round(at=NOW())
    assert passed_up(late)


def test_four_sweeps_at_once_take_each_step_once(committed):
    late = [arrive(at=NOW() - HOUR) for _ in range(20)]
    at = NOW()
    swept = at_once(4, lambda: sweep(at=at))
    sweep(at=at)
    assert all(passed_up(each) for each in late)
    with acting(actor=WATCH, purpose=Purpose.watching):
        taken = Escalation.objects.exclude(item__kind="alarm").count()
        assert taken == sum(each.steps for each in swept) == 20 * 3
        told = Counter(Notice.objects.values_list("item", "step", "to"))
    assert set(told.values()) == {1}


def test_four_that_send_at_once_send_each_letter_once(committed, mailoutbox):
    for _ in range(10):
        arrive(at=NOW())
    at = NOW()
    sent = at_once(4, lambda: send_notices(now=at).sent)
    assert sum(sent) == len(mail.outbox) == 20
    assert set(Counter(letter.extra_headers["Message-ID"] for letter in mail.outbox).values()) == {1}


def test_picking_up_and_passing_up_at_one_moment_leave_one_story(committed):
    for _ in range(5):
        late = arrive(at=NOW() - timedelta(minutes=20))
        at = NOW()
        at_once(2, partial(_either, [partial(pick_up, late, at=at), partial(sweep, at=at)]))
        item = item_of(late)
        assert item.acknowledged_at
        with acting(actor=WATCH, purpose=Purpose.watching):
            assert item.escalations.count() == item.step


def _either(works: list[Any]) -> None:
    works.pop()()


def test_whole_rounds_at_once_send_one_test_referral_and_keep_one_account(committed, owned):
    at = NOW()
    go_round(at=at - timedelta(days=1))
    at_once(3, lambda: go_round(at=at))
    sent = "SELECT count(*) FROM wall_queueitem WHERE kind = 'test_referral' AND came_at = %s"
    assert owned.execute(sent, [at]).fetchone() == (1,)
    assert owned.execute("SELECT count(*) FROM frontdoor_dayofarrivals").fetchone() == (1,)


@pytest.fixture
def watching():
    """Start the watch of a process, as often as asked; all end with the test."""
    stopped, threads = threading.Event(), []

    def start(**how: Any) -> None:
        how = {"now": NOW, "stopped": stopped, "every": 0.1} | how
        threads.append(threading.Thread(target=keep_watch, kwargs=how))
        threads[-1].start()

    yield start
    stopped.set()
    for each in threads:
        each.join(30)


def test_with_the_worker_dead_a_web_process_watches(committed, watching):
    late = arrive(at=NOW() - HOUR)
    watching(only_where_nobody_does=True)
    assert eventually(lambda: passed_up(late), seconds=20)


def test_where_a_worker_lives_a_web_process_leaves_it_to_it(committed, watching):
    sweep(at=NOW())
    late = arrive(at=NOW() - HOUR)
    assert not is_stale(at=NOW())
    watching(only_where_nobody_does=True)
    assert not eventually(lambda: passed_up(late), seconds=1)


def test_a_round_that_fails_does_not_end_the_watch(committed, watching, monkeypatch):
    late, real, times = arrive(at=NOW() - HOUR), keeping.go_round, []

    def fail_first(**how: Any) -> Any:
        times.append(how)
        if len(times) == 1:
            raise ValueError("a bug")
        return real(**how)

    monkeypatch.setattr(keeping, "go_round", fail_first)
    watching()
    assert eventually(lambda: passed_up(late), seconds=20)


def test_while_the_database_is_away_for_long_the_phone_list_hears_of_it_once(mailoutbox):
    minutes = [0.0]
    outage = keeping.Outage(steady=lambda: minutes[0] * 60)
    for minutes[0] in (0, 4, 5, 6, 60):
        outage.goes_on(tells=True)
    assert [letter.subject for letter in mailoutbox] == ["Holdfast: the database is away"]
    outage.over()
    minutes[0] = 61
    outage.goes_on(tells=True)
    assert len(mailoutbox) == 1


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="about the embedded server")
def test_a_database_killed_and_back_loses_nothing_and_the_watch_goes_on(own_server, watching):
    late = arrive(at=NOW() + timedelta(seconds=2) - timedelta(minutes=15))
    watching()
    assert eventually(lambda: last(SWEEP))
    dead = server.process(own_server)
    assert dead
    dead.kill()
    dead.wait(10)
    connections.close_all()
    assert server.ensure_up(own_server)
    assert eventually(lambda: passed_up(late), seconds=30)
    assert steps_of(late) == [1]


def test_two_workers_beside_each_other_pass_up_once(committed):
    late = arrive(at=NOW() - timedelta(minutes=16))
    workers = [holdfast("work", "--every", "0.2", app=committed.app, owner=committed.owner) for _ in range(2)]
    try:
        assert eventually(lambda: passed_up(late))
    finally:
        for each in workers:
            each.kill()
            each.wait(10)
    with acting(actor=WATCH, purpose=Purpose.watching):
        assert QueueItem.objects.get(subject=late).escalations.count() == 1


def worker_of(command: int) -> psutil.Process | None:
    """The worker beside the web processes, if it lives."""
    for each in psutil.Process(command).children():
        with suppress(psutil.ZombieProcess, psutil.NoSuchProcess):
            if "work" in each.cmdline():
                return each
    return None


def test_a_worker_killed_beside_the_pages_is_started_again_and_passes_up(committed):
    with serving(app=committed.app, owner=committed.owner, workers=1) as (_, command):
        assert eventually(lambda: worker_of(command.pid))
        first = worker_of(command.pid)
        assert first
        first.kill()
        assert eventually(lambda: (now := worker_of(command.pid)) and now.pid != first.pid)
        late = arrive(at=NOW() - HOUR)
        assert eventually(lambda: passed_up(late))


def test_the_worker_ends_with_the_pages_however_they_go(committed):
    with serving(app=committed.app, owner=committed.owner, workers=1) as (_, command):
        assert eventually(lambda: worker_of(command.pid))
        worker = worker_of(command.pid)
    assert worker
    assert eventually(lambda: not worker.is_running())


def test_a_monitor_outside_is_told_by_the_exit_code(committed):
    asked = partial(holdfast, "watch", "arrivals", app=committed.app, owner=committed.owner)
    command = asked()
    assert command.communicate(timeout=60)[0] == "not ok: no test referral has arrived yet\n"
    assert command.returncode == 1
    go_round(at=NOW())
    command = asked()
    assert command.communicate(timeout=60)[0].startswith("ok: the last test referral arrived")
    assert command.returncode == 0
