"""The census as tables: what a column holds, what a row leads to, and which day and which code counts in which year."""

from datetime import date
from io import BytesIO

import numpy as np
import pytest

from holdfast.returns.cin import rows as census
from holdfast.returns.cin._columns import GatheredColumn, GatheredTable, gathered_tables, tables
from holdfast.returns.cin._example import Piece, assessment, child, episode, no_further_action, of, protection_plan
from holdfast.returns.cin._structure import Kind
from holdfast.returns.cin.rows import ABSENT, EMPTY, READ, UNREADABLE, Column, Rows, any_of, count_of, pairs
from holdfast.returns.cin.scan import scan

NO_DAY = np.datetime64("NaT", "D")


def file(*children: Piece, year: int = 2026) -> Rows:
    return scan(BytesIO(of("", *children, year=year).xml()))


def gathered(kind: Kind, *texts: str, size: int = 0) -> Column:
    """A column that says these texts on its first rows, on the lines 11, 12 and so on."""
    column = GatheredColumn("Element", kind)
    several = np.arange(len(texts))
    column.extend(several, list(texts), several + 11)
    return column.column(size or len(texts))


@pytest.mark.parametrize(("kind", "texts", "values", "storage"), [
    ("date", ("2025-05-12", "soon", ""), [np.datetime64("2025-05-12", "D"), NO_DAY, NO_DAY], "datetime64[D]"),
    ("flag", ("1", "perhaps", ""), [1, -1, -1], "int8"),
    ("count", ("300", "many", ""), [300, 0, 0], "int64"),
])  # fmt: skip
def test_a_value_is_kept_in_the_storage_of_its_kind_with_what_could_be_read_of_it(kind, texts, values, storage):
    column = gathered(kind, *texts, size=4)
    nothing = {"date": NO_DAY, "flag": -1, "count": 0}[kind]
    assert column.values.dtype == np.dtype(storage)
    assert column.values.astype(object).tolist() == np.array([*values, nothing], dtype=storage).astype(object).tolist()
    assert (column.state.dtype, column.state.tolist()) == (np.int8, [READ, UNREADABLE, EMPTY, ABSENT])
    assert (column.lines.dtype, column.lines.tolist()) == (np.int32, [11, 12, 13, 0])
    assert (column.given.tolist(), column.missing.tolist()) == ([True, False, False, False], [False, True, True, True])


@pytest.mark.parametrize("kind", ["code", "text"])
def test_a_word_is_kept_once_and_its_place_for_each_row(kind):
    column = gathered(kind, "N1", " N2 ", "N1", "", "\tN2", size=6)
    assert (column.values.dtype, column.values.tolist()[3:4]) == (np.int32, [-1])
    assert column.state.tolist() == [READ, READ, READ, EMPTY, READ, ABSENT]
    assert [column.word(row) for row in range(6)] == ["N1", "N2", "N1", "", "N2", ""]
    assert column.among({"N1"}).tolist() == [True, False, True, False, False, False]
    assert column.among({"N2"}).tolist() == [False, True, False, False, True, False]
    assert column.among(["N1", "N2", ""]).tolist() == [True, True, True, False, True, False]
    assert column.among(()).tolist() == [False] * 6


@pytest.mark.parametrize(("kind", "sent", "shown"), [
    ("date", "2025-05-12", "2025-05-12"), ("date", " 2025-05-12\n", "2025-05-12"),
    ("date", "2025-05-12T00:00:00", "2025-05-12T00:00:00"), ("date", " soon ", "soon"),
    ("flag", "true", "true"), ("flag", "false", "false"), ("flag", " 1 ", "1"), ("flag", "TRUE", "TRUE"),
    ("count", "7", "7"), ("count", " 07 ", "07"), ("count", "-1", "-1"), ("text", " A  B ", "A  B"), ("text", "", ""),
])  # fmt: skip
def test_a_word_is_shown_as_it_was_sent(kind, sent, shown):
    assert gathered(kind, sent).word(0) == shown


def test_only_what_is_not_its_plain_spelling_is_kept_as_sent():
    assert gathered("date", "2025-05-12", " 2025-05-13 ", "12/05/2025", "2025-05-12").sent == {2: "12/05/2025"}
    assert gathered("flag", "true", "1", "false", "0").sent == {1: "1", 3: "0"}
    assert gathered("text", "a", "", " b ").sent == {}


def test_a_column_that_is_settled_in_parts_is_the_same_as_one_that_is_not():
    column = GatheredColumn("Element", "code")
    for number in range(3):
        column.settle()
        column.extend(np.array([2 * number, 2 * number + 1]), ["A", f"B{number}"], np.array([number, number + 100]))
        column.settle()
        assert not column.rows and not column.texts and not column.lines
    whole = column.column(7)
    assert (whole.name, whole.kind) == ("Element", "code")
    assert [whole.word(row) for row in range(7)] == ["A", "B0", "A", "B1", "A", "B2", ""]
    assert whole.lines.tolist() == [0, 100, 1, 101, 2, 102, 0]
    assert list(whole.vocabulary) == ["A", "B0", "B1", "B2"]


def test_rows_that_were_taken_back_are_left_out_of_their_column():
    column = gathered("date", "2025-05-12", "2025-05-13", "x", size=1)
    assert (column.values.astype(str).tolist(), column.lines.tolist()) == (["2025-05-12"], [11])
    assert gathered("text", "a", "b", size=2).values.tolist() == [0, 1]


def test_a_table_keeps_what_each_row_leads_to_in_four_bytes_each():
    told = GatheredTable("Assessments", {"Element": GatheredColumn("Element", "text")})
    told.extend(*(np.array([number, number + 1], dtype=np.int64) for number in (10, 20, 30, 40)))
    table = told.table()
    assert (table.name, len(table), list(table.columns)) == ("Assessments", 2, ["Element"])
    kept = table.lines, table.child, table.parent, table.episode
    assert [each.tolist() for each in kept] == [[10, 11], [20, 21], [30, 31], [40, 41]]
    assert {each.dtype for each in kept} == {np.dtype(np.int32)}
    assert table["Element"].state.tolist() == [ABSENT, ABSENT]
    empty = GatheredTable("Assessments", {}).table()
    assert (empty.lines.tolist(), empty.lines.dtype) == ([], np.int32)


def test_every_block_of_the_census_has_a_table_and_what_stands_in_it_its_columns():
    assert list(tables()) == [
        "Header", "ChildIdentifiers", "ChildCharacteristics", "Disabilities", "CINdetails", "Assessments",
        "FactorsIdentifiedAtAssessment", "CINPlanDates", "Section47", "ChildProtectionPlans", "Reviews",
        "PreProceedingsandFGDM",
    ]  # fmt: skip
    names = {name: list(table.columns) for name, table in gathered_tables().items()}
    assert names["Header"] == [
        "Collection", "Year", "ReferenceDate", "SourceLevel", "LEA", "SoftwareCode", "Release", "SerialNo", "DateTime",
    ]  # fmt: skip
    assert names["ChildCharacteristics"] == ["Ethnicity"] and names["Disabilities"] == ["Disability"]
    assert "CINclosureDate" in names["CINdetails"] and "AssessmentActualStartDate" not in names["CINdetails"]
    told = gathered_tables()["CINPlanDates"]
    assert told.name == "CINPlanDates"
    assert [(column.name, column.kind) for column in told.columns.values()] == [
        ("CINPlanStartDate", "date"), ("CINPlanEndDate", "date"),
    ]  # fmt: skip


def test_yes_no_and_neither_are_told_apart():
    rows = file(child(episode(), no_further_action(), episode(ReferralNFA=None), episode(ReferralNFA="2")))
    details = rows["CINdetails"]
    assert details.yes("ReferralNFA").tolist() == [False, True, False, False]
    assert details.no("ReferralNFA").tolist() == [True, False, False, False]
    assert [details["ReferralNFA"].word(row) for row in range(4)] == ["false", "true", "", "2"]
    assert details.given("ReferralNFA").tolist() == [True, True, False, False]
    assert details.missing("ReferralNFA").tolist() == [False, False, True, True]
    assert details.among("ReferralSource", {"6"}).tolist() == [True] * 4


def test_the_line_of_an_element_is_its_own_or_where_it_is_not_there_its_blocks():
    sent = of("", child(episode(CINclosureDate=None))).xml().splitlines()
    table = file(child(episode(CINclosureDate=None)))["CINdetails"]
    block = sent.index(b"<CINdetails>") + 1
    assert table.line(0, "CINreferralDate") == block + 1
    assert table.line(0, "CINclosureDate") == table.line(0, "Assessments") == block


def test_days_are_days_and_no_comparison_holds_where_there_is_none():
    plans = file(child(episode(protection_plan(), protection_plan(ended="2025-12-01"))))["ChildProtectionPlans"]
    ended = plans.day("CPPendDate")
    assert ended.dtype == np.dtype("datetime64[D]") and np.isnat(ended).tolist() == [True, False]
    assert (ended > np.datetime64("2025-11-30")).tolist() == [False, True]


def test_the_census_year_begins_on_the_first_of_april_and_ends_on_the_last_of_march():
    days = np.array(["2025-03-31", "2025-04-01", "2026-03-31", "2026-04-01", "NaT"], dtype="datetime64[D]")
    rows = file(child())
    assert rows.in_year(days).tolist() == [False, True, True, False, False]
    assert (rows.begins_on, rows.reference_on) == (np.datetime64("2025-04-01"), np.datetime64("2026-03-31"))


def test_a_year_that_still_runs_is_waited_for_until_the_day_of_asking():
    rows = file(child())
    assert (rows.as_of, rows.waits_to, rows.still_runs) == (None, rows.reference_on, False)
    today = rows.on(date(2026, 3, 30))
    assert (today.waits_to, today.still_runs, today.year) == (np.datetime64("2026-03-30"), True, 2026)
    over = rows.on(date(2026, 6, 1))
    assert (over.as_of, over.waits_to, over.still_runs) == (date(2026, 6, 1), rows.reference_on, False)
    assert not rows.on(date(2026, 3, 31)).still_runs


def test_a_file_is_all_of_its_tables_and_has_no_notes_where_nothing_is_odd():
    rows = file(child(LAchildID="A"), child(LAchildID="B"))
    assert [table.name for table in rows] == list(tables())
    assert (rows.children, rows.child_number(0), rows.child_number(1)) == (2, "A", "B")
    plain = Rows(rows.tables, 2026)
    assert (plain.notes, plain.stopped, plain.as_of) == ((), None, None)


def test_a_column_of_nothing_else_was_sent_as_it_is_spelt():
    column = Column("Year", "count", np.array([7]), np.array([READ], np.int8), np.array([1], np.int32))
    assert (column.word(0), column.sent, column.vocabulary) == ("7", {}, ())


def test_a_code_is_valid_in_the_years_in_which_the_department_takes_it():
    assert "I" in census.valid_codes("Sex", 2024) and census.valid_codes("Sex", 2025) == {"M", "F", "U"}
    assert "5D" not in census.valid_codes("ReferralSource", 2022) and "5D" in census.valid_codes("ReferralSource", 2023)


@pytest.mark.parametrize(("year", "valid"), [(2022, [True, False, False]), (2023, [True, True, False])])
def test_rows_are_held_against_the_list_of_their_element_or_the_one_that_is_named(year, valid):
    details = file(child(*[episode(ReferralSource=each) for each in ("1A", "5D", "NEG")]), year=year)
    assert details.valid("CINdetails", "ReferralSource").tolist() == valid
    assert details.valid("CINdetails", "ReferralSource", "CategoryOfAbuse").tolist() == [False, False, True]


@pytest.mark.parametrize(("keys", "mask", "found", "counted"), [
    ([0, 0, 2, 2, 2], [True, False, False, True, True], [True, False, True, False], [1, 0, 2, 0]),
    ([1, 1], [False, False], [False] * 4, [0] * 4),
    ([3], [True], [False, False, False, True], [0, 0, 0, 1]),
])  # fmt: skip
def test_what_rows_lead_to_is_found_and_counted_for_every_place(keys, mask, found, counted):
    places, chosen = np.array(keys, dtype=np.int32), np.array(mask)
    told = any_of(places, chosen, 4)
    assert (told.dtype, told.tolist()) == (np.bool_, found)
    assert count_of(places, chosen, 4).tolist() == counted


def test_pairs_are_every_row_of_one_with_every_row_of_the_other_that_leads_to_the_same_place():
    left, right = np.array([2, 0, 5, 2], dtype=np.int32), np.array([0, 0, 1, 2, 2, 2], dtype=np.int32)
    first, second = pairs(left, right)
    assert list(zip(first.tolist(), second.tolist(), strict=True)) == [
        (0, 3), (0, 4), (0, 5), (1, 0), (1, 1), (3, 3), (3, 4), (3, 5),
    ]  # fmt: skip
    nothing = pairs(left[:0], right)
    assert nothing[0].tolist() == nothing[1].tolist() == []


def test_every_row_leads_to_its_child_and_episode():
    rows = file(child(episode(), episode(assessment())), child(episode(assessment())))
    factors = rows["FactorsIdentifiedAtAssessment"]
    assert (factors.child.tolist(), factors.episode.tolist(), factors.parent.tolist()) == ([0, 1], [1, 2], [0, 1])
