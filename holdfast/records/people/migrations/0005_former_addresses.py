"""A place that was written down plainly and is protected since: its former text is kept back with it."""

from django.db import migrations

from holdfast.wall.policies import run

WITH_THE_ROW = """
CREATE POLICY people_former_addresses ON wall_version AS RESTRICTIVE FOR SELECT TO {app}
USING (table_name <> 'people_address' OR EXISTS (SELECT 1 FROM people_address a WHERE a.id = row_id))
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0004_nearer"), ("wall", "0005_whole_reasons")]

    operations = [run([WITH_THE_ROW], ["DROP POLICY people_former_addresses ON wall_version"])]
