"""A browser, a borough to walk through, and the accessibility check that every step of a journey makes."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from holdfast.borough import build
from holdfast.records.exchange.actions.borough import load_borough
from holdfast.wall.installation import mark_as_demo

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
WIDTHS = {"desk": 1280, "phone": 390}


@pytest.fixture(scope="session")
def small_borough():
    """Everybody in it is invented; today is its last day."""
    return build(seed=3, as_of=datetime.now(UTC).date(), size=120)


@pytest.fixture
def borough(committed, small_borough):
    """The small borough, in the records of a demonstration."""
    mark_as_demo()
    load_borough(borough=small_borough, at=datetime.now(UTC))
    return small_borough


@pytest.fixture
def browser(chromium: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """Headless Chromium."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser, served: str) -> Callable[..., Page]:
    """A fresh browser window, as somebody stepped into or as nobody yet."""

    def opened(username: str = "", *, width: str = "desk") -> Page:
        context = browser.new_context(base_url=served, viewport={"width": WIDTHS[width], "height": 900})
        page = context.new_page()
        page.set_default_timeout(20_000)
        if username:
            step_into(page, username)
        return page

    return opened


def step_into(page: Page, username: str) -> None:
    """Be one of the personas, with the one click that only a demonstration has."""
    page.goto("/demo/")
    page.locator(f"form:has(input[value='{username}']) button, button[value='{username}']").first.click()
    page.wait_for_url("**/work/")


def accessible(page: Page) -> Page:
    """The same page, in which axe found nothing; otherwise what it found."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert not found.response["violations"], f"{page.url}\n{found.generate_report()}"
    return page


def press(page: Page, name: str) -> Page:
    """The page that the button leads to, and nothing wrong with it."""
    with page.expect_navigation():  # else axe may look at the page being left, or at neither
        page.get_by_role("button", name=name, exact=True).first.click()
    return accessible(page)


def follow(page: Page, name: str | re.Pattern[str]) -> Page:
    """The page that the link leads to, and nothing wrong with it."""
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()
    return accessible(page)
