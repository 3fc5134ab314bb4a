"""What was told of somebody who works at the front door, or decides there, is closed to them: the envelope too.

By their account once the officer has said whose it is, and by their name until then.
"""

from importlib import import_module

from django.db import migrations

from holdfast.wall.policies import run

former = import_module("holdfast.records.frontdoor.migrations.0004_envelopes_wall")

# A namesake whom the officer has found not to be the accused reads on.
ABOUT_THE_READER = """
UNION
SELECT envelope_id FROM allegations_allegation
 WHERE envelope_id IS NOT NULL AND id = ANY (ARRAY(SELECT allegations_not_for_actor()))
UNION
SELECT w.envelope_id FROM frontdoor_allegedworker w JOIN wall_user u ON u.id = wall_actor()
 WHERE lower(btrim(w.name)) = lower(btrim(u.display_name))
   AND NOT EXISTS (SELECT 1 FROM allegations_allegation a WHERE a.alleged_id = w.id AND a.accused_user_id <> u.id)
"""
FORMERLY = former.BARRED.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
BARRED = FORMERLY.replace("(ARRAY(SELECT wall_granted(1))) $$", f"(ARRAY(SELECT wall_granted(1))) {ABOUT_THE_READER} $$")


class Migration(migrations.Migration):
    dependencies = [("allegations", "0002_wall"), ("frontdoor", "0019_found_by_form")]

    operations = [run([BARRED], [FORMERLY])]
