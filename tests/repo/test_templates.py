"""Promises over every template: one shell around every page, nothing unescaped, nothing that works by script alone."""

import ast
import re
from functools import cache

import pytest

from tests.repo.sources import files, modules, read

EXTENDS = re.compile(r'{%\s*extends\s+"([^"]+)"')
INCLUDES = re.compile(r'{%\s*include\s+"([^"]+)"')
SHELL = "web/base.html"
UNESCAPED = ("|safe", "autoescape off", "mark_safe", "safeseq")
DRAWN_BY_FORMS = ("web/forms/", "django/forms/")
"""What the form renderer puts together: parts of a form, never a page."""
STANDS_ALONE = {
    "board/report_file.html": "the yearly report as one file, which needs no server and so carries its styles"
}
MARKUP_OF_OUR_OWN = {
    "board/drawn.html": "a chart drawn by holdfast/web/charts.py, which escapes every word",
    "board/report_file.html": "our own style sheet",
}
WITHOUT_COOKIES = "frontdoor/tell_us/"
"""The public's form leaves nothing in the browser, so it has no token to compare; what it does needs no session."""
BY_REQUEST = "layout"
"""The name under which a page of one question is told whether it stands in the public's shell or ours."""


@cache
def templates() -> dict[str, str]:
    """Every HTML template by the name it is called by, with its text."""
    paths = [path for path in files("holdfast/") if "/templates/" in path and path.endswith(".html")]
    return {path.split("/templates/")[1]: read(path) for path in paths}


def called_by_python() -> set[str]:
    """The names of templates that stand in Python: what views render."""
    words = [node.value for module in modules() for node in ast.walk(module.tree) if isinstance(node, ast.Constant)]
    return {word for word in words if isinstance(word, str) and word in templates()}


def shell_of(name: str) -> str:
    """The outermost template around this one."""
    while found := EXTENDS.search(templates()[name]):
        name = found[1]
    return name


def is_page(name: str) -> bool:
    return not name.startswith(DRAWN_BY_FORMS) and "{% extends" in templates()[name]


@pytest.mark.parametrize("name", sorted(name for name in templates() if is_page(name)))
def test_every_page_stands_in_the_shell(name):
    assert shell_of(name) == SHELL or f"{{% extends {BY_REQUEST}" in templates()[shell_of(name)]


def test_every_other_template_is_a_part_of_a_page():
    included = {name for text in templates().values() for name in INCLUDES.findall(text)}
    parts = {name for name in templates() if not is_page(name) and not name.startswith(DRAWN_BY_FORMS)}
    whole = {name for name in parts if "<!doctype" in templates()[name].lower()}
    assert whole == {SHELL, *STANDS_ALONE}
    assert parts - whole <= included | called_by_python()


def test_nothing_passes_unescaped_but_what_we_drew_ourselves():
    assert {name for name, text in templates().items() if any(word in text for word in UNESCAPED)} == set(
        MARKUP_OF_OUR_OWN
    )
    python = {module.path for module in modules() if any("mark_safe" in name for name in module.imports)}
    assert {path for path in python if not path.startswith("holdfast/web/")} == set()


def test_no_template_carries_a_script_or_a_style_of_its_own():
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\son[a-z]+=|\sstyle=|javascript:", re.I
    )
    assert {name for name, text in templates().items() if inline.search(text)} <= set(STANDS_ALONE)


def test_no_template_fetches_from_another_machine():
    fetched = re.compile(r"(?:src|action)=\"https?:|<link[^>]+href=\"https?:", re.I)
    assert not [name for name, text in templates().items() if fetched.search(text)]


def test_every_form_that_changes_things_carries_its_token():
    forms = re.compile(r"<form[^>]*method=\"post\".*?</form>", re.I | re.S)
    bare = [
        name
        for name, text in templates().items()
        for form in forms.findall(text)
        if "csrf_token" not in form and not name.startswith(WITHOUT_COOKIES)
    ]
    assert not bare
