"""Whoever held a post and holds none today sees no child by their role either: the front door's people least of all."""

from importlib import import_module

from django.db import migrations

from holdfast.wall.policies import run

former = import_module("holdfast.wall.migrations.0002_wall")

SEES_ALL = next(each for each in former.FUNCTIONS if "CREATE FUNCTION wall_sees_all" in each)
FORMERLY = SEES_ALL.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
NOW = FORMERLY.replace("wall_ceiling() >= needed", "wall_ceiling() >= needed AND agencies_in_post()")


class Migration(migrations.Migration):
    dependencies = [("agencies", "0003_out_of_post")]

    operations = [run([NOW], [FORMERLY])]
