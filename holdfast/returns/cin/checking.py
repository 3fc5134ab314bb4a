"""Asks every rule of a census and answers with findings: passed, found, or not run and why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from holdfast.returns.cin._rule import Found, NotRun, Rule
from holdfast.returns.cin.rows import Rows
from holdfast.returns.cin.rules import RULES

Status = Literal["passed", "found", "not run"]
Severity = Literal["error", "query"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that a rule found: whose, where in the file, and in words what is wrong."""

    code: str
    severity: Severity
    child: str
    """The authority's own number of the child; empty where it is about the file."""
    table: str
    row: int
    element: str
    value: str
    line: int
    message: str


@dataclass(frozen=True, kw_only=True)
class Result:
    """What became of one rule."""

    code: str
    status: Status
    severity: Severity
    count: int
    reason: str = ""
    """Why it was not run; empty otherwise."""


@dataclass(frozen=True)
class Checked:
    """A census with what every rule says of it."""

    rows: Rows
    results: Sequence[Result]
    found: Sequence[tuple[Rule, Found]]

    def findings(self) -> Iterator[Finding]:
        """Every finding in words, by rule and then in file order; made as they are asked for."""
        for rule, found in self.found:
            yield from _in_words(self.rows, rule, found)


def check(rows: Rows, *, rules: Iterable[Rule] | None = None, whole: bool = True) -> Checked:
    """Ask the rules of the census; where it is not a whole file, those that need one are not run."""
    results: list[Result] = []
    found: list[tuple[Rule, Found]] = []
    for rule in RULES.values() if rules is None else rules:
        result, told = _ask(rule, rows, whole=whole)
        results.append(result)
        found += [(rule, each) for each in told if len(each.rows)]
    return Checked(rows, results, found)


def _ask(rule: Rule, rows: Rows, *, whole: bool) -> tuple[Result, Sequence[Found]]:
    reason = _why_not(rule, rows, whole=whole)
    if reason:
        return Result(code=rule.code, status="not run", severity=rule.severity, count=0, reason=reason), ()
    try:
        answer = rule.finds(rows)
    except NotRun as because:
        return Result(code=rule.code, status="not run", severity=rule.severity, count=0, reason=str(because)), ()
    told = (answer,) if isinstance(answer, Found) else answer
    count = sum(len(each.rows) for each in told)
    status: Status = "found" if count else "passed"
    return Result(code=rule.code, status=status, severity=rule.severity, count=count), told


def _why_not(rule: Rule, rows: Rows, *, whole: bool) -> str:
    if rule.since is not None and rows.year < rule.since:
        return f"The census asks it from {label(rule.since)} on, and this file is judged as {label(rows.year)}."
    if rule.until is not None and rows.year > rule.until:
        return f"The census asked it until {label(rule.until)}, and this file is judged as {label(rows.year)}."
    if rule.per == "file" and not whole:
        return "It is asked of a whole file only."
    return ""


def label(year: int) -> str:
    """What people call the census of that year: 2025-26."""
    return f"{year - 1}-{year % 100:02}"


def _in_words(rows: Rows, rule: Rule, found: Found) -> Iterator[Finding]:
    table = rows[found.table]
    about_file = found.table == "Header"
    for place, row in enumerate(found.rows.tolist()):
        told = {name: values[place] for name, values in found.told.items()}
        yield Finding(
            code=rule.code,
            severity=rule.severity,
            child="" if about_file else rows.child_number(int(table.child[row])),
            table=found.table,
            row=row,
            element=found.element,
            value=table[found.element].word(row) if found.element in table.columns else "",
            line=table.line(row, found.element),
            message=rule.message(table, row, told),
        )


def children_found(checked: Checked) -> int:
    """How many children have a finding."""
    told = np.zeros(checked.rows.children, dtype=bool)
    for _, found in checked.found:
        if found.table != "Header":
            told[checked.rows[found.table].child[found.rows]] = True
    return int(told.sum())


def shortened(checked: Checked, *, most: int) -> Checked:
    """The same answer with so many findings of each rule at most; what each rule counted stays."""
    left = {rule.code: most for rule, _ in checked.found}
    kept: list[tuple[Rule, Found]] = []
    for rule, found in checked.found:
        rows = found.rows[: left[rule.code]]
        left[rule.code] -= len(rows)
        told = {name: values[: len(rows)] for name, values in found.told.items()}
        kept.append((rule, Found(found.table, rows, found.element, told)))
    return replace(checked, found=kept)
