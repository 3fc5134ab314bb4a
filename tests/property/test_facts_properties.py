"""What must hold of any facts whatever."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings

from holdfast.facts.store import Facts, read, write
from tests.examples import many
from tests.property.facts_strategy import facts


@given(facts())
@settings(max_examples=many(60), deadline=None)
def test_facts_written_and_read_are_the_same_facts(told):
    with TemporaryDirectory() as folder:
        write(told, Path(folder), as_of=date(2017, 3, 31), scope="all")
        assert read(Path(folder)) == told


@given(facts())
@settings(max_examples=many(60), deadline=None)
def test_taking_facts_apart_by_child_and_joining_them_loses_nothing(told):
    parts = [Facts.of(rows) for _, _, rows in told.by_child()]
    assert Facts.join(parts) == told


@given(facts("child", "visit"))
@settings(max_examples=many(60), deadline=None)
def test_by_child_and_child_tell_the_same(told):
    for authority, child, rows in told.by_child():
        assert Facts.of(rows) == told.child(authority, child)
