"""Every field that leads to a child is in one handling class, in a list that a person has read.

identity      says who a child or another person is
location      says where somebody may be found
third-party   tells of somebody else, or was told by them; and whatever is written in free words
health        an illness, a disability, a pregnancy, a death
police        what the police know, or what is planned with them
legal         courts, lawyers, and who decides for a child in law
plain         none of these: days, references, what was decided; the stage of the table alone guards it

A field that is not in `handling.csv` fails here, with the line to paste. Choose its class, and have the
information-governance lead read it. `*` is every table: the stamps of the wall.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from holdfast.access import Stage
from tests.repo.test_catalogue import childless

CLASSES = {"identity", "location", "third-party", "health", "police", "legal", "plain"}
LISTED = Path(__file__).parent / "handling.csv"


def listed() -> list[tuple[str, str, str]]:
    with LISTED.open() as lines:
        return [(row["table"], row["field"], row["handling"]) for row in csv.DictReader(lines)]


def fields() -> set[tuple[str, str]]:
    """Every column of every model whose table may lead to a child."""
    models = [model for model in apps.get_models() if model._meta.db_table not in childless()]
    return {(model._meta.db_table, field.column) for model in models for field in model._meta.local_fields}


def of_every_table() -> set[str]:
    return {field for table, field, _ in listed() if table == "*"}


def test_every_field_is_in_a_handling_class():
    known = {(table, field) for table, field, _ in listed()}
    new = sorted(each for each in fields() - known if each[1] not in of_every_table())
    assert not new, "Paste into tests/repo/handling.csv, each with its class:\n" + "\n".join(
        f"{table},{field},?" for table, field in new
    )


def test_no_field_is_in_two_classes_and_none_is_listed_that_is_gone():
    times = Counter((table, field) for table, field, _ in listed())
    assert not [each for each, number in times.items() if number > 1]
    own = {(table, field) for table, field, _ in listed() if table != "*"}
    assert not [field for _, field in own if field in of_every_table()]
    assert own <= fields()


def test_every_class_is_one_of_the_seven():
    assert {handling for *_, handling in listed()} == CLASSES


def guarded_by() -> dict[str, tuple[int, str]]:
    """Each guarded table with its stage and what it holds, as its trigger was told."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, encode(tgargs, 'escape') FROM pg_trigger WHERE tgname = 'wall_keep'"
        )
        told = {table: arguments.split("\\000") for table, arguments in cursor.fetchall()}
    return {table: (int(stage), holds) for table, (_child, stage, holds, *_) in told.items()}


@pytest.mark.django_db
def test_where_somebody_may_be_found_is_shown_only_with_names():
    tables = {table for table, _, handling in listed() if handling == "location"}
    assert {table: guarded_by()[table][1] for table in tables if guarded_by()[table][1] == "plain"} == {}


@pytest.mark.django_db
def test_what_the_police_know_is_for_decision_makers():
    tables = {table for table, _, handling in listed() if handling == "police"}
    assert {guarded_by()[table][0] for table in tables} == {Stage.decision_maker}
