"""Several agencies' bruises are written down, one of them by clicking on the drawing; the page puts them together."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from holdfast.access import Purpose
from holdfast.records.people.models import Involvement
from holdfast.records.sightings import actions
from holdfast.wall.acting import acting
from holdfast.wall.models import User
from tests.functional.conftest import accessible

pytestmark = pytest.mark.browser


@pytest.fixture
def child_of_ann(borough) -> str:
    """A child of Ann's, of whom two agencies told different things, and who was not brought to a clinic."""
    ann = User.objects.get(username="ann").actor
    doing = {"by": ann, "purpose": Purpose.direct_work, "at": datetime.now(UTC)}
    with acting(actor=ann, purpose=Purpose.direct_work):
        child_id = Involvement.objects.filter(worker_id=ann.id, until_on=None).order_by("person_id")[0].person_id
    day = datetime.now(UTC).date()
    for ago, agency, site, explanation, by in (
        (9, "Kestrel Lane Primary School", "left_forearm", "by_a_child", "child"),
        (6, "Kingfisher Practice", "left_back_of_forearm", "fell", "mother"),
        (40, "Community health services", "right_shin", "fell", "mother"),
    ):
        actions.record_injury(
            child_id=child_id, site=site, kind="bruise", seen_on=day - timedelta(days=ago), agency_name=agency,
            explanation=explanation, explained_by=by, looks="Yellow and green, 2 cm", **doing,
        )  # fmt: skip
    actions.record_sighting(
        child_id=child_id, what="was_not_brought", seen_on=day - timedelta(days=20), setting="clinic",
        agency_name="Community health services", why_not="No answer on the telephone", **doing,
    )  # fmt: skip
    return str(child_id)


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_a_third_bruise_is_pointed_to_and_all_three_stand_side_by_side(
    child_of_ann: str, visit: Callable[..., Page], width: str
) -> None:
    page = visit("ann", width=width)
    page.goto(f"/seen/{child_of_ann}/")
    accessible(page).get_by_role("link", name="Write down an injury").click()
    accessible(page)
    page.locator("[data-hf-part='left_forearm']").click()
    expect(page.get_by_label("Where on the body?")).to_have_value("left_forearm")
    page.get_by_label("Bruise").check()
    page.get_by_label("Which agency saw it?").select_option("Police")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Where on the body?")).to_have_value("left_forearm")
    for part, value in zip(("Day", "Month", "Year"), _two_days_ago(), strict=True):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_label("How was it explained?").select_option("An adult did it")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Kept.")).to_be_visible()
    page.goto(f"/children/{child_of_ann}/picture/")
    accessible(page)
    expect(page.get_by_role("heading", name="3 agencies were told different things")).to_be_visible()
    expect(page.get_by_role("img", name="Body map")).to_be_visible()
    page.get_by_role("button", name="I have read this as it stands now").click()
    expect(page.get_by_text("Nothing was added since you read it")).to_be_visible()
    page.goto(f"/children/{child_of_ann}/")
    expect(accessible(page).get_by_role("heading", name="What all agencies know")).to_be_visible()


def test_without_a_script_the_list_alone_is_used(child_of_ann: str, browser, served: str, visit) -> None:
    signed_in = visit("ann").context.storage_state()
    context = browser.new_context(base_url=served, java_script_enabled=False, storage_state=signed_in)
    page = context.new_page()
    page.goto(f"/seen/{child_of_ann}/injury/")
    page.get_by_label("Where on the body?").select_option("Left cheek")
    page.get_by_label("Swelling").check()
    page.get_by_label("Or who, if it is not in the list").fill("A neighbour")
    for part, value in zip(("Day", "Month", "Year"), _two_days_ago(), strict=True):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Swelling: left cheek")).to_be_visible()


def _two_days_ago() -> tuple[str, str, str]:
    day = datetime.now(UTC).date() - timedelta(days=2)
    return str(day.day), str(day.month), str(day.year)
