"""One child beside itself in one file: what is typed is judged in one go with what stands, and each by itself."""

import io

import pytest

from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.schema import Row
from holdfast.returns.cin import census_facts
from holdfast.returns.cin._example import Example
from holdfast.returns.cin.rules import RULES
from holdfast.returns.cin.told import check_facts

EXAMPLES = [(code, each) for code, rule in RULES.items() if rule.per != "file" for each in (*rule.fails, *rule.passes)]

Children = list[tuple[str, dict[str, list[Row]]]]


def found(children: Children, year: CollectionYear) -> list[tuple[int, str, str, str, str]]:
    """Every finding with the place among the children of the one that it is about."""
    told = check_facts(children, authority="399", year=year, as_of=year.end_on, whole=False)
    return sorted(
        (
            int(told.checked.rows[each.finding.table].child[each.finding.row]),
            each.finding.code, each.place.table, each.place.key, each.finding.message,
        )
        for each in told.findings()
        if each.finding.child
    )  # fmt: skip


@pytest.mark.parametrize(("code", "example"), EXAMPLES, ids=[f"{code} {each.words[:40]}" for code, each in EXAMPLES])
def test_a_child_that_stands_twice_in_a_file_is_found_as_when_it_stands_alone(code: str, example: Example):
    year = CollectionYear.ending(example.year)
    facts = census_facts(io.BytesIO(example.xml()))[0]
    for _, number, rows in facts.by_child():
        alone = found([(number, rows)], year)
        twice = found([(number, rows), (number, rows)], year)
        assert twice == alone + [(1, *about) for _, *about in alone]
