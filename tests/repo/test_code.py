"""Promises over every Python file."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePath

import pytest

from tests.repo.sources import PLAIN, files, modules, read

CLOCKS_ON_THE_WALL = {
    "date.today", "datetime.today", "datetime.now", "datetime.utcnow", "timezone.now", "timezone.localdate",
    "timezone.localtime", "time.time", "Now", "CurrentDate",
}  # fmt: skip
"""Ways to ask what time it is, as they are written."""
MAY_ASK_THE_TIME = {
    "holdfast/web/middleware.py": "gives each request its moment, which pages hand down",
    "holdfast/web/pages.py": "stamps the audit event after the page was made",
    "holdfast/wall/identity.py": "signing in and out has no page of ours: django-allauth calls it",
    "holdfast/records/exchange/actions/census.py": "the sign of life of a long import, by the database's own clock",
}
MAY_STAMP_THEMSELVES = {"holdfast/wall/models.py": "when an account was made"}
NOT_OURS_TO_NAME = ["." + "library", "../" + "shared", "/work/" + "main", "/work/" + "shared", "/tmp/" + "venv"]


def calls(tree: ast.AST) -> Iterator[str]:
    """What is called, as it is written: `date.today` or `Now`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ".".join(ast.unparse(node.func).split(".")[-2:])


def test_below_the_pages_nobody_asks_what_time_it_is():
    asks = {module.path for module in modules() if CLOCKS_ON_THE_WALL & set(calls(module.tree))}
    assert {path for path in asks if not path.startswith("holdfast/cli/")} == set(MAY_ASK_THE_TIME)


def test_no_record_stamps_itself_in_python():
    assert {module.path for module in modules() if "auto_now" in module.text} == set(MAY_STAMP_THEMSELVES)


def test_nobody_listens_for_signals():
    assert not [module.path for module in modules() if any("signals" in name.split(".") for name in module.imports)]


@pytest.mark.parametrize("package", PLAIN)
def test_everything_public_below_the_wall_says_what_it_is(package):
    silent = [
        f"{module.path}: {name}"
        for module in modules(f"holdfast/{package}")
        for name in _silent(module.tree.body, PurePath(module.path).stem)
    ]
    assert not silent


def _silent(body: list[ast.stmt], name: str) -> Iterator[str]:
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        if ast.get_docstring(node) is None:
            yield f"{name}.{node.name}"
        if isinstance(node, ast.ClassDef) and not any(ast.unparse(each) == "Protocol" for each in node.bases):
            yield from _silent(node.body, f"{name}.{node.name}")


def test_every_module_says_what_it_is():
    assert not [module.path for module in modules() if module.text.strip() and ast.get_docstring(module.tree) is None]


def named(function: ast.FunctionDef) -> set[str]:
    return {each.arg for each in (*function.args.args, *function.args.kwonlyargs)}


def test_actions_take_everything_by_name():
    for module in modules("holdfast/records"):
        if "/actions" not in module.path or PurePath(module.path).stem.startswith("_"):
            continue
        for node in module.tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and "by" in named(node):
                assert not node.args.args, f"{module.path}: {node.name}"


@pytest.mark.parametrize("mark", ["# noqa", "# type: ignore"])
def test_whatever_is_let_pass_has_its_reason_beside_it(mark):
    passed = [
        f"{path}: {line.strip()}"
        for path in (*files("holdfast/"), *files("tests/"))
        if path.endswith(".py") and path != "tests/repo/test_code.py"
        for line in read(path).splitlines()
        if mark in line and not re.search(rf"{mark}(: [A-Z0-9]+|\[[a-z-]+\])(  #| -) \w+", line)
    ]
    assert not passed


def test_no_file_names_what_is_on_nobody_elses_machine():
    for path in files():
        text = read(path)
        assert not [name for name in NOT_OURS_TO_NAME if name in text], path
