"""Fifty people at work at once, with bursts: reading, searching, replying and referring, without one error.

Each waits between two pages as people do, some ten seconds, and a quarter of that in a burst, which takes ten
seconds of every minute. `make soak` runs it for ten minutes and asks that 95 of 100 answers come within half a second.
"""

import http.client
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from random import Random
from threading import Lock
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from django.utils import timezone

from holdfast.records.mash.codes import Rating
from tests.bench.table import say
from tests.integration.mash_cast import AGENCIES, Hub
from tests.integration.test_kill_front_door import TOKEN, form
from tests.killing import serving
from tests.signing_in import sign_in

HUB = ("carol", "grace", "rosa", "dev", "tess")
THINKS, BURST_EVERY, BURST_FOR, BURST = 10.0, 60.0, 10.0, 4
SEARCHES = ("Oisín O'Neil", "Mei", "Chen", "O'Neil 29/02/2020", "Neill", "100002")


@dataclass(frozen=True)
class Answered:
    """One page as somebody got it."""

    what: str
    path: str
    status: int
    took: float


@dataclass
class Asked:
    """What an agency was asked; its replies follow one another."""

    path: str
    turn: Lock = field(default_factory=Lock)
    replies: Iterator[int] = field(default_factory=count)


@dataclass
class Browser:
    """One of the fifty."""

    who: str
    session: str
    port: int
    child: str
    asked: Asked | None
    chance: Random

    def fetch(self, what: str, path: str, sent: dict[str, str] | None = None) -> Answered:
        """Ask for one page, or send one form."""
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}"}
        if sent is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        body = None if sent is None else urlencode(sent | {"csrfmiddlewaretoken": TOKEN})
        connection.request("GET" if sent is None else "POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return Answered(what, path, answer.status, time.perf_counter() - began)

    def work(self) -> Answered:
        """The next thing that this person does: of all, 60% reading, 20% searching, 15% replying, 5% referring."""
        drawn = self.chance.random()
        if self.asked is None:
            return self.read() if drawn < 0.6 else self.search()
        if drawn < 0.6:
            return self.read()
        return self.reply(self.asked) if drawn < 0.9 else self.fetch("refer", "/referrals/new/", form())

    def read(self) -> Answered:
        """A page of theirs."""
        hub, partners = ("/work/", "/referrals/in/", "/waiting/", self.child), ("/work/", "/asked/", "/referrals/told/")
        return self.fetch("read", self.chance.choice(partners if self.asked else hub))

    def search(self) -> Answered:
        """Somebody is looked for."""
        return self.fetch("search", f"/find/?asked={quote(self.chance.choice(SEARCHES))}")

    def reply(self, asked: Asked) -> Answered:
        """An agency adds to what it answered."""
        with asked.turn:
            number = next(asked.replies)
            words = {"kind": "known", "words": f"Seen again, {number}.", "expected_version": str(number)}
            return self.fetch("reply", asked.path, words)


def at_work(browsers: list[Browser], *, seconds: float, thinks: float) -> list[Answered]:
    """All of them at once, for so long."""
    began = time.monotonic()

    def one(browser: Browser) -> list[Answered]:
        done = []
        time.sleep(browser.chance.uniform(0, thinks))
        while (since := time.monotonic() - began) < seconds:
            done.append(browser.work())
            in_burst = since % BURST_EVERY < BURST_FOR
            time.sleep(browser.chance.expovariate(1 / thinks) / (BURST if in_burst else 1))
        return done

    with ThreadPoolExecutor(len(browsers)) as pool:
        return [each for done in pool.map(one, browsers) for each in done]


@pytest.fixture
def people(committed: Any, cast: Any, family: Any) -> Iterator[Callable[[int], list[Browser]]]:
    """So many people with a browser each, half of them at the front door and half with its partners."""
    mash = Hub(cast, family)
    enquiry = mash.started(Rating.amber, at=timezone.now(), because="He is hungry.")
    asked = {who: Asked(f"/asked/{mash.ask(who, enquiry, at=timezone.now()).id}/") for who in AGENCIES}
    child = f"/children/{family.oisin}/"
    with serving(app=committed.app, owner=committed.owner, workers=2) as (port, _):

        def some(number: int) -> list[Browser]:
            names = [names[n // 2 % len(names)] for n in range(number) for names in [(HUB, tuple(AGENCIES))[n % 2]]]
            return [
                Browser(who, sign_in(Client(), cast(who)).session.session_key, port, child, asked.get(who), Random(n))
                for n, who in enumerate(names)
            ]

        yield some


def said(done: list[Answered]) -> str:
    """How it went, in a line for each kind of work."""
    lines = []
    for what in sorted({each.what for each in done}):
        took = sorted(each.took for each in done if each.what == what)
        lines.append(f"{what}: {len(took)}, median {statistics.median(took):.3f} s, p95 {_p95(took):.3f} s")
    return "\n".join(lines)


def _p95(took: list[float]) -> float:
    return sorted(took)[int(0.95 * (len(took) - 1))]


def assert_without_error(done: list[Answered]) -> None:
    """Every page came; a form led on."""
    wrong = Counter((each.what, each.path, each.status) for each in done if each.status not in (200, 302))
    assert not wrong


def test_some_people_work_at_once_without_an_error(people):
    done = at_work(people(10), seconds=8, thinks=0.5)
    assert_without_error(done)
    assert {each.what for each in done} == {"read", "search", "reply", "refer"}


@pytest.mark.soak
def test_fifty_people_for_ten_minutes(people):
    done = at_work(people(50), seconds=600, thinks=THINKS)
    say(said(done))
    assert_without_error(done)
    assert _p95([each.took for each in done]) < 0.5
