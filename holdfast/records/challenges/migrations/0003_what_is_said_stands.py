"""Neither side rewrites a challenge: what is said stands, and of the rest only how far it is changes.

Whoever answers or withdraws one ends its waiting, whether or not they see the hub's queue.
"""

from django.db import migrations

from holdfast.wall.policies import run

CHANGES = {
    "challenge": "closed_at, closed_how, outcome",
    "hearing": "answered_at, answered_by, from_at, due_at",
}
NARROW = [
    "REVOKE UPDATE ON challenges_said FROM {app}",
    *(f"REVOKE UPDATE ON challenges_{name} FROM {{app}}" for name in CHANGES),
    *(f"GRANT UPDATE ({columns}) ON challenges_{name} TO {{app}}" for name, columns in CHANGES.items()),
]
WIDE = [f"GRANT UPDATE ON challenges_{name} TO {{app}}" for name in ("said", *CHANGES)]
PICKED_UP = """
CREATE FUNCTION challenges_picked_up(which uuid, moment timestamptz) RETURNS boolean LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NOT wall_writes() OR coalesce(wall_purpose() NOT IN ('challenging', 'front_door', 'out_of_hours'), true)
     OR NOT EXISTS (SELECT 1 FROM challenges_challenge c WHERE c.id = which AND (
          c.raised_by = wall_actor() OR c.id = ANY (ARRAY(SELECT challenges_to_hear())))) THEN
    RETURN false;
  END IF;
  UPDATE wall_queueitem SET acknowledged_at = moment, acknowledged_by = wall_actor()
   WHERE kind = 'challenge' AND subject = which AND acknowledged_at IS NULL;
  RETURN FOUND;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("challenges", "0002_wall"), ("wall", "0012_who_ends_waiting")]

    operations = [run([*NARROW, PICKED_UP], ["DROP FUNCTION challenges_picked_up(uuid, timestamptz)", *WIDE])]
