"""The yearly report as a page, on paper and in Word, all from the same content."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from holdfast.desk.board.asked import account_for, asked_of
from holdfast.desk.board.views import FIGURES, frame
from holdfast.kernel.refused import NotFound
from holdfast.records.board.queries.paper import pdf
from holdfast.records.board.queries.report import Report, yearly_report
from holdfast.records.board.queries.word import docx
from holdfast.web.pages import page

_PDF, _WORD = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@page(key="desk.report", words="The yearly report", purposes=FIGURES)
def report(request: HttpRequest) -> HttpResponse:
    """The report to read on a screen, with its two other forms to take away."""
    asked = asked_of(request)
    account = account_for(request, asked)
    told = yearly_report(account, partnership=settings.COUNCIL.partnership, made_at=request.now) if account else None
    return render(request, "desk/report.html", frame(request, asked, account) | {"report": told})


@page(key="desk.report_pdf", words="The yearly report as PDF", purposes=FIGURES)
def report_pdf(request: HttpRequest) -> HttpResponse:
    """The report on paper."""
    told = _report(request)
    return _file(pdf(told, brand=settings.COUNCIL.brand), told, kind=_PDF, ending="pdf")


@page(key="desk.report_word", words="The yearly report as Word", purposes=FIGURES)
def report_word(request: HttpRequest) -> HttpResponse:
    """The report for a Board to edit."""
    told = _report(request)
    return _file(docx(told, brand=settings.COUNCIL.brand), told, kind=_WORD, ending="docx")


def _report(request: HttpRequest) -> Report:
    account = account_for(request, asked_of(request))
    if account is None:
        raise NotFound("No figures of that year have been released.")
    return yearly_report(account, partnership=settings.COUNCIL.partnership, made_at=request.now)


def _file(content: bytes, told: Report, *, kind: str, ending: str) -> HttpResponse:
    name = f"{slugify(f'{told.authority} {told.year} yearly report')}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
