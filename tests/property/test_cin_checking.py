"""Whatever comes as a census: it is checked or refused, never crashes, and no finding stands without a line."""

import io
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.returns.cin import CensusRefused
from holdfast.returns.cin._example import Example
from holdfast.returns.cin.checking import Checked, check
from holdfast.returns.cin.rules import RULES
from holdfast.returns.cin.scan import scan
from tests.examples import many
from tests.property.test_cin_properties import SEEDS, spoilt_bytes, spoilt_tree

EXAMPLES = [example for rule in RULES.values() for example in (*rule.passes, *rule.fails) if len(example.children) < 5]
SEED_FILES = [*SEEDS.values(), *(example.xml() for example in EXAMPLES)]
LONGEST = 2.0
VALUES = (
    "", " ", "0", "-1", "1", "true", "FALSE", "yes", "N1", "RC8", "21", "NONE", "2026-03-31", "2026-04-01",
    "0001-01-01", "9999-12-31", "2025-02-29", "2025-13-01", "31/03/2026", "2025-05-28T00:00:00", "99999999999", "é",
    "<", "A" * 400,
)  # fmt: skip


def checked(content: bytes, year: int | None = None) -> Checked | None:
    """The check of this file; None where it was refused with a sentence."""
    try:
        return check(scan(io.BytesIO(content), year=year))
    except CensusRefused as refused:
        assert str(refused).endswith((".", "?"))
        return None


def hold(content: bytes, year: int | None = None) -> None:
    begun = time.process_time()
    answer = checked(content, year)
    if answer is not None:
        assert [result.code for result in answer.results] == list(RULES)
        lines = content.count(b"\n") + content.count(b"\r") + 1
        for finding in answer.findings():
            assert 0 < finding.line <= lines, finding
            assert finding.message and "{" not in finding.message.replace(finding.value, ""), finding
    assert time.process_time() - begun < LONGEST


def with_other_values(content: bytes, chance: random.Random) -> bytes:
    """The same elements with other values: what a worker or another system may have typed."""
    text = content.decode("utf-8", "replace")
    places = [at for at in range(1, len(text)) if text[at - 1] == ">" and text[at] not in "<\n"]
    for _ in range(chance.randint(1, 6)):
        at = chance.choice(places)
        end = text.find("<", at)
        text = text[:at] + chance.choice(VALUES).replace("<", "&lt;") + text[end:]
        places = [place for place in places if place < at]
        if not places:
            break
    return text.encode()


def spoilt(number: int) -> bytes:
    chance = random.Random(number)
    content = chance.choice(SEED_FILES)
    way = chance.choice((spoilt_bytes, spoilt_tree, with_other_values, with_other_values))
    return way(content, chance)


@settings(max_examples=many(400))
@given(st.integers(0, 2**32))
def test_a_spoilt_file_is_checked_or_refused_and_every_finding_has_its_line(number):
    hold(spoilt(number), random.Random(number).choice((None, None, 2024, 2027, 2031)))


@settings(max_examples=many(100))
@given(st.sampled_from(EXAMPLES), st.sampled_from(EXAMPLES))
def test_a_child_is_judged_the_same_whoever_else_is_in_the_file(one: Example, other: Example):
    both = Example(words="", children=(*one.children, *other.children), year=one.year, header=one.header)
    alone = {finding.code for finding in checked(one.xml()).findings() if finding.child}
    numbers = {f"X{number:06}" for number in range(1, len(one.children) + 1)}
    numbers |= {
        child.within[0].elements["LAchildID"] for child in one.children if child.within[0].elements.get("LAchildID")
    }
    of_file = {rule.code for rule in RULES.values() if rule.per == "file"}
    together = {each.code for each in checked(both.xml()).findings() if each.child in numbers}
    assert alone - of_file <= together | of_file


@pytest.mark.soak
def test_two_hundred_thousand_spoilt_files_are_checked_or_refused():
    for number in range(200_000):
        hold(spoilt(number))
