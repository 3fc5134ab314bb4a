"""The yearly report as one HTML file that needs no server."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from holdfast.records.board.queries.report import Report


def html(report: Report) -> bytes:
    """The report with its styles inside it."""
    found = finders.find("web/holdfast.css")
    styles = settings.COUNCIL.style_sheet + Path(found).read_text(encoding="utf-8")
    return render_to_string("board/report_file.html", {"report": report, "styles": styles}).encode()
