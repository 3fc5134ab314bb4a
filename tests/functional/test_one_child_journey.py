"""One child in pieces: told of under three spellings by three agencies, and the front door sees one child.

A head teacher, a practice and a police officer tell of the same boy in one month (f.contacts_not_joined). The hub
sees twelve contacts and one body map, asks the agencies, and one of them is silent (f.silent_reply): the referral
cannot end over it, a manager decides to go on, each who told us reads so, and a health visitor disagrees.
"""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Page, expect

from holdfast.access import Purpose
from holdfast.records.frontdoor.actions import (
    add_named_child,
    match_named_child,
    open_envelope,
    receive_envelope,
    record_contact,
)
from holdfast.records.frontdoor.codes import ContactOutcome
from holdfast.records.frontdoor.models import Envelope, NamedChild
from holdfast.records.people.models import Person
from holdfast.wall.acting import acting
from holdfast.wall.models import User
from tests.functional.conftest import accessible, follow, press

pytestmark = pytest.mark.browser

BORN = ("3", "9", "2019")
EARLIER = ("farah", "gpshared", "erin", "helen", "farah", "erin", "gpshared", "helen", "joy")
"""Who told of him before, each time of something small."""


def actor(username: str):
    return User.objects.get(username=username).actor


@pytest.fixture
def known(borough) -> UUID:
    """The boy, known from nine small things that four agencies told over the last weeks."""
    child = None
    for days, who in enumerate(EARLIER):
        child = told_before(who, at=datetime.now(UTC) - timedelta(days=30 - 3 * days), child=child)
    assert child is not None
    return child


def told_before(who: str, *, at: datetime, child: UUID | None) -> UUID:
    told = {"danger": "no", "what_happened": "He came hungry again.", "teller_agency": "As known", "teller_name": who}
    named = {"given": "Tobias", "family": "Quill", "birth_on": datetime(2019, 9, 3, tzinfo=UTC).date()}
    doing = {"by": actor("carol"), "purpose": Purpose.front_door, "at": at}
    receipt = receive_envelope(
        form_key=uuid4(), told=told, children=[named], by=actor(who), purpose=Purpose.referring, at=at
    )
    with acting(actor=actor("carol"), purpose=Purpose.front_door):
        open_envelope(envelope=Envelope.objects.get(pk=receipt.envelope_id), **doing)
        one = NamedChild.objects.select_related("envelope").get(envelope_id=receipt.envelope_id)
        match = (
            match_named_child(named=one, child=Person.objects.get(pk=child), **doing)
            if child
            else add_named_child(named=one, **doing)
        )
        record_contact(named=one, source="2A", outcome=ContactOutcome.information_only, **doing)
        return match.child_id


def tells(page: Page, *, given: str, family: str, born: tuple[str, ...], mark: str, said: str) -> None:
    """One professional's referral, with a mark on the body and how it was explained."""
    page.goto("/referrals/new/")
    page.get_by_label("No, not at this moment").check()
    page.get_by_label("First name").first.fill(given)
    page.get_by_label("Family name").first.fill(family)
    for name, value in zip(("day", "month", "year"), born, strict=True):
        page.locator(f"#id_child-0-birth_on_{name}").fill(value)
    page.get_by_label("What are you worried about?").fill(f"A mark that I had not seen before: {mark}.")
    page.locator("#id_injury-0-site").select_option(label=mark)
    page.locator("#id_injury-0-kind").select_option(label="Bruise")
    seen = datetime.now(UTC) - timedelta(days=1)
    for name, value in (("day", seen.day), ("month", seen.month), ("year", seen.year)):
        page.locator(f"#id_injury-0-seen_on_{name}").fill(str(value))
    page.get_by_label("How was it explained?").fill(said)
    page.get_by_label("Your name").fill("Sam Ashdown")
    page.get_by_label("Telephone number, also after hours").fill("020 7946 0500")
    press(page, "Send the referral")
    expect(page.get_by_text("We have your referral")).to_be_visible()


def match(hub: Page, name: str, *, outcome: str) -> None:
    """The hub opens what came in, sees who it may be and why, and says so."""
    hub.goto("/referrals/in/")
    follow(hub, re.compile(name))
    expect(hub.get_by_text("Tobias Quill").first).to_be_visible()
    hub.get_by_role(
        "button", name=re.compile("This is Tobias Quill|This is the child|the same child", re.I)
    ).first.click()
    hub.wait_for_load_state()
    accessible(hub).get_by_label(outcome, exact=True).first.check()
    press(hub, "Save")


def test_three_spellings_twelve_contacts_one_child_and_nobody_forgotten(known, visit):
    school, practice, police = visit("farah"), visit("gpshared"), visit("erin")
    tells(
        school, given="Tobias", family="Quill", born=BORN, mark="Left forearm, front", said="He fell off his bicycle."
    )
    tells(practice, given="Tobyas", family="Quil", born=BORN, mark="Left forearm, front", said="His brother hit him.")
    tells(police, given="Tobias", family="Qwill", born=("9", "3", "2019"), mark="Left cheek", said="Nobody would say.")
    hub = visit("carol")
    match(hub, "Tobias Quill", outcome="Information recorded")
    match(hub, "Tobyas Quil", outcome="Information recorded")
    match(hub, "Tobias Qwill", outcome="A referral")
    decision = hub.url
    sees_one_child(hub, known)
    enquiry = asks(hub, decision)
    answers(visit("farah"), known="We see him daily; he flinches when somebody passes behind him.")
    answers(visit("gpshared"), known="Two missed appointments since September.")
    other = visit("rosa")
    cannot_end_over_silence(other, decision, enquiry)
    goes_on(other, decision)
    for page in (school, practice, police):
        page.goto("/referrals/told/")
        follow(page, re.compile("^Tob[iy]as Q"))
        expect(page.get_by_text(re.compile("Decided|assess", re.I)).first).to_be_visible()
    disagrees(visit)


def sees_one_child(hub: Page, child: UUID) -> None:
    hub.goto(f"/children/{child}/picture/")
    accessible(hub)
    in_a_year = hub.locator("dl.hf-numbers > div", has_text="contacts in 12 months").locator("dd")
    expect(in_a_year).to_have_text("12")
    for said in ("He fell off his bicycle.", "His brother hit him.", "Nobody would say."):
        expect(hub.get_by_text(said).first).to_be_visible()
    expect(hub.get_by_text("Explained differently").first).to_be_visible()


def asks(hub: Page, decision: str) -> str:
    hub.goto(decision)
    follow(hub, "Start an enquiry")
    hub.get_by_label(re.compile("^Amber")).check()
    hub.get_by_label("Physical harm or an injury").check()
    press(hub, "Start, and choose whom to ask")
    for who, agency in (
        ("school", "Kestrel Lane Primary School"), ("gp_practice", "Kingfisher Practice"), ("police", "Police"),
    ):  # fmt: skip
        hub.locator(f"#id_{who}-choice_0").check()
        hub.locator(f"#id_{who}-agency").select_option(label=agency)
    for who in ("health_visiting", "hospital"):
        hub.locator(f"#id_{who}-choice_2").check()
    press(hub, "Send")
    return hub.url


def answers(agency: Page, *, known: str) -> None:
    agency.goto("/asked/")
    follow(agency, re.compile("Tobias Quill"))
    agency.get_by_label("Known, with this").check()
    agency.get_by_label(re.compile("^What you know; or")).fill(known)
    press(agency, "Send our answer")


def cannot_end_over_silence(hub: Page, decision: str, enquiry: str) -> None:
    hub.goto(enquiry)
    expect(accessible(hub).get_by_text(re.compile("Police was asked on .* and has not answered"))).to_be_visible()
    expect(hub.get_by_text("Nothing known", exact=True)).to_have_count(0)
    hub.goto(decision)
    hub.get_by_label("No further action (NFA)").check()
    hub.get_by_label("Reasons", exact=False).first.fill("Each mark was explained.")
    for box in hub.get_by_label(re.compile("What it means now")).all():
        box.fill("Read; it adds to the picture.")
    hub.locator("details", has=hub.locator("#id_told_to_whom")).evaluate("each => each.open = true")
    hub.locator("#id_told_to_whom").fill("The mother, by telephone, that we have spoken with the school.")
    press(hub, "Save the decision")
    expect(hub.get_by_role("alert")).to_contain_text(re.compile("Police", re.I))


def goes_on(hub: Page, decision: str) -> None:
    hub.goto(decision)
    hub.get_by_label("Strategy discussion").check()
    hub.get_by_label("Reasons", exact=False).first.fill("Three marks, three explanations, one silent agency.")
    press(hub, "Save the decision")
    expect(hub.get_by_text("Decided: Strategy discussion.")).to_be_visible()


def disagrees(visit) -> None:
    """The health visitor, who told of him too, says on her own receipt that she disagrees; the Board sees no name."""
    visitor = visit("helen")
    visitor.goto("/referrals/told/")
    follow(visitor, re.compile("^Tobias Quill"))
    follow(visitor, "Challenge this decision")
    visitor.get_by_label("The child is not safe").check()
    visitor.get_by_label(re.compile("^What do you disagree with")).fill("He should not sleep there tonight.")
    visitor.get_by_label("Yes: it must be answered at once").check()
    press(visitor, "Raise the challenge")
    board = visit("maya")
    board.goto("/challenges/log/")
    expect(accessible(board).get_by_text("The child is not safe").first).to_be_visible()
    expect(board.get_by_text("Tobias")).to_have_count(0)
