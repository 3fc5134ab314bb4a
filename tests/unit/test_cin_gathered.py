"""The facts of a census gathered as its children are read: all of them, and never more rows at once than of a batch."""

from holdfast.facts.schema import as_arrow
from holdfast.facts.store import Facts
from holdfast.returns.cin import CensusChild, _facts
from holdfast.returns.cin._structure import CENSUS_TABLES

OWN = {"authority": "399"}


def child(number: int) -> CensusChild:
    """A child with two disabilities."""
    told = {
        "child": [{**OWN, "child": f"{number}", "sex": "F"}],
        "disability": [{**OWN, "child": f"{number}", "code": code} for code in ("HAND", "MOB")],
    }
    return CensusChild("399", f"{number}", number, [], told, [])


def test_the_facts_are_those_of_every_child_however_many_go_into_a_batch(monkeypatch):
    every = [child(number) for number in range(5)]
    for batch in (1, 2, 5, 6):
        monkeypatch.setattr(_facts, "_BATCH", batch)
        gathered = _facts.Gathered()
        for each in every:
            gathered.take(each)
        told = {name: [row for each in every for row in each.rows[name]] for name in ("child", "disability")}
        assert gathered.facts() == Facts.of(told)


def test_rows_are_turned_into_columns_a_batch_of_children_at_a_time(monkeypatch):
    monkeypatch.setattr(_facts, "_BATCH", 2)
    settled = list[int]()

    def counted(table, rows):
        settled.append(len(rows))
        return as_arrow(table, rows)

    monkeypatch.setattr(_facts, "as_arrow", counted)
    gathered = _facts.Gathered()
    for number in range(5):
        gathered.take(child(number))
        assert len(settled) == len(CENSUS_TABLES) * ((number + 1) // 2)
    gathered.facts()
    assert [count for count in settled if count] == [2, 4, 2, 4, 1, 2]


def test_of_a_file_without_a_child_there_are_no_facts():
    facts = _facts.Gathered().facts()
    assert facts == Facts.of({}) and not any(len(facts.table(name)) for name in CENSUS_TABLES)
