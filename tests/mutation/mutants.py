"""Small wrongs put into the code on purpose: a test that would let one pass is worth mending."""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]

TARGETS: dict[str, tuple[str, ...]] = {
    "holdfast/kernel/working_days.py": ("tests/unit/test_working_days.py",),
    "holdfast/kernel/identifiers.py": ("tests/unit/test_codes_and_identifiers.py",),
    "holdfast/access/rules.py": ("tests/unit/test_access.py",),
    "holdfast/access/decisions.py": ("tests/unit/test_access.py", "tests/property/test_access_properties.py"),
    "holdfast/clocks/_one_child.py": ("tests/spec/test_clocks.py", "tests/unit/test_clock_limits.py"),
    "holdfast/clocks/_limits.py": ("tests/spec/test_clocks.py", "tests/unit/test_clock_limits.py"),
    "holdfast/measures/_suppression.py": ("tests/property/test_disclosure.py",),
    "holdfast/measures/engine.py": ("tests/unit/test_measures.py", "tests/spec/test_measures.py"),
    "holdfast/returns/cin/_child.py": ("tests/unit/test_cin_reader.py", "tests/unit/test_cin_inputs.py"),
    "holdfast/records/people/queries/spelling.py": ("tests/unit/test_people_spelling.py",),
}
"""What a wrong answer would harm most, and the tests that are to notice."""

_SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One wrong: where, what stood there and what stands there now, and the whole file with it."""

    path: str
    line: int
    was: str
    became: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.was}  became  {self.became}"


def mutants(path: str) -> list[Mutant]:
    """Every small wrong that can be put into this file."""
    tree = ast.parse((REPOSITORY / path).read_text())
    spared = {id(each) for node in ast.walk(tree) for mark in _marks(node) for each in ast.walk(mark)}
    told = [(at, node) for at, node in enumerate(ast.walk(tree)) if id(node) not in spared]
    return [mutant for at, node in told for mutant in _of(path, tree, at, node)]


class Copy:
    """A copy of the repository to put wrongs into, so that nobody's work is touched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in ("holdfast", "tests", "local"):
            shutil.copytree(REPOSITORY / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(REPOSITORY / "pyproject.toml", folder)

    def notices(self, mutant: Mutant) -> bool:
        """Whether its tests fail with this wrong in the code; one that never ends is noticed too."""
        right = (self.folder / mutant.path).read_text()
        (self.folder / mutant.path).write_text(mutant.text)
        try:
            return not self.passes(TARGETS[mutant.path])
        finally:
            (self.folder / mutant.path).write_text(right)

    def passes(self, tests: tuple[str, ...]) -> bool:
        """Whether these tests pass here."""
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            ran = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, timeout=120)
        except subprocess.TimeoutExpired:
            return False
        return ran.returncode == 0


def _marks(node: ast.AST) -> list[ast.expr]:
    """What stands over a class or function, such as `@dataclass(frozen=True)`: it changes no answer."""
    return node.decorator_list if isinstance(node, ast.ClassDef | ast.FunctionDef) else []


def _of(path: str, tree: ast.Module, at: int, node: ast.AST) -> Iterator[Mutant]:
    wrong = _wrong(node)
    if wrong is None:
        return
    other = deepcopy(tree)
    there = list(ast.walk(other))[at]
    there.__dict__.update(wrong.__dict__)
    there.__class__ = type(wrong)
    text = ast.unparse(ast.fix_missing_locations(other))
    yield Mutant(path, getattr(node, "lineno", 0), ast.unparse(node), ast.unparse(there), text)


def _wrong(node: ast.AST) -> ast.AST | None:
    """The node with one small wrong in it; None where there is none to put."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _SWAPS:
        return ast.Compare(node.left, [_SWAPS[type(node.ops[0])](), *node.ops[1:]], node.comparators)
    if isinstance(node, ast.BoolOp):
        return ast.BoolOp(_SWAPS[type(node.op)](), node.values)
    if isinstance(node, ast.BinOp) and type(node.op) in _SWAPS:
        return ast.BinOp(node.left, _SWAPS[type(node.op)](), node.right)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return ast.Call(ast.Name("bool"), [node.operand], [])
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        return ast.Constant(not node.value)
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return ast.Constant(node.value + 1)
    return None
