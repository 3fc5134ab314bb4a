"""A census read in bulk, and read event by event, tells the same: whatever stands in it, wherever it is cut."""

import random
import time
from io import BytesIO
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.borough.clean_census import write_clean_census
from holdfast.returns.cin import CensusRefused, scan
from holdfast.returns.cin._bulk import Bulk, Irregular
from holdfast.returns.cin.rows import Rows
from tests.examples import many
from tests.property.test_cin_checking import SEED_FILES, with_other_values
from tests.property.test_cin_properties import spoilt_bytes, spoilt_tree

SIZES = (40, 200, 1_000, 5_000, 1 << 20)


def clean(children: int) -> bytes:
    sink = BytesIO()
    write_clean_census(sink, children=children)
    return sink.getvalue()


CLEAN = [clean(4), clean(30), clean(30).replace(b"\n", b"\r\n"), clean(30).replace(b"\n", b"")]
ODD = (
    b"<!-- </Child> <Child> -->", b"<!-- <Child>", b"-->", b"<![CDATA[</Child><Child>]]>", b"]", b"]]", b"\r",
    b"<Child>", b"</Child>", b"<Child/>", b"<Child a='1'/>", b"<CINdetails/>", b"<Reviews/>", b"<UPN/>", b"stray",
    b"<ChildIdentifiers/>", b"<Disabilities><Disability>A</Disability></Disabilities>", b"<Hobby>x</Hobby>",
    b"<CINreferralDate>2025-05-01</CINreferralDate>", b"<Section47><Section47/></Section47>", b"</Child></Children>",
    b"\xc3\xa9", b"&amp;", b"<?p <Child>?>",
)  # fmt: skip


ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-be", "utf-16-le")


class Pieces:
    """A source that hands over what it has as it comes."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = list(pieces)

    def read(self, _size: int) -> bytes:
        return self._pieces.pop(0) if self._pieces else b""


def read(content: bytes, size: int) -> Rows | str:
    with patch.multiple(scan, _CHUNK=size, _FEWEST=size // 8):
        return scanned(BytesIO(content))


def read_as_it_comes(content: bytes, chance: random.Random) -> Rows | str:
    cuts = sorted(chance.randrange(len(content) + 1) for _ in range(chance.randint(0, 6)))
    pieces = [content[here:there] for here, there in zip([0, *cuts], [*cuts, None], strict=True) if here != there]
    with patch.object(scan, "_FEWEST", chance.choice((10, 200, 5_000))):
        return scanned(Pieces(*pieces))


def scanned(source: Any) -> Rows | str:
    try:
        return scan.scan(source, year=2026)
    except CensusRefused as refused:
        return str(refused)


def told(rows: Rows | str) -> Any:
    """All that a reading tells, to be held against another."""
    if isinstance(rows, str):
        return rows
    tables = {
        table.name: [
            table.child.tolist(), table.parent.tolist(), table.episode.tolist(), table.lines.tolist(),
            {name: [column.state.tolist(), column.lines.tolist(), [column.word(row) for row in range(len(table))]]
             for name, column in table.columns.items()},
        ]
        for table in rows
    }  # fmt: skip
    return tables, rows.notes, rows.stopped


def told_by_events(content: bytes) -> Any:
    with patch.object(Bulk, "plan", side_effect=Irregular):
        return told(read(content, 1 << 20))


def with_odd_pieces(content: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(0, 3)):
        at = chance.choice([place for place, byte in enumerate(content) if byte in b"<>"] or [0]) + chance.randint(0, 1)
        content = content[:at] + chance.choice(ODD) + content[at:]
    return content


def hold(number: int) -> None:
    chance = random.Random(number)
    spoil = chance.choice((with_odd_pieces, with_odd_pieces, with_other_values, spoilt_bytes, spoilt_tree))
    content = spoil(chance.choice(chance.choice((CLEAN, CLEAN, SEED_FILES))), chance)
    if chance.random() < 0.1:
        content = content.decode("utf-8", "replace").encode(chance.choice(ENCODINGS))
    expected = told_by_events(content)
    assert told(read(content, chance.choice(SIZES))) == expected
    assert told(read_as_it_comes(content, chance)) == expected


@settings(max_examples=many(100), deadline=None)
@given(st.integers(0, 2**32))
def test_in_bulk_and_by_events_the_same_is_told(number):
    hold(number)


@pytest.mark.soak
def test_in_bulk_and_by_events_fifty_thousand_spoilt_files_tell_the_same():
    for number in range(50_000):
        hold(number)


@pytest.mark.parametrize("size", SIZES)
def test_whole_files_tell_the_same_wherever_they_are_cut(size):
    for content in CLEAN:
        assert told(read(content, size)) == told_by_events(content)


def test_children_about_whom_nothing_is_odd_are_read_in_bulk():
    with patch.object(Bulk, "take", autospec=True, side_effect=Bulk.take) as taken:
        assert scan.scan(BytesIO(clean(30))).children == 30
    assert sum(len(call.args[1].place) for call in taken.call_args_list) > 30 * 10


def both_ways(*pieces: bytes) -> tuple[Any, Any]:
    """What is told of a file that comes in these pieces: as it is read, and by events."""
    as_read = told(scan.scan(Pieces(*pieces), year=2026))
    with patch.object(Bulk, "plan", side_effect=Irregular):
        return as_read, told(scan.scan(Pieces(*pieces), year=2026))


START, END = b"<Message><Header/><Children>", b"</Children></Message>"


def of(number: bytes) -> bytes:
    return b"<Child><ChildIdentifiers><LAchildID>%b</LAchildID></ChildIdentifiers></Child>" % number


@pytest.mark.parametrize(("before", "after"), [
    (b" \xe2", b"\n"), (b"<!-- ", b"-->"), (b"<!-- ", b" "), (b"<?p ", b"?>"), (b"]", b"]>"), (b"<![CDATA[", b"]]>"),
    (b"<![CDATA[", b" "), (b"<![CDATA[]]>", b""), (b"<!---->", b""), (b"\r", b"\n"), (b"<", b"!-- -->"),
])  # fmt: skip
@pytest.mark.parametrize("between", [b"", of(b"1"), of(b"1") + of(b"2")])
def test_a_file_that_is_cut_where_something_is_open_is_read_as_if_it_came_whole(before, after, between):
    as_read, by_events = both_ways(START + of(b"0") + b"<Hobby>" * 9 + b"</Hobby>" * 9, before, between, after, END)
    assert as_read == by_events
    as_read, by_events = both_ways(START + before, between, after + of(b"3"), of(b"4") + END)
    assert as_read == by_events


@pytest.mark.parametrize("ends", [b"\n", b"\r\n", b"\r", b"\r\r\n", b"\n\r"])
def test_lines_are_counted_and_values_told_the_same_however_lines_end(ends):
    as_read, by_events = both_ways(START + of(b"0"), ends + of(b"A" + ends + b"B") + ends, ends + of(b"2"), END)
    assert as_read == by_events
    as_read, by_events = both_ways(START + of(b"0"), ends + of(b"1") + of(b"2"), END)
    assert as_read == by_events


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-16-le"])
@pytest.mark.parametrize("before", ["", "\ufeff", '\ufeff<?xml version="1.0" encoding="UTF-16"?>'])
def test_letters_of_two_bytes_that_look_like_tags_are_letters(encoding, before):
    tags = of(b"9")
    letters = tags + b" " * (len(tags) % 2)
    as_read, by_events = both_ways((before + START.decode()).encode(encoding), letters, END.decode().encode(encoding))
    assert as_read == by_events and as_read[1][0].code == "stray_text"


@pytest.mark.parametrize("odd", [b"<!-- <Child> -->", b"<![CDATA[ ]]>", b"<?p ?>"])
def test_once_what_is_odd_has_ended_children_are_read_in_bulk_again(odd):
    with patch.object(Bulk, "take", autospec=True, side_effect=Bulk.take) as taken:
        rows = scan.scan(Pieces(START, odd[:6], odd[6:] + b"\n", of(b"1"), END), year=2026)
    assert (rows.children, taken.call_count) == (1, 1)


def test_what_is_opened_again_and_again_and_never_closed_takes_no_time():
    begun = time.process_time()
    rows = read(START + b"<!--" * 20_000, 1 << 20)
    assert isinstance(rows, Rows) and rows.stopped
    assert time.process_time() - begun < 1.0
