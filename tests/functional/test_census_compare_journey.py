"""The returns officer looks before sending: drops this year's census and last year's, and sees what moved."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from holdfast.borough.clean_census import write_clean_census
from tests.functional.conftest import WIDTHS, accessible, press

pytestmark = pytest.mark.browser


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """This year's file of Harrow, last year's with fewer children, and one of another authority."""
    found = {name: tmp_path / f"{name}.xml" for name in ("this", "last", "other")}
    write_clean_census(found["this"], children=300, seed=1, year=2026)
    write_clean_census(found["last"], children=200, seed=2, year=2025)
    write_clean_census(found["other"], children=20, seed=3, year=2025, authority="311")
    return found


@pytest.mark.usefixtures("borough")
def test_noor_looks_before_she_sends_the_census(visit: Callable[..., Page], files: dict[str, Path]):
    for width in WIDTHS:
        page = visit("noor", width=width)
        page.goto("/census/compare/")
        accessible(page)
        page.set_input_files("input[name='this']", files["this"])
        page.set_input_files("input[name='last']", files["other"])
        press(page, "Hold against each other")
        assert page.get_by_text("Choose two files of one authority").count()
        page.set_input_files("input[name='this']", files["this"])
        page.set_input_files("input[name='last']", files["last"])
        press(page, "Hold against each other")
        assert page.get_by_role("cell", name="It will ask").count()
        assert page.get_by_text("Moved since last year.").count()
        page.get_by_text("What “more than chance” means").click()
        assert page.get_by_text("Children in need, 20").first.is_visible()
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
