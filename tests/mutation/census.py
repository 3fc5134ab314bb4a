"""Put mutmut's small wrongs into the census, one at a time, and say which of them no test notices.

`make soak` runs it whole: `python -m tests.mutation.census`. mutmut makes the wrongs; they are tried here, since a rule
is built when its module is imported, and mutmut's own runner imports before it puts a wrong in. Each wrong is tried in
a process of its own, forked from one that has loaded what the census does not change, so that it takes a second.
"""

import argparse
import csv
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from random import Random
from tempfile import TemporaryFile
from types import ModuleType
from typing import Any, cast

import grimp
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.file_mutation import Mutation, create_mutations

REPOSITORY = Path(__file__).parents[2]
CENSUS = REPOSITORY / "holdfast/returns/cin"
SURVIVORS = Path(__file__).with_name("census_survivors.csv")
"""The wrongs that no test notices, each with the reason why none needs to."""
FLOOR = 90
"""The share of wrongs, in percent, that must be noticed."""

_SPARED = {"__init__.py", "_example.py", "_structure.py", "manual.py", "told.py"}
"""Declarations and examples, which the tests of everything else hold to; and what only tests with a database ask."""
_EXAMPLES = ("tests/spec/test_cin_rules.py",)
_OF_RULES = (*_EXAMPLES, "tests/unit/test_cin_running_year.py")
_ANSWERS = ("tests/unit/test_cin_answers.py",)
_TABLES = ("tests/unit/test_cin_tables.py",)
_FINDS = ("tests/unit/test_cin_finds.py", *_ANSWERS)
_MARKUP = ("tests/unit/test_cin_markup.py", "tests/unit/test_cin_ways.py", "tests/unit/test_cin_scan.py")
_SCAN = (*_MARKUP, "tests/property/test_cin_scan.py")
_FILE = ("tests/unit/test_cin_whole_file.py", "tests/unit/test_cin_reader.py")
_CHILD = ("tests/unit/test_cin_child_account.py", *_FILE)
_READ = (*_CHILD, "tests/spec/test_cin_values.py", "tests/unit/test_cin_inputs.py",
         "tests/property/test_cin_properties.py")  # fmt: skip
_TESTS: dict[str, tuple[str, ...]] = {
    "scan.py": _SCAN, "_gathering.py": _MARKUP, "_bulk.py": _SCAN, "_columns.py": (*_TABLES, *_MARKUP),
    "rows.py": (*_TABLES, *_FINDS), "checking.py": _ANSWERS, "report.py": _ANSWERS, "_rule.py": _FINDS,
    "_running.py": ("tests/unit/test_cin_running.py", "tests/unit/test_cin_running_year.py"),
    "_notes.py": _MARKUP,
    "_working_days.py": ("tests/unit/test_cin_working_days.py", "tests/unit/test_cin_running_year.py"),
    "cohort.py": ("tests/unit/test_cin_cohort.py",), "compare.py": ("tests/unit/test_cin_compare.py",),
    "underway.py": ("tests/unit/test_cin_underway.py",), "account.py": ("tests/unit/test_cin_account.py",),
    "_facts.py": ("tests/unit/test_cin_gathered.py",),
    "writer.py": ("tests/unit/test_cin_written.py", "tests/unit/test_cin_writer.py"),
    "reader.py": _FILE, "_child.py": _CHILD,
    "_stream.py": ("tests/unit/test_cin_stream.py", "tests/unit/test_cin_reader.py"),
    "_values.py": ("tests/unit/test_cin_value_sentences.py", "tests/spec/test_cin_values.py"),
    "_plausible.py": ("tests/unit/test_cin_odd_dates.py", "tests/unit/test_cin_reader.py"),
}  # fmt: skip
_RULES = "holdfast.returns.cin.rules"
"""Imports the files of rules by their names, which nobody sees who reads its imports."""
_LONGEST = 60
"""Seconds of the processor's that all its tests may take."""
_TESTING = ("tests.", "conftest", "test_")
"""What holds to the modules by name, and so is imported anew with each wrong."""


@dataclass(frozen=True)
class Wrong:
    """One of mutmut's: the module, the line, what stood there and what stands there now."""

    path: str
    line: int
    was: str
    became: str
    text: Callable[[], str]
    """The module with it."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is known by, wherever its line has moved to."""
        return self.path, self.was, self.became

    @property
    def changes(self) -> set[str]:
        """The modules that are otherwise with it: its own, and all that are built on it."""
        built = {self.module, *_graph().find_downstream_modules(self.module)}
        if any(name.startswith(_RULES) for name in built):
            built |= {_RULES, *_graph().find_downstream_modules(_RULES)}
        return built

    @property
    def module(self) -> str:
        """Its module's name."""
        return "holdfast.returns.cin." + self.path.removesuffix(".py").replace("/", ".")

    def undone(self) -> "Wrong":
        """None at all: the module as it stands."""
        return replace(self, text=(CENSUS / self.path).read_text)


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph("holdfast", cache_dir=None)


def wrongs(path: Path) -> list[Wrong]:
    """Every wrong that mutmut knows for the functions of this module."""
    code = path.read_text()
    module, mutations, *_ = create_mutations(str(path), code)
    lines = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
    inside = [each for each in mutations if each.contained_by_top_level_function is not None]
    return [
        Wrong(
            path=str(path.relative_to(CENSUS)),
            line=lines[each.original_node].start.line,
            was=module.code_for_node(each.original_node).strip(),
            became=module.code_for_node(each.mutated_node).strip(),
            text=partial(_with, module, each),
        )
        for each in inside
    ]


def _with(module: Any, wrong: Mutation) -> str:
    return str(module.deep_replace(wrong.original_node, wrong.mutated_node).code)


class _Put(MetaPathFinder, Loader):
    """Imports one module with a wrong in it."""

    def __init__(self, wrong: Wrong) -> None:
        self._file = CENSUS / wrong.path
        self._module = wrong.module
        self._text = wrong.text()

    def find_spec(self, name: str, path: Any, target: ModuleType | None = None) -> ModuleSpec | None:
        return spec_from_file_location(name, self._file, loader=self) if name == self._module else None

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self._text, str(self._file), "exec"), module.__dict__)


class _OwnExamples:
    """Of the rules' examples, only those of the rules that the module declares: they have to notice by themselves."""

    def __init__(self, module: str) -> None:
        self._module = module

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave the other rules' examples out."""
        codes = {rule.code for rule in getattr(sys.modules.get(self._module), "RULES", ())}
        items[:] = [item for item in items if not codes or getattr(_rule_of(item), "code", None) in {None, *codes}]


class _QuickestFirst:
    """The tests in the order of how long each took where nothing was wrong, since most wrongs are noticed by many."""

    def __init__(self, took: Mapping[str, float]) -> None:
        self._took = took
        self.takes = Counter[str]()
        """Seconds that each takes now."""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how long it took, with what it had to set up."""
        self.takes[report.nodeid] += report.duration

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put the quickest first."""
        items.sort(key=lambda item: self._took.get(item.nodeid, 0.0))


def _rule_of(item: pytest.Item) -> Any:
    return getattr(item, "callspec", None) and cast(Any, item).callspec.params.get("rule")


def seconds_of_tests(module: Wrong) -> dict[str, float]:
    """How long each of its tests takes with nothing wrong; raises SystemExit where one of them fails."""
    with TemporaryFile("w+") as told:
        child = os.fork()
        if not child:
            order = _QuickestFirst({})
            failed = _tried(module.undone(), order)
            json.dump(order.takes, told)
            told.flush()
            os._exit(failed)
        if os.waitpid(child, 0)[1]:
            raise SystemExit(f"The tests of {module.path} fail as it stands: mend that first.")
        told.seek(0)
        return cast(dict[str, float], json.load(told))


def unnoticed(chosen: Sequence[Wrong], *, at_once: int, took: Mapping[str, float]) -> list[Wrong]:
    """Those that no test notices; one that never ends is noticed too."""
    waiting, running, left = list(chosen), dict[int, Wrong](), list[Wrong]()
    while waiting or running:
        while waiting and len(running) < at_once:
            wrong = waiting.pop(0)
            child = os.fork()
            if not child:
                os._exit(_tried(wrong, _QuickestFirst(took)))
            running[child] = wrong
        ended, how = os.wait()
        wrong = running.pop(ended)
        if how == 0:
            left.append(wrong)
    return sorted(left, key=lambda wrong: (wrong.path, wrong.line, wrong.became))


def _tried(wrong: Wrong, order: _QuickestFirst) -> int:
    """What pytest answers, in a process that nothing else will use."""
    signal.setitimer(signal.ITIMER_VIRTUAL, _LONGEST)
    for name in [name for name in sys.modules if name in wrong.changes or name.startswith(_TESTING)]:
        _forget(name)
    sys.meta_path.insert(0, _Put(wrong))
    tests = _TESTS.get(wrong.path, _OF_RULES if wrong.path.startswith("rules/") else _READ)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        asked = ["-x", "-q", "--tb=no", "-p", "no:cacheprovider", *tests]
        own = [_OwnExamples(wrong.module)] if wrong.path.startswith("rules/") else []
        return int(pytest.main(asked, plugins=[order, *own]))
    except BaseException:
        return 1


def _forget(name: str) -> None:
    """Have it imported anew, also by whoever takes it from its package."""
    module = sys.modules.pop(name)
    package, _, own = name.rpartition(".")
    if getattr(sys.modules.get(package), own, None) is module:
        delattr(sys.modules[package], own)


def main() -> int:
    """Print each module's share and each new survivor; 1 where too few are noticed, or one is not listed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation.census", description=__doc__)
    parser.add_argument("modules", nargs="*", help="such as rules/reviews.py; all where not said")
    parser.add_argument("--most", type=int, help="the most wrongs to put into one module, drawn at random; all if not")
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1, help="how many to try at the same time")
    asked = parser.parse_args()
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    _load()
    tried, left = 0, list[Wrong]()
    for name in asked.modules or _modules():
        every = wrongs(CENSUS / name)
        chosen = Random(0).sample(every, min(asked.most or len(every), len(every)))
        survivors = unnoticed(chosen, at_once=asked.at_once, took=seconds_of_tests(every[0]))
        _say(f"{name}: {len(chosen) - len(survivors)} of {len(chosen)} wrongs noticed ({len(every)} possible)")
        for wrong in _not_listed(survivors):
            _say(f"not noticed, and not listed: {wrong.path}:{wrong.line}: {wrong.was}  became  {wrong.became}")
        tried, left = tried + len(chosen), left + survivors
    return _judged(tried, left)


def _judged(tried: int, left: Sequence[Wrong]) -> int:
    share, new = 100 * (1 - len(left) / tried), len(_not_listed(left))
    _say(f"{share:.1f}% of {tried:,} wrongs noticed; of {len(left)} survivors {new} are not listed.")
    return int(share < FLOOR or bool(new))


def _not_listed(left: Sequence[Wrong]) -> list[Wrong]:
    listed = {(row["module"], row["was"], row["became"]) for row in csv.DictReader(SURVIVORS.open(newline=""))}
    return [wrong for wrong in left if wrong.key not in listed]


def _modules() -> list[str]:
    return sorted(str(path.relative_to(CENSUS)) for path in CENSUS.rglob("*.py") if path.name not in _SPARED)


def _load() -> None:
    """Import what the tests need, once for all, and see which module leads to which."""
    _graph()
    pytest.main(
        ["--collect-only", "-qqq", "-p", "no:cacheprovider", *{test for each in _TESTS.values() for test in each}]
    )


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
