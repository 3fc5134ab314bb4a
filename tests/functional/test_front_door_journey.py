"""The front door in a browser: the public on a phone, a school's draft, and two managers who decide at once."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import accessible, press

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_somebody_of_the_public_tells_us_stops_and_comes_back(borough, visit, width):
    page = visit(width=width)
    page.goto("/tell-us/")
    press(accessible(page), "Start")
    press(page, "Continue")
    expect(page.get_by_role("alert")).to_contain_text("Say whether a child is in danger now")
    page.get_by_label("Yes, a child is in danger now").check()
    press(page, "Continue")
    expect(page.get_by_text("Ring 999 first")).to_be_visible()
    page.get_by_label("First name").fill("Zoë")
    press(page, "Add another child")
    press(page, "Save and come back later")
    code = page.locator(".govuk-inset-text").inner_text().strip()
    assert (page.url.endswith("/tell-us/"), page.context.cookies()) == (True, [])
    page.context.close()
    finish(visit(width=width), code)


def finish(page: Page, code: str) -> None:
    page.goto("/tell-us/")
    page.get_by_label("The code that you wrote down").fill(code.lower().replace("-", " "))
    press(page, "Come back")
    expect(page.get_by_label("First name").first).to_have_value("Zoë")
    press(page, "Continue")
    page.get_by_label("What are you worried about?").fill("I hear crying at night.")
    press(page, "Continue")
    press(page, "Back")
    expect(page.get_by_label("What are you worried about?")).to_have_value("I hear crying at night.")
    press(press(press(page, "Continue"), "Continue"), "Continue")
    page.get_by_label("I would rather not say").check()
    press(press(page, "Continue"), "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check what you wrote")
    press(page, "Send it now")
    expect(page.get_by_text("We have what you wrote")).to_be_visible()
    expect(page.get_by_text("working day")).to_have_count(0)
    assert page.context.cookies() == []


def test_without_javascript_every_form_still_works(borough, browser, served):
    page = browser.new_context(base_url=served, java_script_enabled=False).new_page()
    page.goto("/tell-us/")
    for _ in range(2):
        page.get_by_role("button", name=re.compile("Start|Continue")).first.click()
    expect(page.get_by_text("Say whether a child is in danger now").first).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Leave this page now"))).to_have_attribute(
        "href", re.compile("^https")
    )


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_a_draft_waits_and_a_stale_decision_shows_both_texts(borough, visit, width):
    school = visit("farah", width=width)
    school.goto("/referrals/new/")
    school.get_by_label("I am not sure").first.check()
    school.get_by_label("First name").fill("D'Arcy")
    school.get_by_label("What are you worried about?").fill("Not collected three times this week.")
    school.get_by_label("Telephone number").fill("020 7946 0123")
    press(school, "Save and come back later")
    school.get_by_role("link", name="D'Arcy").click()
    press(school, "Send the referral")
    expect(school.get_by_text("We have your referral")).to_be_visible()
    decide_at_once(visit("carol", width=width), visit("dev", width=width))
    school.goto("/referrals/told/")
    accessible(school).get_by_role("link", name="D'Arcy").click()
    expect(accessible(school).get_by_text("We are acting on what you told us")).to_be_visible()


def decide_at_once(day: Page, night: Page) -> None:
    day.goto("/referrals/in/")
    accessible(day).get_by_role("link", name="D'Arcy").click()
    press(day, "Add as somebody new")
    day.get_by_label("A referral").check()
    press(day, "Save")
    night.goto(day.url)
    accessible(night).get_by_label("Strategy discussion").check()
    night.get_by_label("Reasons").fill("Nobody knows where he sleeps.")
    press(night, "Save the decision")
    day.get_by_label("No further action (NFA)").check()
    press(day, "Save the decision")
    expect(day.get_by_role("alert")).to_contain_text("Give your reasons")
    day.get_by_label("Reasons").fill("The aunt has him.")
    day.get_by_label("Danger was spoken of").fill("The aunt has him, seen by the school.")
    day.locator("details", has=day.locator("#id_told_to_whom")).evaluate("each => each.open = true")
    day.locator("#id_told_to_whom").fill("The school, by telephone.")
    press(day, "Save the decision")
    expect(day.get_by_role("heading", level=1)).to_have_text("Somebody changed this while you were writing")
    expect(day.get_by_text("Nobody knows where he sleeps.")).to_be_visible()
    expect(day.get_by_text("The aunt has him.", exact=True)).to_be_visible()
