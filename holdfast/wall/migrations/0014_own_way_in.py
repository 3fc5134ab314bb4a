"""A grant stays with its person and its child, and is never raised; nobody reads or lifts what shuts them out.

Until now whoever went a part of the way with a child could put their own name on a colleague's grant, or open again
one that had ended; whoever sees every child could read who is shut out of whom, and end their own exclusion.
"""

from importlib import import_module

from django.db import migrations

from holdfast.wall.policies import run

former = import_module("holdfast.wall.migrations.0013_who_lets_in")

FORMERLY = former.OWN.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
# What is longer than it was is given anew: by whoever goes as far. Early help is agreed to again when it has ended.
OWN = """
CREATE OR REPLACE FUNCTION wall_own_grant() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS
$$ BEGIN
    IF wall_actor() IS NOT NULL AND ((NEW.user_id, NEW.child_id) <> (OLD.user_id, OLD.child_id)
       OR NEW.ceiling > OLD.ceiling) THEN
        RAISE insufficient_privilege USING MESSAGE = 'A grant stays with its person and child, as far as it was given.';
    END IF;
    IF wall_actor() IS NOT NULL AND wall_purpose() IS DISTINCT FROM 'early_help' AND NEW.until_at > OLD.until_at
       AND (NEW.user_id = wall_actor()
            OR NOT (wall_sees_all(1) OR NEW.child_id IN (SELECT wall_granted(NEW.ceiling)))) THEN
        RAISE insufficient_privilege USING MESSAGE = 'Nobody lengthens their own grant, or one that goes further.';
    END IF;
    RETURN NEW;
END $$
"""
# Who is shut out of a child tells who is accused, and a seal that there is a record: for those who may change them.
SHUT_OUT = f"({former.SHUTS_OUT}) AND user_id IS DISTINCT FROM wall_actor()"


class Migration(migrations.Migration):
    dependencies = [("wall", "0013_who_lets_in")]

    operations = [
        run([OWN], [FORMERLY]),
        run(
            [
                f"CREATE POLICY wall_exclusion_read ON wall_exclusion AS RESTRICTIVE FOR SELECT TO {{app}} USING ({SHUT_OUT})",
                f"CREATE POLICY wall_exclusion_lift ON wall_exclusion AS RESTRICTIVE FOR UPDATE TO {{app}} USING ({SHUT_OUT})",
                f"CREATE POLICY wall_seal_read ON wall_seal AS RESTRICTIVE FOR SELECT TO {{app}} USING ({former.SEALS})",
            ],
            [
                "DROP POLICY wall_seal_read ON wall_seal",
                "DROP POLICY wall_exclusion_lift ON wall_exclusion",
                "DROP POLICY wall_exclusion_read ON wall_exclusion",
            ],
        ),
    ]
