"""The functions that every policy asks, the two triggers, and the wall's own tables behind it."""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.policies import guard, run, visible

SETTING = "nullif(current_setting('holdfast.{0}', true), '')"

FUNCTIONS = [
    f"""
    CREATE FUNCTION wall_actor() RETURNS uuid LANGUAGE sql STABLE AS
    $$ SELECT {SETTING.format("actor")}::uuid $$
    """,
    f"""
    CREATE FUNCTION wall_purpose() RETURNS text LANGUAGE sql STABLE AS
    $$ SELECT {SETTING.format("purpose")} $$
    """,
    f"""
    CREATE FUNCTION wall_ceiling() RETURNS int LANGUAGE sql STABLE AS
    $$ SELECT coalesce({SETTING.format("ceiling")}::int, 0) $$
    """,
    f"""
    CREATE FUNCTION wall_sees_all(needed int) RETURNS boolean LANGUAGE sql STABLE AS
    $$ SELECT wall_actor() IS NOT NULL AND wall_purpose() IS NOT NULL
              AND coalesce({SETTING.format("reach")} = 'all', false) AND wall_ceiling() >= needed $$
    """,
    f"""
    CREATE FUNCTION wall_names() RETURNS boolean LANGUAGE sql STABLE AS
    $$ SELECT coalesce({SETTING.format("names")} = 'yes', false) $$
    """,
    f"""
    CREATE FUNCTION wall_locations() RETURNS boolean LANGUAGE sql STABLE AS
    $$ SELECT coalesce({SETTING.format("locations")} = 'yes', false) $$
    """,
    f"""
    CREATE FUNCTION wall_writes() RETURNS boolean LANGUAGE sql STABLE AS
    $$ SELECT wall_actor() IS NOT NULL AND wall_purpose() IS NOT NULL
              AND coalesce({SETTING.format("writes")} = 'yes', false) $$
    """,
    # Definer's rights: who is shut out of what must bind people who may not read that list.
    # A seal hides who a child is. Counting, which shows no names, counts a sealed child like any other.
    """
    CREATE FUNCTION wall_barred() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
    $$ SELECT child_id FROM wall_exclusion
        WHERE user_id = wall_actor() AND from_at <= now() AND (until_at IS NULL OR until_at > now())
       UNION ALL
       SELECT child_id FROM wall_seal
        WHERE wall_names() AND from_at <= now() AND (until_at IS NULL OR until_at > now()) $$
    """,
    f"""
    CREATE FUNCTION wall_granted(needed int) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public AS
    $$ SELECT g.child_id FROM wall_grant g
        WHERE g.user_id = wall_actor() AND wall_purpose() IS NOT NULL
          AND {SETTING.format("reach")} IN ('granted', 'all')
          AND least(g.ceiling, wall_ceiling()) >= needed
          AND g.from_at <= now() AND g.until_at > now()
          AND NOT EXISTS (SELECT 1 FROM wall_exclusion x WHERE x.user_id = g.user_id AND x.child_id = g.child_id
                             AND x.from_at <= now() AND (x.until_at IS NULL OR x.until_at > now()))
          AND (g.opens_seal OR NOT EXISTS (SELECT 1 FROM wall_seal s WHERE s.child_id = g.child_id
                             AND s.from_at <= now() AND (s.until_at IS NULL OR s.until_at > now()))) $$
    """,
    """
    CREATE FUNCTION wall_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        IF NEW.id IS DISTINCT FROM OLD.id THEN
          RAISE EXCEPTION 'the key of a record never changes';
        END IF;
        NEW.version := OLD.version + 1;
      ELSE
        NEW.version := 1;
      END IF;
      NEW.recorded_at := clock_timestamp();
      NEW.recorded_by := wall_actor();
      NEW.recorded_for := coalesce(wall_purpose(), '');
      RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION wall_keep() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
    DECLARE was jsonb := to_jsonb(OLD);
    BEGIN
      INSERT INTO wall_version (table_name, row_id, child_id, stage, holds, was,
                                replaced_at, replaced_by, replaced_for, reason)
      VALUES (TG_TABLE_NAME, OLD.id, (was ->> TG_ARGV[0])::uuid, TG_ARGV[1]::int, TG_ARGV[2], was,
              clock_timestamp(), wall_actor(), coalesce(wall_purpose(), ''),
              coalesce(current_setting('holdfast.reason', true), ''));
      RETURN NULL;
    END $$
    """,
]

NAMES = ["wall_keep()", "wall_stamp()", "wall_granted(int)", "wall_barred()", "wall_writes()", "wall_locations()",
         "wall_names()", "wall_sees_all(int)", "wall_ceiling()", "wall_purpose()", "wall_actor()"]  # fmt: skip

OWN_GRANT = f"(user_id = wall_actor() AND wall_purpose() IS NOT NULL) OR {visible('child_id', stage=Stage.pointer)}"
SEES_ALL = "(SELECT wall_sees_all(1))"

VERSION_SEEN = " OR ".join(f"(stage = {int(s)} AND {visible('child_id', stage=s)})" for s in Stage if s)
VERSION_HELD = (
    "(holds = 'plain' OR ((SELECT wall_names()) AND "
    "(holds = 'names' OR (SELECT wall_locations()) OR (was ->> 'protected') = 'false')))"
)

APPEND_ONLY = [
    "ALTER TABLE wall_version ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE wall_version FORCE ROW LEVEL SECURITY",
    "REVOKE ALL ON wall_version FROM {app}",
    "GRANT SELECT ON wall_version TO {app}",
    "CREATE POLICY wall_version_owner ON wall_version TO {owner} USING (true) WITH CHECK (true)",
    f"CREATE POLICY wall_version_see ON wall_version FOR SELECT TO {{app}} USING (({VERSION_SEEN}) AND {VERSION_HELD})",
    "ALTER TABLE wall_auditevent ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE wall_auditevent FORCE ROW LEVEL SECURITY",
    "REVOKE ALL ON wall_auditevent FROM {app}",
    "GRANT SELECT, INSERT ON wall_auditevent TO {app}",
    "CREATE POLICY wall_auditevent_owner ON wall_auditevent TO {owner} USING (true) WITH CHECK (true)",
    "CREATE POLICY wall_auditevent_see ON wall_auditevent FOR SELECT TO {app} "
    "USING (actor_id = wall_actor() OR (SELECT wall_sees_all(1)))",
    "CREATE POLICY wall_auditevent_insert ON wall_auditevent FOR INSERT TO {app} WITH CHECK (true)",
    "ALTER TABLE wall_due ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE wall_due FORCE ROW LEVEL SECURITY",
    # Due dates are derived: they are written anew, so the app may remove them.
    "GRANT SELECT, INSERT, UPDATE, DELETE ON wall_due TO {app}",
    "CREATE POLICY wall_due_owner ON wall_due TO {owner} USING (true) WITH CHECK (true)",
    f"CREATE POLICY wall_due_see ON wall_due FOR SELECT TO {{app}} "
    f"USING ({visible('child_id', stage=Stage.child_in_need)})",
    f"CREATE POLICY wall_due_write ON wall_due TO {{app}} "
    f"USING ((SELECT wall_writes()) AND {visible('child_id', stage=Stage.child_in_need)})",
]
APPEND_ONLY_BACK = [
    f"DROP POLICY {table}_{name} ON {table}"
    for table, names in (
        ("wall_version", ("owner", "see")),
        ("wall_auditevent", ("owner", "see", "insert")),
        ("wall_due", ("owner", "see", "write")),
    )
    for name in names
] + [f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY" for table in ("wall_version", "wall_auditevent", "wall_due")]


class Migration(migrations.Migration):
    dependencies = [("wall", "0001_initial")]

    operations = [
        run(FUNCTIONS, [f"DROP FUNCTION {name}" for name in NAMES]),
        guard("wall_grant", stage=Stage.pointer, see=OWN_GRANT,
              insert=f"(SELECT wall_writes()) AND ({visible('child_id', stage=Stage.pointer)})"),
        guard("wall_seal", stage=Stage.decision_maker, see=SEES_ALL),
        guard("wall_exclusion", stage=Stage.decision_maker, see=SEES_ALL),
        run(APPEND_ONLY, APPEND_ONLY_BACK),
    ]  # fmt: skip
