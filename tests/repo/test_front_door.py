"""What a newcomer meets first says what is so."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

REPOSITORY = Path(__file__).parents[2]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
WANTED = {
    "requirements.lock": PROJECT["project"]["dependencies"],
    "requirements-test.lock": PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["test"],
}


def pins(lock: str) -> dict[str, str]:
    lines = (REPOSITORY / lock).read_text().splitlines()
    return {plain(name): version for name, version in (line.split("==") for line in lines)}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("lock", WANTED)
def test_the_lock_pins_every_package_at_a_version_that_the_project_allows(lock: str) -> None:
    pinned = pins(lock)
    for wanted in map(Requirement, WANTED[lock]):
        assert pinned[plain(wanted.name)] in wanted.specifier, f"{wanted}: run make lock"


def test_tests_run_on_what_is_served() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-test.lock").items()


def test_every_dependency_has_its_reason() -> None:
    lines = (REPOSITORY / "pyproject.toml").read_text().splitlines()
    named = [line for line in lines if re.match(r'    "[A-Za-z][\w\-\[\],.]*[<>=]', line)]
    assert len(named) == len(WANTED["requirements-test.lock"])
    assert [line for line in named if "# " not in line] == []


def test_the_reference_says_what_the_definitions_say() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "holdfast.cli", "docs", "--check"], cwd=REPOSITORY, capture_output=True, text=True
    )
    assert checked.returncode == 0, f"run make docs: {checked.stdout}{checked.stderr}"
