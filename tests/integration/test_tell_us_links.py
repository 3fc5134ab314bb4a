"""A partner without an account uses a link once, and reads how far we are by a second code."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from holdfast.access import Purpose
from holdfast.records.frontdoor.actions.links import Issued, issue_link, withdraw_link
from holdfast.records.frontdoor.models import Attachment, Envelope, NamedChild, OneTimeLink
from holdfast.wall.acting import acting
from holdfast.wall.models import User
from tests.integration.test_tell_us_professional import FORM
from tests.signing_in import sign_in
from tests.unit.test_uploads import GOOD

pytestmark = pytest.mark.django_db

Cast = Callable[[str], User]


def issued(cast: Cast, *, days_ago: int = 0) -> Issued:
    at = timezone.now() - timedelta(days=days_ago)
    given = {"agency_name": "Kingfisher Practice", "sent_to": "safeguarding@kingfisher.example", "source": "3A"}
    return issue_link(**given, by=cast("grace").actor, purpose=Purpose.front_door, at=at)


@pytest.fixture
def practice() -> Client:
    """A browser without any cookie, and so without a token."""
    return Client(enforce_csrf_checks=True)


def use(client: Client, made: Issued, go: str = "send", **more: object):
    return client.post(f"/link/{made.code}/", {**FORM, "go": go, **more})


def told(cast: Cast) -> list[Envelope]:
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        return list(Envelope.objects.order_by("sent_at"))


def second_code(page: str) -> str:
    return re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", page)[0]


def test_the_hub_makes_a_link_and_sees_it_once(cast: Cast, client: Client):
    grace = sign_in(client, cast("grace"))
    given = {"agency_name": "Kingfisher Practice", "sent_to": "safeguarding@kingfisher.example", "source": "3A"}
    page = grace.post("/referrals/links/", given).content.decode()
    code = re.search(r"/link/([0-9A-Z-]+)/", page)[1]
    assert Client().get(f"/link/{code}/").status_code == 200
    assert code not in grace.get("/referrals/links/").content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(l)::text FROM frontdoor_onetimelink l")
        assert code not in cursor.fetchone()[0]


@pytest.mark.parametrize("who", ["farah", "gpshared", "priya", "quinn"])
def test_nobody_else_makes_one(cast: Cast, client: Client, who: str):
    assert sign_in(client, cast(who)).get("/referrals/links/").status_code == 403


def test_a_practice_sends_a_referral_by_its_link_and_leaves_nothing_in_the_browser(cast: Cast, practice: Client):
    made = issued(cast)
    for answer in (practice.get(f"/link/{made.code}/"), use(practice, made)):
        assert answer.status_code == 200
        assert not answer.cookies
        assert answer["Cache-Control"] == "no-store"
    (envelope,) = told(cast)
    assert (envelope.teller_agency, envelope.source, envelope.channel) == ("Kingfisher Practice", "3A", "secure_link")
    assert (envelope.by_public, envelope.sent_by) == (False, made.link.id)


def test_a_link_is_good_once(cast: Cast, practice: Client):
    made = issued(cast)
    use(practice, made)
    assert practice.get(f"/link/{made.code}/").status_code == 410
    again = use(practice, made, what_happened="Other words, which must not be lost.")
    assert again.status_code == 410
    assert "Other words, which must not be lost." in again.content.decode()
    assert len(told(cast)) == 1


def test_a_double_click_shows_the_same_reference_and_the_same_code(cast: Cast, practice: Client):
    made = issued(cast)
    pages = [use(practice, made, files=[SimpleUploadedFile("a.pdf", GOOD["pdf"])]).content.decode() for _ in range(3)]
    assert len({second_code(page) for page in pages}) == 1
    assert len(told(cast)) == 1
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert Attachment.objects.count() == 1


@pytest.mark.parametrize("over", ["ran out", "withdrawn", "never was"])
def test_a_link_that_is_over_takes_nothing_and_keeps_every_word_on_the_screen(cast: Cast, practice: Client, over: str):
    made = issued(cast, days_ago=4 if over == "ran out" else 0)
    if over == "withdrawn":
        doing = {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": timezone.now()}
        withdraw_link(link_id=made.link.id, **doing)
    if over == "never was":
        OneTimeLink.objects.all().update(code_hash="x")
    answer = use(practice, made)
    assert answer.status_code == 410
    assert "999" in answer.content.decode()
    assert told(cast) == []


def test_what_is_half_written_waits_behind_the_link(cast: Cast, practice: Client):
    made = issued(cast)
    page = use(practice, made, "save").content.decode()
    assert "Nobody has read it yet" in page
    assert "He comes to school hungry." in Client().get(f"/link/{made.code}/").content.decode()


def test_a_mistake_is_said_and_the_link_stays_good(cast: Cast, practice: Client):
    made = issued(cast)
    assert use(practice, made, what_happened="").status_code == 400
    assert use(practice, made).status_code == 200


def test_how_far_we_are_is_read_by_the_second_code_alone(cast: Cast, practice: Client):
    made = issued(cast)
    code = second_code(use(practice, made).content.decode())
    page = practice.post("/link/receipt/", {"code": code.lower().replace("-", " ")}).content.decode()
    assert "Not yet read" in page
    for wrong in (made.code, "0000-0000-0000-0000", ""):
        answer = practice.post("/link/receipt/", {"code": wrong})
        assert "Not yet read" not in answer.content.decode()


def test_one_links_holder_reads_nothing_of_anothers(cast: Cast, practice: Client):
    first, other = issued(cast), issued(cast)
    code = second_code(use(practice, first).content.decode())
    use(practice, other, **{"child-0-given": "Mei"})
    page = practice.post("/link/receipt/", {"code": code}).content.decode()
    assert "Oisín" in page
    assert "Mei" not in page


def test_every_link_has_a_sender_of_its_own(cast: Cast, practice: Client):
    senders: set[UUID] = set()
    for _ in range(2):
        use(practice, issued(cast))
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        senders = set(NamedChild.objects.values_list("sent_by", flat=True))
    assert len(senders) == 2


def test_the_hub_withdraws_a_link_that_went_astray(cast: Cast, client: Client):
    made = issued(cast)
    sign_in(client, cast("grace")).post("/referrals/links/", {"withdraw": str(made.link.id)})
    assert Client().get(f"/link/{made.code}/").status_code == 410
