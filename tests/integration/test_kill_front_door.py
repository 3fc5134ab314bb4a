"""`kill -9` of web, worker and database while referrals are sent; and clicks at once: nothing is lost or doubled."""

import http.client
import logging
import os
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Thread
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import psutil
import pytest
from django.db import connections
from django.test import Client

from holdfast.access.personas import persona
from holdfast.wall.models import User
from holdfast.wall.postgres import server
from holdfast.wall.postgres.place import APP, OWNER, Place
from holdfast.wall.waiting.sweeping import sweep
from tests.integration.test_kill_import import own_server as own_server
from tests.killing import eventually, parts, serving, wait_for_the_last_commit
from tests.signing_in import sign_in

TOKEN = "a" * 32
WEB, AT_ONCE = 2, 3
log = logging.getLogger(__name__)


def form() -> dict[str, str]:
    """A referral as the professionals' form sends it."""
    worry = {"danger": "yes", "child-0-given": "Oisín", "what_happened": "Not collected three times."}
    teller = {"teller_name": "Farah", "teller_agency": "Kestrel Lane", "teller_telephone": "020 7946 0123"}
    asked = {"child-TOTAL_FORMS": "1", "child-INITIAL_FORMS": "0", "csrfmiddlewaretoken": TOKEN}
    return {"go": "send", "form_key": str(uuid4())} | asked | worry | teller


def post(port: int, session: str, sent: dict[str, str]) -> tuple[int, str]:
    """What the form was answered with, and where it leads; 0 where the answer never came."""
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", "/referrals/new/", urlencode(sent), headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.getheader("Location", "")
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        connection.close()


def farahs_session() -> str:
    """Farah, signed in."""
    who = persona("farah")
    farah = User.objects.filter(username="farah").first() or User.objects.create_user(
        username="farah", role=who.role, display_name=who.display_name, agency_name=who.agency
    )
    return str(sign_in(Client(), farah).session.session_key)


WHOLE = """
SELECT (SELECT count(*) FROM frontdoor_envelope e WHERE e.sent_by = %(farah)s),
       (SELECT count(DISTINCT e.form_key) FROM frontdoor_envelope e WHERE e.sent_by = %(farah)s),
       (SELECT count(*) FROM frontdoor_namedchild n WHERE n.sent_by = %(farah)s),
       (SELECT count(*) FROM wall_queueitem q JOIN frontdoor_envelope e ON e.id = q.subject
         WHERE e.sent_by = %(farah)s),
       (SELECT count(*) FROM wall_notice n JOIN wall_queueitem q ON q.id = n.item_id
         WHERE q.kind = 'envelope' AND n.step = 0 AND n."to" = 'duty_manager'),
       (SELECT count(*) FROM wall_auditevent WHERE what = 'receive_envelope' AND actor_id = %(farah)s)
"""


@dataclass
class Door:
    """`holdfast serve` over a database of its own, Farah's browser, and what she has sent."""

    port: int
    command: int
    session: str
    place: Place
    sent: int = 0
    hits: Counter[str] = field(default_factory=Counter)

    def processes(self, part: str) -> list[psutil.Process]:
        """The processes of the web, or of the worker."""
        return parts(self.command, part)

    def kill(self, part: str) -> None:
        """Kill this part, all of it."""
        if part == "database":
            found = server.process(self.place)
            victims = [found] if found else []
        else:
            victims = self.processes(part)
        assert victims, "a kill hits something"
        for victim in victims:
            victim.kill()
        psutil.wait_procs(victims, timeout=10)
        if part == "database":
            connections.close_all()
            assert server.ensure_up(self.place)

    def all_up(self) -> bool:
        """Whether every web process is there again."""
        return len(self.processes("web")) == WEB

    def under_fire(self, part: str, *, after: float) -> None:
        """Send some referrals at once, kill the part meanwhile, and send again whatever was not answered."""
        if part == "web":
            assert eventually(self.all_up, seconds=180), "each web process came back"
        forms, answered = [form() for _ in range(AT_ONCE)], dict[str, int]()

        def send(each: dict[str, str]) -> None:
            answered[each["form_key"]] = post(self.port, self.session, each)[0]

        threads = [Thread(target=send, args=(each,)) for each in forms]
        for each in threads:
            each.start()
        time.sleep(after)
        self.kill(part)
        for each in threads:
            each.join(60)
        self.hits[part] += sum(status != 302 for status in answered.values())
        for each in forms:
            assert eventually(lambda each=each: post(self.port, self.session, each)[0] == 302, seconds=180)
        self.sent += len(forms)

    def check(self) -> None:
        """Each referral arrived once, whole, in one queue and one outbox, and the audit log says so once."""
        with self.place.address(OWNER).connect() as own:
            (farah,) = own.execute("SELECT id FROM wall_user WHERE username = 'farah'").fetchone() or (None,)
            assert own.execute(WHOLE, {"farah": farah}).fetchone() == (self.sent,) * 6


@pytest.fixture
def door(own_server: Place) -> Iterator[Door]:
    session = farahs_session()
    app, owner = own_server.address(APP), own_server.address(OWNER)
    with serving(app=app, owner=owner, workers=WEB) as (port, command):
        yield Door(port=port, command=command.pid, session=session, place=own_server)


def long_enough(door: Door) -> float:
    """How long some referrals take to be sent at once undisturbed, in seconds."""
    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert [status for status, _ in pool.map(lambda each: post(door.port, door.session, each), [form()] * AT_ONCE)]
    door.sent += 1
    return time.monotonic() - began


def kill_again_and_again(door: Door, *, kills: int, chance: Random) -> None:
    """Kill one part after another at random moments; look after each."""
    longest = max(long_enough(door) for _ in range(3))
    for number in range(kills):
        part = ("web", "worker", "database")[number % 3]
        door.under_fire(part, after=chance.uniform(0, 1.2 * longest))
        door.check()
        log.info("%s kills, %s referrals, unanswered: %s", number + 1, door.sent, dict(door.hits))
    assert eventually(door.all_up)
    wait_for_nobody(door)


def wait_for_nobody(door: Door) -> None:
    """Every referral is still passed up when its time has come."""
    sweep(at=datetime.now(UTC) + timedelta(minutes=20))
    with door.place.address(OWNER).connect() as own:
        rows = own.execute(
            "SELECT step > 0, count(*) FROM wall_queueitem WHERE kind = 'envelope' GROUP BY 1"
        ).fetchall()
    assert rows == [(True, door.sent)]


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="kills its own embedded server")
def test_kills_of_web_worker_and_database_lose_and_double_no_referral(door: Door):
    kill_again_and_again(door, kills=6, chance=Random(1))


@pytest.mark.soak
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="kills its own embedded server")
def test_two_hundred_kills_of_web_worker_and_database(door: Door):
    kill_again_and_again(door, kills=200, chance=Random(2))
    assert door.hits["web"], "some kills hit a referral on its way"
    assert door.hits["database"]


def click_twice(two: Any, *, forms: int, at_once: int) -> None:
    """Send so many forms to two web processes, each by two clicks at once; each arrives once, in one place."""
    session = farahs_session()
    pairs = [each for each in (form() for _ in range(forms)) for _ in range(2)]
    with serving(app=two.app, owner=two.owner, workers=2) as (port, _), ThreadPoolExecutor(at_once) as pool:
        answered = list(pool.map(lambda each: (each["form_key"], *post(port, session, each)), pairs))
    assert Counter(status for _, status, _ in answered) == {302: 2 * forms}
    places = {key: {place for of, _, place in answered if of == key} for key in {key for key, _, _ in answered}}
    assert all(len(each) == 1 for each in places.values())
    wait_for_the_last_commit(app=two.app, owner=two.owner)
    with two.owner.connect() as own:
        (farah,) = own.execute("SELECT id FROM wall_user WHERE username = 'farah'").fetchone()
        assert own.execute(WHOLE, {"farah": farah}).fetchone() == (forms,) * 6


def test_forty_clicks_at_once_make_twenty_referrals(committed):
    click_twice(committed, forms=20, at_once=40)


@pytest.mark.soak
def test_a_thousand_clicks_at_once_make_five_hundred_referrals(committed):
    click_twice(committed, forms=500, at_once=100)
