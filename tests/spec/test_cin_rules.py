"""Every rule of the census passes the rows that it says it passes, and finds those that it says it finds."""

import re
from io import BytesIO
from string import Formatter

import pytest

from holdfast.returns.cin._example import Example
from holdfast.returns.cin._rule import Rule
from holdfast.returns.cin.checking import check
from holdfast.returns.cin.rules import RULES
from holdfast.returns.cin.scan import scan

PASSES = [(rule, example) for rule in RULES.values() for example in rule.passes]
FAILS = [(rule, example) for rule in RULES.values() for example in rule.fails]


def named(case: object) -> str:
    return case.code if isinstance(case, Rule) else case.words if isinstance(case, Example) else str(case)


def codes_found(example: Example, rule: Rule) -> set[str]:
    """The rule asked of the example, with every other that does not need a file of real size."""
    rows = scan(BytesIO(example.xml()))
    asked = [each for each in RULES.values() if each is rule or each.per != "file"]
    assert {note.code for note in rows.notes} <= {"unreadable"} and rows.stopped is None
    return {result.code for result in check(rows, rules=asked).results if result.status == "found"}


@pytest.mark.parametrize(("rule", "example"), PASSES, ids=named)
def test_a_rule_passes_what_it_says_it_passes(rule: Rule, example: Example) -> None:
    assert rule.code not in codes_found(example, rule)


@pytest.mark.parametrize(("rule", "example"), FAILS, ids=named)
def test_a_rule_finds_what_it_says_it_finds_and_nothing_else_is_wrong(rule: Rule, example: Example) -> None:
    assert codes_found(example, rule) == {rule.code, *example.also}


@pytest.mark.parametrize("rule", RULES.values(), ids=named)
def test_every_finding_has_a_line_a_sentence_and_no_gap(rule: Rule) -> None:
    for example in rule.fails:
        findings = list(check(scan(BytesIO(example.xml())), rules=[rule]).findings())
        assert findings
        for finding in findings:
            assert finding.line > 0 and finding.message.endswith((".", "”"))
            assert "{" not in finding.message and "None" not in finding.message


def test_it_is_named_what_a_referral_without_action_led_to() -> None:
    rule = RULES["8831"]
    found = [each for example in rule.fails for each in check(scan(BytesIO(example.xml())), rules=[rule]).findings()]
    led_to = {each.message.rpartition(" led to ")[2] for each in found}
    assert led_to == {"an assessment.", "an enquiry.", "a conference."}


@pytest.mark.parametrize("rule", RULES.values(), ids=named)
def test_every_finding_is_about_an_element_of_the_rule_and_tells_all_that_its_message_names(rule: Rule) -> None:
    named_in_message = {name for _, name, _, _ in Formatter().parse(rule.said) if name}
    for example in rule.fails:
        for _, found in check(scan(BytesIO(example.xml())), rules=[rule]).found:
            table = scan(BytesIO(example.xml()))[found.table]
            assert found.element in (*rule.elements, "Year")
            assert named_in_message <= {*found.told, *table.columns, *rule.elements}
            assert all(len(values) == len(found.rows) for values in found.told.values())


@pytest.mark.parametrize("rule", RULES.values(), ids=named)
def test_what_a_rule_finds_in_several_blocks_is_said_in_other_words_of_each(rule: Rule) -> None:
    said: dict[tuple[str, str], set[str]] = {}
    for example in rule.fails:
        for finding in check(scan(BytesIO(example.xml())), rules=[rule]).findings():
            words = re.sub(r"[0-9-]{10}", "", finding.message)
            said.setdefault((finding.table, finding.element), set()).add(words)
    blocks = {table for table, _ in said}
    assert len(blocks) < 2 or len(set.union(*said.values())) >= len(blocks)


@pytest.mark.parametrize("rule", RULES.values(), ids=named)
def test_every_rule_has_two_rows_of_each_kind_at_least(rule: Rule) -> None:
    assert len(rule.passes) >= 2 and len(rule.fails) >= 2
