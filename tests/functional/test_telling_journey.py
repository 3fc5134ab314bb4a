"""Every way of telling us in a browser: a school with files, a link, a call, a report that is followed up."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import accessible
from tests.functional.test_front_door_journey import press
from tests.unit.test_uploads import GOOD

pytestmark = pytest.mark.browser

LETTER = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": GOOD["pdf"]}
OLD_WORD = {"name": "old.doc", "mimeType": "application/msword", "buffer": b"\xd0\xcf\x11\xe0" + b"\0" * 600}


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_a_school_tells_of_two_children_an_injury_and_a_file_and_adds_to_it(borough, visit, width):
    page = visit("farah", width=width)
    page.goto("/referrals/new/")
    accessible(page)
    page.get_by_label("No, not at this moment").check()
    page.get_by_label("First name").fill("D'Arcy")
    press(page, "Add another child")
    page.get_by_label("First name").nth(1).fill("Mei")
    page.get_by_label("What are you worried about?").fill("She said that he has a knife at home.")
    page.get_by_label("Which child?").select_option("2")
    page.get_by_label("Where on the body?").select_option(label="Left cheek")
    page.get_by_label("What is it?").select_option(label="Bruise")
    page.set_input_files("#id_files", files=[LETTER, OLD_WORD])
    press(page, "Add these files")
    expect(page.get_by_text("If a child is in danger now, ring 999 first").first).to_be_visible()
    expect(page.get_by_text("old.doc was not taken.")).to_be_visible()
    page.get_by_label("Telephone number").fill("020 7946 0123")
    press(page, "Send the referral")
    expect(page.get_by_text("We have your referral")).to_be_visible()
    expect(page.get_by_text("working day")).to_have_count(0)
    page.get_by_label("What do you want to add?").fill("His aunt fetched both.")
    press(page, "Add it")
    expect(page.get_by_text("We have your referral")).to_be_visible()


def test_what_is_typed_is_saved_by_itself_and_waits_after_the_browser_was_closed(borough, visit):
    page = visit("farah")
    page.goto("/referrals/new/")
    page.get_by_label("What are you worried about?").fill("He said that he would stab him.")
    expect(page.get_by_text(re.compile(r"Saved at \d\d:\d\d"))).to_be_visible()
    expect(page.get_by_text("You wrote “stab”")).to_be_visible()
    page.get_by_label("What are you worried about?").fill("Not collected three times this week.")
    expect(page.get_by_text("You wrote “stab”")).to_have_count(0)
    page.context.close()
    again = visit("farah")
    again.goto("/referrals/told/")
    again.get_by_role("link", name="Nobody named yet").click()
    expect(again.get_by_label("What are you worried about?")).to_have_value("Not collected three times this week.")


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_a_practice_without_an_account_uses_a_link_once(borough, visit, width):
    grace = visit("grace", width=width)
    grace.goto("/referrals/links/")
    accessible(grace)
    grace.get_by_label("Agency or practice").fill("Kingfisher Practice")
    grace.get_by_label("The address that you give it to").fill("safeguarding@kingfisher.example")
    grace.get_by_label("What kind of agency").select_option("3A")
    press(grace, "Make a link")
    link = grace.locator(".govuk-inset-text code").inner_text()
    practice = visit(width=width)
    practice.goto(re.sub(r"^https?://[^/]+", "", link))
    accessible(practice)
    practice.get_by_label("I am not sure").first.check()
    practice.get_by_label("First name").fill("Mei")
    practice.get_by_label("What are you worried about?").fill("Third missed appointment.")
    practice.get_by_label("Your name").fill("Dr Achebe")
    practice.get_by_label("Telephone number").fill("020 7946 0188")
    press(practice, "Send the referral")
    code = practice.locator(".govuk-inset-text").inner_text().strip()
    assert practice.context.cookies() == []
    read_by_code(practice, code)


def read_by_code(page: Page, code: str) -> None:
    page.get_by_role("link", name="How far we are with a referral").click()
    accessible(page)
    page.get_by_label("The code that you were given").fill(code)
    press(page, "Show")
    expect(page.get_by_text("Not yet read")).to_be_visible()


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_a_call_is_taken_down_and_followed_up(borough, visit, width):
    grace = visit("grace", width=width)
    grace.get_by_role("link", name="Take down a call").first.click()
    accessible(grace)
    grace.get_by_label("Number to ring back").fill("07700 900456")
    grace.get_by_label("No, not at this moment").check()
    grace.get_by_label("First name").fill("Zoë")
    grace.get_by_label("What the caller says").fill("She hears the girl next door crying.")
    press(grace, "Send to the queue")
    expect(grace.get_by_text("Say to the caller")).to_be_visible()
    grace.get_by_role("link", name="Look who it is about").click()
    accessible(grace)
    grace.get_by_role("link", name=re.compile("Write down what was done")).click()
    accessible(grace)
    press(grace, "Write it down")
    expect(grace.get_by_role("alert")).to_contain_text("Choose what you did")
    grace.get_by_label("Asked an agency").check()
    grace.get_by_label("What came of it?").fill("The school knows her; she is well there.")
    press(grace, "Write it down")
    expect(grace.get_by_text("The school knows her")).to_be_visible()


def test_an_administrator_gives_a_partners_system_a_key(borough, visit):
    priya = visit("priya")
    priya.goto("/partner-systems/")
    accessible(priya)
    priya.get_by_label("What the system is called").fill("Police notifications")
    priya.get_by_label("Whose it is").fill("Police")
    press(priya, "Add it")
    press(priya, "Make a key")
    expect(priya.get_by_text("BEGIN PRIVATE KEY")).to_be_visible()
