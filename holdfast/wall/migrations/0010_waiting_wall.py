"""What waits, behind the wall: whoever may write may add to a queue, few may see it, and nothing is ever taken back."""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.policies import guard, run

WATCHING = "(SELECT coalesce(wall_purpose() = 'watching', false)) AND (SELECT wall_sees_all(1))"
SEEN = (
    f"(({WATCHING}) OR ((SELECT wall_actor()) IS NOT NULL AND coalesce((SELECT wall_purpose()) = ANY (seen_for), false) "
    "AND ((SELECT wall_sees_all(1)) OR (SELECT coalesce(wall_purpose() = 'administration', false)))))"
)
FRESH_ITEM = "(SELECT wall_writes()) AND acknowledged_at IS NULL AND owner IS NULL AND step = 0"
FRESH_NOTICE = "(SELECT wall_writes()) AND state = 'waiting' AND tries = 0 AND sent_at IS NULL"
WATCHER_WRITES = f"(SELECT wall_writes()) AND {WATCHING}"

# Whoever picks something up need not be among those who see the queue: an agency answers what the hub waits for.
# Whoever only tells us of a worry is not to end its waiting.
ACKNOWLEDGE = """
CREATE FUNCTION wall_acknowledge(what text, about uuid, moment timestamptz) RETURNS boolean LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NOT wall_writes() OR coalesce(wall_purpose() = 'referring', true) THEN
    RETURN false;
  END IF;
  UPDATE wall_queueitem SET acknowledged_at = moment, acknowledged_by = wall_actor()
   WHERE kind = what AND subject = about AND acknowledged_at IS NULL;
  RETURN FOUND;
END $$
"""
STANDS = """
CREATE FUNCTION wall_item_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.step < OLD.step
     OR (OLD.acknowledged_at IS NOT NULL AND NEW.acknowledged_at IS DISTINCT FROM OLD.acknowledged_at)
     OR (NEW.acknowledge_by, NEW.came_at, NEW.kind, NEW.subject)
        IS DISTINCT FROM (OLD.acknowledge_by, OLD.came_at, OLD.kind, OLD.subject) THEN
    RAISE EXCEPTION 'what waits is not put off, passed back down or taken back' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$
"""


def watcher_alone_changes(table: str) -> list[str]:
    """People read it; the part of Holdfast that watches writes it."""
    return [
        f"DROP POLICY {table}_change ON {table}",
        f"CREATE POLICY {table}_change ON {table} FOR UPDATE TO {{app}} "
        f"USING ({WATCHER_WRITES}) WITH CHECK ({WATCHER_WRITES})",
    ]


class Migration(migrations.Migration):
    dependencies = [("wall", "0009_waiting")]

    operations = [
        guard("wall_queueitem", stage=Stage.pointer, see=SEEN, insert=FRESH_ITEM),
        guard("wall_escalation", stage=Stage.pointer, insert=WATCHER_WRITES,
              see="EXISTS (SELECT 1 FROM wall_queueitem WHERE wall_queueitem.id = item_id)"),
        guard("wall_notice", stage=Stage.pointer, see=SEEN, insert=FRESH_NOTICE),
        run(
            [
                ACKNOWLEDGE,
                STANDS,
                "CREATE TRIGGER wall_item_stands BEFORE UPDATE ON wall_queueitem FOR EACH ROW "
                "EXECUTE FUNCTION wall_item_stands()",
                "REVOKE UPDATE ON wall_queueitem FROM {app}",
                "GRANT UPDATE (queue, owner, owned_at, acknowledged_at, acknowledged_by, step) ON wall_queueitem TO {app}",
                *watcher_alone_changes("wall_escalation"),
                *watcher_alone_changes("wall_notice"),
            ],
            [
                "DROP TRIGGER wall_item_stands ON wall_queueitem",
                "DROP FUNCTION wall_item_stands()",
                "DROP FUNCTION wall_acknowledge(text, uuid, timestamptz)",
            ],
        ),
    ]  # fmt: skip
