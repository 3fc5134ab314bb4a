"""A passkey in a real browser: added after the password, then enough by itself."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from holdfast.access.personas import persona
from holdfast.wall.models import User

pytestmark = pytest.mark.browser
PASSWORD = "three-random-words-kettle"


@pytest.fixture
def helen(committed: object) -> User:
    who = persona("helen")
    return User.objects.create_user(
        username="helen", role=who.role, display_name=who.display_name, agency_name=who.agency, password=PASSWORD
    )


@pytest.fixture
def browser_page(chromium: str, served: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """A page on a machine with a fingerprint reader, which says yes to every question."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        # A passkey belongs to a name, and an address in numbers is none.
        page = browser.new_page(base_url=served.replace("127.0.0.1", "localhost"))
        reader = page.context.new_cdp_session(page)
        reader.send("WebAuthn.enable")
        kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
        reader.send(
            "WebAuthn.addVirtualAuthenticator",
            {"options": {**kind, "isUserVerified": True, "automaticPresenceSimulation": True}},
        )
        page.set_default_timeout(10_000)
        yield page
        browser.close()


def give_password(page: Page) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Username or e-mail address").fill("helen")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: not url.endswith("/sign-in/"))


def test_somebody_adds_a_passkey_and_next_time_needs_nothing_else(helen: User, browser_page: Page):
    page = browser_page
    give_password(page)
    page.goto("/account/")
    page.get_by_role("link", name="Add a passkey or key").click()
    page.get_by_label("What you call it").fill("My laptop")
    page.get_by_label("Sign in with this key alone").check()
    page.get_by_role("button", name="Add the key").click()
    page.get_by_text("Your key is added.").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="You are signed out").wait_for()
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.goto("/account/")
    assert page.get_by_text("My laptop").first.is_visible()


def test_the_key_serves_as_second_factor_after_the_password(helen: User, browser_page: Page):
    page = browser_page
    for first_time in (True, False):
        give_password(page)
        if first_time:
            page.goto("/account/")
            page.get_by_role("link", name="Add a passkey or key").click()
            page.get_by_role("button", name="Add the key").click()
            page.get_by_text("Your key is added.").wait_for()
            page.get_by_role("button", name="Sign out").click()
            page.get_by_role("heading", name="You are signed out").wait_for()
        else:
            page.get_by_role("button", name="Use a passkey or key").click()
            page.wait_for_url(lambda url: "/sign-in/" not in url)
            page.goto("/account/")
            page.get_by_role("heading", name="How you sign in").wait_for()
