"""Every relation in the database is behind the wall, or listed as leading to no child, with a reason."""

import csv
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from holdfast.wall.guarded import Guarded

pytestmark = pytest.mark.django_db

RELATIONS = """
SELECT c.relname, c.relkind, c.relrowsecurity AND c.relforcerowsecurity,
       coalesce((SELECT string_agg(DISTINCT p.polcmd::text, '') FROM pg_policy p
                  WHERE p.polrelid = c.oid AND current_user::regrole = ANY (p.polroles)), ''),
       has_table_privilege(c.oid, 'DELETE'), has_table_privilege(c.oid, 'TRUNCATE'),
       pg_get_userbyid(c.relowner) = current_user
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
"""
APPEND_ONLY = {"wall_version": "r", "wall_auditevent": "ar"}
"""Tables without a policy to change or remove anything: r is select, a insert, w update, d delete, * all."""
REWRITTEN = {"wall_due": "Due dates are derived: they are written anew in every transaction that changes a fact"}
OWN_AND_UNSENT = {
    "frontdoor_draft": "A draft was told to nobody yet: sent or run out, it must be gone from here",
    "frontdoor_draftfile": "A file of such a draft goes with it",
}


def relations() -> dict[str, tuple]:
    """Every relation: kind, whether row-level security is on and forced, its policies, and what the app may do."""
    with connection.cursor() as cursor:
        cursor.execute(RELATIONS)
        return {name: tuple(rest) for name, *rest in cursor.fetchall()}


def childless() -> dict[str, dict[str, str]]:
    """The relations listed as leading to no child."""
    with (Path(__file__).parent / "childless.csv").open() as listed:
        return {row["table"]: row for row in csv.DictReader(listed)}


def guarded() -> dict[str, tuple]:
    """Every relation that is not listed as childless."""
    return {name: about for name, about in relations().items() if name not in childless()}


def test_every_relation_is_behind_the_wall_or_listed_with_a_reason():
    unguarded = [name for name, (_, forced, *_rest) in guarded().items() if not forced]
    assert not unguarded, f"Put these behind the wall with guard(), or list them in childless.csv: {unguarded}"


def test_no_view_goes_round_the_wall():
    assert not [name for name, (kind, *_rest) in guarded().items() if kind in ("v", "m", "f")]


def test_every_guarded_relation_says_who_may_see_add_change_and_remove():
    for name, (_, _, policies, *_rest) in guarded().items():
        if name in REWRITTEN:
            continue
        assert policies == APPEND_ONLY.get(name, "adrw"), name


def test_the_app_removes_nothing_that_leads_to_a_child():
    removable = {name for name, (*_rest, delete, truncate, _owns) in guarded().items() if delete or truncate}
    assert removable == set(REWRITTEN) | set(OWN_AND_UNSENT)


def test_the_app_owns_no_relation():
    assert not [name for name, (*_rest, owns) in relations().items() if owns]


def test_the_list_of_childless_relations_is_up_to_date():
    standing = relations()
    listed = childless()
    assert not set(listed) - set(standing), "listed, but not there"
    assert all(row["reason"].strip() for row in listed.values())
    for name, row in listed.items():
        assert (row["app_may_delete"] == "yes") == standing[name][4 - 1], f"{name}: may the app delete?"


def test_every_guarded_model_is_a_guarded_table():
    tables = {model._meta.db_table for model in apps.get_models() if issubclass(model, Guarded)}
    assert tables <= set(guarded())


def test_the_app_role_bypasses_nothing():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False)
