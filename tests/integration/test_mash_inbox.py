"""An agency's pages: its inbox, its answer on one screen, a link without an account, and when it is closed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from holdfast.access import Stage
from holdfast.records.mash import actions
from holdfast.records.mash.codes import CheckStatus, Rating, ReplyKind
from holdfast.records.mash.models import Enquiry, Link, Reply, SensitivePart
from holdfast.records.sightings.models import Injury, Sighting
from holdfast.wall.models import Seal
from holdfast.web.body import PARTS
from tests.integration.conftest import give
from tests.integration.mash_cast import Hub
from tests.integration.test_front_door_told import Cast
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def mash(cast: Cast, family: Any) -> Hub:
    return Hub(cast, family)


@pytest.fixture
def carol(cast: Cast, client: Client) -> Client:
    return sign_in(client, cast("carol"))


@pytest.fixture
def farah(cast: Cast) -> Client:
    return sign_in(Client(), cast("farah"))


@pytest.fixture
def enquiry(mash: Hub) -> Iterator[Enquiry]:
    return mash.started(Rating.red, at=timezone.now(), because="A fresh burn.")


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def day(name: str, on: Any = None) -> dict[str, str]:
    on = on or timezone.localdate()
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


def known(**more: str) -> dict[str, str]:
    return {"kind": "known", "words": "Often hungry since September.", "expected_version": "0", **more}


def test_an_agency_reads_what_it_is_asked_and_answers_on_one_screen(mash: Hub, farah: Client, enquiry: Enquiry):
    request = mash.ask("farah", enquiry, at=timezone.now())
    page = text(farah.get("/asked/"))
    assert "Oisín O&#x27;Neil, Roisin" in page
    page = text(farah.get(f"/asked/{request.id}/"))
    for shown in ("The parents must not be told", "Attendance, how they are in school", "Public task"):
        assert shown in page
    answer = farah.post(f"/asked/{request.id}/", known(sensitive="He has a knife.", knows_family="Ms Ade, year 1"))
    assert answer.url == "/asked/"
    assert "Nothing waits for an answer." in text(farah.get("/asked/"))
    with mash.at_the_hub():
        assert SensitivePart.objects.get().words == "He has a knife."
    assert mash.check(request).status == CheckStatus.known


def test_nothing_known_without_a_searcher_is_sent_back_with_every_word(mash: Hub, farah: Client, enquiry: Enquiry):
    """f.checks_not_done: the form says what is missing at the field that lacks it."""
    request = mash.ask("farah", enquiry, at=timezone.now())
    answer = farah.post(f"/asked/{request.id}/", known(kind="nothing_known", words="No pupil of this name."))
    assert answer.status_code == 400
    for shown in ("Say where it was looked for", "Say who looked", "Say on which day", "No pupil of this name."):
        assert shown in text(answer)
    searched = {"searched_where": "The register", "searched_by": "Ms Ade", **day("searched_on")}
    assert (
        farah.post(f"/asked/{request.id}/", known(kind="nothing_known", words="No pupil.", **searched)).status_code
        == 302
    )


def test_two_of_one_school_who_answer_at_once_choose_between_both_texts(mash: Hub, farah: Client, enquiry: Enquiry):
    request = mash.ask("farah", enquiry, at=timezone.now())
    farah.post(f"/asked/{request.id}/", known())
    late = farah.post(f"/asked/{request.id}/", known(words="Never late, always fed."))
    assert late.status_code == 409
    assert "Often hungry since September." in text(late)
    assert "Never late, always fed." in text(late)


def test_another_agencys_question_reads_as_nothing(mash: Hub, farah: Client, enquiry: Enquiry):
    police = mash.ask("erin", enquiry, at=timezone.now())
    answer = farah.get(f"/asked/{police.id}/")
    assert answer.status_code == 404
    assert "There is no record here that you may see." in text(answer)


def test_a_practice_is_told_to_hide_the_question_from_online_access(mash: Hub, cast: Cast, enquiry: Enquiry):
    practice, school = mash.ask("gpshared", enquiry), mash.ask("farah", enquiry)
    label = "Hide this question and your answer from the patient’s online access."
    assert label in text(sign_in(Client(), cast("gpshared")).get(f"/asked/{practice.id}/"))
    assert label not in text(sign_in(Client(), cast("farah")).get(f"/asked/{school.id}/"))


def test_an_answer_by_telephone_is_typed_by_the_hub_and_read_by_the_agency(
    mash: Hub, cast: Cast, farah: Client, enquiry: Enquiry
):
    """f.checks_assumed: a guess in place of an answer comes back; their words, by name, are kept."""
    request = mash.ask("farah", enquiry, at=timezone.now())
    grace = sign_in(Client(), cast("grace"))
    address = f"/mash/{enquiry.id}/telephone/{request.id}/"
    searched = {"searched_where": "x", "searched_by": "y", **day("searched_on"), "said_by": "Ms Ade"}
    guess = grace.post(address, known(kind="nothing_known", words="Nothing expected.", **searched))
    assert guess.status_code == 400
    assert "What is expected or assumed is no answer" in text(guess)
    assert grace.post(address, known(words="He is new here.", said_by="Ms Ade, office")).status_code == 302
    page = text(farah.get(f"/asked/{request.id}/"))
    assert "by telephone: Ms Ade, office" in page
    assert "He is new here." in page


def test_a_practices_inbox_without_an_account_answers_by_a_link_once(mash: Hub, carol: Client, enquiry: Enquiry):
    request = mash.ask("gpshared", enquiry, at=timezone.now())
    made = carol.post(f"/mash/{enquiry.id}/link/{request.id}/", {"sent_to": "inbox@kingfisher.example"})
    address = made.content.decode().split('value="http://testserver')[1].split('"')[0]
    scanner, practice = Client(), Client()
    assert "Oisín" not in text(scanner.get(address))
    assert practice.post(address, {"go": "open"}).status_code == 302
    page = text(practice.get(address))
    assert "Oisín O&#x27;Neil" in page
    assert "When were the child and the adults named here last seen" in page
    assert scanner.post(address, {"go": "open"}).status_code == 404
    forger = Client()
    forger.cookies["holdfast_link"] = "a token of their own"
    for answer in (forger.get(address), forger.post(address, known(words="All is well."))):
        assert answer.status_code == 404 and "Oisín" not in text(answer)
    wrong = practice.post(address, known(words=""))
    assert wrong.status_code == 400
    assert "Your answer is with the front door" in text(practice.post(address, known()))
    assert practice.post(address, known(words="Again.")).status_code in (200, 404)
    with mash.at_the_hub():
        assert [each.words for each in Reply.objects.all()] == ["Often hungry since September."]
        assert Link.objects.get().used_at
    assert "by a one-time link" in text(carol.get(f"/mash/{enquiry.id}/"))


def test_a_school_says_when_it_is_closed_and_the_hub_may_say_it_for_any(mash: Hub, carol: Client, farah: Client):
    today = timezone.localdate()
    sent = {"agency": str(mash.agencies["farah"].id), **day("from_on", today), **day("until_on", today + timedelta(30))}
    assert farah.post("/asked/closed/", sent).status_code == 302
    assert "Nobody answers meanwhile." in text(carol.get("/asked/closed/"))
    other = sent | {"agency": str(mash.agencies["erin"].id)}
    assert farah.post("/asked/closed/", other).status_code == 400
    assert carol.post("/asked/closed/", other).status_code == 302
    for_police = actions.close_agency(agency=mash.agencies["erin"], from_on=today, until_on=today + timedelta(30))
    assert farah.post(f"/asked/closed/{for_police.id}/").status_code == 404
    assert carol.post(f"/asked/closed/{for_police.id}/").status_code == 302


def test_the_answer_that_a_reply_kind_needs_is_asked_at_its_field(mash: Hub, farah: Client, enquiry: Enquiry):
    request = mash.ask("farah", enquiry)
    for kind in ReplyKind:
        assert farah.post(f"/asked/{request.id}/", known(kind=kind.value, words="")).status_code == 400


def test_what_a_school_saw_stands_in_the_joined_picture_with_its_answer(mash: Hub, farah: Client, enquiry: Enquiry):
    request = mash.ask("farah", enquiry)
    today = timezone.localdate()
    begun = known() | {"seen-explained": "He fell."}
    refused = farah.post(f"/asked/{request.id}/", begun)
    assert refused.status_code == 400
    assert "Choose where on the body" in text(refused)
    site = next(iter(PARTS))
    saw = {"seen-site": site, "seen-injury": "bruise", "seen-saw": "Quiet."}
    saw |= day("seen-injury_on", today) | day("seen-seen_on", today) | day("seen-missed_on", today - timedelta(9))
    assert farah.post(f"/asked/{request.id}/", begun | saw).status_code == 302
    with mash.at_the_hub():
        assert [(each.site, each.explained_in_words, each.agency_id) for each in Injury.objects.all()] == [
            (site, "He fell.", mash.agencies["farah"].id)
        ]
        assert sorted(each.what for each in Sighting.objects.all()) == ["seen", "was_not_brought"]
        assert Reply.objects.get().words == "Often hungry since September."


def test_what_was_seen_of_a_sealed_child_is_not_lost_and_opens_nothing(
    mash: Hub, cast: Cast, farah: Client, enquiry: Enquiry
):
    request = mash.ask("farah", enquiry)
    with mash.at_the_hub("tess"):
        give(cast("carol"), mash.family.oisin, ceiling=Stage.decision_maker, opens_seal=True)
        Seal(child_id=mash.family.oisin, from_at=timezone.now() - timedelta(days=1)).save(force_insert=True)
    saw = {"seen-saw": "Quiet."} | day("seen-seen_on")
    assert farah.post(f"/asked/{request.id}/", known() | saw).status_code == 302
    with mash.at_the_hub():
        assert "Saw: Quiet." in Reply.objects.get().words
        assert not Sighting.objects.exists()
