"""Whose posts say in which agencies somebody answers: what is addressed to an agency is theirs to see."""

from django.db import migrations

from holdfast.wall.policies import run

OWN_AGENCIES = """
CREATE FUNCTION agencies_of_actor() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT DISTINCT t.agency_id FROM agencies_post p JOIN agencies_team t ON t.id = p.team_id
    JOIN wall_user u ON u.id = p.holder_id AND u.is_active
    WHERE p.holder_id = wall_actor() AND p.from_on <= (now() AT TIME ZONE 'Europe/London')::date
      AND (p.until_on IS NULL OR p.until_on > (now() AT TIME ZONE 'Europe/London')::date) $$
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial"), ("wall", "0006_who_opens_a_seal")]
    operations = [run([OWN_AGENCIES], ["DROP FUNCTION agencies_of_actor()"])]
