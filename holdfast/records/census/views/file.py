"""Checking a census file: it is read, answered and forgotten; only that it was checked is on the audit log."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from itertools import groupby, islice
from time import perf_counter
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.access import Purpose, Stage
from holdfast.kernel.refused import Refused
from holdfast.records.census.actions import keep_file
from holdfast.records.census.forms.file import LARGEST, FileForm
from holdfast.returns.cin._stream import Limits
from holdfast.returns.cin.checking import Checked, Finding, children_found, label, shortened
from holdfast.returns.cin.report import csv_pieces, json_pieces
from holdfast.returns.cin.rules import RULES
from holdfast.returns.cin.underway import Asking, Reading, at_once, underway
from holdfast.wall.acting import Acting, acting, current
from holdfast.wall.audit import record
from holdfast.web.pages import page
from holdfast.web.uploads import name_as_given

CHECKING = (Purpose.statutory_return, Purpose.analysis)
STEPS = "application/x-ndjson"
"""A line of JSON for each step, for a page that shows how far the check is."""
_OF_EACH_BY_SCRIPT, _OF_EACH = 1000, 50
_MOST_NOTES = 100
_IN_A_LUMP = 500


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What somebody wants checked, and who it is."""

    file: UploadedFile
    name: str
    year: int | None
    by: Acting
    at: datetime

    @property
    def limits(self) -> Limits:
        """No more than the page takes."""
        return Limits(most_bytes=LARGEST)


@page(key="census.file", words="Check a census file", purposes=CHECKING, methods=("GET", "POST"))
def file(request: HttpRequest) -> HttpResponse:
    """A census file is dropped here; what the rules find in it is answered as a page, as steps, as CSV or as JSON."""
    form = FileForm(request.POST or None, request.FILES or None)
    wants_steps = request.headers.get("Accept") == STEPS
    if request.method == "POST" and form.is_valid():
        asked = _asked(form, request)
        if wants_steps:
            return _sent(_steps(asked), kind=STEPS)
        try:
            return _ANSWERS[form.cleaned_data["answer"]](request, asked)
        except Refused as refusal:
            form.add_error("file", str(refusal))
    if wants_steps:
        said = " ".join(str(message) for errors in form.errors.values() for message in errors)
        return _sent(iter([_line(refused=said)]), kind=STEPS)
    return render(request, "census/file.html", _around() | {"form": form}, status=400 if form.errors else 200)


@page(
    key="census.keep_file", words="Keep the account of a census file", purposes=(Purpose.statutory_return,),
    needs=Stage.child_protection, methods=("POST",), writes=True,
)  # fmt: skip
def keep(request: HttpRequest) -> HttpResponse:
    """Check the file once more and keep what was found: the counts, and the findings on children who are known here."""
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        asked, began = _asked(form, request), perf_counter()
        try:
            checked = _checked(asked)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            run = keep_file(
                checked=checked, name=asked.name, seconds=perf_counter() - began, record_id=form.key_of(_digest(asked)),
                by=asked.by.actor, purpose=asked.by.purpose, at=asked.at,
            )  # fmt: skip
            return redirect("census:kept", run.id)
    return render(request, "census/file.html", _around() | {"form": form}, status=400)


def _around() -> dict[str, Any]:
    """Whether the reader may keep an account."""
    return {"keep_url": reverse("census:keep_file") if current().purpose is Purpose.statutory_return else ""}


def _asked(form: FileForm, request: HttpRequest) -> _Asked:
    told = form.cleaned_data
    name = name_as_given(told["file"].name or "census.xml")
    return _Asked(file=told["file"], name=name, year=told["year"], by=current(), at=request.now)


def _steps(asked: _Asked) -> Iterator[str]:
    """Each step as it is reached; then the whole; then the findings, a rule at a time."""
    began = perf_counter()
    try:
        for step in underway(asked.file, year=asked.year, limits=asked.limits):
            match step:
                case Reading():
                    yield _line(read=step.read, of=asked.file.size, children=step.children)
                case Asking():
                    yield _line(rule=step.rule, rules=step.rules)
                case Checked():
                    yield from _told(asked, step, seconds=perf_counter() - began)
    except Refused as refusal:
        yield _line(refused=str(refusal))


def _told(asked: _Asked, checked: Checked, *, seconds: float) -> Iterator[str]:
    with acting(actor=asked.by.actor, purpose=asked.by.purpose):
        _note_checked(asked, checked)  # nothing of it leaves before it is on the audit log
    yield _line(whole=_whole(checked) | {"file": asked.name, "seconds": round(seconds, 1)}, rules=_rules(checked))
    shown = shortened(checked, most=_OF_EACH_BY_SCRIPT)
    for _, findings in groupby(shown.findings(), key=lambda finding: finding.code):
        yield _line(findings=[_cells(finding) for finding in findings])
    yield _line(done=True)


def _as_page(request: HttpRequest, asked: _Asked) -> HttpResponse:
    checked = _checked(asked)
    by_rule: dict[str, list[Finding]] = {}
    for finding in shortened(checked, most=_OF_EACH).findings():
        by_rule.setdefault(finding.code, []).append(finding)
    groups = [
        (rule, by_rule.get(rule["code"], ()), max(0, rule["count"] - _OF_EACH))
        for rule in _rules(checked)
        if rule["status"] == "found"
    ]
    shown = {"form": FileForm(), "whole": _whole(checked), "groups": groups, "name": asked.name}
    return render(request, "census/file.html", _around() | shown | {"not_run": _not_run(checked)})


def _as_csv(_request: HttpRequest, asked: _Asked) -> StreamingHttpResponse:
    return _sent(csv_pieces(_checked(asked)), kind="text/csv; charset=utf-8", name=f"{asked.name}-findings.csv")


def _as_json(_request: HttpRequest, asked: _Asked) -> StreamingHttpResponse:
    began = perf_counter()
    checked = _checked(asked)
    told = json_pieces(checked, file=asked.name, seconds=perf_counter() - began)
    return _sent(told, kind="application/json", name=f"{asked.name}-account.json")


_ANSWERS = {"page": _as_page, "csv": _as_csv, "json": _as_json}


def _checked(asked: _Asked) -> Checked:
    checked = at_once(asked.file, year=asked.year, limits=asked.limits)
    _note_checked(asked, checked)
    return checked


def _note_checked(asked: _Asked, checked: Checked) -> None:
    """Put on the audit log that the file was checked: its digest and the counts; nothing that stands in it."""
    digest = _digest(asked)
    whole = _whole(checked)
    counted = f"{whole['children']} children, {whole['errors']} errors, {whole['queries']} queries"
    record(what="check_census_file", children=[], at=asked.at, reason=f"sha256 {digest}: {counted}")


def _digest(asked: _Asked) -> str:
    asked.file.seek(0)
    return file_digest(asked.file, "sha256").hexdigest()


def _whole(checked: Checked) -> dict[str, Any]:
    """The numbers at the head of the page."""
    counts = {kind: sum(each.count for each in checked.results if each.severity == kind) for kind in ("error", "query")}
    stopped = checked.rows.stopped
    return {
        "collection": label(checked.rows.year),
        "children": checked.rows.children,
        "errors": counts["error"],
        "queries": counts["query"],
        "of_children": children_found(checked),
        "passed": sum(each.status == "passed" for each in checked.results),
        "stopped": {"line": stopped[0], "because": stopped[1]} if stopped else None,
        "notes": [_note(each.line, each.element, each.said) for each in checked.rows.notes[:_MOST_NOTES]],
        "notes_in_all": len(checked.rows.notes),
    }


def _note(line: int, element: str, said: str) -> str:
    return f"Line {line:,}{f', {element}' if element else ''}: {said}"


def _rules(checked: Checked) -> list[dict[str, Any]]:
    """What became of each rule: those that found something first, errors before queries, the most first."""
    told = [
        {
            "code": each.code, "status": each.status, "severity": each.severity, "count": each.count,
            "reason": each.reason, "title": RULES[each.code].title, "why": RULES[each.code].why,
            "mend": RULES[each.code].mend,
        }
        for each in checked.results
    ]  # fmt: skip
    return sorted(told, key=lambda each: (each["status"] != "found", each["severity"], -each["count"], each["code"]))


def _not_run(checked: Checked) -> list[tuple[str, list[str]]]:
    """Why some rules were not asked, and which."""
    reasons: dict[str, list[str]] = {}
    for each in checked.results:
        if each.status == "not run":
            reasons.setdefault(each.reason, []).append(each.code)
    return list(reasons.items())


def _cells(finding: Finding) -> list[Any]:
    return [finding.code, finding.child, finding.element, finding.value, finding.line, finding.message]


def _line(**told: Any) -> str:
    return json.dumps(told, ensure_ascii=False) + "\n"


def _sent(pieces: Iterator[str], *, kind: str, name: str = "") -> StreamingHttpResponse:
    if not name:
        return StreamingHttpResponse(pieces, content_type=kind)
    plain = re.sub(r"[^ \w.()-]", "_", name, flags=re.ASCII)
    headers = {"Content-Disposition": f'attachment; filename="{plain}"'}
    return StreamingHttpResponse(_in_lumps(pieces), content_type=kind, headers=headers)


def _in_lumps(pieces: Iterator[str]) -> Iterator[str]:
    """The same text in pieces that are worth sending."""
    while lump := list(islice(pieces, _IN_A_LUMP)):
        yield "".join(lump)
