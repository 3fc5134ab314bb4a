"""Nobody lets anybody in further than they go themselves; whoever has just added a child becomes its worker."""

from django.db import migrations

from holdfast.wall.policies import run

FURTHER = (
    "(SELECT wall_sees_all(1)) OR child_id IN (SELECT wall_granted(ceiling)) "
    "OR child_id = ANY (ARRAY(SELECT people_added_now()))"
)


class Migration(migrations.Migration):
    dependencies = [("people", "0009_taken_out"), ("wall", "0014_own_way_in")]

    operations = [
        run(
            [f"CREATE POLICY wall_grant_no_further ON wall_grant AS RESTRICTIVE FOR INSERT TO {{app}} WITH CHECK ({FURTHER})"],
            ["DROP POLICY wall_grant_no_further ON wall_grant"],
        )
    ]
