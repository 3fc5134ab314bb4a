"""What a census file may hold besides what the census has: it is noted with its line, left alone, and hides nothing."""

from io import BytesIO
from typing import Any

import numpy as np
import pytest

from holdfast.returns.cin import Limits, _notes
from holdfast.returns.cin._example import assessment, child, episode, of, protection_plan, section47
from holdfast.returns.cin._gathering import Gathering
from holdfast.returns.cin.rows import Rows
from holdfast.returns.cin.scan import _Scan, scan

HEADER = "<Header><CollectionDetails><Year>2026</Year></CollectionDetails></Header>"
ONCE = "The element stands once in its block; the first was kept."
BLOCK_ONCE = "The block stands once; the first was kept."
UNKNOWN = "The census has no such element in this place."


@pytest.fixture(params=["by events", "in bulk where that can be"], autouse=True)
def way(request, monkeypatch) -> None:
    """Read small files, too, in both of the ways that lead to the same tables."""
    if request.param != "by events":
        monkeypatch.setattr("holdfast.returns.cin.scan._FEWEST", 0)


def read(*lines: str, **choices: Any) -> Rows:
    """A message of these lines, the header on the first and the children from the third on."""
    whole = ["<Message>" + HEADER, "<Children>", *lines, "</Children></Message>"]
    return scan(BytesIO("\n".join(whole).encode()), **choices)


def notes(rows: Rows) -> list[tuple[int, str, str, str]]:
    return [(note.line, note.code, note.element, note.said) for note in rows.notes]


def told(rows: Rows) -> list[object]:
    """Every row of every table, and what each of its elements says."""
    return [
        [table.name, table.child.tolist(), table.parent.tolist(), table.episode.tolist(), table.lines.tolist(),
         [(column.name, column.lines.tolist(), [column.word(row) for row in range(len(table))])
          for column in table.columns.values()]]
        for table in rows
    ]  # fmt: skip


def test_what_stands_twice_is_noted_where_it_stands_again_and_the_first_is_kept():
    rows = read(
        "<Child><ChildIdentifiers><UPN>A</UPN>",
        "<UPN>B</UPN><UPN>C</UPN></ChildIdentifiers>",
        "<ChildIdentifiers/>",
        "<ChildCharacteristics/><ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics></Child>",
        "<Child><ChildIdentifiers><UPN>D</UPN></ChildIdentifiers><ChildCharacteristics/></Child>",
    )
    assert notes(rows) == [
        (4, "duplicate", "UPN", ONCE), (4, "duplicate", "UPN", ONCE),
        (5, "duplicate", "ChildIdentifiers", BLOCK_ONCE), (6, "duplicate", "ChildCharacteristics", BLOCK_ONCE),
    ]  # fmt: skip
    assert [rows["ChildIdentifiers"]["UPN"].word(row) for row in (0, 1)] == ["A", "D"]
    assert rows["ChildIdentifiers"].lines.tolist() == [3, 7]
    assert rows["ChildCharacteristics"]["Ethnicity"].word(0) == "WBRI"


def test_an_element_that_only_a_later_block_says_does_not_stand_twice():
    rows = read(
        "<Child><CINdetails/><CINdetails/><CINdetails><CINreferralDate>2025-05-01</CINreferralDate></CINdetails>",
        "<CINdetails><CINreferralDate>2025-05-02</CINreferralDate></CINdetails></Child>",
    )
    assert notes(rows) == []
    assert [rows["CINdetails"]["CINreferralDate"].word(row) for row in range(4)] == ["", "", "2025-05-01", "2025-05-02"]


def test_a_second_header_is_noted_and_what_only_it_says_is_kept():
    first = "<CollectionDetails><Year>2026</Year></CollectionDetails>"
    second = "<CollectionDetails><Year>2020</Year><Collection>CIN</Collection></CollectionDetails>"
    rows = scan(BytesIO(f"<Message>\n<Header>{first}\n{second}</Header>\n<Header/></Message>".encode()))
    assert notes(rows) == [
        (3, "duplicate", "CollectionDetails", BLOCK_ONCE), (3, "duplicate", "Year", ONCE),
        (4, "duplicate", "Header", BLOCK_ONCE),
    ]  # fmt: skip
    header = rows["Header"]
    assert (rows.year, header["Collection"].word(0)) == (2026, "CIN")
    assert (len(header), header.lines[0], header.child[0], header.episode[0], header.parent[0]) == (1, 2, -1, -1, 0)


def test_what_the_census_has_not_is_noted_once_and_all_within_it_passed_over():
    rows = read(
        "<Child><Hobby>",
        "text<Chess><UPN>X</UPN></Chess><ChildIdentifiers><UPN>Y</UPN></ChildIdentifiers>text",
        "</Hobby><ChildIdentifiers><UPN>A</UPN><Pet/></ChildIdentifiers></Child>",
        "<Pony/><CINdetails/>",
        "<Child><CINdetails><Assessments><CINreferralDate>2025-05-01</CINreferralDate></Assessments>",
        "<CINreferralDate>2025-05-02<Deep/></CINreferralDate><Child/></CINdetails></Child>",
    )
    assert notes(rows) == [
        (3, "unknown_element", "Hobby", UNKNOWN), (5, "unknown_element", "Pet", UNKNOWN),
        (6, "unknown_element", "Pony", UNKNOWN), (6, "unknown_element", "CINdetails", UNKNOWN),
        (7, "unknown_element", "CINreferralDate", UNKNOWN),
        (8, "stray_text", "", "Text stands between elements: “2025-05-02”."), (8, "unknown_element", "Deep", UNKNOWN),
        (8, "unknown_element", "Child", UNKNOWN),
    ]  # fmt: skip
    assert rows.children == 2 and rows["ChildIdentifiers"]["UPN"].word(0) == "A"


@pytest.mark.parametrize("body", [
    "<Children><Child/></Children>", "<Message><Child/></Message>", "<Message><Message/></Message>",
    "<Message><Children/><Children><X/></Children></Message>",
    "<Message><Children><Header/><Children/></Children></Message>",
])  # fmt: skip
def test_what_stands_at_another_depth_than_the_census_has_it_is_no_part_of_it(body):
    rows = scan(BytesIO(body.encode()), year=2026)
    assert {note.code for note in rows.notes} == {"unknown_element"}
    assert rows.children == 0


def test_what_stands_within_a_value_is_no_value_of_its_own():
    rows = read(
        "<Child><CINdetails><CINreferralDate>",
        "<Deep/><ReferralNFA>1</ReferralNFA><PrimaryNeedCode/></CINreferralDate><ReferralNFA>0</ReferralNFA>",
        "</CINdetails></Child>",
    )
    assert notes(rows) == [(4, "unknown_element", name, UNKNOWN) for name in ("Deep", "ReferralNFA", "PrimaryNeedCode")]
    details = rows["CINdetails"]
    assert details.no("ReferralNFA").tolist() == [True]
    assert (details["CINreferralDate"].word(0), details["CINreferralDate"].lines.tolist()) == ("", [3])


@pytest.mark.parametrize("name", ["Größe", "CINdetails.", "Cindetails", "XCINdetailsX"])
def test_an_element_is_known_by_its_whole_name(name):
    rows = read("<Child/>", f"<Child><{name}/><CINdetails/></Child>")
    assert notes(rows) == [(4, "unknown_element", name, UNKNOWN)]
    assert rows["CINdetails"].child.tolist() == [1]


def test_text_between_elements_is_noted_as_far_as_anybody_would_read_it():
    rows = read("<Child>  one", "  two<CINdetails>" + "x" * 70 + "</CINdetails> ", " </Child>three")
    assert notes(rows) == [
        (4, "stray_text", "", "Text stands between elements: “one two”."),
        (4, "stray_text", "", f"Text stands between elements: “{'x' * 60}”."),
        (6, "stray_text", "", "Text stands between elements: “three”."),
    ]


def test_an_element_with_a_long_name_is_noted_by_its_beginning():
    ((line, code, element, _),) = notes(read(f"<{'A' * 70}/>"))
    assert (line, code, element) == (3, "unknown_element", "A" * 60)


def test_a_value_that_is_sent_in_pieces_is_one_and_stands_on_the_line_where_its_element_begins():
    rows = read(
        "<Child><ChildIdentifiers><LAchildID>", "A<![CDATA[<B>]]>&amp;C", "", "</LAchildID></ChildIdentifiers></Child>"
    )
    number = rows["ChildIdentifiers"]["LAchildID"]
    assert (number.word(0), number.lines.tolist(), rows.notes) == ("A<B>&C", [3], ())


def test_elements_in_a_namespace_say_the_same_as_those_without():
    plain = of("", *[child(episode(assessment(), section47(), protection_plan(reviews=("2025-08-01",))))] * 9).xml()
    spaced = plain.replace(b"<Message>", b'<Message xmlns="urn:census">')
    prefixed = plain.replace(b"</", b"<//").replace(b"<", b"<c:").replace(b"<c://", b"</c:")
    prefixed = prefixed.replace(b"<c:Message>", b'<c:Message xmlns:c="urn:census">')
    rows = scan(BytesIO(plain))
    for other in (spaced, prefixed):
        read_again = scan(BytesIO(other), limits=Limits(deepest=7))
        assert told(read_again) == told(rows)
        assert read_again.notes == rows.notes == () and read_again.stopped is None


def test_elements_may_stand_as_deep_as_is_allowed_and_no_deeper():
    assert read("<Child><X><Y/></X></Child>", limits=Limits(deepest=5)).stopped is None
    rows = read("<Child/>", "<Child><X>", "<Y/></X></Child>", limits=Limits(deepest=4))
    assert rows.stopped == (5, "Elements stand more than 4 deep, which a census never does.")
    assert rows.children == 1


def test_children_are_counted_as_they_end():
    gathering = Gathering(16)
    for depth, name in enumerate(("Message", "Children")):
        gathering.begin(name, depth)
    for number in range(3):
        gathering.begin("Child", 2)
        gathering.begin("CINdetails", 2)
        gathering.end(2)
        assert gathering.ended == number
        gathering.end(2)
        assert gathering.ended == number + 1


@pytest.mark.parametrize("before", [0, 1, 3])
def test_the_children_before_a_tag_that_does_not_fit_are_kept(before):
    whole = ["<Child><ChildIdentifiers><UPN>A</UPN></ChildIdentifiers><CINdetails/></Child>"] * before
    rows = read(*whole, "<Child><CINdetails><ReferralNFA>1</PrimaryNeedCode></CINdetails></Child>", "<Child/>" * 9)
    assert rows.children == before
    assert rows.stopped == (3 + before, "An element is closed by the name of another, or not closed.")
    assert told(rows)[1:] == told(read(*whole))[1:]


@pytest.mark.parametrize("rest", ["", "<Child><CINdetails><ReferralNFA>1</PrimaryNeedCode></CINdetails></Child>"])
def test_all_children_that_ended_are_counted_however_they_are_read(rest, monkeypatch):
    monkeypatch.setattr("holdfast.returns.cin.scan._CHUNK", 300)
    content = f"<Message>{HEADER}<Children>{'<Child><CINdetails/></Child>' * 100}{rest}</Children></Message>"
    reading = _Scan(Limits())
    reading.read(BytesIO(content.encode()))
    assert reading.gathered.ended == 100


def test_of_a_child_whom_the_file_breaks_off_nothing_is_kept():
    whole = child(episode(assessment(), protection_plan(reviews=("2025-08-01",))), LAchildID="1")
    sent = of("", whole, whole).xml()
    rows = scan(BytesIO(sent[: sent.rindex(b"</CINdetails>")] + b"<Reviews/>"))
    assert rows.stopped is not None and rows.children == 1
    assert told(rows) == told(scan(BytesIO(of("", whole).xml())))


def test_what_no_value_of_its_kind_says_is_noted_in_the_order_of_the_file():
    rows = read(
        "<Child><CINdetails><CINreferralDate>30/06/2025</CINreferralDate><Hobby/>",
        f"<ReferralNFA>{'perhaps' * 20}</ReferralNFA></CINdetails></Child>",
        "<Child><ChildIdentifiers><PersonBirthDate>2014-02-30</PersonBirthDate></ChildIdentifiers></Child>",
    )
    assert [(line, code, element) for line, code, element, _ in notes(rows)] == [
        (3, "unknown_element", "Hobby"), (3, "unreadable", "CINreferralDate"),
        (4, "unreadable", "ReferralNFA"), (5, "unreadable", "PersonBirthDate"),
    ]  # fmt: skip
    said = [note.said for note in rows.notes]
    assert said[1].startswith("“30/06/2025”. ") and said[1].endswith(".")
    assert said[2] == f"“{('perhaps' * 20)[:60]}”. The value has 140 characters, more than any true one."


@pytest.mark.parametrize(("odd", "more"), [(2, []), (3, [(5, "more", "", "There is more than these 2.")]),
                                           (4, [(5, "more", "", "There is more than these 2.")])])  # fmt: skip
def test_so_many_notes_are_kept_as_anybody_would_read_and_the_last_says_that_there_are_more(monkeypatch, odd, more):
    monkeypatch.setattr(_notes, "MOST", 2)
    rows = read(*["<Pony/>"] * odd)
    assert notes(rows) == [(line, "unknown_element", "Pony", UNKNOWN) for line in (3, 4)] + more


def test_a_column_that_grows_long_is_settled_on_the_way_and_says_the_same(monkeypatch):
    content = of("", *[child()] * 30).xml()
    whole = told(scan(BytesIO(content)))
    monkeypatch.setattr("holdfast.returns.cin.scan._SETTLE_AT", 4)
    monkeypatch.setattr("holdfast.returns.cin.scan._CHUNK", 1_500)
    assert told(scan(BytesIO(content))) == whole
    assert np.unique(scan(BytesIO(content))["ChildIdentifiers"].lines).size == 30
