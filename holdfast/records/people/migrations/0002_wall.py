"""People behind the wall: a granted child's relations come with the child, names and locations by handling."""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.policies import guard, run, visible

RELATED = """
CREATE FUNCTION people_related(needed int) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public AS
$$ SELECT r.other_id FROM people_relationship r
    WHERE r.person_id = ANY (ARRAY(SELECT wall_granted(needed)))
      AND r.other_id <> ALL (ARRAY(SELECT wall_barred())) $$
"""

# Whom the actor added in this very transaction: a new parent has no grant yet, and needs a name.
ADDED_NOW = """
CREATE FUNCTION people_added_now() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT id FROM people_person WHERE recorded_at >= now() AND recorded_by = wall_actor() $$
"""

SEEN = visible("id", stage=Stage.pointer, related=True)
# A new person leads to no child yet, so adding one gives nothing away.
ADDING = "(SELECT wall_writes()) AND wall_actor() IS NOT NULL"
ADDED = (
    f"(SELECT wall_writes()) AND ({visible('person_id', stage=Stage.pointer, related=True)}"
    " OR person_id = ANY (ARRAY(SELECT people_added_now())))"
)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("wall", "0002_wall")]

    operations = [
        run([RELATED, ADDED_NOW], ["DROP FUNCTION people_added_now()", "DROP FUNCTION people_related(int)"]),
        guard("people_person", child="id", stage=Stage.pointer, see=SEEN, insert=ADDING),
        guard("people_personname", child="person_id", stage=Stage.pointer, holds="names", related=True, insert=ADDED),
        guard("people_identifier", child="person_id", stage=Stage.pointer, related=True),
        guard("people_disability", child="person_id", stage=Stage.child_in_need),
        guard("people_relationship", child="person_id", stage=Stage.pointer, related=True, insert=ADDED),
        guard("people_address", child="person_id", stage=Stage.pointer, holds="locations", related=True, insert=ADDED),
        guard("people_absence", child="person_id", stage=Stage.pointer),
        guard("people_involvement", child="person_id", stage=Stage.pointer),
    ]
