"""`kill -9` of the web processes while a form is being saved: all of it is kept or none, and sending it again works."""

import http.client
import time
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from threading import Thread
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import psutil
import pytest
from django.test import Client

from holdfast.access import Purpose
from holdfast.records.casework.models import Visit
from holdfast.wall.acting import Actor, acting
from holdfast.wall.models import AuditEvent
from tests.killing import answers, eventually, serving, wait_for_the_last_commit
from tests.signing_in import sign_in

TOKEN = "a" * 32


@dataclass
class Pages:
    """`holdfast serve` on a port, and Ann's browser."""

    port: int
    command: int
    session: str

    def wait_until_it_answers(self) -> None:
        """Until it answers again."""
        assert eventually(lambda: answers(self.port))

    def send(self, path: str, form: dict[str, str]) -> int | None:
        """The status that the form was answered with; None where the answer never came."""
        headers = {
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            connection.request("POST", path, urlencode(form | {"csrfmiddlewaretoken": TOKEN}), headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None

    def kill_workers(self) -> None:
        """Kill every web process; `holdfast serve` starts new ones."""
        for worker in psutil.Process(self.command).children():
            worker.kill()


@pytest.fixture
def pages(committed, cast) -> Iterator[Pages]:
    session = sign_in(Client(), cast("ann")).session.session_key
    with serving(app=committed.app, owner=committed.owner, workers=1) as (port, command):
        yield Pages(port=port, command=command.pid, session=session)


def visit_form(record_id: UUID) -> dict[str, str]:
    words = {"childs_words": "I like my new room.", "what_happened": "We walked to the park."}
    return {"record_id": str(record_id), "seen": "alone", "visited_on": "2026-01-19", **words}


def kept(ann: Actor) -> tuple[int, int]:
    """How many visits stand, and how often the audit log says that a visit was recorded."""
    with acting(actor=ann, purpose=Purpose.direct_work):
        visits = Visit.objects.count()
        return visits, AuditEvent.objects.filter(what="record_visit", actor_id=ann.id).count()


def save_under_fire(pages: Pages, two: Any, child: UUID, ann: Actor, *, after: float) -> bool:
    """Send a visit, kill the web processes meanwhile, and send it again; whether the first sending was kept."""
    record_id, address = uuid4(), f"/casework/{child}/visit/{child}/"
    pages.wait_until_it_answers()
    visits_before, said_before = kept(ann)
    sending = Thread(target=pages.send, args=(address, visit_form(record_id)))
    sending.start()
    time.sleep(after)
    pages.kill_workers()
    sending.join(30)
    wait_for_the_last_commit(app=two.app, owner=two.owner)
    visits, said = (now - before for now, before in zip(kept(ann), (visits_before, said_before), strict=True))
    assert (visits, said) in ((0, 0), (1, 1)), "a visit and its audit event are one"
    assert eventually(lambda: answers(pages.port))
    assert pages.send(address, visit_form(record_id)) == 302
    assert kept(ann)[0] - visits_before == 1
    return visits == 1


def longest_save(pages: Pages, child: UUID) -> float:
    """How long a visit takes to save undisturbed, in seconds."""
    took = []
    for _ in range(3):
        began = time.monotonic()
        assert pages.send(f"/casework/{child}/visit/{child}/", visit_form(uuid4())) == 302
        took.append(time.monotonic() - began)
    return max(took[1:])


def test_a_visit_is_saved_whole_or_not_at_all_when_the_web_process_is_killed(pages, committed, cast, family):
    ann, longest, chance = cast("ann").actor, longest_save(pages, family.oisin), Random(1)
    for _ in range(2):
        save_under_fire(pages, committed, family.oisin, ann, after=chance.uniform(0, 1.2 * longest))


@pytest.mark.soak
def test_fifty_kills_of_the_web_process(pages, committed, cast, family):
    ann, longest, chance = cast("ann").actor, longest_save(pages, family.oisin), Random(2)
    outcomes = [
        save_under_fire(pages, committed, family.oisin, ann, after=chance.uniform(0, 1.2 * longest)) for _ in range(50)
    ]
    assert set(outcomes) == {True, False}, "some kills hit before the commit, some after"
