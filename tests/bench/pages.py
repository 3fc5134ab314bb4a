"""How fast a child's page and a search are over HTTP, beside the bare SQL of the same pages."""

import http.client
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any
from urllib.parse import urlencode

import django
import psycopg

from tests.bench.ground import Ground, fresh
from tests.bench.table import Line, Section, median_and_95th, milliseconds

LIMIT = "the SQL that the same page sends, audit event and sign-in included, alone on one connection; all of it fetched"
PAGES, WARMING = 100, 20
FIRST_VALUE = re.compile(r"VALUES \('[0-9a-f-]{32,36}'")
TOKEN = "b" * 32


def measured(ground: Ground, *, people: int) -> Section:
    """Pages of children with a story and searches, by one browser at a time, with that many people loaded."""
    with fresh(ground, "pages") as here:
        os.environ.update(here.environment, DJANGO_SETTINGS_MODULE="holdfast.config.settings")
        django.setup()
        from tests.bench.crowd import fill

        borough = fill(here, people=people)
        with _served(here) as browser:
            lines = [
                line for who, what, paths in _asked_for(borough) for line in _compared(here, browser, who, what, paths)
            ]
    return Section(f"Pages over HTTP (holdfast serve), {people:,} people", LIMIT, lines)


def _asked_for(borough: Any) -> Iterator[tuple[str, str, list[str]]]:
    """Who opens what: addresses of children's pages, and of searches as they are sent."""
    from holdfast.records.exchange.actions._shapes import person_id
    from holdfast.wall.sealed_text import encrypt

    chance = Random(3)
    closed = {each.child for each in (*borough.seals, *borough.exclusions)}
    mine = [each.child for each in borough.involvements if each.worker == "ann" and each.until_on is None]
    mine = [child for child in mine if child not in closed]
    told = sorted({row["child"] for row in borough.facts.rows("episode") if not row["no_further_action"]})
    named = {person.key: person.names[0] for person in borough.people if person.names}
    some = chance.choices([child for child in told if child in named and child not in closed], k=PAGES)

    def page(child: str) -> str:
        return f"/children/{person_id(borough.authority, child)}/"

    def search(text: str) -> str:
        return f"/find/?{urlencode({'asked': encrypt(text)})}"

    yield "carol", "a child's page, front-door manager", [page(child) for child in some]
    yield "ann", "a child's page, allocated social worker", [page(child) for child in chance.choices(mine, k=PAGES)]
    whole = [f"{named[child].given} {named[child].family}" for child in some]
    yield "carol", "search by whole name", [search(name) for name in whole]
    yield "carol", "search by a misspelt name", [search(_misspelt(name, chance)) for name in whole]
    yield "carol", "search by family name alone", [search(named[child].family) for child in some]
    yield "carol", "search by number", [search(child) for child in some]
    yield "ann", "search by a misspelt name, social worker", [search(_misspelt(name, chance)) for name in whole]


def _misspelt(name: str, chance: Random) -> str:
    at = chance.randrange(1, len(name) - 1)
    return name[:at] + name[at + 1 :] if name[at].isalpha() else name


def _compared(ground: Ground, browser: "Browser", who: str, what: str, paths: list[str]) -> Iterator[Line]:
    browser.become(who)
    for path in paths[:WARMING]:
        browser.get(path)
    sent, pages, queries = _statements(who, paths), [], []
    with ground.app.connect() as alone:
        _replay(alone, sent[0])
        for path, statements in zip(paths, sent, strict=True):  # by turns: the machine's other work weighs on both
            pages.append(_seconds(partial(browser.get, path)))
            queries.append(_seconds(partial(_replay, alone, statements)))
    (page, slow), (query, _) = median_and_95th(pages), median_and_95th(queries)
    number, allowed = sorted(map(len, sent))[len(sent) // 2], 4 * query + 0.020
    yield Line(
        what=what, took=f"p50 {milliseconds(page)}, p95 {milliseconds(slow)}",
        limit=f"{milliseconds(query)} in {number} statements", ratio=page / query,
        aim=f"4 x SQL + 20 ms = {milliseconds(allowed)}", met=page <= allowed,
    )  # fmt: skip


def _statements(who: str, paths: list[str]) -> list[list[str]]:
    """What each page sends to the database, as sent."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from holdfast.wall.models import User
    from tests.signing_in import sign_in

    browser = sign_in(Client(SERVER_NAME="localhost"), User.objects.get(username=who))
    sent = []
    for path in paths:
        connection.queries_log.clear()  # it keeps the last 9,000 only
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(path).status_code == 200
        sent.append([each["sql"] for each in captured.captured_queries])
    connection.close()
    return sent


def _replay(alone: "psycopg.Connection[Any]", statements: list[str]) -> None:
    for statement in statements:
        ours = FIRST_VALUE.sub("VALUES (gen_random_uuid()", statement) if statement.startswith("INSERT") else statement
        cursor = alone.execute(ours.encode())
        if cursor.description:
            cursor.fetchall()


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@dataclass
class Browser:
    """One browser on one connection, signed in through the demonstration's door."""

    port: int
    connection: http.client.HTTPConnection
    session: str = ""

    def become(self, who: str) -> None:
        """Step into a persona."""
        body = urlencode({"username": who, "csrfmiddlewaretoken": TOKEN})
        headers = {"Cookie": f"csrftoken={TOKEN}", "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request("POST", "/demo/", body, headers)
        answer = self.connection.getresponse()
        answer.read()
        found = re.search(r"sessionid=([^;]+)", str(answer.headers))
        assert answer.status == 302 and found, answer.status
        self.session = found[1]

    def get(self, path: str) -> bytes:
        """The page."""
        self.connection.request("GET", path, headers={"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}"})
        answer = self.connection.getresponse()
        page = answer.read()
        assert answer.status == 200, (answer.status, path)
        return page


@contextmanager
def _served(ground: Ground) -> Iterator[Browser]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ground.command("serve", "--port", str(port))
    try:
        yield _first_answer(port, command)
    finally:
        command.send_signal(signal.SIGINT)
        command.communicate(timeout=60)


def _first_answer(port: int, command: "subprocess.Popen[str]") -> Browser:
    limit = time.monotonic() + 60
    while time.monotonic() < limit and command.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", "/council.css")
            connection.getresponse().read()
            return Browser(port, connection)
        except OSError:
            time.sleep(0.2)
    raise AssertionError("holdfast serve did not answer")
