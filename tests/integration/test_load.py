"""Many at once over HTTP: everybody gets their own page, nobody another's, and nothing goes wrong."""

import http.client
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.test import Client

from holdfast.access.personas import PERSONAS
from tests.killing import serving
from tests.signing_in import sign_in

MINE, CLOSED = 200, 404
MAY_OPEN = {"ann": MINE, "ben": CLOSED, "carol": MINE, "kwame": CLOSED}
"""What each gets for the page of Oisín, with whom only Ann works; the front door sees every child."""


@dataclass
class Seen:
    """What came back of one request."""

    who: str
    path: str
    status: int
    page: str


@pytest.fixture
def port(committed: Any) -> Iterator[int]:
    """`holdfast serve` with two web processes."""
    with serving(app=committed.app, owner=committed.owner, workers=2) as (number, _):
        yield number


def browse(signed_in: tuple[str, str], port: int, paths: list[str], *, seconds: float) -> list[Seen]:
    """One person, in a session of theirs, opens these pages in turn, as fast as they come, for so long."""
    who, session = signed_in
    connection, seen = http.client.HTTPConnection("127.0.0.1", port, timeout=60), []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for path in paths:
            connection.request("GET", path, headers={"Cookie": f"sessionid={session}"})
            answer = connection.getresponse()
            seen.append(Seen(who, path, answer.status, answer.read().decode()))
    return seen


def all_at_once(cast: Any, port: int, paths: list[str], *, each: int, seconds: float) -> list[Seen]:
    """Each of the four has this many browsers open."""
    browsers = [(who, sign_in(Client(), cast(who)).session.session_key) for who in MAY_OPEN for _ in range(each)]
    with ThreadPoolExecutor(len(browsers)) as pool:
        work = pool.map(partial(browse, port=port, paths=paths, seconds=seconds), browsers)
        return [one for seen in work for one in seen]


def check(seen: list[Seen], child: str, owned: Any) -> None:
    """Each page is for whom it was sent to, shows what they may see, and stands on the audit log."""
    names = {persona.username: persona.display_name for persona in PERSONAS}
    for one in seen:
        assert one.status == (MAY_OPEN[one.who] if one.path == child else MINE), (one.who, one.path)
        assert names[one.who] in one.page, (one.who, one.path)
        assert not [name for who, name in names.items() if who not in (one.who, "ann") and name in one.page]
    opened = Counter(one.who for one in seen if one.path == child and one.status == MINE)
    log = "SELECT role, count(*) FROM wall_auditevent WHERE what = 'GET desk.child' AND allowed GROUP BY role"
    assert dict(owned.execute(log)) == {"social_worker": opened["ann"], "front_door_manager": opened["carol"]}


def test_four_people_at_once_each_get_their_own_pages(port, cast, family, owned):
    child = f"/children/{family.oisin}/"
    check(all_at_once(cast, port, [child, "/find/"], each=1, seconds=2), child, owned)


@pytest.mark.soak
def test_forty_people_at_once_for_five_minutes(port, cast, family, owned):
    child = f"/children/{family.oisin}/"
    seen = all_at_once(cast, port, [child, "/find/"], each=10, seconds=300)
    assert len(seen) > 1_000
    check(seen, child, owned)
