"""The first journey: a file comes in, a child's page opens, a referral is made and decided, the Board reads a figure.

Every page on the way is checked for accessibility, on a desk's screen and on a phone's.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from holdfast.access.personas import PERSONAS
from tests.functional.conftest import accessible

pytestmark = pytest.mark.browser
CENSUS = Path(__file__).parents[1] / "inputs" / "cin" / "cin-332-children.xml"


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_everybody_finds_their_work_on_the_first_page(borough, visit, width):
    for persona in PERSONAS:
        page = visit(persona.username, width=width)
        expect(page.get_by_role("banner")).to_contain_text(persona.display_name)
        expect(page.get_by_text("Every person here is invented").first).to_be_visible()
        accessible(page).context.close()


def test_the_returns_officer_brings_the_census_in_and_reads_its_account(borough, visit):
    page = visit("noor")
    page.get_by_role("link", name="Census files").first.click()
    accessible(page)
    page.get_by_label("Children in need census file").set_input_files(CENSUS)
    page.get_by_role("button", name="Bring the file in").click()
    expect(page.get_by_text("Finished")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("row", name="New child 332")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name=re.compile("Kept, but odd")).click()
    expect(page.get_by_text("check letter does not fit").first).to_be_visible()
    accessible(page)
    front_door_finds_a_child_without_a_name(visit("carol"))


def front_door_finds_a_child_without_a_name(page: Page) -> None:
    page.get_by_role("link", name="Find a person").first.click()
    page.get_by_role("searchbox").or_(page.get_by_role("textbox")).first.fill("215205141")
    page.get_by_role("button", name=re.compile("Find|Search")).first.click()
    accessible(page)
    page.get_by_role("link", name=re.compile("RND000215205141")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("name not supplied")
    accessible(page)
    page.get_by_role("link", name="Unallocated").first.click()
    expect(page.get_by_text("name not supplied").first).to_be_visible()
    accessible(page)


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_a_social_worker_opens_a_child_and_writes_a_visit(borough, visit, width):
    page = visit("ann", width=width)
    page.locator("main a[href^='/children/']").first.click()
    accessible(page)
    child = page.url
    page.goto(child.replace("/children/", "/casework/"))
    accessible(page)
    page.get_by_role("link", name="Record a visit").click()
    accessible(page)
    page.get_by_label("What happened, and what does it mean").fill("Tea at the kitchen table; O’Neill’s dog barked.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").or_(page.get_by_text("There is a problem")).first).to_be_visible()
    expect(page.get_by_label("What happened, and what does it mean")).to_have_value(
        "Tea at the kitchen table; O’Neill’s dog barked."
    )
    accessible(page)
    fill_today(page)
    page.get_by_label("Yes, alone").check()
    page.get_by_label("What did the child say or show?").fill("“I want to stay at Nan’s.”")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(child)
    page.get_by_role("link", name="Chronology", exact=True).click()
    expect(page.get_by_text("I want to stay at Nan’s").first).to_be_visible()
    accessible(page)


def fill_today(page: Page) -> None:
    from django.utils import timezone

    today = timezone.localdate()
    for part in ("day", "month", "year"):
        page.get_by_label(part.capitalize(), exact=True).first.fill(str(getattr(today, part)))


def test_a_school_refers_a_child_and_a_manager_decides(borough, visit):
    school = visit("farah")
    school.get_by_role("link", name="Make a referral").first.click()
    accessible(school)
    school.get_by_label("No, not at this moment").check()
    school.get_by_label("First name").fill("Saoirse")
    school.get_by_label("Family name").fill("O'Doherty-Ní Bhriain")
    school.get_by_label("What are you worried about?").fill("A bruise on the left arm, and she was hungry again.")
    school.get_by_role("button", name=re.compile("Send")).first.click()
    expect(school.get_by_text("We have your referral")).to_be_visible()
    accessible(school)
    receipt = school.url

    manager = visit("carol")
    manager.get_by_role("link", name="Inbox").first.click()
    accessible(manager)
    manager.get_by_role("link", name=re.compile("Saoirse")).click()
    accessible(manager)
    manager.get_by_role("button", name="Add as somebody new").click()
    manager.get_by_label(re.compile("referral", re.I)).first.check()
    manager.get_by_role("button", name="Save", exact=True).click()
    if "/referrals/in/" in manager.url:
        manager.get_by_role("link", name="Open the referral").click()
    accessible(manager)
    manager.get_by_label("Child and family assessment").check()
    manager.get_by_label("Reasons").fill("Two worries in one telling, and nobody has asked her what home is like.")
    manager.get_by_role("button", name="Save the decision").click()
    accessible(manager)
    manager.get_by_role("link", name=re.compile("Saoirse")).first.click()
    expect(manager.get_by_text(re.compile("Complete the child and family assessment", re.I)).first).to_be_visible()
    accessible(manager)

    school.goto(receipt)
    expect(school.get_by_text("Decided").first).to_be_visible()


def test_anybody_tells_us_without_signing_in(borough, visit):
    page = visit(width="phone")
    page.goto("/")
    accessible(page)
    page.get_by_text("Tell us about a child").first.click()
    accessible(page)
    expect(page.get_by_text("999").first).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Leave|Exit", re.I)).first).to_be_visible()


def test_the_board_follows_a_figure_to_its_records_and_takes_the_report_home(borough, visit, tmp_path):
    page = visit("maya")
    page.get_by_role("link", name="The Board’s figures").first.click()
    accessible(page)
    page.goto("/board/REF-01/")
    expect(page.get_by_role("heading", name=re.compile("Definition"))).to_be_visible()
    accessible(page)
    page.goto("/board/report/")
    accessible(page)
    taken = {}
    for kind in ("PDF", "Word"):
        with page.expect_download() as download:
            page.get_by_role("link", name=re.compile(kind)).first.click()
        taken[kind] = Path(download.value.path()).read_bytes()
    assert taken["PDF"].startswith(b"%PDF-") and taken["Word"].startswith(b"PK")

    manager = visit("carol")
    manager.goto("/board/REF-01N/")
    accessible(manager)
    manager.locator("main a[href*='/records/']").first.click()
    accessible(manager)
    manager.locator("main a[href^='/children/']").first.click()
    expect(manager.get_by_role("heading", level=1)).to_be_visible()
