"""What a check of a census says, as data for other programs and in words for whoever reads it."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from io import StringIO
from typing import Any, TextIO

from holdfast.returns.cin.checking import Checked, Finding, Result, children_found, label, shortened
from holdfast.returns.cin.rules import RULES

_COLUMNS = ("code", "severity", "child", "element", "value", "line", "message")
_SHOWN_FINDINGS = 3
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_json(checked: Checked, to: TextIO, *, file: str, seconds: float) -> None:
    """The whole account as JSON: every rule with its status, every finding with its line."""
    to.writelines(json_pieces(checked, file=file, seconds=seconds))


def json_pieces(checked: Checked, *, file: str, seconds: float) -> Iterator[str]:
    """The same a finding at a time, so that a million of them are never in memory at once."""
    told: dict[str, Any] = {
        "file": file,
        "collection": label(checked.rows.year),
        "rules": [asdict(result) for result in checked.results],
        "findings": [],
        "children": checked.rows.children,
        "seconds": round(seconds, 3),
        "notes": [asdict(note) for note in checked.rows.notes],
        "stopped": _stop(checked),
    }
    before, place, after = json.dumps(told, ensure_ascii=False, indent=1).partition('"findings": [')
    yield before + place
    comma = "\n  "
    for finding in checked.findings():
        yield comma + json.dumps(_as_data(finding), ensure_ascii=False)
        comma = ",\n  "
    yield after + "\n"


def write_csv(checked: Checked, to: TextIO) -> None:
    """Every finding as a line of CSV."""
    to.writelines(csv_pieces(checked))


def csv_pieces(checked: Checked) -> Iterator[str]:
    """The same a line at a time; what a spreadsheet would take for a formula is kept from being one."""
    line = StringIO()
    sheet = csv.writer(line)
    sheet.writerow(_COLUMNS)
    yield line.getvalue()
    for finding in checked.findings():
        line.seek(0)
        line.truncate()
        sheet.writerow([_no_formula(getattr(finding, name)) for name in _COLUMNS])
        yield line.getvalue()


def _no_formula(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_STARTS_A_FORMULA) else value


def summary(checked: Checked, *, seconds: float) -> Iterator[str]:
    """The account in words: the whole first, then each rule that found something, errors before queries."""
    rows = checked.rows
    yield f"{rows.children:,} children, judged as the census of {label(rows.year)}, in {seconds:.1f} seconds."
    if rows.stopped:
        yield f"The file breaks off at line {rows.stopped[0]:,}: {rows.stopped[1]} What stands before it was checked."
    yield _counted(checked)
    for note in rows.notes[:_SHOWN_FINDINGS]:
        yield f"Line {note.line:,}{f', {note.element}' if note.element else ''}: {note.said}"
    if len(rows.notes) > _SHOWN_FINDINGS:
        yield f"And {len(rows.notes) - _SHOWN_FINDINGS:,} more of this kind."
    yield from _by_rule(checked)
    yield from _not_run(checked.results)


def _by_rule(checked: Checked) -> Iterator[str]:
    examples: dict[str, list[Finding]] = {}
    for finding in shortened(checked, most=_SHOWN_FINDINGS).findings():
        examples.setdefault(finding.code, []).append(finding)
    found = [result for result in checked.results if result.status == "found"]
    for result in sorted(found, key=lambda each: (each.severity, -each.count, each.code)):
        rule = RULES[result.code]
        yield f"\n{result.code}  {rule.title}: {result.count:,} ({result.severity})"
        yield f"  {rule.mend}"
        for finding in examples[result.code]:
            yield f"  Line {finding.line:,}{f', child {finding.child}' if finding.child else ''}: {finding.message}"


def _counted(checked: Checked) -> str:
    errors = sum(result.count for result in checked.results if result.severity == "error")
    queries = sum(result.count for result in checked.results if result.severity == "query")
    passed = sum(result.status == "passed" for result in checked.results)
    return (
        f"{errors:,} to mend and {queries:,} to mend or explain, of {children_found(checked):,} children; "
        f"{passed} rules passed."
    )


def _not_run(results: Iterable[Result]) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for result in results:
        if result.status == "not run":
            reasons.setdefault(result.reason, []).append(result.code)
    for reason, codes in reasons.items():
        yield f"\nNot run: {', '.join(codes)}. {reason}"


def _as_data(finding: Finding) -> dict[str, Any]:
    return {name: getattr(finding, name) for name in _COLUMNS}


def _stop(checked: Checked) -> dict[str, Any] | None:
    stopped = checked.rows.stopped
    return {"line": stopped[0], "because": stopped[1]} if stopped else None
