"""What was told of a child whose record is closed to the reader: its versions are closed with it."""

from django.db import migrations

from holdfast.wall.policies import run

# They lead to no child of their own, so they are asked of the row itself, which knows who it is about.
WITH_THE_ROW = """
CREATE POLICY frontdoor_former_words ON wall_version AS RESTRICTIVE FOR SELECT TO {app}
USING (table_name <> 'frontdoor_namedchild' OR EXISTS (SELECT 1 FROM frontdoor_namedchild n WHERE n.id = row_id))
"""


class Migration(migrations.Migration):
    dependencies = [("frontdoor", "0004_envelopes_wall"), ("wall", "0005_whole_reasons")]

    operations = [run([WITH_THE_ROW], ["DROP POLICY frontdoor_former_words ON wall_version"])]
