"""Before a census is sent: held against last year's and what was published. Both files are read and forgotten."""

import csv
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import file_digest
from io import StringIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from holdfast.access import Purpose
from holdfast.facts.cohorts import CollectionYear
from holdfast.kernel.refused import Refused
from holdfast.measures import benchmarks
from holdfast.measures.moved import Census, Line, held_against
from holdfast.measures.moved_words import as_sheet, beside_in_words, line_as_data, name_of, remarks, said
from holdfast.records.board.queries.authority import about, population_of
from holdfast.records.census.forms.comparing import LARGEST, ComparingForm
from holdfast.returns.cin import CensusRefused, census_facts
from holdfast.returns.cin._stream import Limits
from holdfast.returns.cin.compare import Moved, as_data, compared
from holdfast.returns.cin.scan import scan
from holdfast.returns.cin.underway import alone
from holdfast.wall.audit import record
from holdfast.web.pages import page

_PURPOSES = (Purpose.statutory_return, Purpose.analysis)


@dataclass(frozen=True, kw_only=True)
class _Compared:
    """What was found, and of which files."""

    now: Census
    like: str | None
    moved: list[Moved]
    lines: list[Line]


@page(key="census.compare", words="Before you send it", purposes=_PURPOSES, methods=("GET", "POST"))
def compare(request: HttpRequest) -> HttpResponse:
    """This year's file and last year's are dropped here; what moved more than chance is answered, and nothing kept."""
    form = ComparingForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            with alone():
                found = _compared(**{name: form.cleaned_data[name] for name in ("this", "last", "model")})
        except Refused as refusal:
            form.add_error("this", str(refusal))
        else:
            _note(request, form, found)
            return _ANSWERS[form.cleaned_data["answer"]](request, found)
    return render(request, "census/compare.html", {"form": form}, status=400 if form.errors else 200)


def _compared(this: UploadedFile, last: UploadedFile | None, model: str) -> _Compared:
    now, before = _census(this), _census(last) if last else None
    if before and (before.authority, before.year) != (now.authority, now.year.previous):
        raise Refused(
            f"These are files of authority {now.authority} for {now.year} and of authority {before.authority} for "
            f"{before.year}. Choose two files of one authority, of a year and of the year before it."
        )
    like = about(now.authority).compares_as
    lines = held_against(now, before, like=like, model=model)
    moved = compared(scan(_again(this)), scan(_again(last))) if last else []
    return _Compared(now=now, like=like, moved=moved, lines=lines)


def _census(file: UploadedFile) -> Census:
    """The file as facts."""
    try:
        facts, account = census_facts(file, limits=Limits(most_bytes=LARGEST))
    except CensusRefused as refusal:
        raise Refused(f"{file.name}: {refusal}") from None
    if account.stopped:
        raise Refused(f"{file.name} breaks off at line {account.stopped.line:,}: {account.stopped.because}")
    if account.header is None or account.header.year is None:
        raise Refused(f"{file.name} does not say of which year it tells.")
    authority, year = account.header.authority, account.header.year
    described = population_of(authority, CollectionYear.ending(year))
    return Census.told(facts, authority=authority, year=year, population=described)


def _again(file: UploadedFile) -> UploadedFile:
    file.seek(0)
    return file


def _note(request: HttpRequest, form: ComparingForm, found: _Compared) -> None:
    """Put on the audit log that the files were held against each other: their digests, and nothing of them."""
    files = [form.cleaned_data[name] for name in ("this", "last") if form.cleaned_data[name]]
    digests = " and ".join(file_digest(_again(file), "sha256").hexdigest() for file in files)
    record(what="compare_census_files", children=[], at=request.now, reason=f"sha256 {digests}: {found.now.year.label}")


def _as_page(request: HttpRequest, found: _Compared) -> HttpResponse:
    worth = [line for line in found.lines if line.is_worth_a_look]
    shown = {
        "form": ComparingForm(),
        "authority": found.now.authority,
        "collection": found.now.year.label,
        "like": benchmarks.area_of(found.like) if found.like else None,
        "population": f"{found.now.population:,}" if found.now.population else "",
        "moved": [(each, f"{each.before:,}", f"{each.now:,}") for each in found.moved],
        "worth": [_row(line) for line in worth],
        "others": [_row(line) for line in found.lines if not line.is_worth_a_look],
        "sources": list(dict.fromkeys(line.published.source for line in found.lines if line.published)),
    }
    return render(request, "census/compare.html", shown)


def _row(line: Line) -> dict[str, Any]:
    before, published, neighbours = beside_in_words(line)
    counts = line.now.denominator is not None and line.now.value is not None
    return {
        "name": name_of(line),
        "now": said(line.now),
        "of": f"{line.now.numerator:,} of {line.now.denominator:,}" if counts else "",
        "because": line.now.because,
        "before": before,
        "published": published,
        "neighbours": neighbours,
        "remarks": remarks(line),
    }


def _as_csv(_request: HttpRequest, found: _Compared) -> HttpResponse:
    sheet = StringIO()
    csv.writer(sheet).writerows(as_sheet(found.lines))
    return _sent(sheet.getvalue(), found, kind="text/csv; charset=utf-8", ending="csv")


def _as_json(_request: HttpRequest, found: _Compared) -> HttpResponse:
    told = {
        "authority": found.now.authority,
        "collection": found.now.year.label,
        "compares_as": found.like,
        "population": found.now.population,
        "year_on_year": [as_data(each) for each in found.moved],
        "numbers": [line_as_data(line) for line in found.lines],
    }
    return _sent(json.dumps(told, ensure_ascii=False, indent=1), found, kind="application/json", ending="json")


_ANSWERS: Mapping[str, Callable[[HttpRequest, _Compared], HttpResponse]] = {
    "page": _as_page, "csv": _as_csv, "json": _as_json,
}  # fmt: skip


def _sent(text: str, found: _Compared, *, kind: str, ending: str) -> HttpResponse:
    name = f"census-{found.now.year.label}-before-sending.{ending}"
    return HttpResponse(text, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
