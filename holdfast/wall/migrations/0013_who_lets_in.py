"""Who lets somebody in to a child, and who closes or opens a record: not whoever happens to write.

A grant is given at work with children, and for early help no further than early help. Nobody lengthens or raises their
own, save an early help one that the family agreed to again. Seals are for those who see any child to the end of its
story; shutting one person out is theirs too, and the designated officer's.
"""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.policies import run

AT_WORK = "'direct_work', 'front_door', 'out_of_hours', 'conference', 'borough_load'"
GIVES = (
    f"(SELECT coalesce(wall_purpose() IN ({AT_WORK}), false)) "
    f"OR ((SELECT coalesce(wall_purpose() = 'early_help', false)) AND ceiling <= {int(Stage.early_help)})"
)
SEALS = f"(SELECT wall_sees_all({int(Stage.decision_maker)}))"
SHUTS_OUT = f"{SEALS} OR (SELECT coalesce(wall_purpose() = 'allegations', false))"
RULES = {"wall_grant": GIVES, "wall_seal": SEALS, "wall_exclusion": SHUTS_OUT}

OWN = """
CREATE FUNCTION wall_own_grant() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS
$$ BEGIN
    IF NEW.user_id IS NOT DISTINCT FROM wall_actor() AND wall_purpose() IS DISTINCT FROM 'early_help'
       AND (NEW.until_at > OLD.until_at OR NEW.ceiling > OLD.ceiling OR NEW.child_id <> OLD.child_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'Nobody lengthens or raises their own grant.';
    END IF;
    RETURN NEW;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("wall", "0012_who_ends_waiting")]

    operations = [
        run(
            [
                f"CREATE POLICY {table}_let_{verb} ON {table} AS RESTRICTIVE FOR {verb} TO {{app}} WITH CHECK ({rule})"
                for table, rule in RULES.items()
                for verb in ("INSERT", "UPDATE")
            ],
            [f"DROP POLICY {table}_let_{verb} ON {table}" for table in RULES for verb in ("insert", "update")],
        ),
        run(
            [OWN, "CREATE TRIGGER wall_own BEFORE UPDATE ON wall_grant FOR EACH ROW EXECUTE FUNCTION wall_own_grant()"],
            ["DROP TRIGGER wall_own ON wall_grant", "DROP FUNCTION wall_own_grant()"],
        ),
    ]
