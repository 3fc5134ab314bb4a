"""A body of facts keeps what it is told, says no to what does not fit, and knows when it was altered."""

import stat
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from holdfast.facts import TABLES
from holdfast.facts.schema import WrongFact, arrow_schema
from holdfast.facts.store import Facts, read, read_manifest, write
from holdfast.kernel.refused import Refused

AS_OF = date(2017, 3, 31)
TAMSIN = {"authority": "310", "child": "215141", "birth_on": date(2009, 5, 1)}
ROWAN = {"authority": "310", "child": "215142", "birth_on": None}


def of_children(*rows):
    return Facts.of({"child": rows})


def test_rows_come_back_as_they_were_told_with_unknown_columns_empty():
    (row,) = of_children(TAMSIN).rows("child")
    assert row["birth_on"] == date(2009, 5, 1)
    assert row["died_on"] is None
    assert list(row) == [column.name for column in TABLES["child"].columns]


def test_a_table_that_nothing_was_told_of_is_empty_with_its_columns():
    assert of_children(TAMSIN).table("visit").schema == arrow_schema(TABLES["visit"])
    assert of_children(TAMSIN).rows("visit") == []


def test_facts_are_equal_whatever_order_they_were_told_in():
    assert of_children(TAMSIN, ROWAN) == of_children(ROWAN, TAMSIN)


def test_facts_that_differ_in_one_value_are_not_equal():
    assert of_children(TAMSIN) != of_children(TAMSIN | {"died_on": AS_OF})
    assert of_children(TAMSIN) != of_children(TAMSIN, ROWAN)
    assert of_children(TAMSIN) != Facts.of({})


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"child": [TAMSIN, TAMSIN]}, "tells 310/215141 twice"),
        ({"child": [{"authority": "310"}]}, "must not be empty"),
        ({"child": [TAMSIN | {"surname": "Ash"}]}, "has no column surname"),
        ({"child": [TAMSIN | {"birth_on": "yesterday"}]}, "not a date"),
        ({"childs": [TAMSIN]}, "no fact table"),
        ({"contact": [{"authority": "1", "child": "2", "contact": "k", "received_at": datetime(2020, 1, 1)}]}, "zone"),
        ({"child": pa.table({"authority": ["310"]})}, "must have the columns"),
    ],
)
def test_what_does_not_fit_its_table_is_a_wrong_fact(told, sentence):
    with pytest.raises(WrongFact, match=sentence):
        Facts.of(told)


def test_joining_tells_all_rows_and_refuses_the_same_key_twice():
    assert Facts.join([of_children(TAMSIN), of_children(ROWAN)]) == of_children(TAMSIN, ROWAN)
    with pytest.raises(WrongFact, match="twice"):
        Facts.join([of_children(TAMSIN), of_children(TAMSIN)])


def test_one_childs_facts_hold_nobody_elses():
    facts = of_children(TAMSIN, ROWAN, TAMSIN | {"authority": "311"})
    assert facts.child("310", "215141") == of_children(TAMSIN)


def test_by_child_yields_every_child_of_any_table_once_in_order():
    visit = {"authority": "310", "child": "9", "visit": "v2017-01-01", "visited_on": date(2017, 1, 1)}
    facts = Facts.of({"child": [ROWAN, TAMSIN], "visit": [visit]})
    told = [(child, len(rows["child"]), len(rows["visit"])) for _, child, rows in facts.by_child()]
    assert told == [("215141", 1, 0), ("215142", 1, 0), ("9", 0, 1)]


def test_an_extract_reads_back_equal_and_says_what_it_is(tmp_path):
    contact = {
        "authority": "310",
        "child": "215141",
        "contact": "k1",
        "received_at": datetime(2017, 1, 2, 3, 4, 5, 6, UTC),
    }
    facts = Facts.of({"child": [TAMSIN], "contact": [contact]})
    write(facts, tmp_path / "extract", as_of=AS_OF, scope="figures, no names")
    assert read(tmp_path / "extract") == facts
    manifest = read_manifest(tmp_path / "extract")
    assert (manifest.as_of, manifest.scope, manifest.tables["child"]["rows"]) == (AS_OF, "figures, no names", 1)


def test_the_same_facts_give_the_same_bytes(tmp_path):
    write(of_children(TAMSIN, ROWAN), tmp_path / "a", as_of=AS_OF, scope="all")
    write(of_children(ROWAN, TAMSIN), tmp_path / "b", as_of=AS_OF, scope="all")
    assert {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()} == {
        path.name: path.read_bytes() for path in (tmp_path / "b").iterdir()
    }


def test_only_its_owner_can_read_an_extract(tmp_path):
    write(of_children(TAMSIN), tmp_path / "extract", as_of=AS_OF, scope="all")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "extract").iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE((tmp_path / "extract").stat().st_mode) == 0o700


def test_an_altered_table_is_refused(tmp_path):
    write(of_children(TAMSIN), tmp_path, as_of=AS_OF, scope="all")
    path = tmp_path / "child.parquet"
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(Refused, match="changed after"):
        read(tmp_path)


def test_an_altered_scope_is_refused(tmp_path):
    write(of_children(TAMSIN), tmp_path, as_of=AS_OF, scope="one team")
    path = tmp_path / "manifest.json"
    path.write_text(path.read_text().replace("one team", "everyone"))
    with pytest.raises(Refused, match="manifest"):
        read(tmp_path)


def test_a_folder_without_a_manifest_is_no_extract(tmp_path):
    with pytest.raises(Refused, match="no finished extract"):
        read(tmp_path)
