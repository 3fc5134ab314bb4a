"""The front door's pages: the public tell us and leave no trace, professionals come back, the hub deals with it."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from holdfast.access import Purpose
from holdfast.access.personas import PERSONAS
from holdfast.records.frontdoor import actions
from holdfast.records.frontdoor.models import Contact, Envelope, NamedChild, Referral
from holdfast.records.people import actions as people
from holdfast.wall.acting import PUBLIC, acting
from holdfast.wall.models import AuditEvent
from tests.integration.conftest import AT
from tests.integration.test_front_door_told import Cast, tell
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

ONE_CHILD = {"child-TOTAL_FORMS": "1", "child-INITIAL_FORMS": "0"}


class Form:
    """Somebody of the public, who fills in the form page by page."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.answer = client.post("/tell-us/", {"go": "start"})

    @property
    def page(self) -> str:
        return self.answer.content.decode()

    @property
    def heading(self) -> str:
        return re.search(r"<h1[^>]*>(.*?)</h1>", self.page, re.DOTALL)[1].strip()

    @property
    def code(self) -> str:
        return re.search(r'name="code" value="([^"]+)"', self.page)[1]

    def go(self, go: str, **typed: str) -> "Form":
        step = re.search(r'name="step" value="([^"]+)"', self.page)
        sent = {"code": self.code, "step": step[1] if step else "", "go": go, **typed}
        self.answer = self.client.post("/tell-us/", sent)
        return self


@pytest.fixture
def form() -> Form:
    """As from a real browser, without any cookie and so without a token."""
    return Form(Client(enforce_csrf_checks=True))


def filled_in(form: Form, danger: str = "no") -> Form:
    form.go("next", danger=danger)
    form.go("next", **ONE_CHILD, **{"child-0-given": "Zoë", "child-0-birth_on_year": ""})
    form.go("next", what_happened="I hear crying at night.")
    form.go("next", parents_know="no")
    return form.go("next", source="1B")


def envelopes(cast: Cast) -> list[Envelope]:
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        return list(Envelope.objects.order_by("sent_at"))


def test_the_first_page_gives_the_telephone_first(client: Client):
    page = client.get("/tell-us/").content.decode()
    assert page.index("tel:999") < page.index("Ringing is quickest") < page.index("Start")


def test_five_short_pages_then_a_check_then_a_reference(cast: Cast, form: Form):
    assert filled_in(form).heading == "Check what you wrote"
    assert "I hear crying at night." in form.page
    form.go("send")
    (envelope,) = envelopes(cast)
    assert form.heading == "We have what you wrote"
    assert envelope.reference in form.page
    assert (envelope.by_public, envelope.sent_by, envelope.source) == (True, PUBLIC.id, "1B")


def test_nothing_is_left_in_the_browser(form: Form):
    for answer in (form.client.get("/tell-us/"), form.answer, filled_in(form).answer, form.go("send").answer):
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies
        assert "Location" not in answer
    assert not form.client.cookies
    assert form.client.get("/tell-us/").content.decode().count("crying") == 0


def test_every_page_of_it_has_the_quick_exit(form: Form):
    for page in (form.page, filled_in(form).page, form.go("save").page):
        assert "data-hf-exit" in page


def test_a_double_click_on_send_tells_once_and_shows_the_same_reference(cast: Cast, form: Form):
    code = filled_in(form).code
    pages = [form.client.post("/tell-us/", {"code": code, "go": "send"}).content.decode() for _ in range(3)]
    assert len(envelopes(cast)) == 1
    assert len({re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", page)[0] for page in pages}) == 1


def test_who_stops_comes_back_with_the_code_from_any_browser(form: Form):
    form.go("next", danger="no")
    form.go("save", **ONE_CHILD, **{"child-0-given": "Zoë", "child-0-birth_on_day": "31x"})
    assert "Saved" in form.heading
    back = Client().post("/tell-us/", {"go": "resume", "code": form.code.lower()}).content.decode()
    assert "Who are you worried about?" in back
    assert 'value="Zoë"' in back
    assert 'value="31x"' in back


def test_a_code_that_opens_nothing_says_so_and_no_more(form: Form):
    code = filled_in(form).code
    wrong = Client().post("/tell-us/", {"go": "resume", "code": "0000-0000-0000-0000"})
    assert wrong.status_code == 400
    assert "There is nothing under this code" in wrong.content.decode()
    assert code not in wrong.content.decode()


def test_what_is_wrong_is_said_and_every_word_is_kept(form: Form):
    form.go("next", danger="no")
    day = {"child-0-birth_on_day": "29", "child-0-birth_on_month": "2", "child-0-birth_on_year": "2023"}
    form.go("next", **ONE_CHILD, **{"child-0-given": "D'Arcy", **day})
    assert form.answer.status_code == 400
    assert "2023 was not a leap year" in form.page
    assert "D&#x27;Arcy" in form.page
    assert 'value="29"' in form.page


def test_somebody_born_on_29_february_and_somebody_unborn_are_taken_in(cast: Cast, form: Form):
    form.go("next", danger="no")
    leap = {"child-0-birth_on_day": "29", "child-0-birth_on_month": "2", "child-0-birth_on_year": "2020"}
    unborn = {"child-1-expected_on_day": "1", "child-1-expected_on_month": "3", "child-1-expected_on_year": "2027"}
    form.go("next", **ONE_CHILD | {"child-TOTAL_FORMS": "3"}, **leap, **unborn)
    form.go("next", what_happened="Shouting.").go("next").go("next", source="9").go("send")
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        told = [(each.birth_on and str(each.birth_on), each.called) for each in NamedChild.objects.order_by("place")]
    assert told == [("2020-02-29", "A child whose name was not given"), (None, "An unborn child")]


def test_somebody_who_can_say_nothing_of_the_child_is_asked_for_anything_at_all(form: Form):
    form.go("next", danger="no").go("next", **ONE_CHILD)
    assert "Tell us something to find the child by" in form.page


def test_another_child_can_be_added_without_losing_the_first(form: Form):
    form.go("next", danger="no").go("add", **ONE_CHILD, **{"child-0-given": "Zoë"})
    assert 'name="child-1-given"' in form.page
    assert 'value="Zoë"' in form.page
    assert form.answer.status_code == 200


def test_going_back_and_changing_keep_what_was_typed(form: Form):
    filled_in(form).go("change:worry")
    assert "I hear crying at night." in form.page
    form.go("back", what_happened="I hear crying at night, and shouting.")
    assert 'value="Zoë"' in form.page
    form.go("next", **ONE_CHILD, **{"child-0-given": "Zoë"})
    assert "and shouting." in form.page


def test_who_says_that_a_child_is_in_danger_reads_999_on_every_page_and_no_waiting(form: Form):
    form.go("next", danger="yes")
    for _ in range(3):
        assert "You said that a child is in danger now. Ring 999 first" in form.page
        form.go("next", **ONE_CHILD, **{"child-0-given": "Zoë", "what_happened": "A fire."})
    form.go("next", source="9").go("send")
    assert "ring 999. Do not wait for us" in form.page
    assert "working day" not in form.page


def test_a_form_sent_half_filled_shows_what_is_missing_and_sends_nothing(cast: Cast, form: Form):
    form.go("next", danger="no")
    form.go("send", **ONE_CHILD, **{"child-0-given": "Zoë"})
    assert form.answer.status_code == 400
    assert "Say what you are worried about" in form.page
    assert envelopes(cast) == []


def test_somebody_signed_in_who_uses_the_public_form_is_the_public(cast: Cast, client: Client):
    filled_in(Form(sign_in(client, cast("farah")))).go("send")
    (envelope,) = envelopes(cast)
    assert (envelope.sent_by, envelope.teller_name) == (PUBLIC.id, "")


def professional(**more: str) -> dict[str, str]:
    teller = {"teller_name": "Farah", "teller_agency": "Kestrel Lane", "teller_telephone": "020 7946 0123"}
    told = {"danger": "no", "child-0-given": "D'Arcy", "what_happened": "Not collected three times."}
    return {"go": "send", "form_key": str(uuid4())} | ONE_CHILD | told | teller | more


@pytest.fixture
def farah(cast: Cast, client: Client) -> Client:
    return sign_in(client, cast("farah"))


def test_the_professional_form_is_filled_in_from_the_account(farah: Client):
    page = farah.get("/referrals/new/").content.decode()
    for known in ("Farah Siddiqui", "Kestrel Lane Primary School", "Designated safeguarding lead"):
        assert f'value="{known}"' in page


def test_a_shared_inbox_is_asked_who_writes(cast: Cast, client: Client):
    page = sign_in(client, cast("gpshared")).get("/referrals/new/").content.decode()
    assert 'value="Kingfisher Practice safeguarding inbox"' not in page
    assert 'value="Kingfisher Practice"' in page


def test_a_professional_sends_twice_by_mistake_and_has_one_receipt(cast: Cast, farah: Client):
    sent = professional()
    first, second = (farah.post("/referrals/new/", sent) for _ in range(2))
    assert first.status_code == 302
    assert first["Location"] == second["Location"]
    receipt = farah.get(first["Location"]).content.decode()
    (envelope,) = envelopes(cast)
    assert envelope.reference in receipt
    assert "Not yet read" in receipt
    assert envelope.source == "2A"


def test_a_mistake_keeps_every_word_on_the_page_and_in_a_draft(farah: Client):
    sent = professional(danger="", **{"child-0-birth_on_day": "31", "child-0-birth_on_month": "Feb"})
    answer = farah.post("/referrals/new/", sent)
    assert answer.status_code == 400
    assert "Say whether a child is in danger now" in answer.content.decode()
    draft = farah.get(f"/referrals/new/{sent['form_key']}/").content.decode()
    for typed in ("D&#x27;Arcy", "Not collected three times.", 'value="31"', 'value="Feb"'):
        assert typed in draft, typed


def test_a_draft_is_listed_goes_when_it_is_sent_and_is_nobody_elses(cast: Cast, farah: Client):
    sent = professional(go="save")
    farah.post("/referrals/new/", sent)
    address = f"/referrals/new/{sent['form_key']}/"
    assert "D&#x27;Arcy" in farah.get("/referrals/told/").content.decode()
    assert sign_in(Client(), cast("helen")).get(address).status_code == 404
    farah.post(address, sent | {"go": "send"})
    assert farah.get(address).status_code == 404
    assert "Begun, not sent" not in farah.get("/referrals/told/").content.decode()


def test_a_draft_can_be_thrown_away(farah: Client):
    sent = professional(go="save")
    farah.post("/referrals/new/", sent)
    address = f"/referrals/new/{sent['form_key']}/"
    assert farah.post(address, {"go": "discard"}).status_code == 302
    assert farah.get(address).status_code == 404


def test_another_sender_cannot_open_the_receipt(cast: Cast, farah: Client):
    receipt = farah.post("/referrals/new/", professional())["Location"]
    for who in ("helen", "ann", "carol"):
        assert sign_in(Client(), cast(who)).get(receipt).status_code == 404


def test_only_the_hub_opens_the_inbox_and_what_is_in_it(cast: Cast):
    told = tell(cast("farah").actor)
    for who in PERSONAS:
        client = sign_in(Client(), cast(who.username))
        expected = 200 if who.username in ("carol", "dev") else 403
        assert client.get("/referrals/in/").status_code == expected, who.username
        assert client.get(f"/referrals/in/{told.envelope_id}/").status_code == expected, who.username


def test_signing_in_comes_first(client: Client):
    for address in ("/referrals/in/", "/referrals/new/", "/referrals/told/", f"/referrals/{uuid4()}/"):
        assert client.get(address).status_code == 302


@pytest.fixture
def carol(cast: Cast) -> Client:
    return sign_in(Client(), cast("carol"))


def only_child(cast: Cast) -> NamedChild:
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        return NamedChild.objects.get()


def test_from_the_inbox_to_a_referral_and_back_to_the_sender(cast: Cast, carol: Client, farah: Client):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        doing: dict[str, Any] = {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": AT}
        known = people.add_child(authority="399", given="Oisín", family="O'Neil", **doing)
    receipt = farah.post("/referrals/new/", professional(**{"child-0-given": "Oisin", "child-0-family": "ONeil"}))
    assert "Oisin ONeil" in carol.get("/referrals/in/").content.decode()
    named = only_child(cast)
    page = carol.get(f"/referrals/in/{named.envelope_id}/").content.decode()
    assert str(known.id) in page
    assert "Being looked at" in farah.get(receipt["Location"]).content.decode()
    carol.post(f"/referrals/child/{named.id}/match/", {"child": str(known.id)})
    answer = carol.post(f"/referrals/child/{named.id}/outcome/", {"outcome": "referral", "source": "2A"})
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        referral = Referral.objects.get()
        assert Contact.objects.get().from_agency == "Kestrel Lane"
    assert answer["Location"] == f"/referrals/{referral.id}/"
    assert f"/referrals/{referral.id}/" in carol.get("/referrals/in/").content.decode()
    assert "Being looked at" in farah.get(receipt["Location"]).content.decode()


def test_a_child_found_under_another_name_is_given_by_number(cast: Cast, carol: Client, family: Any):
    tell(cast("farah").actor)
    named = only_child(cast)
    assert carol.post(f"/referrals/child/{named.id}/match/", {"number": "999999"}).status_code == 404
    assert carol.post(f"/referrals/child/{named.id}/match/", {"number": " 100002 "}).status_code == 302
    assert "Mei Chen" in carol.get(f"/referrals/in/{named.envelope_id}/").content.decode()


def test_a_wrong_match_is_undone_on_the_page(cast: Cast, carol: Client, family: Any):
    tell(cast("farah").actor)
    named = only_child(cast)
    carol.post(f"/referrals/child/{named.id}/match/", {"child": str(family.mei)})
    carol.post(f"/referrals/child/{named.id}/undo/")
    assert "Who is this?" in carol.get(f"/referrals/in/{named.envelope_id}/").content.decode()


def test_danger_is_not_put_away_as_information(cast: Cast, carol: Client):
    tell(cast("farah").actor, danger="yes")
    named = only_child(cast)
    carol.post(f"/referrals/child/{named.id}/add/")
    answer = carol.post(
        f"/referrals/child/{named.id}/outcome/", {"outcome": "information_only", "source": "2A", "answer": "Thanks, F."}
    )
    assert answer.status_code == 400
    assert "Make it a referral, so that a manager decides" in answer.content.decode()
    assert "Thanks, F." in answer.content.decode()


def test_the_sender_reads_the_outcome_and_the_public_cannot(cast: Cast, carol: Client, farah: Client):
    location = farah.post("/referrals/new/", professional())["Location"]
    named = only_child(cast)
    carol.post(f"/referrals/child/{named.id}/add/")
    carol.post(f"/referrals/child/{named.id}/outcome/", {"outcome": "information_only", "source": "2A"})
    receipt = farah.get(location).content.decode()
    assert "Decided" in receipt
    assert "We have recorded what you told us" in receipt
    assert Client().get(location).status_code == 302


def test_the_answer_is_not_asked_for_where_the_public_told_us(cast: Cast, carol: Client):
    tell(PUBLIC, source="9")
    named = only_child(cast)
    carol.post(f"/referrals/child/{named.id}/add/")
    assert "Answer to the person who told us" not in carol.get(f"/referrals/in/{named.envelope_id}/").content.decode()


def test_looking_is_on_the_audit_log_for_every_child_who_was_shown(cast: Cast, carol: Client, family: Any):
    tell(cast("farah").actor)
    named = only_child(cast)
    carol.post(f"/referrals/child/{named.id}/match/", {"child": str(family.oisin)})
    carol.get(f"/referrals/in/{named.envelope_id}/")
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        event = AuditEvent.objects.filter(what="GET frontdoor.envelope").latest("happened_at")
        assert family.oisin in event.children


def test_a_head_request_opens_nothing(cast: Cast, carol: Client):
    told = tell(cast("farah").actor)
    carol.head(f"/referrals/in/{told.envelope_id}/")
    assert only_child(cast).status == "not_read"


def test_codes_are_never_made_twice():
    assert len({actions.new_code() for _ in range(500)}) == 500
