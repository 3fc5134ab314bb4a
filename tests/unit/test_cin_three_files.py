"""The account of the three public files, held to the files: what each rule finds, and that it is so."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from lxml import etree

from holdfast.returns.cin.checking import Checked, check
from holdfast.returns.cin.scan import scan
from tests.census_files import INPUTS, account_of
from tests.repo.sources import read

PAGE = "docs/explanation/three-census-files.md"
FILES = ("cin-332-children", "cin-2026-pre-proceedings", "cin-2022-one-child")


@cache
def checked(name: str, year: int | None = None) -> Checked:
    with (INPUTS / f"{name}.xml").open("rb") as source:
        return check(scan(source, year=year))


def counts(name: str, year: int | None = None) -> dict[str, int]:
    return {each.code: each.count for each in checked(name, year).results if each.status == "found"}


@pytest.mark.parametrize("name", FILES)
def test_the_account_says_what_each_rule_finds_no_more_and_no_less(name: str):
    section = read(PAGE).split(f"## {name}\n")[1].split("\n## ")[0]
    told = re.findall(r"^\| `(\w+)` \| ([\d,]+) \|", section, re.M)
    assert len(told) == len(dict(told))
    assert {code: int(count.replace(",", "")) for code, count in told} == counts(name)
    assert sum(counts(name).values()) == len(list(checked(name).findings()))


@pytest.mark.parametrize(("name", "elements"), [
    ("cin-332-children", "5,746 elements, all kept"), ("cin-2026-pre-proceedings", "91 elements, of which one"),
    ("cin-2022-one-child", "60 elements, all kept"),
])  # fmt: skip
def test_the_account_says_how_much_there_is(name: str, elements: str):
    section = read(PAGE).split(f"## {name}\n")[1].split("\n## ")[0]
    assert elements in " ".join(section.split())
    assert int(elements.split()[0].replace(",", "")) == account_of(name).elements_in
    assert account_of(name).refused == ("one" in elements)


@cache
def children() -> list[etree._Element]:
    return list(etree.parse(INPUTS / "cin-332-children.xml").iter("Child"))


def episodes() -> Iterator[tuple[etree._Element, etree._Element]]:
    return ((child, each) for child in children() for each in child.iter("CINdetails"))


def of(element: etree._Element, name: str) -> str:
    return element.findtext(f".//{name}") or ""


def outside(day: str) -> bool:
    return bool(day) and not "2021-04-01" <= day <= "2022-03-31"


def disabilities(child: etree._Element) -> Counter[str]:
    return Counter(each.text for each in child.iter("Disability"))


def is_assessed_only(case: etree._Element) -> bool:
    return of(case, "ReasonForClosure") in ("RC8", "RC9")


RECOUNTED: dict[str, Callable[[etree._Element, etree._Element], bool]] = {
    "8831": lambda _, case: of(case, "ReferralNFA") == "true" and bool(of(case, "DateOfInitialCPC")),
    "8569Q": lambda _, case: of(case, "ReferralNFA") == "true" and of(case, "CINreferralDate") < "2021-03-31",
    "8620": lambda _, case: outside(of(case, "CINclosureDate")),
    "8600": lambda _, case: of(case, "CINreferralDate") > "2022-03-31",
    "2990": lambda _, case: is_assessed_only(case) and bool(of(case, "DateOfInitialCPC")),
    "8825Q": lambda _, case: is_assessed_only(case),
    "8585Q": lambda child, case: of(case, "ReasonForClosure") == "RC2" and not of(child, "PersonDeathDate"),
    "8555Q": lambda child, case: "" < of(child, "PersonDeathDate") < of(case, "CINreferralDate"),
}
"""Of each episode, counted with another parser and in other words; days as they are written compare as days."""

RECOUNTED_OF_CHILDREN: dict[str, Callable[[etree._Element], bool]] = {
    "8520": lambda child: of(child, "PersonBirthDate") > "2022-03-31",
    "8545Q": lambda child: outside(of(child, "PersonDeathDate")),
    "8794": lambda child: any(count > 1 for count in disabilities(child).values()),
    "8790": lambda child: "NONE" in disabilities(child) and len(disabilities(child)) > 1,
}


@pytest.mark.parametrize("code", RECOUNTED)
def test_what_is_found_in_the_episodes_is_what_another_count_finds(code: str):
    assert counts("cin-332-children")[code] == sum(RECOUNTED[code](*each) for each in episodes())


@pytest.mark.parametrize("code", RECOUNTED_OF_CHILDREN)
def test_what_is_found_of_the_children_is_what_another_count_finds(code: str):
    assert counts("cin-332-children")[code] == sum(map(RECOUNTED_OF_CHILDREN[code], children()))


def test_what_no_rule_asks_of_the_332_children_is_as_the_account_says():
    page = " ".join(read(PAGE).split())
    held = [of(case, "DateOfInitialCPC") for _, case in episodes() if of(case, "DateOfInitialCPC")]
    assert f"{sum(map(outside, held))} of the {len(held)} conferences lie outside the year" in page
    sex = Counter(of(child, "GenderCurrent") for child in children())
    assert f"{sex['9']} children are of indeterminate sex (9), and {sex['0']} of none (0)" in page
    untold = sum(not disabilities(child) for child in children())
    assert f"{untold} children have no disability told" in page
    assert counts("cin-332-children", 2025)["4180"] == len(children()) == 332


def test_what_an_import_flags_of_the_332_children_is_as_the_account_says():
    flags = Counter(flag.code for flag in account_of("cin-332-children").flags)
    assert (flags["wrong_order"], flags["after_census_day"], flags["told_twice"]) == (30, 23, 5)
    assert "it flags 23 after it" in read(PAGE) and "An import flags the same 30 as out of order" in read(PAGE)
    assert max(of(child, "PersonBirthDate") for child in children()) <= "2022-07-21"


def test_the_stray_text_is_noted_where_it_stands():
    (note,) = checked("cin-2026-pre-proceedings").rows.notes
    assert (note.code, "PersonBirthDate" in note.said) == ("stray_text", True)
    assert note.line in (23, 24), "the text's own line, or that of the element before which it stands"


def test_the_pre_proceedings_are_not_run_as_2022_23_and_pass_as_2026_27():
    as_sent = {each.code: each for each in checked("cin-2026-pre-proceedings").results}
    as_meant = {each.code: each for each in checked("cin-2026-pre-proceedings", 2027).results}
    rules = [code for code in as_sent if code == "8995Q" or code.startswith("90")]
    assert len(rules) == 12
    assert {as_sent[code].status for code in rules} == {"not run"}
    assert {as_meant[code].status for code in rules} == {"passed"}
    assert as_meant["4180"].count == 1


def test_every_finding_has_its_line_and_a_sentence():
    for name in FILES:
        lines = (INPUTS / f"{name}.xml").read_bytes().count(b"\n") + 1
        for finding in checked(name).findings():
            assert 0 < finding.line <= lines and finding.message.endswith((".", "”"))
