"""Whatever is behind the wall keeps what it was."""

import pytest
from django.db import connection

from tests.repo.test_catalogue import guarded

pytestmark = pytest.mark.django_db

KEEPS_NO_VERSIONS = {
    "wall_version": "these are the versions",
    "wall_auditevent": "nobody can change one",
    "wall_due": "worked out anew from the facts, which keep theirs",
    "frontdoor_draft": "told to nobody yet",
    "frontdoor_draftfile": "told to nobody yet",
}


def triggers() -> dict[str, dict[str, int]]:
    """For each table its triggers that are ours and on, by name, with PostgreSQL's bits for when they fire."""
    found: dict[str, dict[str, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, tgtype FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
        )
        for table, name, when in cursor.fetchall():
            found.setdefault(table, {})[name] = when
    return found


ROW, BEFORE, INSERT, DELETE, UPDATE = 1, 2, 4, 8, 16


def test_every_guarded_table_stamps_its_rows_and_keeps_what_they_were():
    versioned = set(guarded()) - set(KEEPS_NO_VERSIONS)
    for table in sorted(versioned):
        ours = triggers().get(table, {})
        assert ours.get("wall_stamp") == ROW | BEFORE | INSERT | UPDATE, table
        assert ours.get("wall_keep") == ROW | UPDATE | DELETE, table


def test_the_exceptions_are_still_there_and_still_exceptions():
    assert set(KEEPS_NO_VERSIONS) <= set(guarded())
    assert not [table for table in KEEPS_NO_VERSIONS if "wall_keep" in triggers().get(table, {})]
