"""Hand-overs behind the wall; test referrals that nobody sees as work; and what arrived, told without its words."""

from importlib import import_module

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.acting import TESTER
from holdfast.wall.policies import guard, run

HUB = import_module("holdfast.records.frontdoor.migrations.0004_envelopes_wall").HUB
OF_THE_HUB = HUB.split(" AND {envelope}")[0] + ")"
HANDED = (
    f"{OF_THE_HUB} AND (envelope_id IS NULL OR envelope_id <> ALL (ARRAY(SELECT frontdoor_barred()))) "
    "AND (referral_id IS NULL OR EXISTS (SELECT 1 FROM frontdoor_referral r WHERE r.id = referral_id))"
)
FRESH = f"(SELECT wall_writes()) AND {OF_THE_HUB} AND taken_by IS NULL"

# What arrived, for whoever sees that nothing waits unseen: no words, no names, and no child.
ARRIVED = f"""
CREATE FUNCTION frontdoor_arrived(since timestamptz, until timestamptz)
RETURNS TABLE (envelope uuid, reference text, channel text, sent_at timestamptz, in_danger boolean, is_test boolean,
               opened_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT e.id, e.reference::text, e.channel::text, e.sent_at, e.danger <> 'no', e.sent_by = '{TESTER.id}'::uuid,
         (SELECT min(n.opened_at) FROM frontdoor_namedchild n WHERE n.envelope_id = e.id)
  FROM frontdoor_envelope e
  WHERE e.sent_at >= since AND e.sent_at < until
    AND wall_sees_all(1) AND wall_purpose() IN ('watching', 'front_door', 'out_of_hours')
$$
"""
TABLES = ("frontdoor_envelope", "frontdoor_namedchild")
NO_WORK = f"sent_by <> '{TESTER.id}'::uuid OR (SELECT coalesce(wall_actor() = '{TESTER.id}'::uuid, false))"


class Migration(migrations.Migration):
    dependencies = [("frontdoor", "0011_watching"), ("wall", "0010_waiting_wall")]

    operations = [
        guard("frontdoor_handover", stage=Stage.decision_maker, holds="names", see=OF_THE_HUB, insert=FRESH),
        guard("frontdoor_handoverline", stage=Stage.decision_maker, holds="names", see=HANDED,
              insert=f"(SELECT wall_writes()) AND {OF_THE_HUB}"),
        run([ARRIVED], ["DROP FUNCTION frontdoor_arrived(timestamptz, timestamptz)"]),
        run(
            [f"CREATE POLICY {table}_no_work ON {table} AS RESTRICTIVE FOR SELECT TO {{app}} USING ({NO_WORK})"
             for table in TABLES],
            [f"DROP POLICY {table}_no_work ON {table}" for table in TABLES],
        ),
        run(
            ["REVOKE UPDATE ON frontdoor_handover, frontdoor_handoverline FROM {app}",
             "GRANT UPDATE (taken_at, taken_by) ON frontdoor_handover TO {app}"],
            [],
        ),
    ]  # fmt: skip
