"""The yearly report as PDF: tagged, so that a screen reader reads it (PDF/UA-1), with its charts as drawings."""

import json
from importlib.resources import as_file, files

import typst

from holdfast.records.board.queries.drawn import Drawn
from holdfast.records.board.queries.report import Chapter, Report
from holdfast.web.picture import FONTS

_PLAN = files("holdfast.records.board") / "templates" / "board" / "report.typ"


def pdf(report: Report, *, brand: str) -> bytes:
    """The report on paper; `brand` is the council's colour as #rrggbb. The same report gives the same bytes."""
    with as_file(_PLAN) as plan:
        printed = typst.compile(
            plan,
            format="pdf",
            pdf_standards="ua-1",
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            timestamp=report.made_at.replace(microsecond=0),
            sys_inputs={"report": json.dumps(_told(report, brand))},
        )
    if not isinstance(printed, bytes):
        raise TypeError("A report is one document.")
    return printed


def _told(report: Report, brand: str) -> dict[str, object]:
    return {
        "title": report.title,
        "partnership": report.partnership,
        "year": report.year,
        "standing": report.standing,
        "brand": brand,
        "chapters": [_chapter(chapter) for chapter in report.chapters],
    }


def _chapter(chapter: Chapter) -> dict[str, object]:
    return {
        "title": chapter.title,
        "paragraphs": chapter.paragraphs,
        "points": chapter.points,
        "statements": [
            {
                "title": each.title,
                "sentences": each.sentences,
                "caveats": each.caveats,
                "definitions": each.definitions,
                "drawn": [_drawing(one) for one in each.drawn],
            }
            for each in chapter.statements
        ],
    }


def _drawing(one: Drawn) -> dict[str, object]:
    table = {"caption": one.table.caption, "head": one.table.head, "rows": one.table.rows}
    return {"title": one.chart.title, "svg": one.svg, "said": one.said, "note": one.note, "table": table}
