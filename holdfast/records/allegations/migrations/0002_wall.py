"""Allegations behind the wall: the designated officer alone, and whoever in the hub wrote one down; never the accused."""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.policies import guard, run

# Definer's rights: who is accused or conflicted must bind those people, who may not read that they are.
NOT_FOR = """
CREATE FUNCTION allegations_not_for_actor() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public AS
$$ SELECT id FROM allegations_allegation WHERE accused_user_id = wall_actor()
   UNION SELECT allegation_id FROM allegations_conflict WHERE user_id = wall_actor() $$
"""
OWN = """
CREATE FUNCTION allegations_of_actor() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public AS
$$ SELECT id FROM allegations_allegation WHERE sent_by = wall_actor() $$
"""
# A person who is accused anywhere reads no allegation against themself that has only just been told.
NAMED_SAME = "(accused_user_id IS NULL OR accused_user_id <> (SELECT wall_actor()))"

OFFICER = (
    "((SELECT coalesce(wall_purpose() = 'allegations', false)) AND (SELECT wall_sees_all(3)) AND (SELECT wall_names()) "
    "AND (child_id IS NULL OR child_id <> ALL (ARRAY(SELECT wall_barred()))))"
)
IN_HUB = (
    "((SELECT coalesce(wall_purpose() IN ('front_door', 'out_of_hours'), false)) AND (SELECT wall_names()) "
    "AND (SELECT wall_sees_all(3)))"
)
NOT_ABOUT_ME = "{key} <> ALL (ARRAY(SELECT allegations_not_for_actor()))"
SEEN = (
    f"({OFFICER} OR ({IN_HUB} AND sent_by = (SELECT wall_actor()))) AND {NAMED_SAME} "
    f"AND {NOT_ABOUT_ME.format(key='id')}"
)
UNDER = (
    f"({OFFICER} OR ({IN_HUB} AND allegation_id = ANY (ARRAY(SELECT allegations_of_actor())))) "
    f"AND {NOT_ABOUT_ME.format(key='allegation_id')}"
)
WRITTEN = (
    f"(SELECT wall_writes()) AND ({OFFICER} OR ({IN_HUB} AND sent_by = (SELECT wall_actor()))) AND {NAMED_SAME}"
)
OFFICERS_OWN = ("conflict", "notice", "discussion")


def officer_alone_changes(table: str, condition: str) -> list[str]:
    """What the hub wrote down is the officer's to go on with."""
    check = f"(SELECT wall_writes()) AND {condition}"
    return [
        f"DROP POLICY {table}_change ON {table}",
        f"CREATE POLICY {table}_change ON {table} FOR UPDATE TO {{app}} USING ({check}) WITH CHECK ({check})",
    ]


# What an allegation was before must not come out by way of the child's history: a stage that nobody reaches, and a
# policy of its own for the officer.
KEPT_APART = 9
KEEP = (
    "CREATE TRIGGER wall_keep AFTER UPDATE OR DELETE ON {table} FOR EACH ROW "
    "EXECUTE FUNCTION wall_keep('child_id', '{stage}', 'names')"
)
FORMER = (
    f"stage = {KEPT_APART} AND table_name LIKE 'allegations\\_%' AND {OFFICER} "
    "AND coalesce(was ->> 'allegation_id', was ->> 'id')::uuid <> ALL (ARRAY(SELECT allegations_not_for_actor()))"
)
TABLES = tuple(f"allegations_{name}" for name in ("allegation", "place", *OFFICERS_OWN))


class Migration(migrations.Migration):
    dependencies = [
        ("allegations", "0001_initial"), ("frontdoor", "0007_telling_more_wall"), ("wall", "0007_more_roles"),
    ]  # fmt: skip

    operations = [
        run([NOT_FOR, OWN], ["DROP FUNCTION allegations_of_actor()", "DROP FUNCTION allegations_not_for_actor()"]),
        guard("allegations_allegation", stage=Stage.decision_maker, holds="names", see=SEEN, insert=WRITTEN),
        guard(
            "allegations_place", stage=Stage.decision_maker, holds="names", see=UNDER,
            insert=f"(SELECT wall_writes()) AND {UNDER}",
        ),
        *(
            guard(
                f"allegations_{name}", stage=Stage.decision_maker, holds="names",
                see=f"{OFFICER} AND {NOT_ABOUT_ME.format(key='allegation_id')}",
            )
            for name in OFFICERS_OWN
        ),
        run(
            [
                statement
                for table, key in (("allegation", "id"), ("place", "allegation_id"))
                for statement in officer_alone_changes(
                    f"allegations_{table}", f"{OFFICER} AND {NOT_ABOUT_ME.format(key=key)}"
                )
            ],
            [],
        ),
        run(
            [
                *(
                    statement
                    for table in TABLES
                    for statement in (
                        f"DROP TRIGGER wall_keep ON {table}", KEEP.format(table=table, stage=KEPT_APART)
                    )
                ),
                f"CREATE POLICY wall_version_allegations ON wall_version FOR SELECT TO {{app}} USING ({FORMER})",
            ],
            ["DROP POLICY wall_version_allegations ON wall_version"],
        ),
    ]  # fmt: skip
