"""A sender challenges what was decided about what they told us: the child and the decider are filled in behind them."""

from django.db import migrations

from holdfast.wall.policies import run

# With definer's rights: the sender must not learn whether the child is known, and the challenge must find the child.
FILL_IN = """
CREATE OR REPLACE FUNCTION challenges_fill_in() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
  IF NEW.kind = 'answer' THEN
    SELECT c.child_id, coalesce(r.decided_by, c.recorded_by) INTO NEW.child_id, NEW.decided_by
      FROM frontdoor_contact c LEFT JOIN frontdoor_referral r ON r.contact_id = c.id
     WHERE c.told_id = NEW.subject_id ORDER BY r.decided_at DESC NULLS LAST LIMIT 1;
  END IF;
  RETURN NEW;
END $$
"""
OWN_ANSWERS = """
CREATE OR REPLACE FUNCTION challenges_own_answers() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public AS
$$ SELECT id FROM frontdoor_namedchild WHERE sent_by = wall_actor() AND status = 'decided' $$
"""
FILL_IN_BACK = """
CREATE OR REPLACE FUNCTION challenges_fill_in() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$ BEGIN RETURN NEW; END $$
"""
OWN_ANSWERS_BACK = """
CREATE OR REPLACE FUNCTION challenges_own_answers() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public AS $$ SELECT NULL::uuid WHERE false $$
"""


class Migration(migrations.Migration):
    dependencies = [("frontdoor", "0014_refused_files"), ("challenges", "0002_wall")]

    operations = [run([FILL_IN, OWN_ANSWERS], [FILL_IN_BACK, OWN_ANSWERS_BACK])]
