"""The reason that a check gives, filled in; both interpreters say it here."""

from collections.abc import Iterable, Mapping

from holdfast.checks._check import Check, Setting
from holdfast.facts import TABLES

KINDS = {
    "children_services": "children's services",
    "gp_practice": "GP practice",
    "mental_health": "mental health services",
    "council_other": "another council service",
    "step_parent": "step-parent",
}
"""Kinds whose words are not their code's."""

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def sentence(check: Check, setting: Setting, *, count: int, kinds: Iterable[str]) -> str:
    """The reason in words."""
    named = [kind_words(kind) for kind in kinds]
    said = check.said.format(
        count=count,
        s="" if count == 1 else "s",
        within=setting.within.words,
        kinds=_listed(named) or "nobody said whom",
        kind_count=_NUMBERS[len(named)] if len(named) < len(_NUMBERS) else len(named),
    )
    return said[0].upper() + said[1:]


def kind_words(kind: str) -> str:
    """A kind as people say it."""
    return KINDS.get(kind) or kind.replace("_", " ")


def reference(table: str, row: Mapping[str, object]) -> str:
    """How evidence names a row: its table, and its key within the child."""
    return f"{table}:{'/'.join(str(row[name]) for name in own_key(table))}"


def own_key(table: str) -> tuple[str, ...]:
    """The columns that make a row of the table unique within the child."""
    return TABLES[table].key[2:]


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""
