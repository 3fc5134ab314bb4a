"""The census, walked through: a file is dropped, a question explained, and a mistake seen while it is typed."""

import csv
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Page

from holdfast.access import Purpose
from holdfast.records.casework.models import Assessment, Episode, NeedPlan
from holdfast.records.census.actions import check_now
from holdfast.records.census.queries import of_child
from holdfast.records.people.models import Person
from holdfast.records.people.queries import own_children
from holdfast.wall.acting import acting
from holdfast.wall.models import User
from holdfast.wall.providers import rows_of
from tests.census_files import INPUTS
from tests.functional.conftest import WIDTHS, accessible, follow, press

pytestmark = pytest.mark.browser
FILE = INPUTS / "cin-332-children.xml"
NOW = datetime.now(UTC)


@pytest.fixture
def of_ann(borough) -> UUID:
    """A child of Ann's about whom the census has nothing to ask."""
    ann = User.objects.get(username="ann")
    with acting(actor=ann.actor, purpose=Purpose.direct_work):
        children = [row.person for row in own_children(worker_id=ann.id, as_of=NOW.date())]
        right = [each.id for each in children if each.birth_on and each.ethnicity and is_right(each.id)]
    return right[0]


def is_right(child_id: UUID) -> bool:
    return Episode.objects.filter(child_id=child_id, closed_on=None).exists() and not of_child(
        child_id, as_of=NOW.date()
    )


@pytest.fixture
def questions(of_ann: UUID) -> None:
    """Two assessments of the child stay open for too long, and the second night finds them."""
    check_now(at=NOW - timedelta(days=1))
    carol = User.objects.get(username="carol")
    with acting(actor=carol.actor, purpose=Purpose.front_door):
        episode = Episode.objects.filter(child_id=of_ann, closed_on=None).first()
        for started in (NOW.date() - timedelta(days=100), NOW.date() - timedelta(days=120)):
            key = f"{episode.key}/a{started}-open"
            Assessment(child_id=of_ann, episode=episode, key=key, started_on=started).save(force_insert=True)
    check_now(at=NOW)


def test_owen_drops_files_narrows_what_was_found_and_takes_it_away(visit, borough):
    for width in WIDTHS:
        page = visit("owen", width=width)
        narrow_and_take_away(page)
        drop_what_is_no_census(page)


def narrow_and_take_away(page: Page) -> None:
    page.goto("/census/file/")
    page.set_input_files("input[type=file]", FILE)
    accessible(page)
    page.get_by_role("button", name="Check the file").click()
    page.get_by_text("332 children read, judged as the census of").wait_for()
    accessible(page)

    every = page.locator("[data-census-list] li").count()
    assert every == 50
    page.get_by_role("button", name="Show 50 more").click()
    assert page.locator("[data-census-list] li").count() == 100
    child = re.search(r"child (\w+)", page.locator("[data-census-list] li", has_text="child").first.inner_text())[1]
    page.get_by_label("Child’s number").fill(child)
    shown = page.locator("[data-census-list] li").all_inner_texts()
    assert shown
    assert all(child in line for line in shown)
    page.get_by_label("Show", exact=True).select_option("error")
    assert page.locator("[data-census-list] .govuk-tag", has_text="Question").count() == 0
    accessible(page)

    with page.expect_download() as taken:
        page.get_by_role("button", name="Download every finding as CSV").click()
    with taken.value.path().open(newline="") as sheet:
        lines = list(csv.DictReader(sheet))
    counted = [page.locator(f"[data-census-number={name}]").inner_text() for name in ("errors", "queries")]
    assert len(lines) == sum(int(number.replace(",", "")) for number in counted)
    assert page.get_by_text("332 children read").is_visible()


def drop_what_is_no_census(page: Page) -> None:
    """What is no census is answered with a sentence, and what breaks off with its line."""
    page.goto("/census/file/")
    page.set_input_files("input[type=file]", {"name": "a.xml", "mimeType": "text/xml", "buffer": b"<html></html>"})
    page.get_by_role("button", name="Check the file").click()
    page.get_by_text("The file has no header that says the year of its census.").wait_for()
    accessible(page)

    half = FILE.read_bytes()[:100_000]
    page.set_input_files("input[type=file]", {"name": "b.xml", "mimeType": "text/xml", "buffer": half})
    page.get_by_role("button", name="Check the file").click()
    page.get_by_text(re.compile(r"The file breaks off at line [\d,]+")).wait_for()
    assert not page.locator("[data-census-list]").is_visible()
    page.get_by_role("button", name=re.compile("Show what was found in the .* before that line")).click()
    assert page.locator("[data-census-list]").is_visible()
    accessible(page)


def test_noor_sees_what_stands_and_explains_a_question(visit, questions):
    for width, words in zip(WIDTHS, ("The family was abroad until October.", "A report is awaited."), strict=True):
        explain(visit("noor", width=width), words)


def explain(page: Page, words: str) -> None:
    accessible(page)
    follow(page, re.compile("questions? to mend or explain"))
    follow(page, "Explain it")
    press(page, "Save the explanation")
    assert page.get_by_role("link", name="Say why it is right as it stands").is_visible()
    page.get_by_label("Why is it right as it stands?").fill(words)
    press(page, "Save the explanation")
    page.get_by_label("Show", exact=True).select_option("explained")
    press(page, "Show")
    assert page.get_by_text(words).is_visible()
    assert page.get_by_role("img", name="What stood after each night").is_visible()
    follow(page, "On one page")
    follow(page, "As a sheet to print")
    follow(page, "Back to the page")
    follow(page, "Every rule")


def test_noor_keeps_an_account_and_reads_one_without_a_script(visit, borough):
    for width in WIDTHS:
        page = visit("noor", width=width)
        page.goto("/census/file/")
        page.set_input_files("input[type=file]", FILE)
        page.get_by_role("button", name="Check the file").click()
        page.get_by_text("332 children read").wait_for()
        press(page, "Keep this account")
        follow(page, "Accounts of census files")
        read_without_a_script(page)


def read_without_a_script(page: Page) -> None:
    """The same page as a browser shows it that runs no script; axe itself is one, so it is not asked here."""
    context = page.context.browser.new_context(java_script_enabled=False, viewport=page.viewport_size)
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto(page.url.partition("/census/")[0] + "/census/file/")
    plain.set_input_files("input[type=file]", FILE)
    plain.get_by_role("button", name="Check the file").click()
    assert plain.get_by_text("332 children were read").is_visible()
    assert plain.locator("h3").count() > 10
    wider = plain.locator("main").bounding_box()["width"] > page.viewport_size["width"]
    assert not wider
    context.close()


def test_ann_saves_sees_beside_the_field_what_the_census_will_ask_and_mends_it(visit, of_ann):
    for width in WIDTHS:
        save_and_mend(visit("ann", width=width), of_ann)


def save_and_mend(page: Page, of_ann: UUID) -> None:
    page.goto(f"/people/{of_ann}/")
    follow(page, "Correct birth date, sex, ethnic group or language")
    standing = page.get_by_label("Ethnic group").input_value()
    page.get_by_label("Ethnic group").select_option("")
    page.get_by_label("How do you know?").fill("The family did not say")
    press(page, "Save")

    assert page.get_by_text("Saved.").is_visible()
    beside = page.locator(".govuk-inset-text", has_text="ethnic").last
    field = page.get_by_label("Ethnic")
    assert beside.bounding_box()["y"] < field.bounding_box()["y"] < beside.bounding_box()["y"] + 300
    assert saved(of_ann).ethnicity == ""

    follow(page, "leave it and go to the child")
    panel = page.get_by_role("region", name="What the census will ask about")
    with page.expect_navigation():
        panel.get_by_role("link").first.click()
    accessible(page).get_by_label("Ethnic").select_option(standing)
    page.get_by_label("How do you know?").fill("The mother told me today")
    press(page, "Save")
    page.wait_for_url(f"**/children/{of_ann}/")
    assert not page.get_by_role("region", name="What the census will ask about").is_visible()
    assert saved(of_ann).ethnicity == standing


def test_ann_sees_while_she_types_what_the_census_will_ask_and_nothing_of_it_is_kept(visit, of_ann):
    for width in WIDTHS:
        type_and_see(visit("ann", width=width), of_ann)


def type_and_see(page: Page, of_ann: UUID) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/census/typed/" in request.url else None)
    page.goto(f"/casework/{of_ann}/need-plan/{open_episode(of_ann).pk}/")
    said = page.locator("[data-asked-beside=started_on] .govuk-inset-text")
    for part, typed in (("Day", "1"), ("Month", "2"), ("Year", "2001")):
        page.get_by_label(part, exact=True).press_sequentially(typed, delay=20)
    said.first.wait_for()
    assert "The census will ask" in said.first.inner_text()
    assert len(asked) < len("122001"), "an answer for a pause, not for a key"
    field = page.get_by_label("Day", exact=True).bounding_box()
    assert field["y"] < said.first.bounding_box()["y"] < field["y"] + 300
    accessible(page)

    page.get_by_label("Year", exact=True).fill("200")
    said.first.wait_for(state="detached")
    page.context.set_offline(True)
    page.get_by_label("Year", exact=True).fill("2002")
    page.wait_for_timeout(700)
    assert said.count() == 0
    page.context.set_offline(False)
    page.get_by_label("Year", exact=True).fill("2003")
    said.first.wait_for()
    assert plans(of_ann) == 0
    assert is_right_for(of_ann)


SLOW = """
const real = window.fetch
window.slow = { asked: 0, answered: 0 }
window.fetch = (address, told) => {
  const isSlow = String(told.body).includes('2001')
  if (isSlow) window.slow.asked += 1
  return new Promise((answer) => setTimeout(() => {
    answer(real(address, { ...told, signal: undefined }).finally(() => { if (isSlow) window.slow.answered += 1 }))
  }, isSlow ? 1500 : 0))
}
"""
"""What is asked of the year 2001 is answered late, and hears of no breaking off."""


def test_an_answer_that_comes_too_late_is_not_shown(visit, of_ann):
    page = visit("ann")
    page.add_init_script(SLOW)
    page.goto(f"/casework/{of_ann}/need-plan/{open_episode(of_ann).pk}/")
    for part, typed in (("Day", "1"), ("Month", "2"), ("Year", "2001")):
        page.get_by_label(part, exact=True).fill(typed)
    page.wait_for_function("() => window.slow.asked === 1")
    page.get_by_label("Year", exact=True).fill("2003")
    page.get_by_text("1 February 2003;").wait_for()
    page.wait_for_function("() => window.slow.answered === 1")
    page.wait_for_timeout(300)
    assert page.get_by_text("1 February 2003;").is_visible()
    assert page.get_by_text("1 February 2001;").count() == 0


def test_ann_takes_out_a_disability_that_was_told_by_mistake(visit, of_ann):
    for width in WIDTHS:
        tell_and_take_out(visit("ann", width=width), of_ann)


def tell_and_take_out(page: Page, of_ann: UUID) -> None:
    """She sees before she saves what it does to the census, each way."""
    told = disabilities(of_ann)
    mistaken = "Hearing" if "NONE" in told else "No disability"
    page.goto(f"/census/mend/{of_ann}/child/{of_ann}/")
    page.get_by_text("Disabilities to add").first.click()
    page.get_by_label(mistaken, exact=True).check()
    page.get_by_text("The census will ask").wait_for()
    press(page, "Save")
    assert page.locator(".govuk-error-summary").is_visible()
    assert page.get_by_label(mistaken, exact=True).is_checked()
    page.get_by_text("The census will ask").wait_for()
    page.get_by_label("How do you know?").fill("Misread")
    press(page, "Save")
    assert len(disabilities(of_ann)) == len(told) + 1

    page.goto(f"/census/mend/{of_ann}/child/{of_ann}/")
    page.get_by_text("Disabilities to take out").first.click()
    page.get_by_label(f"Take out: {mistaken}", exact=True).check()
    page.get_by_text("This would settle").wait_for()
    accessible(page)
    page.get_by_label("How do you know?").fill("Another child was meant")
    press(page, "Save")
    page.wait_for_url(f"**/children/{of_ann}/")
    assert disabilities(of_ann) == told
    follow(page, "Who changed what")
    assert page.get_by_text(f"Disability: {mistaken}").first.is_visible()


def open_episode(child_id: UUID) -> Episode:
    with as_ann():
        return Episode.objects.get(child_id=child_id, closed_on=None)


def plans(child_id: UUID) -> int:
    with as_ann():
        return NeedPlan.objects.filter(child_id=child_id, started_on__year__lt=2010).count()


def disabilities(child_id: UUID) -> set[str]:
    with as_ann():
        return {each["code"] for each in rows_of([child_id], tables=["disability"])["disability"]}


def is_right_for(child_id: UUID) -> bool:
    with as_ann():
        return is_right(child_id)


def as_ann():
    return acting(actor=User.objects.get(username="ann").actor, purpose=Purpose.direct_work)


def saved(child_id: UUID) -> Person:
    with as_ann():
        return Person.objects.get(pk=child_id)
