"""What agencies saw, behind the wall: two stages in one table, and to each agency what it said itself.

An ordinary line is part of the story that starts with a child in need. A sensitive one opens to whoever decides, and
to the person who wrote it. A line's former texts open to whoever decides, whatever the line was when it was changed.
"""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.policies import guard, visible

STORY = visible("child_id", stage=Stage.child_in_need)
DECIDING = visible("child_id", stage=Stage.decision_maker)
POINTED_TO = visible("child_id", stage=Stage.pointer)
ANSWERING = "(SELECT coalesce(wall_purpose() = 'answering', false)) AND (SELECT wall_names())"
NOT_BARRED = "child_id <> ALL (ARRAY(SELECT wall_barred()))"
OWN_AGENCY = f"({ANSWERING} AND agency_id = ANY (ARRAY(SELECT agencies_of_actor())) AND {NOT_BARRED})"
WROTE_IT = f"(written_by = (SELECT wall_actor()) AND ({POINTED_TO} OR ({ANSWERING} AND {NOT_BARRED})))"

SIGHTING = f"((sensitive = '' AND ({STORY} OR {OWN_AGENCY})) OR {DECIDING} OR {WROTE_IT})"
INJURY = f"({STORY} OR {OWN_AGENCY} OR {WROTE_IT})"
# Whoever writes says that they wrote it, and an agency that answers answers for itself.
WRITING = f"(SELECT wall_writes()) AND written_by = (SELECT wall_actor()) AND ({STORY} OR {OWN_AGENCY})"

OWN_READING = f"(reader = (SELECT wall_actor()) AND {POINTED_TO})"


class Migration(migrations.Migration):
    dependencies = [
        ("sightings", "0001_initial"),
        ("agencies", "0002_own_agencies"),
        ("people", "0002_wall"),
        ("wall", "0002_wall"),
    ]

    operations = [
        guard("sightings_sighting", stage=Stage.decision_maker, see=SIGHTING, insert=WRITING),
        guard("sightings_injury", stage=Stage.decision_maker, see=INJURY, insert=WRITING),
        guard("sightings_reading", stage=Stage.decision_maker, see=OWN_READING),
    ]
