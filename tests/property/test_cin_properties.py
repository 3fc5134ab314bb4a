"""Whatever comes as a census: it is read or refused, never crashes, and every element is accounted for."""

import io
import random
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from holdfast.borough.census_file import write_census
from holdfast.returns.cin import Account, CensusRefused, census_facts, header_for, write
from tests.census_files import INPUTS
from tests.examples import many
from tests.property.facts_strategy import census_facts_of

SEEDS = {path.stem: path.read_bytes() for path in INPUTS.glob("*.xml") if path.stat().st_size < 10_000}
TOKENS = [
    b"<", b">", b"</", b"/>", b"&", b"&amp;", b"&#0;", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<!DOCTYPE x [", b"\x00",
    b"\xff\xfe", b"<?x?>", b"9999-12-31", b"0001-01-01", b"0000-00-00", b"-1", b"99999999999", b'<?xml version="1.0"?>',
    b"<Child>", b"</Child>", b"</Children>", b"<Header/>", b"<Reviews>", b"\xe9", b" ", b"\r\n", b"xmlns:a='b'",
]  # fmt: skip


def account_of(content: bytes) -> Account:
    try:
        return census_facts(io.BytesIO(content))[1]
    except CensusRefused as refused:
        assert str(refused).endswith((".", "?"))
        return refused.account


def check(content: bytes) -> None:
    """The account adds up, and holds as many elements as another parser counts where it read to the end."""
    account = account_of(content)
    assert account.elements_in == account.kept + account.refused
    if account.stopped or not account.header or not account.header.authority:
        return
    if account.header.collection.upper() not in ("", "CIN"):
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    counted = sum(1 for _ in etree.fromstring(content, parser).iter(etree.Element))
    loose = sum(1 for element in account.refusals if "/text()" in element.path or "/@" in element.path)
    assert account.elements_in == counted + loose


def spoilt_bytes(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(spoilt) + 1)
        length = chance.choice((0, 0, 1, 3, 40))
        spoilt[at : at + length] = chance.choice((b"", chance.choice(TOKENS), chance.randbytes(chance.randint(0, 4))))
    return bytes(spoilt[: chance.randrange(len(spoilt) + 1)] if chance.random() < 0.1 else spoilt)


def spoilt_tree(content: bytes, chance: random.Random) -> bytes:
    """Elements moved, doubled, renamed, emptied, dropped: still XML, no longer a census that anybody meant."""
    root = etree.fromstring(content)
    for _ in range(chance.randint(1, 6)):
        element = chance.choice(list(root.iter())[1:])
        parent, donor = element.getparent(), chance.choice(list(root.iter())[1:])
        kind = chance.randrange(6)
        if kind == 0:
            parent.insert(chance.randrange(len(parent) + 1), etree.fromstring(etree.tostring(donor, with_tail=False)))
        elif kind == 1:
            element.tag = donor.tag
        elif kind == 2:
            element.text = donor.text
        elif kind == 3:
            element.tail = "stray"
        elif kind == 4:
            element.set("id", "7")
        elif len(root) > 1 and element.tag != "Children":
            parent.remove(element)
    return etree.tostring(root)


@given(st.sampled_from(sorted(SEEDS)), st.integers(0, 2**32), st.sampled_from([spoilt_bytes, spoilt_tree]))
@settings(max_examples=many(300), deadline=None)
def test_a_spoilt_file_is_read_or_refused_with_every_element_accounted_for(name, seed, spoil):
    check(spoil(SEEDS[name], random.Random(seed)))


@given(st.binary(max_size=200))
@settings(max_examples=many(100), deadline=None)
def test_bytes_of_any_kind_are_refused_in_a_sentence(content):
    check(content)


@pytest.mark.soak
@pytest.mark.parametrize("batch", range(100))
def test_spoilt_files_in_the_hundreds_of_thousands(batch):
    chance = random.Random(batch)
    contents = [SEEDS[name] for name in sorted(SEEDS)]
    for _ in range(2_000):
        check(chance.choice((spoilt_bytes, spoilt_tree))(chance.choice(contents), chance))


def written(facts, year):
    file = io.BytesIO()
    told = write(facts, file, header=header_for(authority="310", year=year, made_at=datetime(2024, 5, 1)))
    assert told.left_out == []
    return file.getvalue()


@given(census_facts_of(), st.sampled_from([2017, 2024, 2025, 2027]))
@settings(max_examples=many(80), deadline=None)
def test_facts_written_as_a_census_and_read_are_the_same_facts(facts, year):
    content = written(facts, year)
    again, account = census_facts(io.BytesIO(content))
    assert again == facts
    assert (account.refusals, account.stopped) == ([], None)
    assert written(again, year) == content


@given(st.integers(0, 10_000), st.floats(0, 1))
@settings(max_examples=many(15), deadline=None)
def test_a_file_of_invented_children_is_kept_whole(seed, oddities):
    file = io.BytesIO()
    write_census(file, children=20, seed=seed, oddities=oddities)
    check(file.getvalue())
    _, account = census_facts(io.BytesIO(file.getvalue()))
    assert (account.children, account.refused, account.stopped) == (20, 0, None)
