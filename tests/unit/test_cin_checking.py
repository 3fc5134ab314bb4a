"""A census checked: a clean file has no finding, a planted defect has just its own, nothing is passed unasked."""

import json
import re
import subprocess
import sys
from io import BytesIO

import pytest
from typer.testing import CliRunner

from holdfast.borough.clean_census import write_clean_census
from holdfast.cli import app
from holdfast.kernel.refused import Refused
from holdfast.returns.cin._example import child, episode, of, protection_plan
from holdfast.returns.cin._rule import NotRun, Rule
from holdfast.returns.cin.checking import check
from holdfast.returns.cin.report import summary
from holdfast.returns.cin.rules import RULES
from holdfast.returns.cin.scan import scan

CHILDREN = 300
PLANTED = [
    (rule, example)
    for rule in RULES.values()
    for example in rule.fails
    if rule.per != "file" and not example.header and (rule.since or 2026) <= 2026 and example.year == 2026
]


@pytest.fixture(scope="module")
def clean() -> bytes:
    sink = BytesIO()
    write_clean_census(sink, children=CHILDREN, seed=5)
    return sink.getvalue()


def found_in(file: bytes) -> dict[str, int]:
    results = check(scan(BytesIO(file))).results
    return {result.code: result.count for result in results if result.status == "found"}


def test_a_clean_file_has_no_finding_and_says_of_every_rule_what_became_of_it(clean):
    results = check(scan(BytesIO(clean))).results
    assert [result.code for result in results] == list(RULES)
    assert {result.status for result in results} == {"passed", "not run"}
    assert {result.code for result in results if result.status == "not run"} == {
        code for code, rule in RULES.items() if rule.since == 2027
    }


def test_a_clean_file_with_one_defect_of_each_rule_has_exactly_what_each_declares(clean):
    for place, (rule, example) in enumerate(PLANTED):
        planted = clean.replace(b"</Children>", example.children_xml(first=500_000 + place).encode() + b"</Children>")
        assert set(found_in(planted)) == {rule.code, *example.also}, (rule.code, example.words)


def test_all_defects_in_one_file_are_found_together(clean):
    every = "".join(example.children_xml(first=600_000 + 10 * at) for at, (_, example) in enumerate(PLANTED))
    found = set(found_in(clean.replace(b"</Children>", every.encode() + b"</Children>")))
    assert found >= {rule.code for rule, _ in PLANTED}


def test_a_rule_of_a_later_year_is_not_run_and_says_why():
    result = next(each for each in check(scan(BytesIO(of("", child()).xml()))).results if each.code == "9005")
    assert (result.status, result.count) == ("not run", 0)
    assert result.reason == "The census asks it from 2026-27 on, and this file is judged as 2025-26."


def test_a_rule_of_a_whole_file_is_not_asked_of_one_child():
    results = check(scan(BytesIO(of("", child()).xml())), whole=False).results
    assert {each.code for each in results if each.reason == "It is asked of a whole file only."} == {
        code for code, rule in RULES.items() if rule.per == "file" and (rule.since or 0) <= 2026
    }


def test_the_rules_about_the_file_are_asked_of_one_without_a_header():
    file = re.sub(rb"<Header>.*</Header>", b"", of("", child()).xml(), flags=re.DOTALL)
    found = {each.code: each for each in check(scan(BytesIO(file), year=2026)).findings()}
    assert {code for code in found if RULES[code].per == "file"} == {"100", "2887Q", "2888Q"}
    assert {each.line for each in found.values()} == {1}
    assert found["100"].message == (
        "The header tells the year as nothing and the reference date as nothing; 31 March of it is wanted."
    )


def test_a_rule_that_cannot_count_working_days_is_not_run_rather_than_passed():
    rows = scan(BytesIO(of("", child(), year=2031).xml()))
    result = next(each for each in check(rows).results if each.code == "8670Q")
    assert result.status == "not run" and "bank holidays are listed" in result.reason


def test_a_rule_that_crashes_is_a_bug_that_is_heard():
    def breaks(rows):
        raise ZeroDivisionError

    from dataclasses import replace

    with pytest.raises(ZeroDivisionError):
        check(scan(BytesIO(of("", child()).xml())), rules=[replace(RULES["100"], finds=breaks)])
    assert issubclass(NotRun, Exception)


def test_a_finding_says_whose_it_is_where_it_stands_and_what_to_do():
    plan = protection_plan("2025-05-28", "2025-05-27")
    rows = scan(BytesIO(of("", child(episode(plan, DateOfInitialCPC="2025-05-28"), LAchildID="215141")).xml()))
    finding = next(each for each in check(rows).findings() if each.code == "8925")
    assert (finding.child, finding.element, finding.value) == ("215141", "CPPendDate", "2025-05-27")
    assert finding.message == "The plan ends on 2025-05-27, before it starts on 2025-05-28."
    assert of("", child(episode(plan), LAchildID="215141")).xml().splitlines()[finding.line - 2].startswith(b"<CPPend")


def test_of_the_findings_of_a_rule_only_those_that_are_shown_are_put_in_words(monkeypatch):
    checked, said = check(scan(BytesIO(of("", *[child(Sex="X") for _ in range(50)]).xml()))), []
    monkeypatch.setattr(Rule, "message", lambda rule, *_told: said.append(rule.code) or "In words.")
    lines = list(summary(checked, seconds=1.0))
    assert sum("In words." in line for line in lines if "child X" in line) == said.count("4180") == 3
    assert any(line.startswith("\n4180") and "50 (error)" in line for line in lines)


@pytest.fixture
def census(tmp_path, clean):
    path = tmp_path / "census.xml"
    path.write_bytes(clean)
    return path


def run(*words: str):
    return CliRunner().invoke(app, ["check", "cin", *words])


def test_the_command_writes_its_account_and_exits_by_what_it_found(census, tmp_path, clean):
    answer = run(str(census), "--json", str(tmp_path / "out.json"))
    told = json.loads((tmp_path / "out.json").read_text())
    assert answer.exit_code == 0, answer.output
    assert (told["collection"], told["children"], told["findings"]) == ("2025-26", CHILDREN, [])
    assert {tuple(rule) for rule in told["rules"]} == {("code", "status", "severity", "count", "reason")}
    query = RULES["8870Q"].fails[0].children_xml(first=900_000).encode()
    census.write_bytes(clean.replace(b"</Children>", query + b"</Children>"))
    assert run(str(census)).exit_code == 4
    error = RULES["8925"].fails[0].children_xml(first=900_001).encode()
    census.write_bytes(clean.replace(b"</Children>", error + b"</Children>"))
    answer = run(str(census), "--json", "-")
    told = json.loads(answer.output)
    assert answer.exit_code == 1
    assert [(each["code"], each["severity"], each["child"]) for each in told["findings"]] == [
        ("8925", "error", "X900001")
    ]
    assert set(told["findings"][0]) == {"code", "severity", "child", "element", "value", "line", "message"}


def test_the_command_judges_a_file_as_the_year_that_it_is_told(census):
    assert "2026-27" in run(str(census), "--collection", "2026-27").output


@pytest.mark.parametrize(("words", "said"), [
    (["--collection", "2026"], "A year is written like 2016-17, not 2026."),
    (["--collection", "0000-01"], "A year is written like 2016-17, not 0000-01."),
    (["--collection", "0001-02"], "There is no census of children in need of 1-02."),
    (["--collection", "2099-00"], "There is no census of children in need of 2099-00."),
    (["--json", "/nowhere/at/all.json"], "/nowhere/at/all.json cannot be written: No such file or directory."),
    (["--csv", "/"], "/ cannot be written: Is a directory."),
])  # fmt: skip
def test_what_the_command_cannot_do_it_refuses_with_a_sentence(census, words, said):
    wrong = run(str(census), *words)
    assert wrong.exit_code == 1 and isinstance(wrong.exception, Refused) and str(wrong.exception) == said


def test_the_command_says_where_a_file_breaks_off_and_checks_what_stands_before(census, clean):
    census.write_bytes(clean[: len(clean) // 2])
    answer = run(str(census))
    assert answer.exit_code == 1 and "breaks off at line" in answer.output


def test_a_check_starts_without_the_records_the_database_or_arrow(census):
    words = ["check", "cin", str(census)]
    asked = (
        f"import sys; from holdfast.cli import app; app({words}, standalone_mode=False); "
        "print(*{'django', 'ibis', 'sqlglot', 'duckdb', 'pyarrow', 'psycopg'} & set(sys.modules), sep=',')"
    )
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == ""
