"""Files that nobody here wrote go in with nothing unaccounted for, and come out again as the same facts."""

import io
from collections import Counter
from datetime import datetime

import pytest
from lxml import etree

from holdfast.returns.cin import census_facts, header_for, write
from tests.census_files import INPUTS, account_of

FILES = {"cin-332-children": 2022, "cin-2026-pre-proceedings": 2027, "cin-2022-one-child": 2022}


def flags_of(account):
    return Counter(flag.code for flag in account.flags)


@pytest.mark.parametrize("name", FILES)
def test_every_element_that_another_parser_counts_is_in_the_account(name):
    account = account_of(name)
    counted = sum(1 for _ in etree.parse(INPUTS / f"{name}.xml").getroot().iter(etree.Element))
    stray = sum(1 for element in account.refusals if element.path.endswith("/text()"))
    assert account.elements_in == counted + stray
    assert account.elements_in == account.kept + account.refused
    assert account.stopped is None


def test_the_332_children_are_kept_whole():
    account = account_of("cin-332-children")
    assert (account.children, account.elements_in, account.refused) == (332, 5746, 0)
    assert account.rows == {"child": 332, "identifier": 332, "episode": 402, "conference": 350, "disability": 112}


def test_most_pupil_numbers_of_the_332_children_are_flagged():
    expected = {"wrong_upn": 320, "wrong_order": 30, "after_census_day": 23, "told_twice": 5, "year_conflict": 1}
    assert flags_of(account_of("cin-332-children")) == expected


def test_the_stray_text_of_the_pre_proceedings_file_is_all_that_is_refused():
    account = account_of("cin-2026-pre-proceedings")
    (stray,) = account.refusals
    assert (stray.line, stray.sent, stray.refused) == (23, "PersonBirthDate", "stray_text")
    assert (account.children, account.elements_in) == (2, 91)
    assert account.rows["pre_proceedings"] == 1


def test_the_pre_proceedings_file_is_read_as_the_year_its_header_says_and_the_conflict_told():
    account = account_of("cin-2026-pre-proceedings")
    assert account.header.year == 2023
    assert flags_of(account) >= Counter(year_conflict=1, before_its_year=3, gender_code_as_sex=1, unknown_code=1)


def test_the_one_child_with_every_element_fills_every_table_of_its_year():
    account = account_of("cin-2022-one-child")
    assert (account.children, account.elements_in, account.refused) == (1, 60, 0)
    assert (account.rows["conference"], account.rows["identifier"], account.rows["plan_review"]) == (2, 2, 1)


def test_two_files_tell_of_one_number_with_two_birth_dates():
    """The case that an import must hold for a person."""
    births = set()
    for name in ("cin-2022-one-child", "cin-2026-pre-proceedings"):
        with (INPUTS / f"{name}.xml").open("rb") as source:
            facts, _ = census_facts(source)
        births |= {row["birth_on"] for row in facts.child("201", "DfEX0000001").rows("child")}
    assert len(births) == 2


@pytest.mark.parametrize(("name", "year"), FILES.items())
def test_facts_written_and_read_again_are_the_same_facts(name, year):
    with (INPUTS / f"{name}.xml").open("rb") as source:
        facts, account = census_facts(source)
    header = header_for(authority=account.header.authority, year=year, made_at=datetime(2024, 5, 1))
    once, again = io.BytesIO(), io.BytesIO()
    written = write(facts, once, header=header)
    assert (written.children, written.left_out) == (account.children, [])
    once.seek(0)
    assert census_facts(once)[0] == facts
    write(facts, again, header=header)
    assert once.getvalue() == again.getvalue()
