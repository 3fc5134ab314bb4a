"""The same thing sent many times at once, with real commits: one referral, whichever way it comes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from holdfast.access import Purpose
from holdfast.records.agencies.models import Agency
from holdfast.records.frontdoor.actions.links import issue_link
from holdfast.wall.models import User
from tests.integration.test_partner_systems import notification, system_of
from tests.integration.test_tell_us_calls import CALL
from tests.integration.test_tell_us_links import second_code
from tests.integration.test_tell_us_professional import FORM
from tests.signing_in import sign_in
from tests.unit.test_uploads import GOOD

Cast = Callable[[str], User]
TIMES = 6


@pytest.fixture(autouse=True)
def commits(committed: object) -> None:
    """Every test here commits."""


def at_once(do: Callable[[], Any]) -> list[Any]:
    def once(_: int) -> Any:
        try:
            return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(once, range(TIMES)))


def kept(owned: Any, table: str) -> int:
    return owned.execute(f"SELECT count(*) FROM frontdoor_{table}").fetchone()[0]


def test_a_signed_request_sent_six_times_at_once_arrives_once_and_is_answered_the_same(cast: Cast, owned):
    Agency.objects.create(name="Police", kind="police")
    police, _ = system_of(cast)
    answers = at_once(lambda: police.send(notification(), notification("B"), key="one").json())
    assert all(answer == answers[0] for answer in answers)
    assert (kept(owned, "envelope"), kept(owned, "namedchild"), kept(owned, "partnerrequest")) == (2, 2, 1)


def test_a_link_used_six_times_at_once_sends_once(cast: Cast, owned):
    given = {"agency_name": "Kingfisher Practice", "sent_to": "a@b.example", "source": "3A"}
    made = issue_link(**given, by=cast("grace").actor, purpose=Purpose.front_door, at=timezone.now())
    pages = at_once(lambda: Client().post(f"/link/{made.code}/", {**FORM, "go": "send"}))
    assert {page.status_code for page in pages} == {200}
    assert len({second_code(page.content.decode()) for page in pages}) == 1
    assert kept(owned, "envelope") == 1


def test_a_link_used_at_once_for_different_words_sends_one_and_says_so_to_the_others(cast: Cast, owned):
    given = {"agency_name": "Kingfisher Practice", "sent_to": "a@b.example", "source": "3A"}
    made = issue_link(**given, by=cast("grace").actor, purpose=Purpose.front_door, at=timezone.now())
    words = iter(f"Worry number {at}." for at in range(TIMES))
    pages = at_once(lambda: Client().post(f"/link/{made.code}/", {**FORM, "go": "send", "what_happened": next(words)}))
    assert sorted(page.status_code for page in pages) == [200] + [410] * (TIMES - 1)
    assert kept(owned, "envelope") == 1


@pytest.mark.parametrize(
    ("who", "path", "form"), [("farah", "/referrals/new/", FORM), ("grace", "/referrals/call/", CALL)]
)
def test_a_form_with_a_file_sent_six_times_at_once_arrives_once_with_its_file(cast: Cast, owned, who, path, form):
    key, session = str(uuid4()), sign_in(Client(), cast(who)).cookies

    def click() -> int:
        client = Client()
        client.cookies = session
        file = SimpleUploadedFile("letter.pdf", GOOD["pdf"])
        return client.post(path, {**form, "form_key": key, "go": "send", "files": [file]}).status_code

    assert set(at_once(click)) == {302}
    assert (kept(owned, "envelope"), kept(owned, "attachment")) == (1, 1)
    assert kept(owned, "draftfile") == 0
