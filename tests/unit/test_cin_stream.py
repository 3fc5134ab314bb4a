"""XML from outside is handed over as small trees, each with its line, and reading stops with a sentence."""

import io
from collections.abc import Iterator

import pytest

from holdfast.returns.cin import Limits, Stop
from holdfast.returns.cin._stream import CensusStream, Node

CHUNK = 65_536
"""Bytes that are read at a time."""
BROKEN_OFF = "The file ends before its last element does."
ENCODING = "The file names an encoding that cannot be read. Save it again as UTF-8."


def read(content: bytes | str, **limits: int) -> tuple[list[Node], Stop | None]:
    """All trees of the file, and where reading stopped."""
    stream = CensusStream(io.BytesIO(content.encode() if isinstance(content, str) else content), Limits(**limits))
    return list(stream), stream.stopped


def only(content: bytes | str) -> Node:
    """The tree within the message."""
    (found, message), stopped = read(content)
    assert (message.name, stopped) == ("Message", None)
    return found


def stopped(content: bytes | str, **limits: int) -> Stop | None:
    return read(content, **limits)[1]


def names(trees: list[Node]) -> list[str]:
    return [tree.name for tree in trees]


def within(node: Node) -> list[str]:
    """The name of each element within, before those within it."""
    return [name for inner in node.nodes for name in (inner.name, *within(inner))]


def shape(trees: list[Node]) -> list[tuple[str, list[str]]]:
    return [(tree.name, within(tree)) for tree in trees]


def test_a_tree_has_its_names_lines_text_attributes_and_order():
    found = only("<Message>\n<A>\n<B x='1' y='2'> 3 </B>\n<C><D/></C></A></Message>")
    assert (found.name, found.line, found.ended, found.texts, found.attributes) == ("A", 2, True, [], ())
    first, second = found.nodes
    assert (first.name, first.line, first.text, list(first.attributes)) == ("B", 3, "3", [("x", "1"), ("y", "2")])
    assert (second.name, second.line, within(second), second.text) == ("C", 4, ["D"], "")


def test_message_and_the_children_within_it_are_handed_over_empty_and_what_stands_in_them_whole():
    trees, _ = read("<Message><Header><A/></Header><Children><Child><B/></Child><Child/></Children><Foot/></Message>")
    assert shape(trees) == [
        ("Header", ["A"]),
        ("Child", ["B"]),
        ("Child", []),
        ("Children", []),
        ("Foot", []),
        ("Message", []),
    ]


@pytest.mark.parametrize(("content", "handed_over"), [
    ("<Children><Child/></Children>", [("Children", ["Child"])]),
    ("<Data><Children/></Data>", [("Data", ["Children"])]),
    ("<Message><Message><A/></Message></Message>", [("Message", ["A"]), ("Message", [])]),
    ("<Message><A><Children><B/></Children></A></Message>", [("A", ["Children", "B"]), ("Message", [])]),
    ("<message><A/></message>", [("message", ["A"])]),
    ("<Message><children><A/></children></Message>", [("children", ["A"]), ("Message", [])]),
    ("<Message><Children/><A><B/></A><Children><C><D/></C></Children></Message>",
     [("Children", []), ("A", ["B"]), ("C", ["D"]), ("Children", []), ("Message", [])]),
])  # fmt: skip
def test_only_a_message_and_the_children_directly_within_it_are_containers(content, handed_over):
    assert shape(read(content)[0]) == handed_over


def test_what_had_begun_when_the_file_breaks_is_handed_over_last_as_not_ended():
    trees, where = read("<Message><Children>\n<Child/>\n<Child><A/><B><C>")
    assert shape(trees) == [("Child", []), ("Child", ["A", "B", "C"]), ("Children", []), ("Message", [])]
    assert [tree.ended for tree in trees] == [True, False, False, False]
    assert where == Stop(3, BROKEN_OFF)


def test_a_file_that_breaks_within_its_header_hands_the_header_over():
    trees, _ = read("<Message><Header><Source>")
    assert shape(trees) == [("Header", ["Source"]), ("Message", [])]
    assert [tree.ended for tree in trees] == [False, False]


def test_a_file_is_asked_for_a_little_at_a_time_and_its_trees_come_while_it_is_read():
    class Slow(io.BytesIO):
        asked: list[int | None] = []

        def read(self, size: int | None = -1) -> bytes:
            self.asked.append(size)
            return super().read(size)

    content = f"<Message><A/>{' ' * CHUNK}<B/>{' ' * CHUNK}</Message>".encode()
    source = Slow(content)
    trees: Iterator[Node] = iter(CensusStream(source, Limits()))
    assert (next(trees).name, source.asked) == ("A", [CHUNK])
    assert (next(trees).name, source.asked) == ("B", [CHUNK, CHUNK])
    assert (names(list(trees)), source.asked) == (["Message"], [CHUNK] * 4)


def test_a_name_is_taken_without_its_namespace_and_its_declaration_is_no_attribute():
    found = only('<c:Message xmlns:c="urn:census" xmlns="urn:other"><c:A c:x="1"/></c:Message>')
    assert (found.name, list(found.attributes)) == ("A", [("urn:census x", "1")])


def test_where_a_schema_lies_is_no_attribute_of_the_census():
    instance = "http://www.w3.org/2001/XMLSchema-instance"
    found = only(f"<Message xmlns:xsi='{instance}'><A xsi:schemaLocation='cin.xsd' x='{instance} y'/></Message>")
    assert list(found.attributes) == [("x", f"{instance} y")]


def test_text_is_one_piece_whatever_it_is_written_with_and_blanks_are_none():
    found = only("<Message><A> \n <B>a &amp;\nb<!-- c --><![CDATA[<d>]]></B> \n </A></Message>")
    assert (found.texts, found.text) == ([], "")
    assert (found.nodes[0].texts, found.nodes[0].text) == ([(2, "a &\nb<d>")], "a &\nb<d>")


def test_text_in_pieces_is_joined_without_blanks_around_it():
    found = only("<Message><A> a <B/> b </A></Message>")
    assert (found.texts, found.text) == ([(1, " a "), (1, " b ")], "a  b")


@pytest.mark.parametrize(("content", "line"), [
    ("<Message><A>stray</A></Message>", 1),
    ("<Message>\n<A><B/>stray<B/></A></Message>", 2),
    ("<Message>\n<A>\n\nstray\n</A></Message>", 4),
    ("<Message>\n<A>stray\n\n</A></Message>", 2),
    ("<Message>\n<A> \n \nstray\nand more\n</A></Message>", 4),
    ("<Message>\n<A>stray&#10;&#10;</A></Message>", 2),
])  # fmt: skip
def test_text_has_the_line_that_its_first_word_stands_on(content, line):
    assert only(content).texts[0][0] == line


@pytest.mark.parametrize(("content", "line", "because"), [
    ("surname,forename", 1, "The file is not XML at all."),
    ("", 1, BROKEN_OFF),
    ("<Message>\n<A>", 2, BROKEN_OFF),
    ("<Message>\n<A></B>", 2, "An element is closed by the name of another, or not closed."),
    ("<Message>\n\x00", 2, "There is a character here that XML does not allow."),
    ("<Message>\n&nbsp;", 2, "An entity stands here that XML does not know, such as &nbsp;."),
    ("<Message>\n</Message>\n<A/>", 3, "Something follows after the end of the message."),
    ("<Message>\n<A", 2, "The file ends in the middle of an element."),
    ("<Message>\n<a:A/>", 2, "An element's prefix belongs to no namespace."),
    ('<?xml version="1.0" encoding="utf-16"?>\n<Message/>', 1, "The file is not in the encoding it says it is in."),
    ('<?xml version="1.0" encoding="cp037"?>\n<Message/>', 1, ENCODING),
    ('<?xml version="1.0" encoding="klingon"?>\n<Message/>', 1, ENCODING),
    ('<?xml version="1.0" encoding="shift-jis"?>\n<Message/>', 1, ENCODING),
    ("<Message>\n<A x='1' x='2'/></Message>", 2, "The file is not XML from here on: duplicate attribute."),
    ("<Message>\n<!DOCTYPE A>", 2, "There is a character here that XML does not allow."),
    ("\n<!DOCTYPE A><Message/>", 2,
     "The file holds a document type declaration (DTD), which a census never has and we never read."),
])  # fmt: skip
def test_what_is_wrong_with_a_file_is_said_in_a_sentence_with_its_line(content, line, because):
    assert stopped(content) == Stop(line, because)


def test_elements_may_stand_as_deep_as_the_limit_and_no_deeper():
    assert stopped("<Message><A><B/></A></Message>", deepest=3) is None
    because = "Elements stand more than 2 deep, which a census never does."
    assert stopped("<Message>\n<A>\n<B/></A></Message>", deepest=2) == Stop(3, because)


def test_a_file_may_have_as_many_bytes_as_the_limit_and_no_more():
    content = "<Message>\n</Message>".ljust(1500)
    assert stopped(content, most_bytes=1500) is None
    assert stopped(content, most_bytes=1499) == Stop(2, "The file is larger than 1,499 bytes.")
    longer = content.ljust(2 * CHUNK)
    assert stopped(longer, most_bytes=2 * CHUNK) is None
    assert stopped(longer, most_bytes=2 * CHUNK - 1) == Stop(2, "The file is larger than 131,071 bytes.")


def test_a_child_may_have_as_many_bytes_as_the_limit_and_what_is_read_at_a_time():
    begun = "<Message>\n<A>".ljust(CHUNK + 1500, "x")
    assert stopped(begun, most_bytes_a_child=1500) == Stop(2, BROKEN_OFF)
    because = "One child takes more than 1,499 bytes, which no real child does."
    assert stopped(begun, most_bytes_a_child=1499) == Stop(2, because)


def test_the_bytes_of_a_child_are_counted_from_the_child_before_it():
    children = f"<A/>{' ' * (CHUNK - 4)}" * 5
    assert stopped(f"<Message>{children}</Message>", most_bytes_a_child=0) is None


def test_the_limits_are_beyond_what_any_real_census_has():
    assert Limits() == Limits(
        most_bytes=4_000_000_000, most_bytes_a_child=2_000_000, deepest=16, most_refused=1_000_000
    )
