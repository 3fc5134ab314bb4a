"""An answer by a one-time link ends the waiting for its own question; and an answer says if it is after the decision.

Whoever answers sees neither the hub's queue nor what was decided.
"""

from django.db import migrations

from holdfast.wall.policies import run

ANSWERED = """
CREATE FUNCTION mash_answered_by_link(asked uuid, moment timestamptz) RETURNS boolean LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF asked <> ALL (ARRAY(SELECT mash_linked())) THEN
    RETURN false;
  END IF;
  UPDATE wall_queueitem SET acknowledged_at = moment, acknowledged_by = wall_actor()
   WHERE kind = 'agency_check' AND subject = asked AND acknowledged_at IS NULL;
  RETURN FOUND;
END $$
"""
AFTER_DECISION = """
CREATE FUNCTION mash_is_decided(asked uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public AS
$$ SELECT EXISTS (SELECT 1 FROM mash_request q JOIN mash_enquiry e ON e.id = q.enquiry_id AND e.kind = 'front_door'
                    JOIN frontdoor_referral r ON r.id = e.referral_id AND r.decided_at IS NOT NULL
                   WHERE q.id = asked) $$
"""


class Migration(migrations.Migration):
    dependencies = [("mash", "0002_wall"), ("wall", "0010_waiting_wall")]

    operations = [
        run(
            [ANSWERED, AFTER_DECISION],
            ["DROP FUNCTION mash_is_decided(uuid)", "DROP FUNCTION mash_answered_by_link(uuid, timestamptz)"],
        )
    ]
