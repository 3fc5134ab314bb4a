"""Deciding and challenging in a browser: two managers, a worker, a health visitor and the Board, on desk and phone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from holdfast.access import Purpose, Stage
from holdfast.records.frontdoor.codes import ReferralDecision
from holdfast.records.frontdoor.models import Referral
from holdfast.wall.acting import acting
from holdfast.wall.models import User
from tests.functional.conftest import accessible, follow, press
from tests.integration.conftest import AT, add_child, give
from tests.integration.test_front_door_decision import Hub, read_all

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Children:
    """The one child whom the journey is about, in the place of a family."""

    oisin: Any


@pytest.fixture
def referral(borough: Any) -> Referral:
    """Told of three times: Carol ended it twice, and now it waits again."""

    def cast(username: str) -> User:
        return User.objects.get(username=username)

    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        child = add_child("900001", given="Zoë", family="Abernathy", birth_on=None)
        give(cast("helen"), child.id, ceiling=Stage.child_protection)
        hub = Hub(cast, Children(child.id))
        for days in (60, 30):
            told = hub.referred(at=AT - timedelta(days=days), what_happened=f"Hungry, {days}")
            hub.decide(told, ReferralDecision.no_further_action, decided_on=told.referred_on, weighed=read_all(told))
        return hub.referred(what_happened="She says that she is afraid to go home.", danger="yes")


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_a_referral_is_prepared_decided_challenged_and_heard(referral: Referral, visit, width: str):
    prepared(visit("grace", width=width), referral)
    ended_by_another(visit("rosa", width=width), referral)
    url = challenged(visit("helen", width=width), referral)
    heard(visit("carol", width=width), url)
    logged(visit("maya", width=width))


def prepared(page: Page, referral: Referral) -> None:
    page.goto(f"/referrals/{referral.id}/")
    accessible(page).get_by_label("No further action (NFA)").check()
    page.get_by_label("Reasons").first.fill("Seen at school, fed.")
    press(page, "Send to a manager")
    expect(page.get_by_text("Prepared for a manager").first).to_be_visible()


def ended_by_another(page: Page, referral: Referral) -> None:
    page.goto("/referrals/deciding/")
    expect(accessible(page).get_by_text("Danger: decide today")).to_be_visible()
    page.goto("/referrals/panel/")
    follow(accessible(page), "Zoë Abernathy")
    page.goto(f"/referrals/{referral.id}/")
    page.get_by_text("What you see of this child").click()
    page.get_by_label("The child says that somebody hurts them, or is afraid to go home").check()
    press(page, "See what the document suggests")
    expect(page.get_by_text("The document suggests level 4.")).to_be_visible()
    page.get_by_label("2. Early help").check()
    press(page, "Save the decision")
    expect(page.get_by_role("alert")).to_contain_text("Say why you choose level 2")
    page.get_by_label("If it is another level than the document suggests, why?").fill("It was about a dog.")
    for field in page.get_by_label("What it means now").all():
        field.fill("The same worry, and it was put right.")
    page.get_by_label("Who was told of it, and what?").fill("Her mother and the school.")
    page.get_by_label("Danger was spoken of: if nothing more is done, why?").fill("Her aunt has the dog.")
    press(page, "Save the decision")
    expect(page.get_by_text("Chronology current to").first).to_be_visible()
    page.goto("/referrals/ratings/")
    expect(accessible(page).get_by_text("4 suggested, 2 chosen")).to_be_visible()


def challenged(page: Page, referral: Referral) -> str:
    page.goto(f"/challenges/new/referral/{referral.id}/")
    press(accessible(page), "Raise the challenge")
    page.get_by_label("The child is not safe").check()
    page.get_by_label("What do you disagree with, and what should happen?").fill("It was not about a dog.")
    page.get_by_label("Yes: it must be answered at once").check()
    press(page, "Raise the challenge")
    expect(page.get_by_text("Heard by:")).to_be_visible()
    return page.url


def heard(page: Page, url: str) -> None:
    page.goto("/challenges/")
    accessible(page).goto(url)
    follow(page, "Answer the challenge")
    page.get_by_label("The decision is changed", exact=True).check()
    page.get_by_label("Your reasons").fill("You are right: an assessment starts today.")
    press(page, "Save the answer")
    expect(page.get_by_text("Whoever raised it has not agreed yet")).to_be_visible()


def logged(page: Page) -> None:
    page.goto("/challenges/log/")
    expect(accessible(page).get_by_text("The child is not safe").first).to_be_visible()
    expect(page.get_by_text("Zoë")).to_have_count(0)
