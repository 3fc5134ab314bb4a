"""Challenges behind the wall: both sides, whoever hears it at its stage, the hub, and those who work with the child.

Figures read that there is a challenge, and never its words.
"""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.policies import guard, run

# The child and the decider of what somebody told us are known to a slice that comes later, which says so in place
# of these two.
FILLED_IN = """
CREATE FUNCTION challenges_fill_in() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ BEGIN RETURN NEW; END $$
"""
OWN_ANSWERS = """
CREATE FUNCTION challenges_own_answers() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public AS $$ SELECT NULL::uuid WHERE false $$
"""
# What belongs to a challenge is about the same child, and bars the same people from answering.
FOLLOWED = """
CREATE FUNCTION challenges_follow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  SELECT c.child_id INTO NEW.child_id FROM challenges_challenge c WHERE c.id = NEW.challenge_id;
  IF TG_TABLE_NAME = 'challenges_hearing' THEN
    SELECT c.raised_by, c.decided_by INTO NEW.raised_by, NEW.decided_by
      FROM challenges_challenge c WHERE c.id = NEW.challenge_id;
  END IF;
  RETURN NEW;
END $$
"""
# A stage is open to those who hear it from its moment on, and to no one who raised or made what is heard.
TO_HEAR = """
CREATE FUNCTION challenges_to_hear() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT h.challenge_id FROM challenges_hearing h JOIN wall_user u ON u.id = wall_actor() AND u.is_active
    WHERE h.from_at <= now() AND (u.role = ANY (h.roles) OR u.id = ANY (h.people))
      AND u.id IS DISTINCT FROM h.raised_by AND u.id IS DISTINCT FROM h.decided_by
      AND (h.child_id IS NULL OR NOT EXISTS (
            SELECT 1 FROM wall_exclusion x WHERE x.user_id = u.id AND x.child_id = h.child_id
               AND x.from_at <= now() AND (x.until_at IS NULL OR x.until_at > now()))) $$
"""
# How many stand, for whoever is about to end something of this child's: a number holds it, whoever may read them.
OPEN = """
CREATE FUNCTION challenges_open(whose uuid) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$ SELECT count(*) FROM challenges_challenge WHERE child_id = whose AND closed_at IS NULL
       AND wall_actor() IS NOT NULL AND wall_purpose() IS NOT NULL $$
"""
TRIGGERS = [
    "CREATE TRIGGER challenges_fill_in BEFORE INSERT ON challenges_challenge FOR EACH ROW "
    "EXECUTE FUNCTION challenges_fill_in()",
    "CREATE TRIGGER challenges_follow BEFORE INSERT ON challenges_hearing FOR EACH ROW "
    "EXECUTE FUNCTION challenges_follow()",
    "CREATE TRIGGER challenges_follow BEFORE INSERT ON challenges_said FOR EACH ROW "
    "EXECUTE FUNCTION challenges_follow()",
]

HUB = (
    "((SELECT coalesce(wall_purpose() IN ('front_door', 'out_of_hours', 'figures', 'borough_load'), false)) "
    "AND (SELECT wall_sees_all(3)) AND (child_id IS NULL OR child_id <> ALL (ARRAY(SELECT wall_barred()))))"
)
WATCHING = "((SELECT coalesce(wall_purpose() = 'watching', false)) AND (SELECT wall_sees_all(1)))"
GRANTED = "child_id = ANY (ARRAY(SELECT wall_granted(3)))"
SIDES = (
    "((raised_by = (SELECT wall_actor()) OR decided_by = (SELECT wall_actor())) "
    "AND (SELECT coalesce(wall_purpose() IN ('challenging', 'referring', 'front_door', 'out_of_hours'), false)))"
)
HEARERS = (
    "((SELECT coalesce(wall_purpose() = 'challenging', false)) AND id = ANY (ARRAY(SELECT challenges_to_hear())))"
)
SEEN = f"({HUB} OR {WATCHING} OR {GRANTED} OR {SIDES} OR {HEARERS})"
RAISED = (
    "(SELECT wall_writes()) AND raised_by = (SELECT wall_actor()) AND closed_at IS NULL AND ("
    "((SELECT coalesce(wall_purpose() IN ('front_door', 'out_of_hours', 'borough_load'), false)) "
    "AND (SELECT wall_sees_all(3))) "
    "OR ((SELECT coalesce(wall_purpose() = 'challenging', false)) AND ("
    "child_id = ANY (ARRAY(SELECT wall_granted(1))) "
    "OR (kind = 'answer' AND subject_id = ANY (ARRAY(SELECT challenges_own_answers()))))))"
)
OF_ONE = "challenge_id = ANY (ARRAY(SELECT id FROM challenges_challenge))"


class Migration(migrations.Migration):
    dependencies = [("challenges", "0001_initial"), ("wall", "0002_wall")]

    operations = [
        run(
            [FILLED_IN, OWN_ANSWERS, FOLLOWED, TO_HEAR, OPEN, *TRIGGERS],
            [
                "DROP TRIGGER challenges_follow ON challenges_said",
                "DROP TRIGGER challenges_follow ON challenges_hearing",
                "DROP TRIGGER challenges_fill_in ON challenges_challenge",
                "DROP FUNCTION challenges_open(uuid)",
                "DROP FUNCTION challenges_to_hear()",
                "DROP FUNCTION challenges_follow()",
                "DROP FUNCTION challenges_own_answers()",
                "DROP FUNCTION challenges_fill_in()",
            ],
        ),
        guard("challenges_challenge", stage=Stage.child_in_need, see=SEEN, insert=RAISED),
        guard("challenges_hearing", stage=Stage.child_in_need, see=OF_ONE),
        guard("challenges_said", stage=Stage.child_in_need, holds="names", see=f"{OF_ONE} AND (SELECT wall_names())"),
    ]
