"""What was told of a child, how and when, for whoever may count it: never who told, nor in which words."""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.policies import run, visible

# Envelopes hold words and who said them, for the hub alone. That an agency told, when it was read and answered is plain,
# as a contact's own row is. Somebody matched, nobody has decided yet: it counts for the child from then on.
TOLD = f"""
CREATE FUNCTION frontdoor_told(whose uuid[]) RETURNS TABLE (
  child_id uuid, told_id uuid, contact_id uuid, received_at timestamptz, source varchar, from_agency varchar,
  by_public boolean, anonymous boolean, danger boolean,
  opened_at timestamptz, answered_at timestamptz, matched_on date
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT k.child_id, n.id, k.contact_id, e.sent_at, e.source, e.teller_agency,
          e.by_public, e.by_public AND e.teller_name = '', e.danger <> 'no', n.opened_at, n.answered_at,
          (m.matched_at AT TIME ZONE 'Europe/London')::date
     FROM (SELECT c.child_id, c.told_id, c.id AS contact_id FROM frontdoor_contact c
            WHERE c.told_id IS NOT NULL AND (whose IS NULL OR c.child_id = ANY (whose))
            UNION ALL
           SELECT x.child_id, x.named_id, NULL FROM frontdoor_match x
            WHERE x.undone_at IS NULL AND (whose IS NULL OR x.child_id = ANY (whose))
              AND NOT EXISTS (SELECT FROM frontdoor_contact c WHERE c.told_id = x.named_id)) k
     JOIN frontdoor_namedchild n ON n.id = k.told_id
     JOIN frontdoor_envelope e ON e.id = n.envelope_id
     LEFT JOIN frontdoor_match m ON m.named_id = n.id AND m.undone_at IS NULL
    WHERE {visible("k.child_id", stage=Stage.child_in_need)} $$
"""


class Migration(migrations.Migration):
    dependencies = [("frontdoor", "0012_watching_wall"), ("people", "0002_wall")]

    operations = [run([TOLD], ["DROP FUNCTION frontdoor_told(uuid[])"])]
