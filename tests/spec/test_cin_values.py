"""What the text of an element says: text, kind, value, and the code it is flagged or refused with."""

from datetime import date

import pytest

from holdfast.facts import TABLES
from holdfast.returns.cin._structure import CHILD, Block
from holdfast.returns.cin._values import reading

KEPT = [
    ("2017-03-31", "date", date(2017, 3, 31), ""),
    ("2017-03-31T00:00:00", "date", date(2017, 3, 31), "date_with_time"),
    ("2017-03-31Z", "date", date(2017, 3, 31), "date_with_time"),
    ("1017-03-31", "date", date(1017, 3, 31), "implausible_date"),
    ("true", "flag", True, ""),
    ("TRUE", "flag", True, ""),
    ("1", "flag", True, ""),
    ("false", "flag", False, ""),
    ("FALSE", "flag", False, ""),
    ("0", "flag", False, ""),
    ("True", "flag", True, "unusual_spelling"),
    ("0", "count", 0, ""),
    ("10", "count", 10, ""),
    ("-1", "count", -1, "below_zero"),
    ("WBRI", "Ethnicity", "WBRI", ""),
    ("wbri", "Ethnicity", "wbri", "unknown_code"),
    ("18A", "AssessmentFactors", "18A", "code_not_of_year"),
    ("1", "GenderCurrent", "M", ""),
    ("9", "GenderCurrent", "I", ""),
    ("M", "GenderCurrent", "M", "unknown_code"),
    ("2", "Sex", "F", "gender_code_as_sex"),
    ("F", "Sex", "F", ""),
]

REFUSED = [
    ("", "date", "empty"),
    ("31/03/2017", "date", "not_a_date"),
    ("20170331", "date", "not_a_date"),
    ("2017-W13-5", "date", "not_a_date"),
    ("2017-02-29", "date", "not_a_date"),
    ("0000-01-01", "date", "not_a_date"),
    ("２０１７-03-31", "date", "not_a_date"),
    ("yes", "flag", "not_yes_or_no"),
    ("2", "flag", "not_yes_or_no"),
    ("two", "count", "not_a_number"),
    ("1.5", "count", "not_a_number"),
    ("10000000000", "count", "not_a_number"),
    ("X" * 61, "Ethnicity", "too_long"),
]


def read(text, kind):
    if kind in ("date", "flag", "count"):
        return reading(kind, "", text, 2024)
    return reading("code", kind, text, 2024)


@pytest.mark.parametrize(("text", "kind", "value", "flag"), KEPT)
def test_a_value_is_kept_and_flagged(text, kind, value, flag):
    found = read(text, kind)
    assert (found.value, found.flag, found.refused) == (value, flag, "")


@pytest.mark.parametrize(("text", "kind", "refused"), REFUSED)
def test_a_value_is_refused(text, kind, refused):
    found = read(text, kind)
    assert (found.value, found.refused) == (None, refused)
    assert found.because.endswith(".")


def test_the_structure_fills_only_columns_that_the_fact_tables_have():
    def leaves(block, table):
        for part in block.parts:
            if isinstance(part, Block):
                yield from leaves(part, part.table or table)
            else:
                yield part, part.table or table

    for leaf, table in leaves(CHILD, "child"):
        column = TABLES[table].column(leaf.column)
        assert leaf.codes in ("", column.codes, "GenderCurrent"), leaf.name
        assert column.kind == ("text" if leaf.kind == "code" else leaf.kind), leaf.name
