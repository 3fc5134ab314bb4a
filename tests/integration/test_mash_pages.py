"""The pages of an enquiry: the hub's board, an agency's inbox, a link, and what was shared."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from holdfast.records.agencies.actions import add_agency
from holdfast.records.agencies.codes import AgencyKind
from holdfast.records.agencies.models import Team
from holdfast.records.frontdoor.models import Referral
from holdfast.records.mash.codes import CheckStatus, Rating, Source
from holdfast.records.mash.models import Consent, Disclosure, Enquiry, Request
from holdfast.records.people.actions import involve
from holdfast.records.people.codes import InvolvementKind
from holdfast.records.people.models import Person
from tests.integration.conftest import AT
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


def test_the_childs_own_school_is_offered_first(mash: Hub, cast: Cast, carol: Client):
    enquiry = mash.started(worries=["neglect"])
    other = add_agency(name="Another School", kind=AgencyKind.school)
    school = mash.agencies["farah"]
    with mash.at_the_hub():
        involve(
            person=Person.objects.get(pk=mash.family.oisin), worker=cast("farah"), kind=InvolvementKind.school,
            team=Team.objects.get(agency=school), from_on=AT.date(), **mash.doing(),
        )  # fmt: skip
    page = text(carol.get(f"/mash/{enquiry.id}/ask/"))
    assert f'<option value="{school.id}" selected>' in page
    assert f'<option value="{other.id}">' in page
