"""The yearly report: the same content as a page, on paper and in Word, and no withheld number in any of them."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import docx as word_files
import pytest
from pypdf import PdfReader

from holdfast.facts.store import Facts
from holdfast.measures import MEASURES
from holdfast.measures.disclosure import publish
from holdfast.records.board.queries.authority import About
from holdfast.records.board.queries.paper import pdf
from holdfast.records.board.queries.report import Account, Report, yearly_report
from holdfast.records.board.queries.sections import SECTIONS, told_with
from holdfast.records.board.queries.standalone import html
from holdfast.records.board.queries.word import docx
from tests.board_facts import YEAR, counted, told

BRAND = "#1f4e79"
AT = datetime(2017, 6, 1, 9, tzinfo=UTC)
HARROW = About(code="310", name="Harrow", compares_as="310", known_from=None)


def account(facts: Facts, *, before: Facts | None = None, about: About = HARROW) -> Account:
    """The account of 2016-17 that these facts give."""
    previous = publish(counted(before, year=YEAR.previous)) if before else ()
    return Account(
        about=about, year=YEAR, figures=tuple(publish(counted(facts))), before=tuple(previous), earlier={},
        release=None, facts_sha256="f" * 64, counted_at=AT, model="2025",
    )  # fmt: skip


def report(facts: Facts, **more: object) -> Report:
    """The report that these facts give."""
    return yearly_report(account(facts, **more), partnership="A Partnership", made_at=AT)


def text_of_pdf(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def text_of_word(content: bytes) -> str:
    document = word_files.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


FORMS: dict[str, Callable[[Report], str]] = {
    "page": lambda made: html(made).decode(),
    "paper": lambda made: text_of_pdf(pdf(made, brand=BRAND)),
    "word": lambda made: text_of_word(docx(made, brand=BRAND)),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_the_same_figures_in_sentences(form):
    text = " ".join(FORMS[form](report(told())).split())
    assert "There were 47 referrals, a rate of 8.1 for every 10,000 children." in text
    assert "29 child protection plans began, a rate of 5.0 for every 10,000 children." in text


@pytest.mark.parametrize("form", FORMS)
def test_a_withheld_share_and_its_counts_stand_in_no_form(form):
    exact = {figure.code: figure for figure in counted(told(again=2)) if figure.breakdown is None}
    assert exact["CPP-03"].value == 6.9
    text = FORMS[form](report(told(again=2)))
    assert "withheld" in text
    assert "6.9%" not in text
    assert "2 of 29" not in text
    assert "27" not in text.replace("2027", "").split()


def test_changing_a_withheld_number_changes_no_byte_of_what_leaves():
    one, other = report(told(police=3, housing=4, again=2)), report(told(police=4, housing=3, again=5))
    assert html(one) == html(other)
    assert pdf(one, brand=BRAND) == pdf(other, brand=BRAND)
    assert inside(docx(one, brand=BRAND)) == inside(docx(other, brand=BRAND))


def test_changing_a_number_that_is_told_changes_every_form():
    one, other = report(told(schools=40)), report(told(schools=50))
    assert html(one) != html(other)
    assert pdf(one, brand=BRAND) != pdf(other, brand=BRAND)
    assert inside(docx(one, brand=BRAND)) != inside(docx(other, brand=BRAND))


def inside(content: bytes) -> dict[str, bytes]:
    """What a Word file holds; its wrapper carries the time of writing."""
    with ZipFile(BytesIO(content)) as held:
        return {name: held.read(name) for name in held.namelist()}


def test_the_word_file_has_headings_tables_with_heading_rows_and_pictures_with_words():
    document = word_files.Document(BytesIO(docx(report(told()), brand=BRAND)))
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert headings[:2] == ["The year in short", "The front door"]
    assert document.tables
    assert all(table.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for table in document.tables)
    pictures = [shape._inline.docPr for shape in document.inline_shapes]
    assert pictures
    assert all(picture.get("descr", "").startswith(("Line chart", "Bar chart")) for picture in pictures)


def test_the_pdf_is_tagged_and_says_its_language_and_title():
    paper = PdfReader(BytesIO(pdf(report(told()), brand=BRAND)))
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")
    assert paper.metadata.title == "Safeguarding children in Harrow: 2016-17"


def test_what_cannot_be_computed_is_listed_with_its_reason():
    chapter = next(each for each in report(told()).chapters if each.slug == "not-computed")
    title = MEASURES["ICPC-02"].title
    assert f"{title}: There were none to take a share of." in chapter.points


def test_every_statement_carries_its_definition_and_its_day():
    made = report(told())
    statements = [each for chapter in made.chapters for each in chapter.statements]
    assert all(each.definitions for each in statements)
    assert "1 June 2017" in made.standing


def test_an_authority_that_was_never_published_says_whose_neighbours_it_stands_beside():
    alderbrook = About(code="310", name="Alderbrook", compares_as="310", known_from=None)
    invented = About(code="399", name="Alderbrook", compares_as="310", known_from=None)
    said = "it stands beside the neighbours of Harrow"
    assert said not in html(report(told(), about=alderbrook)).decode()
    assert said in html(report(told(), about=invented)).decode()


def test_every_measure_stands_in_one_section():
    codes = [code for section in SECTIONS for code in section.codes]
    assert sorted(codes) == sorted(MEASURES)
    assert all(code in told_with(code) for code in MEASURES)


def test_last_year_is_said_with_chance_only_where_numbers_allow_it():
    sentences = " ".join(
        sentence
        for chapter in report(told(schools=400), before=shifted(told(schools=100))).chapters
        for statement in chapter.statements
        for sentence in statement.sentences
    )
    assert "larger than chance usually gives" in sentences


def shifted(facts: Facts) -> Facts:
    """The same referrals a year earlier."""
    rows = [
        row | {"referred_on": row["referred_on"].replace(year=2015), "episode": "2015-05-03"}
        for row in facts.rows("episode")
    ]
    return Facts.of({"child": facts.rows("child"), "episode": rows})
