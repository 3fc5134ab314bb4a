"""What this repository holds: its files, and its Python as syntax trees, read once."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
PLAIN = ("kernel", "facts", "access", "clocks", "checks", "measures", "returns", "matching", "borough")
"""The packages that know no Django and no network."""


@dataclass(frozen=True)
class Module:
    """One Python file, by its path from the repository's root."""

    path: str
    text: str
    tree: ast.Module

    @property
    def imports(self) -> set[str]:
        """Every module that it imports, by full name."""
        return set(_imports(self.tree))


@cache
def modules(folder: str = "holdfast") -> tuple[Module, ...]:
    """Every Python file in a folder, without migrations."""
    found = [path for path in files(f"{folder}/") if path.endswith(".py") and "/migrations/" not in path]
    return tuple(_module(path) for path in found)


@cache
def files(under: str = "") -> tuple[str, ...]:
    """Every file that Git keeps, or would keep if it were added, by its path."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    )  # fmt: skip
    there = [path for path in sorted(set(listed.stdout.splitlines())) if (REPOSITORY / path).is_file()]
    return tuple(path for path in there if path.startswith(under))


def read(path: str) -> str:
    """The text of a file; bytes that are no text are replaced."""
    return (REPOSITORY / path).read_text(errors="replace")


def _module(path: str) -> Module:
    text = read(path)
    return Module(path=path, text=text, tree=ast.parse(text))


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)
