"""One defect of every rule in a clean file of 10,000 children: just what each defect declares is found, where it is."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import pytest

from holdfast.borough.clean_census import write_clean_census
from holdfast.returns.cin._example import Example
from holdfast.returns.cin._rule import Rule
from holdfast.returns.cin.checking import Finding, check
from holdfast.returns.cin.rules import RULES
from holdfast.returns.cin.scan import scan

WHOLE = 10_000
SMALL = 600


@cache
def clean(children: int, year: int = 2026) -> bytes:
    sink = BytesIO()
    write_clean_census(sink, children=children, seed=9, year=year)
    return sink.getvalue()


def findings(file: bytes) -> list[Finding]:
    return list(check(scan(BytesIO(file))).findings())


@dataclass
class Plant:
    """A defect among the children, with the lines that it stands on."""

    rule: Rule
    example: Example
    lines: range


def planted(file: bytes, defects: list[tuple[Rule, Example]]) -> tuple[bytes, list[Plant]]:
    """The file with these defects as its last children."""
    head, end, tail = file.rpartition(b"  </Children>")
    line, plants, added = head.count(b"\n") + 1, [], []
    for place, (rule, example) in enumerate(defects):
        text = example.children_xml(first=500_000 + 100 * place) + "\n"
        plants.append(Plant(rule, example, range(line, line + text.count("\n"))))
        added.append(text)
        line += text.count("\n")
    return head + "".join(added).encode() + end + tail, plants


OF_THE_WHOLE = {"100", "2883", "2886Q", "2887Q", "2888Q", "8995Q"}
"""Rules that look at the file as a whole: no single child more makes the defect."""

FIRST = [(rule, rule.fails[0]) for code, rule in RULES.items() if code not in OF_THE_WHOLE]


@pytest.mark.parametrize(("children", "year"), [(WHOLE, 2026), (SMALL, 2027)])
def test_all_defects_in_one_file_are_found_where_they_are_and_nowhere_else(children: int, year: int):
    defects = [(rule, example) for rule, example in FIRST if example.year == year]
    file, plants = planted(clean(children, year), defects)
    found = findings(file)
    for plant in plants:
        codes = {each.code for each in found if each.line in plant.lines}
        assert codes == {plant.rule.code, *plant.example.also}, (plant.rule.code, plant.example.words)
    inside = {line for plant in plants for line in plant.lines}
    assert [each for each in found if each.line not in inside] == []


def test_a_clean_file_of_ten_thousand_has_no_finding():
    assert findings(clean(WHOLE)) == []


def _one_plan_too_many(file: bytes) -> bytes:
    conferences = file.count(b"<DateOfInitialCPC>")
    return planted(file, [(RULES["2883"], RULES["2883"].fails[0])] * conferences)[0]


def _unknown_sex(file: bytes) -> bytes:
    return re.sub(rb"<Sex>M<", b"<Sex>U<", file)


def _disabilities(file: bytes, told: Callable[[list[bytes]], list[bytes]]) -> bytes:
    def block(found: re.Match[bytes]) -> bytes:
        codes = re.findall(rb"<Disability>(\w+)<", found[0])
        return b"<Disabilities>%b</Disabilities>" % b"".join(
            b"<Disability>%b</Disability>" % each for each in told(codes)
        )

    return re.sub(rb"<Disabilities>.*?</Disabilities>", block, file, flags=re.DOTALL)


def _two_kinds(file: bytes) -> bytes:
    return _disabilities(file, lambda codes: codes if codes == [b"NONE"] else [b"LD", b"AUT"][: len(codes)])


def _the_first_alone(file: bytes) -> bytes:
    return _disabilities(file, lambda codes: codes[:1])


@pytest.mark.parametrize(("code", "spoil", "also"), [
    ("100", lambda file: file.replace(b"<ReferenceDate>2026-03-31", b"<ReferenceDate>2026-03-30"), set()),
    ("2883", _one_plan_too_many, {"2885"}),
    ("2886Q", _unknown_sex, set()),
    ("2887Q", _two_kinds, set()),
    ("2888Q", _the_first_alone, set()),
])  # fmt: skip
def test_a_defect_of_the_whole_file_is_found_alone(code: str, spoil: Callable[[bytes], bytes], also: set[str]):
    assert {each.code for each in findings(spoil(clean(SMALL)))} == {code, *also}


def test_a_file_of_2026_27_that_tells_of_no_pre_proceedings_is_asked_about():
    assert {each.code for each in findings(clean(SMALL, 2027))} == {"8995Q"}


def test_no_rule_is_left_out():
    assert {rule.code for rule, _ in FIRST} | OF_THE_WHOLE == set(RULES)
    assert {example.year for _, example in FIRST} == {2026, 2027}
