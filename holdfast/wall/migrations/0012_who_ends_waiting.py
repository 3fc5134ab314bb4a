"""What waits is ended by whoever may see that it waits; whoever else picks something up says so by their own slice.

Until now anybody who may write, of any agency, could end the waiting of anything whose key they knew.
"""

from importlib import import_module

from django.db import migrations

from holdfast.wall.policies import run

former = import_module("holdfast.wall.migrations.0010_waiting_wall")

FORMERLY = former.ACKNOWLEDGE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
# The demonstration's people do what they do under one purpose of its own.
LOADING = "(coalesce(wall_purpose() = 'borough_load', false) AND wall_sees_all(1))"
SEEN = FORMERLY.replace(
    "AND acknowledged_at IS NULL;", f"AND acknowledged_at IS NULL AND ({former.SEEN} OR {LOADING});"
)


class Migration(migrations.Migration):
    dependencies = [("wall", "0011_passed_up")]

    operations = [run([SEEN], [FORMERLY])]
