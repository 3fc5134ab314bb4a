"""Numbers and what is not known belong to the child's story: who may only know whom to ring does not see them."""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.policies import Statements, guard

IS, WAS = Stage.child_in_need, Stage.pointer


def moved(table: str, *, related: bool) -> Statements:
    """The table's guard at another stage, and back again."""
    before, after = (guard(table, child="person_id", stage=stage, related=related) for stage in (WAS, IS))
    return Statements([*before.backwards, *after.forwards], [*after.backwards, *before.forwards])


class Migration(migrations.Migration):
    dependencies = [("people", "0003_finding")]

    operations = [moved("people_identifier", related=True), moved("people_absence", related=False)]
