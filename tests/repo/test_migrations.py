"""A migration says in its name what it does, and can be taken back."""

import re

import pytest
from django.db import connections
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader

OURS = ("wall", "agencies", "people", "frontdoor", "casework", "board", "census", "exchange")
NUMBERED = re.compile(r"\d{4}_[a-z][a-z0-9_]*")


def migrations() -> list[Migration]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return [each for (app, _), each in sorted(loader.disk_migrations.items()) if app in OURS]


@pytest.mark.parametrize("migration", migrations(), ids=str)
def test_a_migration_is_named_and_can_be_taken_back(migration):
    assert NUMBERED.fullmatch(migration.name)
    assert "auto_" not in migration.name
    assert [step for step in migration.operations if not step.reversible] == []


@pytest.mark.django_db
def test_the_models_say_nothing_that_no_migration_says():
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.state import ProjectState

    loader = MigrationLoader(connections["default"])
    changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)
    assert {app: steps for app, steps in changes.items() if app in OURS} == {}
