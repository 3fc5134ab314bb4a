"""A call is taken down on one page while somebody talks, and is the same contact as any other."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from holdfast.access import Purpose
from holdfast.records.frontdoor import actions
from holdfast.records.frontdoor.codes import Channel, ContactOutcome
from holdfast.records.frontdoor.models import Contact, Draft, Envelope, NamedChild
from holdfast.records.people.models import Person
from holdfast.wall.acting import acting
from holdfast.wall.models import User
from tests.integration.conftest import AT
from tests.integration.test_tell_us_professional import FORM
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

Cast = Callable[[str], User]
CALL = {
    **FORM,
    "danger": "",
    "teller_name": "",
    "teller_agency": "",
    "teller_telephone": "07700 900456",
    "what_happened": "She hears the boy next door crying at night.",
}


@pytest.fixture
def grace(cast: Cast, client: Client) -> Client:
    return sign_in(client, cast("grace"))


def take(client: Client, go: str = "send", key: UUID | None = None, **more: object):
    return client.post("/referrals/call/", {**CALL, "form_key": str(key or uuid4()), "go": go, **more})


def only(cast: Cast) -> Envelope:
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        return Envelope.objects.get()


def test_the_number_to_ring_back_is_asked_before_anything_else_and_danger_before_the_child(grace: Client):
    page = grace.get("/referrals/call/").content.decode()
    asked = ("Number to ring back", "Ask first: is a child in danger now?", "What the caller says", "First name")
    assert [page.index(each) for each in asked] == sorted(page.index(each) for each in asked)


@pytest.mark.parametrize("who", ["grace", "carol", "rosa", "tess", "dev"])
def test_everybody_at_the_front_door_and_at_night_takes_calls(cast: Cast, client: Client, who: str):
    assert take(sign_in(client, cast(who))).status_code == 302
    assert only(cast).sent_by == cast(who).id


@pytest.mark.parametrize("who", ["farah", "erin", "ann", "quinn", "priya"])
def test_nobody_else_does(cast: Cast, client: Client, who: str):
    assert sign_in(client, cast(who)).get("/referrals/call/").status_code == 403


def test_a_call_of_the_public_is_theirs_and_the_handler_stands_beside_it(cast: Cast, grace: Client):
    take(grace, source="1B", who_might_see="Her husband")
    envelope = only(cast)
    assert (envelope.channel, envelope.by_public, envelope.is_anonymous) == (Channel.telephone, True, True)
    assert envelope.sent_by == cast("grace").id
    assert (envelope.source, envelope.who_might_see) == ("1B", "Her husband")
    assert envelope.from_whom == "Of the public, no name given"


def test_who_rang_of_the_public_never_stands_on_the_childs_record(cast: Cast, grace: Client, family):
    take(grace, source="1B", teller_name="Mrs Kowalczyk", danger="no")
    carol = {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": AT}
    with acting(actor=carol["by"], purpose=Purpose.front_door):
        (named,) = NamedChild.objects.select_related("envelope")
        actions.match_named_child(named=named, child=Person.objects.get(pk=family.oisin), **carol)
        actions.record_contact(named=named, source="1B", outcome=ContactOutcome.information_only, **carol)
        assert Contact.objects.get().from_agency == "A member of the public"


def test_a_professional_who_rings_is_their_agency(cast: Cast, grace: Client):
    take(grace, source="3B", teller_name="Helen", teller_agency="Community health services", teller_role="HV")
    assert only(cast).from_whom == "Helen, HV, Community health services"


def test_nothing_but_what_the_caller_says_is_needed(cast: Cast, grace: Client):
    assert take(grace, what_happened="").status_code == 400
    empty = {"child-0-given": "", "child-0-family": "", "child-0-address": "", "teller_telephone": ""}
    assert take(grace, **empty).status_code == 302
    envelope = only(cast)
    assert (envelope.danger_answered, envelope.danger) == ("", "not_sure")


def test_a_call_that_is_cut_off_is_found_again_and_by_nobody_else(cast: Cast, grace: Client):
    key = uuid4()
    assert take(grace, "keep", key=key).status_code == 204
    assert "07700 900456" in grace.get("/referrals/call/").content.decode()
    assert "crying at night" in grace.get(f"/referrals/call/{key}/").content.decode()
    carol = sign_in(Client(), cast("carol"))
    assert carol.get(f"/referrals/call/{key}/").status_code == 404
    assert "Begun, not sent" not in grace.get("/referrals/told/").content.decode()


def test_a_call_sent_three_times_is_one(cast: Cast, grace: Client):
    key = uuid4()
    assert len({take(grace, key=key)["Location"] for _ in range(3)}) == 1
    with acting(actor=cast("grace").actor, purpose=Purpose.front_door):
        assert Envelope.objects.count() == 1
        assert not Draft.objects.exists()


def test_the_handler_reads_out_the_reference_and_what_happens_next(cast: Cast, grace: Client):
    page = grace.get(take(grace, danger="yes")["Location"]).content.decode()
    assert only(cast).reference in page
    assert "ring 999. Do not wait for us" in page
    assert "working day" not in page
    assert "We do not tell the family who rang" in page


def test_at_night_the_page_says_whose_call_it_is(cast: Cast, client: Client, monkeypatch):
    night = datetime(2026, 11, 21, 23, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: night)
    page = sign_in(client, cast("dev")).get("/referrals/call/").content.decode()
    assert "this call is the emergency duty team’s to act on now" in page


def test_several_children_and_injuries_can_be_taken_down(cast: Cast, grace: Client):
    key = uuid4()
    page = take(grace, "add", key=key).content.decode()
    assert 'name="child-1-given"' in page
    assert "crying at night" in page
    take(
        grace,
        key=key,
        **{"child-TOTAL_FORMS": "2", "child-1-given": "Aoife", "injury-0-child": "2", "injury-0-kind": "burn"},
    )
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        aoife = NamedChild.objects.get(given="Aoife")
        assert [each.said for each in aoife.injuries.all()] == ["Burn or scald"]


def test_a_draft_of_a_call_outlives_a_sign_out(cast: Cast, grace: Client):
    key = uuid4()
    take(grace, "keep", key=key)
    grace.logout()
    assert "crying at night" in sign_in(grace, cast("grace")).get(f"/referrals/call/{key}/").content.decode()


def test_while_it_is_typed_words_of_danger_come_back_with_what_is_kept(grace: Client):
    assert take(grace, "keep", what_happened="He has a knife.")["Danger-Words"] == "knife"
    assert "Danger-Words" not in take(grace, "keep").headers
