"""What the reader says of a census file as a whole: its header, what it could not take, and where it stopped."""

import io
from datetime import date

import pytest

from holdfast.returns.cin import CensusRefused, Element, Flag, Header, Limits, Stop, census_facts, read
from tests.census_files import child, told

DETAILS = "<Collection>CIN</Collection><Year>2025</Year><ReferenceDate>2025-03-31</ReferenceDate>"
SOURCE = "<LEA>310</LEA>"


def headed(details: str = DETAILS, source: str = SOURCE) -> str:
    """A header, alone on its line."""
    return f"<Header><CollectionDetails>{details}</CollectionDetails><Source>{source}</Source></Header>"


def file(*pieces: str, header: str | None = None) -> bytes:
    """A message with the header on line 2 and each piece on a line of its own, from line 4 on."""
    lines = ["<Message>", headed() if header is None else header, "<Children>", *pieces, "</Children>", "</Message>"]
    return "\n".join(lines).encode()


def refused(content: bytes, limits: Limits | None = None) -> CensusRefused:
    with pytest.raises(CensusRefused) as caught:
        read(io.BytesIO(content), limits=limits)
    return caught.value


def flags_of(details: str = DETAILS, source: str = SOURCE) -> list[Flag]:
    return told(file(header=headed(details, source)))[1].flags


def test_the_header_is_told_whole_and_each_of_its_elements_accounted_for():
    source = (
        "<SourceLevel>L</SourceLevel><LEA>310</LEA><SoftwareCode>Acme</SoftwareCode><Release>7</Release>"
        "<SerialNo>003</SerialNo><DateTime>2025-05-01T09:00:00</DateTime>"
    )
    _, account = told(file(header=headed(source=source)))
    assert account.header == Header(
        authority="310", year=2025, reference_on=date(2025, 3, 31), collection="CIN", source_level="L", software="Acme",
        release="7", serial="003", made_at="2025-05-01T09:00:00",
    )  # fmt: skip
    assert account.header_elements == [
        Element("Header", 2, "", "header"),
        Element("Header/CollectionDetails", 2, "", "header"),
        Element("Header/CollectionDetails/Collection", 2, "CIN", "header", "", "collection"),
        Element("Header/CollectionDetails/Year", 2, "2025", "header", "", "year"),
        Element("Header/CollectionDetails/ReferenceDate", 2, "2025-03-31", "header", "", "reference_on"),
        Element("Header/Source", 2, "", "header"),
        Element("Header/Source/SourceLevel", 2, "L", "header", "", "source_level"),
        Element("Header/Source/LEA", 2, "310", "header", "", "authority"),
        Element("Header/Source/SoftwareCode", 2, "Acme", "header", "", "software"),
        Element("Header/Source/Release", 2, "7", "header", "", "release"),
        Element("Header/Source/SerialNo", 2, "003", "header", "", "serial"),
        Element("Header/Source/DateTime", 2, "2025-05-01T09:00:00", "header", "", "made_at"),
    ]
    assert (account.flags, account.elements_in, account.kept) == ([], 14, 14)


def test_the_header_can_be_asked_before_any_child_is_read():
    census = read(io.BytesIO(file(child())))
    assert census.header == census.account.header
    assert (census.header.authority, census.header.serial, census.account.children) == ("310", "", 0)


def test_what_a_header_does_not_say_is_empty_and_flagged_where_it_should_be_said():
    _, account = told(file(header="<Header><Source><LEA>310</LEA></Source></Header>"))
    assert account.header == Header(authority="310", year=None)
    assert account.flags == [Flag("missing", "Header has no usable CollectionDetails.", 2, "", "header")]


def test_a_header_without_a_year_is_of_the_year_that_its_reference_date_ends():
    details = "<Collection>CIN</Collection><ReferenceDate>2025-03-31</ReferenceDate>"
    _, account = told(file(header=headed(details)))
    assert account.header.year == 2025
    assert account.flags == [
        Flag("missing", "CollectionDetails has no usable Year.", 2, "", "header"),
        Flag("year_not_said", "Year is missing or no census year; it was taken from ReferenceDate.", 2),
    ]


@pytest.mark.parametrize(("year", "read_as"), [(1989, 2025), (1990, 1990), (2100, 2100), (2101, 2025), (2023, 2023)])
def test_the_header_says_the_year_where_it_can_be_one(year, read_as):
    _, account = told(file(header=headed(DETAILS.replace("2025<", f"{year}<"))))
    assert account.header.year == read_as


@pytest.mark.parametrize("day", ["1989-03-31", "2101-03-31", "soon"])
def test_a_header_without_a_year_or_a_day_that_can_be_one_has_none(day):
    _, account = told(file(header=headed(f"<Collection>CIN</Collection><ReferenceDate>{day}</ReferenceDate>")))
    assert account.header.year is None


def test_a_year_that_cannot_be_one_is_flagged_and_so_is_one_that_the_reference_date_contradicts():
    assert flags_of(DETAILS.replace("2025<", "25<")) == [
        Flag("year_not_said", "Year is missing or no census year; it was taken from ReferenceDate.", 2)
    ]
    conflict = "Year says 2024 and ReferenceDate 2025-03-31, where 2024-03-31 was expected."
    assert flags_of(DETAILS.replace("2025<", "2024<")) == [
        Flag("year_conflict", f"{conflict} The file was read as of 2024.", 2)
    ]


def test_what_is_odd_in_the_header_stands_in_the_account_with_what_is_odd_of_the_children():
    content = file(child(who="<Sex>F</Sex><UPNunknown>UN1</UPNunknown>"), header=headed(source="<LEA>LDS</LEA>"))
    assert [flag.code for flag in told(content)[1].flags] == ["unusual_authority", "missing"]


@pytest.mark.parametrize("number", ["31", "3100", "31A", "LDS"])
def test_an_authority_that_is_no_number_of_three_figures_is_kept_and_flagged(number):
    _, account = told(file(header=headed(source=f"<LEA>{number}</LEA>")))
    assert account.header.authority == number
    expected = "LEA is not a number of three figures; it was kept as sent."
    assert account.flags == [Flag("unusual_authority", expected, 2)]


@pytest.mark.parametrize("collection", ["", "<Collection>CIN</Collection>", "<Collection>cin</Collection>"])
def test_a_header_may_say_cin_in_any_letters_or_nothing_of_the_collection(collection):
    header = headed(DETAILS.replace("<Collection>CIN</Collection>", collection))
    assert read(io.BytesIO(file(header=header))).header.year == 2025


def test_a_file_of_another_collection_is_refused_with_what_its_header_says():
    found = refused(file(header=headed(DETAILS.replace("CIN", "SSDA903"))))
    assert str(found) == "This is a SSDA903 file, not a CIN census."
    assert found.account.header.collection == "SSDA903"


def test_a_header_without_an_authority_is_refused():
    found = refused(file(header=headed(source="<SerialNo>1</SerialNo>")))
    assert str(found) == "The header has no LEA to say which authority the file is from."
    assert found.account.header.serial == "1"


def test_a_file_without_a_header_is_no_census_and_its_pieces_are_accounted_for():
    found = refused(b"<Message>\n<Adult/>\n</Message>")
    assert str(found) == "The file is not a CIN census: it has no Message with a Header."
    because = "The census has no such element in this place."
    assert found.account.refusals == [Element("Adult", 2, "", refused="unknown_element", because=because)]
    assert (found.account.elements_in, found.account.stopped) == (2, None)


def test_a_header_that_breaks_off_is_none():
    found = refused(b"<Message><Header>\n<Source>")
    assert str(found) == "Line 2: The file ends before its last element does."
    assert found.account.stopped == Stop(2, "The file ends before its last element does.")
    assert {element.refused for element in found.account.refusals} == {"broken_off"}


def test_a_child_before_the_header_is_refused_as_nobodys():
    found = refused(f"<Message>\n<Child><Sex>F</Sex></Child>\n{headed()}</Message>".encode())
    assert str(found) == "The file has no header before its children to say whose they are."
    because = "No header came before the children to say whose they are."
    assert found.account.refusals == [
        Element("Child", 2, "", refused="no_header", because=because),
        Element("Child/Sex", 2, "F", refused="no_header", because=because),
    ]


def test_a_child_that_breaks_off_before_the_header_is_told_as_broken_off():
    found = refused(b"<Message>\n<Child><Sex>F")
    assert str(found) == "Line 2: The file ends before its last element does."
    assert {element.refused for element in found.account.refusals} == {"broken_off"}


@pytest.mark.parametrize(("piece", "code", "because"), [
    ("<Adult/>", "unknown_element", "The census has no such element in this place."),
    ("<Header/>", "duplicate", "A message has one header; the first one was kept."),
    ("<Message><Child/></Message>", "unknown_element", "The census has no such element in this place."),
])  # fmt: skip
def test_what_stands_beside_the_children_is_refused_with_its_reason(piece, code, because):
    found, account = told(file(piece, child()))
    assert [each.child for each in found] == ["215141"]
    assert {(each.line, each.refused, each.because) for each in account.refusals} == {(4, code, because)}
    assert account.refusals[0].path == piece.strip("<>/").partition(">")[0]


def test_a_child_that_breaks_off_is_refused_with_its_reason():
    _, account = told(file(child()).partition(b"</CINdetails>")[0])
    because = "The file breaks off within this block, so it was not taken."
    assert {(each.refused, each.because) for each in account.refusals} == {("broken_off", because)}
    assert account.refusals[0].path == "Child"
    assert account.stopped == Stop(5, "The file ends before its last element does.")


def test_message_and_children_are_kept_and_their_own_text_and_attributes_refused():
    content = file(child()).replace(b"<Children>", b'<Children made="today">\nstray')
    _, account = told(content)
    assert account.refusals == [
        Element("Children/@made", 3, "today", refused="attribute",
                because="The elements of a census have no attributes."),
        Element("Children/text()", 4, "stray", refused="stray_text",
                because="Text stands between elements, where it belongs to none of them."),
    ]  # fmt: skip


def test_a_child_says_whose_it_is_where_it_stands_and_what_is_odd():
    (found,), account = told(file("", child(number="12-4")))
    assert (found.authority, found.child, found.line) == ("310", "12-4", 5)
    assert list(found.rows) == ["child", "episode"]
    assert [row["authority"] for row in found.rows["child"]] == ["310"]
    assert [flag.code for flag in found.flags] == ["unusual_child_number"]
    assert account.flags == found.flags
    assert account.rows == {"child": 1, "episode": 1}


def test_what_is_odd_of_its_dates_is_judged_by_the_census_day_and_leads_to_the_line():
    (found,), _ = told(file(child(who="<UPNunknown>UN1</UPNunknown><PersonBirthDate>2025-04-02</PersonBirthDate>"
                                      "<Sex>F</Sex>\n")))  # fmt: skip
    assert [(flag.code, flag.line, flag.table) for flag in found.flags] == [
        ("implausible_age", 6, "episode"), ("after_census_day", 4, "child")]  # fmt: skip


def test_codes_and_elements_are_judged_by_the_year_that_the_header_says():
    sent = child(who="<UPNunknown>UN1</UPNunknown><PersonBirthDate>2015-05-01</PersonBirthDate><Sex>F</Sex>")
    earlier = headed(DETAILS.replace("2025", "2024"))
    assert [flag.code for flag in told(file(sent, header=earlier))[0][0].flags] == ["before_its_year"]
    assert [flag.code for flag in told(file(sent))[0][0].flags] == []


@pytest.mark.parametrize(("second", "code", "because"), [
    (child(number="1"), "child_twice",
     "This child stands in the file already; only the first block was taken. A person must look."),
    (child(number=""), "no_child_number",
     "The block has no usable LAchildID, so it cannot be said which child it is about."),
])  # fmt: skip
def test_a_child_who_cannot_be_taken_is_refused_whole(second, code, because):
    found, account = told(file(child(number="1"), second, child(number="2")))
    assert [each.child for each in found] == ["1", "", "2"]
    taken_not = found[1]
    assert (taken_not.authority, taken_not.line, taken_not.rows, taken_not.flags) == ("310", 6, {}, [])
    assert {(each.refused, each.because) for each in taken_not.elements} == {(code, because)}
    assert taken_not.elements[0].path == "Child"
    assert account.refusals == taken_not.elements
    assert account.children == 2


def test_reading_stops_where_more_was_refused_than_we_take():
    found, account = told_within(Limits(most_refused=2), file("<Adult/>", "<Adult/>", "<Adult/>", child()))
    assert found == []
    assert account.stopped == Stop(6, "More than 2 elements could not be kept. Is this a CIN census?")
    found, account = told_within(Limits(most_refused=3), file("<Adult/>", "<Adult/>", "<Adult/>", child()))
    assert (len(found), account.stopped) == (1, None)


def test_a_file_may_have_as_many_refused_as_a_thousand_and_is_told_so_in_readable_figures():
    _, account = told_within(Limits(most_refused=1000), file(*(["<Adult/>"] * 1001)))
    assert account.stopped.because.startswith("More than 1,000 elements")


def told_within(limits, content):
    census = read(io.BytesIO(content), limits=limits)
    return list(census), census.account


def test_the_facts_of_a_file_are_those_of_its_children_within_the_same_limits():
    content = file(child(number="1"), child(number="2"))
    facts, account = census_facts(io.BytesIO(content))
    assert [row["child"] for row in facts.rows("child")] == ["1", "2"]
    assert account.children == 2
    with pytest.raises(CensusRefused, match="more than 1 deep"):
        census_facts(io.BytesIO(content), limits=Limits(deepest=1))
