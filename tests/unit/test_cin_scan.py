"""The census read into tables: every value with its line, whatever is not of the census noted, nothing trusted."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from holdfast.returns.cin import CensusRefused, Limits
from holdfast.returns.cin._gathering import Gathering
from holdfast.returns.cin.rows import ABSENT, EMPTY, READ, UNREADABLE, Note, Rows
from holdfast.returns.cin.scan import scan

INPUTS = Path(__file__).parents[1] / "inputs" / "cin"
HEADER = b"<Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year></CollectionDetails></Header>"


def read(children: str, **choices) -> Rows:
    body = f"<Children>\n{children}\n</Children></Message>"
    return scan(BytesIO(b"<Message>" + HEADER + body.encode()), **choices)


def one_child(details: str = "", identifiers: str = "") -> Rows:
    return read(
        f"<Child>\n<ChildIdentifiers><LAchildID>1</LAchildID>{identifiers}</ChildIdentifiers>\n"
        f"<CINdetails>{details}</CINdetails>\n</Child>"
    )


def test_a_value_is_kept_as_sent_beside_what_it_says_with_its_line():
    rows = one_child(identifiers="\n<PersonBirthDate>2020-02-29</PersonBirthDate>")
    column = rows["ChildIdentifiers"]["PersonBirthDate"]
    assert rows["ChildIdentifiers"].day("PersonBirthDate")[0] == np.datetime64("2020-02-29")
    assert (column.word(0), column.lines[0], column.state[0]) == ("2020-02-29", 4, READ)


@pytest.mark.parametrize(
    ("sent", "state", "shown"),
    [
        ("<PersonBirthDate>2019-02-29</PersonBirthDate>", UNREADABLE, "2019-02-29"),
        ("<PersonBirthDate/>", EMPTY, ""),
        ("<PersonBirthDate>  </PersonBirthDate>", EMPTY, ""),
        ("", ABSENT, ""),
        ("<PersonBirthDate> 2019-02-28 </PersonBirthDate>", READ, "2019-02-28"),
        ("<PersonBirthDate>2019-02-28T00:00:00</PersonBirthDate>", READ, "2019-02-28T00:00:00"),
    ],
)
def test_not_there_empty_and_unreadable_are_told_apart(sent, state, shown):
    column = one_child(identifiers=sent)["ChildIdentifiers"]["PersonBirthDate"]
    assert (column.state[0], column.word(0)) == (state, shown)


@pytest.mark.parametrize(("sent", "yes", "no"), [
    ("true", True, False), ("TRUE", True, False), ("1", True, False),
    ("false", False, True), ("FALSE", False, True), ("0", False, True), ("N", False, False), ("", False, False),
])  # fmt: skip
def test_yes_and_no_are_understood_in_all_six_spellings_and_in_no_other(sent, yes, no):
    details = one_child(f"<ReferralNFA>{sent}</ReferralNFA>")["CINdetails"]
    assert (details.yes("ReferralNFA")[0], details.no("ReferralNFA")[0]) == (yes, no)


def test_reviews_are_read_in_both_shapes():
    plan = "<ChildProtectionPlans>{}</ChildProtectionPlans>"
    together = plan.format(
        "<Reviews><CPPreviewDate>2025-06-01</CPPreviewDate><CPPreviewDate>2025-09-01</CPPreviewDate></Reviews>"
    )
    apart = plan.format(
        "<Reviews><CPPreviewDate>2025-06-01</CPPreviewDate></Reviews>"
        "<Reviews><CPPreviewDate>2025-09-01</CPPreviewDate></Reviews>"
    )
    for shape in (together, apart):
        reviews = one_child(shape)["Reviews"]
        assert reviews.day("CPPreviewDate").astype(str).tolist() == ["2025-06-01", "2025-09-01"]
        assert reviews.parent.tolist() == [0, 0]


def test_a_review_without_its_day_is_a_row_all_the_same():
    plan = "<ChildProtectionPlans><Reviews/></ChildProtectionPlans>"
    assert one_child(plan)["Reviews"]["CPPreviewDate"].state.tolist() == [ABSENT]


def test_every_row_leads_to_its_child_its_episode_and_what_it_stands_in():
    plan = "<ChildProtectionPlans><CPPstartDate>2025-05-01</CPPstartDate></ChildProtectionPlans>"
    child = f"<Child><CINdetails/><CINdetails>{plan}{plan}</CINdetails></Child>"
    rows = read(child + child)
    plans = rows["ChildProtectionPlans"]
    assert plans.child.tolist() == [0, 0, 1, 1]
    assert plans.episode.tolist() == plans.parent.tolist() == [1, 1, 3, 3]


def test_what_the_census_does_not_have_is_noted_with_its_line_and_left_alone():
    rows = one_child("<Hobby>\n<Chess>yes</Chess></Hobby>stray<ReferralNFA>1</ReferralNFA>")
    assert [(note.line, note.code) for note in rows.notes] == [(4, "unknown_element"), (5, "stray_text")]
    assert rows["CINdetails"].yes("ReferralNFA")[0]


def test_a_value_that_no_rule_may_ask_for_is_noted_where_it_cannot_be_read():
    whole = "<Child>\n<ChildIdentifiers/>\n<CINdetails><Assessments>\n<AssessmentActualStartDate>30/06/2025"
    whole += "</AssessmentActualStartDate></Assessments>\n<ReferralNFA>perhaps</ReferralNFA></CINdetails></Child>\n"
    rows = read(whole + "<Child><Hobby/></Child>")
    assert [note.code for note in rows.notes] == ["unreadable", "unreadable", "unknown_element"]
    assert [(note.line, note.element, note.said) for note in rows.notes] == [
        (5, "AssessmentActualStartDate", "“30/06/2025”. The value is not a date written like 2017-03-31."),
        (6, "ReferralNFA", "“perhaps”. The value is none of true, false, TRUE, FALSE, 1 and 0."),
        (7, "Hobby", "The census has no such element in this place."),
    ]


@pytest.mark.parametrize("odd", ["<Hobby/>", "<CINreferralDate>?</CINreferralDate>"])
def test_where_there_are_more_notes_than_anybody_reads_the_last_says_so(monkeypatch, odd):
    monkeypatch.setattr("holdfast.returns.cin._notes.MOST", 3)
    monkeypatch.setattr("holdfast.returns.cin._gathering.MOST", 3)
    child = f"<Child><CINdetails>{odd}</CINdetails></Child>\n"
    assert [note.code == "more" for note in read(child * 3).notes] == [False] * 3
    *kept, last = read(child * 9).notes
    assert (len(kept), last) == (3, Note(5, "more", "", "There is more than these 3."))


def test_an_attribute_is_noted_and_passed_over():
    schema = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"'
    rows = one_child(f'<CINreferralDate kind="first" {schema}>2025-05-01</CINreferralDate><Hobby at="home"/>')
    assert [(note.line, note.code, note.element) for note in rows.notes] == [
        (4, "attribute", "kind"), (4, "unknown_element", "Hobby"),
    ]  # fmt: skip
    assert rows["CINdetails"]["CINreferralDate"].word(0) == "2025-05-01"


def test_an_element_that_stands_twice_is_noted_and_the_first_counts():
    rows = one_child("<CINreferralDate>2025-05-01</CINreferralDate><CINreferralDate>2025-06-01</CINreferralDate>")
    assert rows["CINdetails"]["CINreferralDate"].word(0) == "2025-05-01"
    assert [note.code for note in rows.notes] == ["duplicate"]


def test_a_prefix_or_a_namespace_does_not_hide_an_element():
    body = (
        b'<c:Message xmlns:c="urn:census"><c:Header><c:CollectionDetails><c:Year>2026</c:Year></c:CollectionDetails>'
        b"</c:Header><c:Children><c:Child><c:ChildIdentifiers><c:LAchildID>7</c:LAchildID></c:ChildIdentifiers>"
        b"</c:Child></c:Children></c:Message>"
    )
    rows = scan(BytesIO(body))
    assert rows.child_number(0) == "7" and not rows.notes


def test_a_file_that_breaks_off_says_where_and_keeps_the_children_before():
    whole = "<Child><ChildIdentifiers><LAchildID>1</LAchildID></ChildIdentifiers></Child>\n"
    rows = read(whole + "<Child><ChildIdentifiers><LAchildID>2</LAchildID></ChildIdentifiers><CINdetails>\n</Child>")
    assert rows.children == 1 and rows.child_number(0) == "1"
    assert rows.stopped is not None and rows.stopped[0] == 4 and "closed by the name of another" in rows.stopped[1]
    assert all((table.child == 0).all() for table in rows if table.name != "Header")


def test_a_file_without_a_year_is_refused_unless_somebody_says_which():
    body = b"<Message><Children><Child/></Children></Message>"
    with pytest.raises(CensusRefused, match="no header that says the year"):
        scan(BytesIO(body))
    assert scan(BytesIO(body), year=2026).children == 1


@pytest.mark.parametrize("attack", [
    b'<!DOCTYPE m [<!ENTITY a "aaaa">]><Message>&a;</Message>',
    b'<!DOCTYPE m SYSTEM "file:///etc/passwd"><Message/>',
])  # fmt: skip
def test_a_document_type_is_refused_before_anything_in_it_is_acted_on(attack):
    with pytest.raises(CensusRefused, match=r"The file holds a document type declaration \(DTD\), which a census"):
        scan(BytesIO(attack))


def test_a_tower_of_elements_is_refused_where_it_grows_too_high():
    rows = read("<Child>" + "<X>" * 40 + "</X>" * 40 + "</Child>")
    assert rows.stopped is not None and "16 deep" in rows.stopped[1]


def test_a_child_of_megabytes_is_refused():
    rows = read("<Child>" + "<CINdetails/>" * 400_000 + "</Child>", limits=Limits(most_bytes_a_child=1_000_000))
    assert rows.stopped is not None and "no real child does" in rows.stopped[1]


@pytest.mark.parametrize(("encoding", "declared"), [
    ("utf-8", ""), ("utf-8-sig", ""), ("utf-16", '<?xml version="1.0" encoding="UTF-16"?>'),
    ("iso-8859-1", '<?xml version="1.0" encoding="ISO-8859-1"?>'),
])  # fmt: skip
def test_the_encoding_may_be_declared_or_not(encoding, declared):
    text = f"{declared}<Message>{HEADER.decode()}<Children><Child><ChildIdentifiers><LAchildID>é1</LAchildID>"
    text += "</ChildIdentifiers></Child></Children></Message>"
    assert scan(BytesIO(text.encode(encoding))).child_number(0) == "é1"


@pytest.mark.parametrize(("file", "children", "year", "notes"), [
    ("cin-2022-one-child.xml", 1, 2022, []),
    ("cin-2026-pre-proceedings.xml", 2, 2023, ["stray_text"]),
    ("cin-332-children.xml", 332, 2022, []),
])  # fmt: skip
def test_files_that_nobody_here_wrote_are_read_whole(file, children, year, notes):
    with (INPUTS / file).open("rb") as source:
        rows = scan(source)
    assert (rows.children, rows.year, [note.code for note in rows.notes]) == (children, year, notes)
    assert rows.stopped is None


def test_an_encoding_that_cannot_be_read_is_said_at_the_first_line():
    with pytest.raises(CensusRefused, match=r"^Line 1: The file names an encoding that cannot be read\."):
        scan(BytesIO(b'<?xml version="1.0" encoding="klingon"?>\n<Message/>'))


def test_a_bug_of_ours_is_heard_and_not_taken_for_an_encoding(monkeypatch):
    def breaks(*_told):
        raise IndexError

    monkeypatch.setattr(Gathering, "_close", breaks)
    with pytest.raises(IndexError):
        one_child()


def test_a_large_file_that_is_no_message_is_read_to_its_end():
    rows = scan(BytesIO(b"<Child>" + b"<CINdetails/>" * 3_000 + b"</Child>"), year=2026)
    assert (rows.children, rows.stopped, rows.notes[0].code) == (0, None, "unknown_element")


def test_children_within_a_comment_are_not_there_wherever_the_file_is_cut(monkeypatch):
    whole = "<Child><ChildIdentifiers><LAchildID>1</LAchildID></ChildIdentifiers></Child>\n"
    monkeypatch.setattr("holdfast.returns.cin.scan._FEWEST", 50)
    for size in (100, 150, 300):
        monkeypatch.setattr("holdfast.returns.cin.scan._CHUNK", size)
        rows = read(whole * 3 + "<!-- " + whole * 20 + " -->" + whole * 2)
        assert rows.children == 5 and rows["ChildIdentifiers"].lines.tolist() == [2, 3, 4, 25, 26]


def test_a_file_that_ends_between_two_children_is_not_taken_for_whole():
    whole = b"<Child><ChildIdentifiers><LAchildID>1</LAchildID></ChildIdentifiers></Child>\n"
    rows = scan(BytesIO(b"<Message>" + HEADER + b"<Children>" + whole * 3))
    assert rows.children == 3
    assert rows.stopped == (4, "The file ends before its last element does.")
