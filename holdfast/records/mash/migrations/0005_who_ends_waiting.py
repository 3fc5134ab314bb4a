"""Whoever answers ends the waiting for their own answer, and for no other's; so does whoever types it in for them."""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.policies import run, visible

TYPED_IN = (
    "(coalesce(wall_purpose() IN ('front_door', 'out_of_hours', 'direct_work'), false) AND EXISTS (SELECT 1 "
    f"FROM mash_request q WHERE q.id = asked AND {visible('q.child_id', stage=Stage.child_in_need)}))"
)
ANSWERED = f"""
CREATE FUNCTION mash_answered(asked uuid, moment timestamptz) RETURNS boolean LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NOT wall_writes() OR NOT (asked = ANY (ARRAY(SELECT mash_addressed())) OR {TYPED_IN}) THEN
    RETURN false;
  END IF;
  UPDATE wall_queueitem SET acknowledged_at = moment, acknowledged_by = wall_actor()
   WHERE kind = 'agency_check' AND subject = asked AND acknowledged_at IS NULL;
  RETURN FOUND;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("mash", "0004_decided_since"), ("wall", "0012_who_ends_waiting")]

    operations = [run([ANSWERED], ["DROP FUNCTION mash_answered(uuid, timestamptz)"])]
