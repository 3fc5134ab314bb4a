"""Where things stand: layers, slices, the names and sizes of files."""

from pathlib import PurePath

import pytest

from tests.repo.sources import PLAIN, PROJECT, REPOSITORY, files, modules, read

CONTRACTS = {contract["name"]: contract for contract in PROJECT["tool"]["importlinter"]["contracts"]}
PARTS = {"urls", "views", "forms", "actions", "queries", "facts", "models", "apps", "codes", "migrations"}
GRAB_BAGS = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "common", "misc"}
LONGEST = 350


def packages(folder: str) -> set[str]:
    return {found.parent.name for found in (REPOSITORY / folder).glob("*/__init__.py")}


def test_every_package_has_its_layer():
    contract = CONTRACTS["Each layer imports only those below"]
    layers = {name.strip() for layer in contract["layers"] for name in layer.split("|")}
    assert contract["exhaustive"] is True
    assert contract["containers"] == ["holdfast"]
    assert layers == packages("holdfast")


def test_every_plain_package_is_held_to_be_plain_and_typed():
    whole = {f"holdfast.{name}" for name in PLAIN}
    assert set(CONTRACTS["From kernel to borough: no Django"]["source_modules"]) == whole
    assert set(PROJECT["tool"]["mypy"]["packages"]) == whole
    assert PROJECT["tool"]["mypy"]["strict"] is True


def test_every_slice_has_its_place_in_the_story():
    order = CONTRACTS["A later slice looks back, never forward"]["layers"]
    assert {name.removeprefix("holdfast.records.") for name in order} == packages("holdfast/records")


@pytest.mark.parametrize("slice_name", sorted(packages("holdfast/records")))
def test_a_slice_has_no_other_modules_than_the_ten(slice_name):
    under = f"holdfast/records/{slice_name}/"
    first = {PurePath(path.removeprefix(under)).parts[0].removesuffix(".py") for path in files(under)}
    assert first - PARTS <= {"__init__", "templates", "static"}


@pytest.mark.parametrize("slice_name", sorted(packages("holdfast/records")))
def test_inside_a_slice_a_module_imports_only_those_below_it(slice_name):
    order = ["models", "facts", "queries", "actions", "forms", "views", "urls"]
    for module in modules(f"holdfast/records/{slice_name}"):
        part = PurePath(module.path).parts[3].removesuffix(".py")
        for above in order[order.index(part) + 1 :] if part in order else ():
            reached = f"holdfast.records.{slice_name}.{above}"
            assert not [name for name in module.imports if f"{name}.".startswith(f"{reached}.")], module.path


def test_no_file_is_too_long_to_read_at_once():
    python = [path for path in files() if path.startswith(("holdfast/", "tests/")) and path.endswith(".py")]
    long = {path: lines for path in python if (lines := len(read(path).splitlines())) > LONGEST}
    assert not long, "Make a package of the same name, with a file for each topic."


def test_every_file_says_in_its_name_what_is_in_it():
    assert not [path for path in files("holdfast/") if PurePath(path).stem in GRAB_BAGS and path.endswith(".py")]
