"""Lessons made executable: named questions over facts that answer children, each with the reason in a sentence.

A check is declared as data, one file a topic; `_check` says how every check works. Two interpreters read them:
`findings_of` for one child at the point of entry, `find` for a population overnight. Reasons, never scores.
"""

from holdfast.checks import seen, told, unanswered
from holdfast.checks._asking import Question, question
from holdfast.checks._check import Check, Finding, Setting
from holdfast.checks._local import as_set_locally
from holdfast.checks._one_child import findings_of, marks_of
from holdfast.checks._population import find
from holdfast.checks._sentences import kind_words, reference
from holdfast.clocks._local import folder as local_folder

CHECKS: dict[str, Check] = {
    check.id: check
    for check in as_set_locally((*told.CHECKS, *seen.CHECKS, *unanswered.CHECKS), local_folder() / "checks.toml")
}
"""Every check by its id, with the partnership's own counts and times."""

CHECK_TABLES: frozenset[str] = frozenset({"child"}).union(*(check.tables for check in CHECKS.values()))
"""The fact tables that any check reads, and who is a child."""

__all__ = [
    "CHECKS",
    "CHECK_TABLES",
    "Check",
    "Finding",
    "Question",
    "Setting",
    "find",
    "findings_of",
    "kind_words",
    "marks_of",
    "question",
    "reference",
]
