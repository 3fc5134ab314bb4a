"""Early help has clocks too: a due date is seen, and worked out anew, from the stage of its own clock on."""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.policies import run, visible


def policies(*stages: Stage) -> list[str]:
    """The two policies anew, for due dates of these stages."""
    seen = " OR ".join(f"(stage = {int(stage)} AND {visible('child_id', stage=stage)})" for stage in stages)
    return [
        "DROP POLICY wall_due_see ON wall_due",
        "DROP POLICY wall_due_write ON wall_due",
        f"CREATE POLICY wall_due_see ON wall_due FOR SELECT TO {{app}} USING ({seen})",
        f"CREATE POLICY wall_due_write ON wall_due TO {{app}} USING ((SELECT wall_writes()) AND ({seen}))",
    ]


class Migration(migrations.Migration):
    dependencies = [("wall", "0007_more_roles")]
    operations = [
        run(
            policies(Stage.pointer, Stage.early_help, Stage.child_in_need, Stage.child_protection),
            policies(Stage.child_in_need, Stage.child_protection),
        )
    ]
