"""From facts to findings: each leads to the row of facts that it is about, whichever rule finds it."""

import io
from collections.abc import Iterator
from datetime import date, datetime

import pytest

from holdfast.facts import TABLES
from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.store import Facts
from holdfast.returns.cin import census_facts, header_for, write_children
from holdfast.returns.cin._example import Example
from holdfast.returns.cin._structure import CENSUS_TABLES
from holdfast.returns.cin.checking import check
from holdfast.returns.cin.rules import RULES
from holdfast.returns.cin.scan import scan
from holdfast.returns.cin.told import check_facts, column_of
from holdfast.returns.cin.writer import Place
from tests.census_files import child, episode, message

EXAMPLES = [(code, example) for code, rule in RULES.items() if rule.per != "file" for example in rule.fails]


def facts_in(xml: bytes) -> Facts:
    return census_facts(io.BytesIO(xml))[0]


def rows_named(facts: Facts) -> Iterator[tuple[str, Place]]:
    """Every row of the facts as a finding would name it, with its child."""
    for table in CENSUS_TABLES:
        for row in facts.rows(table):
            yield row["child"], Place(table, "/".join(str(row[name]) for name in TABLES[table].key[2:]))


@pytest.mark.parametrize(("code", "example"), EXAMPLES, ids=[f"{code} {each.words[:40]}" for code, each in EXAMPLES])
def test_whatever_a_rule_finds_in_facts_is_about_a_row_that_they_hold(code: str, example: Example):
    facts = facts_in(example.xml())
    year = CollectionYear.ending(example.year)
    children = [(child, rows) for _, child, rows in facts.by_child()]
    named = set(rows_named(facts))
    for placed in check_facts(children, authority="399", year=year, as_of=year.end_on).findings():
        if placed.finding.child:
            assert (placed.finding.child, placed.place) in named, placed
            assert placed.column == column_of(placed.finding.element)[1] != ""


def test_a_line_of_the_file_tells_the_row_that_it_was_written_from():
    facts = facts_in(
        message(child(episode(), number="1"), child(episode(), episode(referred="2023-09-01"), number="2"))
    )
    to, where = io.BytesIO(), list[Place]()
    header = header_for(authority="310", year=2024, made_at=datetime(2024, 5, 1))
    children = [(child, rows) for _, child, rows in facts.by_child()]
    write_children(children, to, header=header, where=where)
    lines = ["", *to.getvalue().decode().splitlines()]
    told = {where[number] for number, line in enumerate(lines) if "CINreferralDate" in line}
    assert told == {Place("episode", "2023-07-13"), Place("episode", "2023-09-01")}
    assert {where[number] for number, line in enumerate(lines) if "Ethnicity" in line} == {Place("child", "")}
    assert {where[number] for number, line in enumerate(lines[:6])} == {Place("", "")}


def test_a_value_with_a_line_of_its_own_moves_no_other_finding_to_another_row():
    facts = facts_in(message(child(number="1"), child(number="2")))
    rows = {table: facts.rows(table) for table in CENSUS_TABLES}
    rows["child"][0]["ethnicity"] = "W\nB\nRI"
    odd = Facts.of(rows)
    year = CollectionYear.ending(2024)
    children = [(child, rows) for _, child, rows in odd.by_child()]
    found = list(check_facts(children, authority="310", year=year, as_of=year.end_on).findings())
    assert {(each.finding.child, each.place) for each in found if each.finding.child} <= set(rows_named(odd))
    assert {each.finding.element for each in found if each.finding.child == "1"} > {"Ethnicity"}


def test_where_lines_are_asked_for_the_file_is_the_same():
    facts = facts_in(message(child(episode()), year=2025))
    children = [(child, rows) for _, child, rows in facts.by_child()]
    header = header_for(authority="310", year=2025, made_at=datetime(2025, 5, 1))
    plain, told = io.BytesIO(), io.BytesIO()
    write_children(children, plain, header=header)
    write_children(children, told, header=header, where=[])
    assert plain.getvalue() == told.getvalue()


def test_while_the_year_runs_nothing_has_waited_longer_than_until_today():
    facts = facts_in(
        message(
            child(
                episode("<Assessments><AssessmentActualStartDate>2023-07-14</AssessmentActualStartDate></Assessments>")
            )
        )
    )
    children = [(child, rows) for _, child, rows in facts.by_child()]
    year = CollectionYear.ending(2024)

    def codes(as_of: date) -> set[str]:
        told = check_facts(children, authority="310", year=year, as_of=as_of, whole=False)
        return {each.finding.code for each in told.findings()}

    assert "8670Q" not in codes(date(2023, 8, 1))
    assert "8670Q" in codes(date(2024, 3, 31))


def test_a_finding_of_what_is_not_told_is_about_the_row_that_wants_it():
    begun = "<Assessments><AssessmentActualStartDate>2023-07-14</AssessmentActualStartDate></Assessments>"
    facts = facts_in(message(child(episode(begun + begun.replace("-14", "-17")))))
    year = CollectionYear.ending(2024)
    children = [(child, rows) for _, child, rows in facts.by_child()]
    told = check_facts(children, authority="310", year=year, as_of=year.end_on, whole=False)
    assert [(each.place, each.column) for each in told.findings() if each.finding.code == "8670Q"] == [
        (Place("assessment", f"2023-07-13/a2023-07-{day}"), "authorised_on") for day in (14, 17)
    ]


def test_nobody_is_passed_over_after_a_child_of_whom_more_is_told_than_is_read():
    facts = facts_in(message(child(number="1"), child(number="2")))
    rows = {table: facts.rows(table) for table in CENSUS_TABLES}
    rows["child"][0]["ethnicity"] = "W" * 4_000_000
    children = [(child, rows) for _, child, rows in Facts.of(rows).by_child()]
    year = CollectionYear.ending(2024)
    with pytest.raises(ValueError, match=r"cannot be read: line .* no real child does"):
        check_facts(children, authority="310", year=year, as_of=year.end_on)


def test_of_one_child_no_rule_about_the_file_is_asked():
    facts = facts_in(message(child(episode())))
    children = [(child, rows) for _, child, rows in facts.by_child()]
    year = CollectionYear.ending(2024)
    told = check_facts(children, authority="310", year=year, as_of=year.end_on, whole=False)
    per_file = {code for code, rule in RULES.items() if rule.per == "file"}
    assert {each.status for each in told.results if each.code in per_file} == {"not run"}


def test_what_is_found_in_facts_is_what_is_found_in_the_file_that_is_sent():
    facts = facts_in(message(child(episode(), number="1"), child(episode(referred="2023-07-20"), number="2")))
    children = [(child, rows) for _, child, rows in facts.by_child()]
    year, to = CollectionYear.ending(2024), io.BytesIO()
    write_children(children, to, header=header_for(authority="310", year=2024, made_at=datetime(2024, 5, 1)))
    to.seek(0)
    sent = {(each.code, each.child, each.message) for each in check(scan(to)).findings()}
    told = check_facts(children, authority="310", year=year, as_of=year.end_on)
    assert sent == {(each.finding.code, each.finding.child, each.finding.message) for each in told.findings()}
