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
SENT = """
CREATE FUNCTION earlyhelp_sent() RETURNS TABLE (child_id uuid, contact_id uuid, referral_id uuid, sent_on date,
                                                level smallint, source text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT s.* FROM (
     SELECT c.child_id, c.id, NULL::uuid, (c.received_at AT TIME ZONE 'Europe/London')::date, NULL::smallint, c.source
       FROM frontdoor_contact c WHERE c.outcome = 'early_help'
        AND c.recorded_for IN ('front_door', 'out_of_hours')
        AND NOT EXISTS (SELECT 1 FROM earlyhelp_help h WHERE h.contact_id = c.id)
     UNION ALL
     SELECT r.child_id, r.contact_id, r.id, coalesce(r.decided_on, r.referred_on), r.threshold_level, r.source
       FROM frontdoor_referral r WHERE r.decision = 'early_help'
        AND r.recorded_for IN ('front_door', 'out_of_hours')
        AND NOT EXISTS (SELECT 1 FROM earlyhelp_help h WHERE h.referral_id = r.id)) s
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
