"""An answer is after the decision also where the enquiry is about the contact that became the referral."""

from django.db import migrations

from holdfast.wall.policies import run

DECIDED = """
CREATE OR REPLACE FUNCTION mash_is_decided(asked uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public AS
$$ SELECT EXISTS (SELECT 1 FROM mash_request q JOIN mash_enquiry e ON e.id = q.enquiry_id AND e.kind = 'front_door'
                    JOIN frontdoor_referral r ON (r.id = e.referral_id OR r.contact_id = e.contact_id)
                     AND r.decided_at IS NOT NULL
                   WHERE q.id = asked) $$
"""


class Migration(migrations.Migration):
    dependencies = [("mash", "0003_answered_by_link")]

    operations = [run([DECIDED], [])]
