"""What arrived says itself whether it was queued and picked up: test referrals wait where nobody else sees them."""

from importlib import import_module

from django.db import migrations

from holdfast.wall.policies import run

FORMER = import_module("holdfast.records.frontdoor.migrations.0012_watching_wall").ARRIVED
DROP = "DROP FUNCTION frontdoor_arrived(timestamptz, timestamptz)"
IN_QUEUE = "FROM wall_queueitem q WHERE q.subject = e.id AND q.kind IN ('envelope', 'test_referral')"
ARRIVED = FORMER.replace("opened_at timestamptz)", "opened_at timestamptz, queued boolean, picked_up boolean)").replace(
    "WHERE n.envelope_id = e.id)",
    f"WHERE n.envelope_id = e.id), EXISTS (SELECT {IN_QUEUE}), "
    f"EXISTS (SELECT {IN_QUEUE} AND q.acknowledged_at IS NOT NULL)",
)


class Migration(migrations.Migration):
    dependencies = [("frontdoor", "0016_taken_back"), ("wall", "0011_passed_up")]

    operations = [run([DROP, ARRIVED], [DROP, FORMER])]
