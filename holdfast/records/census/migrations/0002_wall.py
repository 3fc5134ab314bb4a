"""What is found on a child, and how it was explained: for those who send the return, and those who can mend it.

Findings are counted in a run, which leads to no child; so nobody who only counts ever reads a child's own. What a
finding or an explanation was before is read by those who see the whole story: versions know stages, and no purposes.
"""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.policies import guard, run, visible

PURPOSES = "'statutory_return', 'direct_work', 'front_door', 'out_of_hours', 'conference', 'quality_audit'"
SEEN = (
    f"(SELECT coalesce(wall_purpose() IN ({PURPOSES}), false)) AND {visible('child_id', stage=Stage.child_protection)}"
)
FOUND = f"(SELECT coalesce(wall_purpose() = 'statutory_return', false)) AND (SELECT wall_writes()) AND {SEEN}"


class Migration(migrations.Migration):
    dependencies = [("census", "0001_initial"), ("people", "0008_alike")]

    operations = [
        guard("census_censusfinding", stage=Stage.decision_maker, see=SEEN, insert=FOUND),
        guard("census_explanation", stage=Stage.decision_maker, see=SEEN),
        run(["REVOKE UPDATE ON census_censusrun FROM {app}"], ["GRANT UPDATE ON census_censusrun TO {app}"]),
    ]
