"""Whoever held a post and holds none today has no way to a child left, however long their grants were to last."""

from importlib import import_module

from django.db import migrations

from holdfast.wall.policies import run

former = import_module("holdfast.wall.migrations.0002_wall")

GRANTED = next(each for each in former.FUNCTIONS if "CREATE FUNCTION wall_granted" in each)
FORMERLY = GRANTED.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
# Somebody who never held a post is known by their account alone, and closing that is the end of it.
IN_POST = """
CREATE FUNCTION agencies_in_post() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT coalesce(bool_or(
            from_on <= (now() AT TIME ZONE 'Europe/London')::date
            AND (until_on IS NULL OR until_on > (now() AT TIME ZONE 'Europe/London')::date)), true)
     FROM agencies_post WHERE holder_id = wall_actor() $$
"""
NOW = FORMERLY.replace("AND g.from_at <= now()", "AND (SELECT agencies_in_post()) AND g.from_at <= now()")


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_own_agencies")]

    operations = [run([IN_POST, NOW], [FORMERLY, "DROP FUNCTION agencies_in_post()"])]
