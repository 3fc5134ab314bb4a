"""What was told is taken back from a child, or recorded on another: a challenge to its answer goes along."""

from django.db import migrations

from holdfast.wall.policies import run

# With definer's rights: whoever takes it back may see nothing of the challenge, and it must not hold the wrong child.
GO_ALONG = """
CREATE FUNCTION frontdoor_challenges_go_along() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE
  told uuid := coalesce(NEW.told_id, CASE WHEN TG_OP = 'UPDATE' THEN OLD.told_id END);
  whose uuid := CASE WHEN NEW.told_id IS NULL THEN NULL ELSE NEW.child_id END;
BEGIN
  IF told IS NULL THEN RETURN NULL; END IF;
  UPDATE challenges_challenge SET child_id = whose
   WHERE kind = 'answer' AND subject_id = told AND child_id IS DISTINCT FROM whose;
  UPDATE challenges_hearing h SET child_id = whose FROM challenges_challenge c
   WHERE c.id = h.challenge_id AND c.kind = 'answer' AND c.subject_id = told AND h.child_id IS DISTINCT FROM whose;
  UPDATE challenges_said s SET child_id = whose FROM challenges_challenge c
   WHERE c.id = s.challenge_id AND c.kind = 'answer' AND c.subject_id = told AND s.child_id IS DISTINCT FROM whose;
  RETURN NULL;
END $$
"""
TRIGGER = (
    "CREATE TRIGGER frontdoor_challenges_go_along AFTER INSERT OR UPDATE OF child_id, told_id ON frontdoor_contact "
    "FOR EACH ROW EXECUTE FUNCTION frontdoor_challenges_go_along()"
)


class Migration(migrations.Migration):
    dependencies = [("frontdoor", "0017_arrived_and_queued"), ("challenges", "0002_wall")]

    operations = [
        run(
            [GO_ALONG, TRIGGER],
            [
                "DROP TRIGGER frontdoor_challenges_go_along ON frontdoor_contact",
                "DROP FUNCTION frontdoor_challenges_go_along()",
            ],
        )
    ]
