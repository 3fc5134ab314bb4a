"""A due date gives away what it is about: it is seen from the stage of its clock on, like a version from its record's."""

from django.db import migrations, models

from holdfast.access import Stage
from holdfast.wall.models import STAGES
from holdfast.wall.policies import run, visible

SEEN = " OR ".join(
    f"(stage = {int(stage)} AND {visible('child_id', stage=stage)})"
    for stage in (Stage.child_in_need, Stage.child_protection)
)
OLD = visible("child_id", stage=Stage.child_in_need)


def policies(seen: str) -> list[str]:
    """The two policies anew, under this condition."""
    return [
        "DROP POLICY wall_due_see ON wall_due",
        "DROP POLICY wall_due_write ON wall_due",
        f"CREATE POLICY wall_due_see ON wall_due FOR SELECT TO {{app}} USING ({seen})",
        f"CREATE POLICY wall_due_write ON wall_due TO {{app}} USING ((SELECT wall_writes()) AND ({seen}))",
    ]


class Migration(migrations.Migration):
    dependencies = [("wall", "0003_installation")]

    operations = [
        migrations.AddField(
            "due", "stage", models.PositiveSmallIntegerField(choices=STAGES, default=int(Stage.child_protection)), preserve_default=False
        ),
        run(policies(SEEN), policies(OLD)),
        migrations.AddIndex("version", models.Index(fields=["child_id", "id"], name="wall_version_by_child")),
    ]
