"""The yearly report as Word, which Boards edit: real headings, lists and tables, and charts as pictures with words."""

from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.shared import OxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table as WordTable

from holdfast.records.board.queries.drawn import Drawn
from holdfast.records.board.queries.report import Chapter, Report, Statement
from holdfast.web.charts import Table
from holdfast.web.picture import png

_FONT = "Calibri"
_DOTS = 1_080  # of 15 cm: sharp on paper, and a report of twenty charts stays under a megabyte


def docx(report: Report, *, brand: str) -> bytes:
    """The report as a Word document; `brand` is the council's colour as #rrggbb."""
    document = Document()
    _dress(document, brand)
    about = document.core_properties
    about.title, about.author, about.language = report.title, report.partnership, "en-GB"
    about.created = about.modified = report.made_at.replace(tzinfo=None)
    about.comments = about.keywords = ""
    document.add_paragraph(report.partnership)
    document.add_paragraph(report.title, style="Title")
    document.add_paragraph(report.standing)
    for chapter in report.chapters:
        _chapter(document, chapter)
    sink = BytesIO()
    document.save(sink)
    return sink.getvalue()


def _dress(document: WordDocument, brand: str) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = _FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(brand.removeprefix("#").upper())
    document.styles["Normal"].font.size = Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    document.styles["Normal"].element.get_or_add_rPr().append(language)


def _chapter(document: WordDocument, chapter: Chapter) -> None:
    document.add_heading(chapter.title, level=1)
    for said in chapter.paragraphs:
        document.add_paragraph(said)
    for said in chapter.points:
        document.add_paragraph(said, style="List Bullet")
    for statement in chapter.statements:
        _statement(document, statement)


def _statement(document: WordDocument, statement: Statement) -> None:
    document.add_heading(statement.title, level=2)
    document.add_paragraph(" ".join(statement.sentences))
    for said in statement.caveats:
        document.add_paragraph().add_run(said).italic = True
    for one in statement.drawn:
        _drawing(document, one)
    for code, title, said in statement.definitions:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{title} ").bold = True
        paragraph.add_run(f"({code}): {said}").font.size = Pt(9)


def _drawing(document: WordDocument, one: Drawn) -> None:
    caption = document.add_paragraph()
    caption.add_run(one.chart.title).bold = True
    caption.paragraph_format.keep_with_next = True
    picture = document.add_picture(BytesIO(png(one.svg, width_px=_DOTS)), width=Cm(15))
    words = picture._inline.docPr
    words.set("descr", one.said)
    words.set("title", one.chart.title)
    if one.note:
        document.add_paragraph().add_run(one.note).font.size = Pt(9)
    _table(document, one.table)


def _table(document: WordDocument, told: Table) -> None:
    caption = document.add_paragraph(told.caption, style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=0, cols=len(told.head), style="Light List Accent 1")
    for row in (told.head, *told.rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
            cell.paragraphs[0].runs[0].font.size = Pt(9)
    _repeat_heading(table)
    document.add_paragraph()


def _repeat_heading(table: WordTable) -> None:
    """Mark the first row as the heading, on every page that the table reaches."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
