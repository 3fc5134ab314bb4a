"""Early help behind the wall at its own stage; the directory is for everybody, and its parts may be replaced."""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.policies import guard, run

OF_HELP = (
    "help", "helpedchild", "attempt", "agreement", "diversion", "assessment", "member", "outcome", "meeting",
    "attendance", "task", "review",
)  # fmt: skip
REPLACED = ("schedule", "costoption", "contact", "language", "serviceterm")

# Whom the front door sent to early help, and nobody there has taken in yet. Definer's rights: the coordinator may not
# read contacts and referrals, and is told of these that they exist and since when, and nothing of what they say.
# What a file brought in from another system was dealt with there, and is not asked about again.
TAKEN_IN = (
    "SELECT 1 FROM earlyhelp_help h JOIN earlyhelp_helpedchild k ON k.help_id = h.id WHERE k.child_id = {row}.child_id "
    "AND (h.{key} = {row}.id OR h.ended_on IS NULL OR h.ended_on > {sent})"
)
TOLD_ON = "(c.received_at AT TIME ZONE 'Europe/London')::date"
DECIDED_ON = "coalesce(r.decided_on, r.referred_on)"
HERE = "('front_door', 'out_of_hours')"
SENT = f"""
CREATE FUNCTION earlyhelp_sent() RETURNS TABLE (child_id uuid, contact_id uuid, referral_id uuid, sent_on date,
                                                level smallint, source text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT s.* FROM (
     SELECT c.child_id, c.id, NULL::uuid, {TOLD_ON}, NULL::smallint, c.source
       FROM frontdoor_contact c WHERE c.outcome = 'early_help' AND c.recorded_for IN {HERE}
        AND NOT EXISTS ({TAKEN_IN.format(row="c", key="contact_id", sent=TOLD_ON)})
     UNION ALL
     SELECT r.child_id, r.contact_id, r.id, {DECIDED_ON}, r.threshold_level, r.source
       FROM frontdoor_referral r WHERE r.decision = 'early_help' AND r.recorded_for IN {HERE}
        AND NOT EXISTS ({TAKEN_IN.format(row="r", key="referral_id", sent=DECIDED_ON)})) s
   WHERE (SELECT wall_sees_all(2)) AND s.child_id <> ALL (ARRAY(SELECT wall_barred())) $$
"""


class Migration(migrations.Migration):
    dependencies = [("earlyhelp", "0003_working"), ("people", "0002_wall"), ("frontdoor", "0004_envelopes_wall")]

    operations = [
        *(guard(f"earlyhelp_{name}", stage=Stage.early_help) for name in OF_HELP),
        guard("earlyhelp_asking", stage=Stage.early_help, holds="names"),
        run([SENT], ["DROP FUNCTION earlyhelp_sent()"]),
        # A feed says when a service opens and what it costs now: what it said before is of no use to a family.
        run(
            [f"GRANT DELETE ON earlyhelp_{name} TO {{app}}" for name in REPLACED],
            [f"REVOKE DELETE ON earlyhelp_{name} FROM {{app}}" for name in REPLACED],
        ),
    ]  # fmt: skip
