"""That a child moved, and when, for whoever may count: never from where or to where."""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.policies import run, visible

# Addresses are locations; the days on which a child's home changed are plain, and are counted without them.
MOVES = f"""
CREATE FUNCTION people_moves(whose uuid[]) RETURNS TABLE (person_id uuid, moved_on date, from_known boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT a.person_id, a.from_on, bool_or(before.until_on IS NULL OR before.until_on >= a.from_on)
     FROM people_address a JOIN people_address before ON before.person_id = a.person_id AND before.id <> a.id
          AND (before.from_on IS NULL OR before.from_on < a.from_on)
    WHERE a.from_on IS NOT NULL AND (whose IS NULL OR a.person_id = ANY (whose))
      AND {visible("a.person_id", stage=Stage.child_in_need)}
    GROUP BY a.person_id, a.from_on $$
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0006_same_person")]

    operations = [run([MOVES], ["DROP FUNCTION people_moves(uuid[])"])]
