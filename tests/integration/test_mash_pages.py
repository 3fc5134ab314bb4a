"""The pages of an enquiry: the hub's board, an agency's inbox, a link, and what was shared."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from holdfast.access import Stage
from holdfast.records.frontdoor.models import Referral
from holdfast.records.mash import actions
from holdfast.records.mash.codes import CheckStatus, Rating, ReplyKind, Source
from holdfast.records.mash.models import Consent, Disclosure, Enquiry, Link, Reply, Request, SensitivePart
from holdfast.records.sightings.models import Injury, Sighting
from holdfast.wall.models import Seal
from holdfast.web.body import PARTS
from tests.integration.conftest import give
from tests.integration.mash_cast import NOTHING, Hub
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


def test_an_enquiry_is_started_and_every_agency_asked_in_two_pages(mash: Hub, carol: Client):
    referral = mash.referred()
    page = text(carol.get(f"/mash/start/{referral.id}/"))
    assert "4 hours, counting every hour of day and night." in page
    answer = carol.post(
        f"/mash/start/{referral.id}/", {"rating": "red", "worries": ["neglect"], "rating_because": "Thin."}
    )
    with mash.at_the_hub():
        enquiry = Enquiry.objects.get()
    assert answer.url == f"/mash/{enquiry.id}/ask/"
    page = text(carol.get(answer.url))
    assert "Asked as a matter of course" in page
    assert "The parents must not be told" in page
    sent = {f"{source.value}-choice": "not_now" for source in Source}
    for source, who in (("school", "farah"), ("gp_practice", "gpshared")):
        sent |= {
            f"{source}-choice": "ask",
            f"{source}-agency": str(mash.agencies[who].id),
            f"{source}-question": "Well?",
        }
    sent |= {"housing-choice": "leave_out", "housing-because": "They own the house.", "about": str(mash.family.oisin)}
    assert carol.post(answer.url, sent).status_code == 302
    page = text(carol.get(f"/mash/{enquiry.id}/"))
    for shown in ("Kestrel Lane Primary School", "Kingfisher Practice", "Not relevant, because: They own the house.",
                  "0 of 2 answered", "Still blank"):  # fmt: skip
        assert shown in page, shown
    assert carol.get(f"/mash/start/{referral.id}/").url == f"/mash/{enquiry.id}/"


def test_sent_twice_the_questions_go_out_once(mash: Hub, carol: Client, enquiry: Enquiry):
    sent = {f"{source.value}-choice": "not_now" for source in Source}
    sent |= {"school-choice": "ask", "school-agency": str(mash.agencies["farah"].id), "school-question": "Well?"}
    sent |= {"about": str(mash.family.oisin), "record_id": str(enquiry.id)}
    for _ in range(2):
        carol.post(f"/mash/{enquiry.id}/ask/", sent)
    with mash.at_the_hub():
        assert Request.objects.count() == Disclosure.objects.count() == 1


def test_a_form_with_a_mistake_keeps_every_word_and_sends_nothing(mash: Hub, carol: Client, enquiry: Enquiry):
    sent = {f"{source.value}-choice": "not_now" for source in Source}
    sent |= {"school-choice": "ask", "school-agency_name": "A school elsewhere", "school-question": "Do you know him?"}
    sent |= {"housing-choice": "leave_out", "about": str(mash.family.oisin)}
    answer = carol.post(f"/mash/{enquiry.id}/ask/", sent)
    assert answer.status_code == 400
    page = text(answer)
    for shown in ("Say why it is not relevant: Housing", "A school elsewhere", "Do you know him?"):
        assert shown in page
    with mash.at_the_hub():
        assert not Request.objects.exists()


def test_the_board_shows_each_childs_clock_each_agencys_answer_and_what_to_do_next(mash: Hub, carol: Client):
    long_ago = timezone.now() - timedelta(hours=6)
    enquiry = mash.started(Rating.red, at=long_ago)
    mash.ask("gpshared", enquiry, at=long_ago)
    mash.answer("farah", mash.ask("farah", enquiry, at=long_ago), at=long_ago)
    page = text(carol.get("/mash/"))
    for shown in ("Oisín O&#x27;Neil", "1 of 2 answered", "No reply", "2 hours late", "Known",
                  "Chase Kingfisher Practice, then ring the practice’s lead for safeguarding"):  # fmt: skip
        assert shown in page, shown
    assert "No enquiry is like that" in text(carol.get("/mash/?colour=green"))
    assert "Oisín" in text(carol.get("/mash/?colour=red&source=gp_practice&late=yes"))
    assert "No enquiry is like that" in text(carol.get("/mash/?source=police"))


def test_how_an_agency_answers_counts_its_silence_by_itself(mash: Hub, carol: Client):
    """f.silent_reply: an agency with three questions unanswered shows three, and the child's page says no reply."""
    long_ago = timezone.now() - timedelta(hours=6)
    enquiry = mash.started(Rating.red, at=long_ago)
    for number in range(3):
        mash.ask("gpshared", enquiry, at=long_ago, question=f"Question {number}?")
    mash.answer("farah", mash.ask("farah", enquiry, at=long_ago), **NOTHING, at=long_ago)
    row = text(carol.get("/mash/agencies/")).split("Kingfisher Practice")[1].split("</tr>")[0]
    assert '<span class="hf-late">3</span>' in row
    assert ">0%<" in row
    page = text(carol.get(f"/mash/child/{mash.family.oisin}/"))
    assert page.count("No reply, 2 hours late") == 3
    assert page.count("Nothing known") == 1


@pytest.mark.parametrize("who", ["farah", "ann", "lena", "noor", "priya", "maya"])
def test_the_board_is_the_hubs(cast: Cast, enquiry: Enquiry, who: str):
    answer = sign_in(Client(), cast(who)).get("/mash/")
    assert answer.status_code == (200 if who == "ann" else 403)
    assert "Oisín" not in answer.content.decode() or who == "ann"


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


def test_the_hub_sees_an_answer_at_once_and_what_is_sensitive_as_far_as_it_may(
    mash: Hub, cast: Cast, carol: Client, farah: Client, enquiry: Enquiry
):
    request = mash.ask("farah", enquiry, at=timezone.now())
    farah.post(f"/asked/{request.id}/", known(sensitive="He has a knife."))
    manager = text(carol.get(f"/mash/{enquiry.id}/"))
    worker = text(sign_in(Client(), cast("grace")).get(f"/mash/{enquiry.id}/"))
    assert "Often hungry since September." in manager
    assert "Often hungry since September." in worker
    assert "He has a knife." in manager
    assert "He has a knife." not in worker
    assert "Something more, for the decision-maker alone" in worker


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


@pytest.mark.parametrize(
    ("word", "sent", "shown"),
    [
        ("chase", {"how": "telephone", "whom": "The office", "said": "By noon."}, "The office"),
        ("waive", {"because": "Moved away in May.", "expected_version": "1"}, "Moved away in May."),
    ],
)
def test_a_deed_on_a_question_shows_on_the_enquiry(
    mash: Hub, carol: Client, enquiry: Enquiry, word: str, sent: dict[str, str], shown: str
):
    request = mash.ask("farah", enquiry, at=timezone.now())
    address = f"/mash/{enquiry.id}/{word}/{request.id}/"
    assert carol.get(address).status_code == 200
    assert carol.post(address, {"because": "", "whom": ""}).status_code == 400
    assert carol.post(address, sent).url == f"/mash/{enquiry.id}/"
    assert shown in text(carol.get(f"/mash/{enquiry.id}/"))


def test_a_worker_who_waives_is_told_to_ring_the_manager_and_keeps_their_words(mash: Hub, cast: Cast, enquiry: Enquiry):
    request = mash.ask("farah", enquiry)
    sent = {"because": "No time for this.", "expected_version": "1"}
    answer = sign_in(Client(), cast("grace")).post(f"/mash/{enquiry.id}/waive/{request.id}/", sent)
    assert answer.status_code == 400
    assert "Only a manager" in text(answer)
    assert "No time for this." in text(answer)


def test_an_enquiry_is_rated_anew_marked_and_completed_on_its_pages(mash: Hub, carol: Client, enquiry: Enquiry):
    request = mash.ask("farah", enquiry)
    rate = {"rating": "amber", "because": "Seen, well.", "expected_version": "1"}
    assert carol.post(f"/mash/{enquiry.id}/rate/{enquiry.id}/", rate).status_code == 302
    done = {"words": "All fits together.", "expected_version": "2"}
    refused = carol.post(f"/mash/{enquiry.id}/complete/{enquiry.id}/", done)
    assert refused.status_code == 400
    assert "has not answered" in text(refused)
    mash.answer("farah", request)
    mark = {"mark": "useful", "expected_version": "2"}
    assert carol.post(f"/mash/{enquiry.id}/mark/{request.id}/", mark).status_code == 302
    assert carol.post(f"/mash/{enquiry.id}/complete/{enquiry.id}/", done).status_code == 302
    assert "All fits together." in text(carol.get(f"/mash/{enquiry.id}/"))


def test_a_stale_colour_shows_both(mash: Hub, carol: Client, enquiry: Enquiry):
    carol.post(f"/mash/{enquiry.id}/rate/{enquiry.id}/", {"rating": "amber", "because": "A.", "expected_version": "1"})
    stale = {"rating": "green", "because": "B.", "expected_version": "1"}
    assert carol.post(f"/mash/{enquiry.id}/rate/{enquiry.id}/", stale).status_code == 409


def test_what_was_not_asked_is_asked_once_somebody_knows_whom(mash: Hub, carol: Client, enquiry: Enquiry):
    request = mash.ask("farah", enquiry, agency=None)
    address = f"/mash/{enquiry.id}/ask/{request.id}/"
    assert "Choose the agency" in text(carol.post(address, {"expected_version": "1"}))
    sent = {"agency": str(mash.agencies["farah"].id), "about": str(mash.family.oisin), "expected_version": "1"}
    assert carol.post(address, sent).status_code == 302
    assert mash.check(request).request.agency_id == mash.agencies["farah"].id


def test_what_was_left_blank_is_left_out_with_a_reason(mash: Hub, carol: Client, enquiry: Enquiry):
    request = mash.ask("farah", enquiry, agency=None)
    carol.post(f"/mash/{enquiry.id}/leave-out/{request.id}/", {"because": "He is two."})
    assert mash.check(request).status == CheckStatus.not_relevant


def test_what_cannot_be_done_now_reads_as_nothing_to_do(mash: Hub, carol: Client, enquiry: Enquiry):
    request = mash.ask("farah", enquiry)
    mash.answer("farah", request)
    assert carol.get(f"/mash/{enquiry.id}/waive/{request.id}/").status_code == 404
    assert carol.get(f"/mash/{enquiry.id}/dance/{request.id}/").status_code == 404


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


def test_what_was_shared_and_agreed_stands_on_a_page_of_the_child(
    mash: Hub, cast: Cast, carol: Client, enquiry: Enquiry
):
    mash.ask("farah", enquiry)
    address = f"/mash/child/{mash.family.oisin}"
    told = {"told_to": "The landlord", "about": "The mother", "what": "That we visit.", "why": "To be let in.",
            "basis": "public_task", "parents_told": "may"}  # fmt: skip
    assert carol.post(f"{address}/told/", told).status_code == 302
    agreed = {"matter": "early_help", "status": "refused", "of_whom": "The mother", **day("said_on")}
    assert "whether refusing raises the risk" in text(carol.post(f"{address}/agreed/", agreed))
    assert carol.post(f"{address}/agreed/", agreed | {"refusal_risk": "No."}).status_code == 302
    page = text(carol.get(f"{address}/"))
    for shown in (
        "Kestrel Lane Primary School",
        "The landlord",
        "That we visit.",
        "Early help: refused",
        "Carol Nwosu",
    ):
        assert shown in page, shown
    assert sign_in(Client(), cast("farah")).get(f"{address}/").status_code == 403
    assert sign_in(Client(), cast("ben")).get(f"{address}/").status_code == 404
    with mash.at_the_hub():
        assert Consent.objects.count() == 1


def test_a_late_answer_stands_on_the_board_until_somebody_looked(mash: Hub, carol: Client, enquiry: Enquiry):
    request = mash.ask("farah", enquiry)
    with mash.at_the_hub():
        referral = Referral.objects.get(pk=enquiry.referral_id)
        referral.decision, referral.reasons, referral.decided_at = "assessment", "Thin.", timezone.now()
        referral.decided_on = timezone.localdate()
        referral.save()
    reply = mash.answer("farah", request, at=timezone.now() + timedelta(minutes=1))
    assert "Came after the decision: look at it" in text(carol.get("/mash/"))
    look = f"/mash/{enquiry.id}/look/{reply.id}/"
    assert carol.post(look, {"changes": "no", "words": "It fits."}).status_code == 302
    assert "Came after the decision: look at it" not in text(carol.get("/mash/"))
    assert "It fits." in text(carol.get(f"/mash/{enquiry.id}/"))
    assert carol.get(look).status_code == 404


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
