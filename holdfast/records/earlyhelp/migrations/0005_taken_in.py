"""Early help reads what help a family would like, and nothing else that was told; taking them in ends the waiting."""

from importlib import import_module

from django.db import migrations

from holdfast.wall.policies import run

former = import_module("holdfast.records.earlyhelp.migrations.0004_wall")

SENT = (
    former.SENT.replace("level smallint, source text)", "level smallint, source text, wanted text)")
    .replace("NULL::smallint, c.source", "NULL::smallint, c.source, c.help_wanted")
    .replace("r.threshold_level, r.source", "r.threshold_level, r.source, ''")
)
# Whoever offers early help need not see the queue: a social worker who steps down, or a partner.
TAKEN_IN = """
CREATE FUNCTION earlyhelp_taken_in(family uuid, moment timestamptz) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = public AS $$
  UPDATE wall_queueitem SET acknowledged_at = moment, acknowledged_by = wall_actor()
   WHERE kind = 'early_help' AND acknowledged_at IS NULL AND wall_writes()
     AND subject IN (SELECT c.id FROM frontdoor_contact c JOIN earlyhelp_helpedchild k ON k.child_id = c.child_id
                       JOIN earlyhelp_help h ON h.id = k.help_id WHERE h.id = family AND h.ended_on IS NULL)
$$
"""


class Migration(migrations.Migration):
    dependencies = [("earlyhelp", "0004_wall"), ("frontdoor", "0020_help_wanted")]

    operations = [
        run(
            ["DROP FUNCTION earlyhelp_sent()", SENT, TAKEN_IN],
            ["DROP FUNCTION earlyhelp_taken_in(uuid, timestamptz)", "DROP FUNCTION earlyhelp_sent()", former.SENT],
        )
    ]
