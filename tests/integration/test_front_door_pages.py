"""The front door's pages for those who sign in: professionals come back, the hub deals with what was told."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from holdfast.access import Purpose
from holdfast.access.personas import PERSONAS
from holdfast.records.frontdoor import actions
from holdfast.records.frontdoor.models import Contact, Match, NamedChild, Referral
from holdfast.records.frontdoor.queries import front_door
from holdfast.records.people import actions as people
from holdfast.wall.acting import PUBLIC, acting
from holdfast.wall.models import AuditEvent
from tests.integration.conftest import AT
from tests.integration.test_front_door_public import envelopes
from tests.integration.test_front_door_told import Cast, tell
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

ONE_CHILD = {"child-TOTAL_FORMS": "1", "child-INITIAL_FORMS": "0"}


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
        expected = 200 if who.username in ("grace", "carol", "rosa", "tess", "dev") else 403
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


def test_a_number_that_another_authority_gave_too_is_our_own_childs_or_refused(cast: Cast, carol: Client, family: Any):
    tell(cast("farah").actor)
    named = only_child(cast)
    doing: dict[str, Any] = {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": AT}
    theirs, again = (people.add_child(authority=code, local_id="100002", **doing) for code in ("201", "202"))
    matched = f"/referrals/child/{named.id}/match/"
    assert carol.post(matched, {"number": "100002"}).status_code == 403
    ours = people.add_child(authority=front_door().authority, local_id="100002", **doing)
    assert carol.post(matched, {"number": "100002"}).status_code == 302
    with acting(actor=doing["by"], purpose=doing["purpose"]):
        assert Match.objects.get().child_id == ours.id not in (theirs.id, again.id)


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


def test_what_the_public_told_is_referred_and_decided_like_any_other(cast: Cast, carol: Client):
    tell(PUBLIC, {"given": "Zoë"}, source="9", danger="yes", child_said="")
    named = only_child(cast)
    carol.post(f"/referrals/child/{named.id}/add/")
    answer = carol.post(f"/referrals/child/{named.id}/outcome/", {"outcome": "referral", "source": "9"})
    assert answer.status_code == 302
    page = carol.get(answer["Location"]).content.decode()
    assert "source: Anonymous" in page
    assert "Answer to the person who told us" not in page


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


def test_a_draft_kept_at_somebody_elses_address_is_kept_and_theirs_stands(cast: Cast):
    farah, helen = (sign_in(Client(), cast(username)) for username in ("farah", "helen"))
    key = str(uuid4())
    farah.post("/referrals/new/", {"form_key": key, "go": "save", "what_happened": "Bruises on both arms."})
    helen.post(f"/referrals/new/{key}/", {"go": "save", "what_happened": "Nobody at home for a week."})
    for client, said, other in ((farah, "Bruises", "Nobody"), (helen, "Nobody", "Bruises")):
        (draft,) = re.findall(r"/referrals/new/[0-9a-f-]{36}/", client.get("/referrals/told/").content.decode())
        page = client.get(draft).content.decode()
        assert said in page and other not in page
    assert helen.get(f"/referrals/new/{key}/").status_code == 404
