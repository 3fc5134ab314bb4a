"""What a check answers of each rule, and what is told of it: as data, as a sheet, and in words."""

import json
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any

import numpy as np
import pytest

from holdfast.returns.cin._example import Piece, child, episode, no_further_action, of, protection_plan
from holdfast.returns.cin._rule import Finds, Found, NotRun, Rule, where
from holdfast.returns.cin.checking import (
    Checked,
    Finding,
    Result,
    Severity,
    Status,
    check,
    children_found,
    label,
    shortened,
)
from holdfast.returns.cin.report import csv_pieces, json_pieces, summary, write_csv, write_json
from holdfast.returns.cin.rows import Note, Rows
from holdfast.returns.cin.rules import RULES
from holdfast.returns.cin.scan import scan


def rule(finds: Finds, **more: Any) -> Rule:
    """A rule that finds what a test says."""
    told: dict[str, Any] = {
        "code": "9999", "table": "CINdetails", "elements": ("ReferralSource",), "title": "", "why": "", "mend": "",
        "said": "Referred by {ReferralSource}.", "passes": (), "fails": (), **more,
    }  # fmt: skip
    return Rule(finds=finds, **told)


def at(*places: int, table: str = "CINdetails", element: str = "ReferralSource", **told: object) -> Found:
    """What a rule finds: these rows."""
    return Found(
        table, np.array(places, dtype=np.int64), element, {name: np.array(each) for name, each in told.items()}
    )


def file(*children: Piece, year: int = 2026, **header: str) -> Rows:
    return scan(BytesIO(of("", *children, year=year, **header).xml()))


def asked(finds: Finds, rows: Rows | None = None, *, whole: bool = True, **more: object) -> Result:
    (result,) = check(rows or file(child()), rules=[rule(finds, **more)], whole=whole).results
    return result


def two_referrals(*, source: str = "1A", number: str = "215141") -> Piece:
    return child(episode(ReferralSource=source), episode(ReferralSource="6"), LAchildID=number)


@pytest.mark.parametrize(("year", "reason"), [
    (2024, "The census asks it from 2024-25 on, and this file is judged as 2023-24."),
    (2025, ""), (2026, ""),
    (2027, "The census asked it until 2025-26, and this file is judged as 2026-27."),
])  # fmt: skip
def test_a_rule_is_asked_from_its_first_census_to_its_last(year, reason):
    result = asked(lambda rows: at(0), file(child(), year=year), since=2025, until=2026)
    status, count = ("not run", 0) if reason else ("found", 1)
    assert result == Result(code="9999", status=status, severity="error", count=count, reason=reason)


def test_a_rule_that_cannot_be_asked_keeps_its_code_and_severity_and_says_why():
    def cannot(_rows: Rows) -> Found:
        raise NotRun("Nobody knows.")

    assert asked(cannot, code="9999Q") == Result(
        code="9999Q", status="not run", severity="query", count=0, reason="Nobody knows."
    )


def test_a_rule_of_the_file_is_asked_of_a_whole_file_only():
    assert asked(lambda rows: at(0), per="file").status == "found"
    assert asked(lambda rows: at(0), per="child", whole=False).status == "found"
    assert asked(lambda rows: at(0), per="file", whole=False) == Result(
        code="9999", status="not run", severity="error", count=0, reason="It is asked of a whole file only."
    )


def test_a_rule_that_finds_nothing_has_passed_and_gives_no_reason():
    passed = Result(code="9999", status="passed", severity="error", count=0, reason="")
    assert asked(lambda rows: at()) == passed == asked(lambda rows: [at(), at()]) == asked(lambda rows: [])


def test_a_rule_is_asked_of_the_census_that_is_checked():
    rows, seen = file(child()), list[Rows]()
    check(rows, rules=[rule(lambda asked_of: seen.append(asked_of) or at())])
    assert seen == [rows]


def test_what_a_rule_finds_in_several_tables_is_counted_together():
    rows = file(two_referrals(), two_referrals(number="215142"))
    checked = check(rows, rules=[rule(lambda rows: [at(0, 2), at(), at(1, table="ChildIdentifiers")])])
    assert checked.results == [Result(code="9999", status="found", severity="error", count=3)]
    assert [found.table for _, found in checked.found] == ["CINdetails", "ChildIdentifiers"]
    assert [finding.row for finding in checked.findings()] == [0, 2, 1]


def test_the_year_of_a_census_is_named_by_both_of_its_years():
    assert (label(2026), label(2010), label(2000)) == ("2025-26", "2009-10", "1999-00")


def test_a_finding_tells_whose_it_is_and_where_it_stands():
    rows = file(child(), two_referrals(source="1B"))
    said = "{ReferralSource}, {PrimaryNeedCode}, {days}, {Unknown}"
    places = np.array([1, 2])
    (first, second) = check(
        rows,
        rules=[rule(lambda rows: at(*places, days=["5", "7"]), said=said, code="9999Q")],
    ).findings()
    sent = of("", child(), two_referrals(source="1B")).xml().splitlines()
    assert first == Finding(
        code="9999Q", severity="query", child="215141", table="CINdetails", row=1, element="ReferralSource",
        value="1B", line=sent.index(b"<ReferralSource>1B</ReferralSource>") + 1, message="1B, N1, 5, nothing",
    )  # fmt: skip
    assert (second.row, second.value, second.message) == (2, "6", "6, N1, 7, nothing")


def test_a_finding_about_a_block_leads_to_its_line_and_has_no_value():
    (finding,) = check(file(child()), rules=[rule(lambda rows: at(0, element="Assessments"))]).findings()
    sent = of("", child()).xml().splitlines()
    assert (finding.element, finding.value) == ("Assessments", "")
    assert finding.line == sent.index(b"<CINdetails>") + 1


def test_a_finding_about_the_file_is_of_no_child():
    header = rule(lambda rows: at(0, table="Header", element="Year"), said="The year is {Year}.")
    checked = check(file(child()), rules=[header])
    (finding,) = checked.findings()
    assert (finding.child, finding.table, finding.row) == ("", "Header", 0)
    assert (finding.value, finding.message) == ("2026", "The year is 2026.")
    assert children_found(checked) == 0


def test_each_child_with_a_finding_is_counted_once():
    rows = file(two_referrals(), child(), two_referrals(number="215142"))
    rules = [rule(lambda rows: at(0, 1)), rule(lambda rows: [at(0, table="ChildIdentifiers"), at(4)], code="9998")]
    assert children_found(check(rows, rules=rules)) == 2
    assert children_found(check(rows, rules=rules[:1])) == 1
    assert children_found(check(rows, rules=[])) == 0


def test_a_shortened_answer_shows_the_first_findings_of_each_rule_and_counts_them_all():
    rows = file(*[two_referrals(number=f"{number}") for number in range(4)])
    told = [f"word {place}" for place in range(8)]
    whole = check(rows, rules=[
        rule(lambda rows: [at(0, 2, w=told[:2]), at(0, 1, 2, table="ChildIdentifiers", w=told[2:5])], said="{w}."),
        rule(lambda rows: at(1, 3, 5, 7, w=told[4:]), said="{ReferralSource}, {w}.", code="9998Q"),
    ])  # fmt: skip
    short = shortened(whole, most=3)
    every = list(whole.findings())
    assert list(short.findings()) == every[:3] + every[5:8]
    assert short.results == whole.results and [result.count for result in short.results] == [5, 4]
    assert short.rows is rows
    assert list(shortened(whole, most=0).findings()) == []


def answered(*results: Result, found: Sequence[tuple[Rule, Found]] = (), rows: Rows | None = None) -> Checked:
    return Checked(rows or file(child()), results, found)


LATE = RULES["8925"], at(0, 1, 2, 3, table="ChildProtectionPlans", element="CPPendDate")
UNKNOWN = RULES["8870Q"], at(0, table="ChildProtectionPlans", element="CPPstartDate")


def result(code: str, status: Status, count: int = 0, reason: str = "") -> Result:
    severity: Severity = "query" if code.endswith("Q") else "error"
    return Result(code=code, status=status, severity=severity, count=count, reason=reason)


@pytest.fixture
def plans() -> Rows:
    """Four plans that end before they start, of two children, one of whom has a name that is not ASCII."""
    wrong = protection_plan("2025-05-28", "2025-05-27")
    rows = file(child(episode(wrong, wrong), LAchildID="Zoë"), child(episode(wrong, wrong), LAchildID="=7"))
    return replace(rows, notes=(Note(7, "unknown_element", "Café", "Not known."),), stopped=(1234, "It ends."))


def test_the_account_as_data_tells_every_rule_note_and_finding(plans):
    results = result("8925", "found", 4), result("100", "not run", reason="Not now.")
    checked = answered(*results, found=[LATE], rows=plans)
    sink = StringIO()
    write_json(checked, sink, file="Bücher.xml", seconds=1.23456)
    told = json.loads(sink.getvalue())
    assert list(told) == [
        "file", "collection", "rules", "findings", "children", "seconds", "notes", "stopped",
    ]  # fmt: skip
    assert (told["file"], told["collection"], told["children"]) == ("Bücher.xml", "2025-26", 2)
    assert told["seconds"] == 1.235
    assert told["rules"] == [
        {"code": "8925", "status": "found", "severity": "error", "count": 4, "reason": ""},
        {"code": "100", "status": "not run", "severity": "error", "count": 0, "reason": "Not now."},
    ]
    assert told["notes"] == [{"line": 7, "code": "unknown_element", "element": "Café", "said": "Not known."}]
    assert told["stopped"] == {"line": 1234, "because": "It ends."}
    assert [each["child"] for each in told["findings"]] == ["Zoë", "Zoë", "=7", "=7"]
    first = next(checked.findings())
    assert told["findings"][0] == {
        "code": "8925", "severity": "error", "child": "Zoë", "element": "CPPendDate", "value": "2025-05-27",
        "line": first.line, "message": "The plan ends on 2025-05-27, before it starts on 2025-05-28.",
    }  # fmt: skip


def test_the_account_as_data_is_for_people_too_a_line_for_each_thing_in_letters_as_they_are(plans):
    checked = answered(result("8925", "found", 4), found=[LATE], rows=plans)
    lines = "".join(json_pieces(checked, file='"findings": [', seconds=0)).splitlines()
    assert lines[:4] == ["{", r' "file": "\"findings\": [",', ' "collection": "2025-26",', ' "rules": [']
    begins = lines.index(' "findings": [')
    assert [line[:12] for line in lines[begins + 1 : begins + 5]] == ['  {"code": "'] * 4
    assert [line.rpartition('"')[2] for line in lines[begins + 1 : begins + 5]] == ["},", "},", "},", "}],"]
    assert lines[begins + 5] == ' "children": 2,'
    assert '"child": "Zoë"' in lines[begins + 1] and '   "element": "Café",' in lines
    assert lines[-1] == "}"


def test_the_account_of_a_whole_file_without_a_finding_says_that_it_did_not_stop():
    pieces = list(json_pieces(answered(), file="a.xml", seconds=0.5))
    assert "".join(pieces).endswith("}\n")
    told = json.loads("".join(pieces))
    assert (told["findings"], told["notes"], told["stopped"], told["seconds"]) == ([], [], None, 0.5)


def test_the_sheet_has_a_line_for_each_finding_below_the_names_of_its_columns(plans):
    checked = answered(found=[LATE], rows=plans)
    sink = StringIO()
    write_csv(checked, sink)
    head, *lines = sink.getvalue().split("\r\n")[:-1]
    at_line = [finding.line for finding in checked.findings()]
    said = '"The plan ends on 2025-05-27, before it starts on 2025-05-28."'
    assert head == "code,severity,child,element,value,line,message"
    assert lines == [
        f"8925,error,{number},CPPendDate,2025-05-27,{line},{said}"
        for number, line in zip(("Zoë", "Zoë", "'=7", "'=7"), at_line, strict=True)
    ]
    assert len(list(csv_pieces(checked))) == 5


def in_words(checked: Checked) -> list[str]:
    return list(summary(checked, seconds=2.25))


def test_the_account_in_words_begins_with_the_whole(plans):
    results = (
        result("100", "passed"), result("8925", "found", 1004), result("8740", "passed"), result("8870Q", "found", 1),
        result("8735", "passed"),
    )  # fmt: skip
    assert in_words(answered(*results, found=[LATE, UNKNOWN], rows=replace(plans, notes=())))[:3] == [
        "2 children, judged as the census of 2025-26, in 2.2 seconds.",
        "The file breaks off at line 1,234: It ends. What stands before it was checked.",
        "1,004 to mend and 1 to mend or explain, of 2 children; 3 rules passed.",
    ]


def test_errors_come_before_queries_and_what_is_found_often_before_what_is_rare(plans):
    several = [result("8925", "found", 4), result("100", "passed"), result("8870Q", "found", 1),
               result("8740", "found", 4), result("8935", "found", 9), result("8530Q", "found", 7)]  # fmt: skip
    found = [LATE, UNKNOWN, *[(replace(LATE[0], code=code), LATE[1]) for code in ("8740", "8935", "8530Q")]]
    said = in_words(answered(*several, found=found, rows=replace(plans, notes=())))
    heads = [line.split()[0] for line in said if line.startswith("\n")]
    assert heads == ["8935", "8740", "8925", "8530Q", "8870Q"]


def test_each_rule_in_words_says_what_to_do_and_shows_its_first_three_findings(plans):
    checked = answered(result("8925", "found", 4), result("100", "found", 1), rows=plans, found=[
        LATE, (RULES["100"], at(0, table="Header", element="Year")),
    ])  # fmt: skip
    said = in_words(checked)
    begins = said.index(f"\n8925  {RULES['8925'].title}: 4 (error)")
    lines = [finding.line for finding in checked.findings()]
    ended = "The plan ends on 2025-05-27, before it starts on 2025-05-28."
    assert said[begins + 1 : begins + 6] == [
        f"  {RULES['8925'].mend}",
        f"  Line {lines[0]}, child Zoë: {ended}", f"  Line {lines[1]}, child Zoë: {ended}",
        f"  Line {lines[2]}, child =7: {ended}", f"\n100  {RULES['100'].title}: 1 (error)",
    ]  # fmt: skip
    assert said[begins + 7].startswith(f"  Line {lines[4]}: The header ")
    assert len(said) == begins + 8


@pytest.mark.parametrize(("notes", "more"), [
    (3, []), (5, ["And 2 more of this kind."]),
])  # fmt: skip
def test_three_things_that_the_census_has_not_are_shown_and_the_rest_counted(notes, more):
    odd = Note(1234, "unknown_element", "Hobby", "No such."), Note(9, "stray_text", "", "Text.")
    rows = replace(file(child()), notes=(odd * 3)[:notes])
    assert in_words(answered(rows=rows))[2:] == [
        "Line 1,234, Hobby: No such.", "Line 9: Text.", "Line 1,234, Hobby: No such.", *more,
    ]  # fmt: skip


def test_rules_that_were_not_run_are_named_together_by_their_reason():
    results = [result("8925", "not run", reason="Later."), result("100", "not run", reason="No file."),
               result("8740", "passed"), result("8870Q", "not run", reason="Later.")]  # fmt: skip
    assert in_words(answered(*results))[2:] == ["\nNot run: 8925, 8870Q. Later.", "\nNot run: 100. No file."]


def test_where_a_rule_holds_its_rows_come_with_what_is_told_of_each():
    found = where("CINdetails", np.array([False, True, False, True]), "ReferralNFA", days=np.array([1, 2, 3, 4]))
    assert (found.table, found.rows.tolist(), found.element) == ("CINdetails", [1, 3], "ReferralNFA")
    assert found.told["days"].tolist() == [2, 4]


def test_a_rule_is_about_rows_of_the_set_of_2026_where_it_does_not_say_otherwise():
    plain = rule(lambda rows: at())
    assert (plain.per, plain.since, plain.until, plain.reading) == ("row", None, None, "")
    assert plain.source.title == "CIN census validation rules 2025-26, as in the sector's public validator"


def test_a_message_says_nothing_where_the_file_says_nothing():
    rows = file(child(no_further_action()))
    (finding,) = check(rows, rules=[rule(lambda rows: at(0), said="“{PrimaryNeedCode}”, {ReferralNFA}.")]).findings()
    assert finding.message == "“nothing”, true."
