"""What was written on the wrong child's record can be taken back to its envelope; whoever holds a closed record that
somebody may have told of is told.

A contact or referral that was taken back stands on nobody's record: its child is empty. What it was before is kept,
and is seen by the front door alone until it stands on the right child's record.
"""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from holdfast.access import Stage
from holdfast.wall.policies import guard, run

# Closed records that may be the child described. Nobody may ask it but the function below, as the owner.
CLOSED = """
CREATE FUNCTION frontdoor_closed_alike(
  given_keys varchar[], family_keys varchar[], births date[], near_births date[], earliest date, latest date,
  at_postcodes varchar[], at_telephones text[], with_numbers varchar[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT p.id FROM people_person p
    WHERE p.is_child AND p.id = ANY (ARRAY(SELECT wall_barred() EXCEPT SELECT wall_granted(1)))
      AND (
        upper(p.local_id) = ANY (with_numbers)
        OR EXISTS (SELECT 1 FROM people_identifier i WHERE i.person_id = p.id AND i.value = ANY (with_numbers))
        OR EXISTS (SELECT 1 FROM people_address a WHERE a.person_id = p.id AND a.telephone <> ''
                    AND right(regexp_replace(a.telephone, '[^0-9]', '', 'g'), 9) = ANY (at_telephones))
        OR EXISTS (
          SELECT 1 FROM people_personname n WHERE n.person_id = p.id
            AND (
              (n.search_keys && given_keys AND n.search_keys && family_keys
                AND (cardinality(births) = 0 OR p.birth_on IS NULL OR p.birth_on = ANY (near_births)))
              OR ((n.search_keys && given_keys OR n.search_keys && family_keys)
                AND (p.birth_on = ANY (births)
                     OR EXISTS (SELECT 1 FROM people_address a
                                 WHERE a.person_id = p.id AND a.postcode = ANY (at_postcodes))))))
        OR (cardinality(given_keys || family_keys) = 0 AND p.birth_on = ANY (births))
      ) $$
"""
# Yes or no for the front door and the night, and a line for whoever holds the record. The steps are the same either way.
RESTRICTED = """
CREATE FUNCTION frontdoor_restricted(
  told_of uuid, envelope text, at timestamptz,
  given_keys varchar[], family_keys varchar[], births date[], near_births date[], earliest date, latest date,
  at_postcodes varchar[], at_telephones text[], with_numbers varchar[]) RETURNS boolean
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public AS
$$ WITH closed AS MATERIALIZED (
     SELECT id FROM frontdoor_closed_alike(given_keys, family_keys, births, near_births, earliest, latest,
                                           at_postcodes, at_telephones, with_numbers) AS id
      WHERE coalesce(wall_purpose() IN ('front_door', 'out_of_hours'), false) AND wall_sees_all(1) AND wall_names()),
   noticed AS (
     INSERT INTO frontdoor_restrictedmatch (id, version, child_id, named_id, reference, noticed_at, noticed_by)
     SELECT gen_random_uuid(), 1, id, told_of, envelope, at, wall_actor() FROM closed WHERE told_of IS NOT NULL
     ON CONFLICT DO NOTHING)
   SELECT EXISTS (SELECT 1 FROM closed) $$
"""
KEYS = "varchar[], varchar[], date[], date[], date, date, varchar[], text[], varchar[]"
# A contact of somebody else's must not be read in the history of the child on whose record it stood by mistake.
FORMER = """
CREATE POLICY frontdoor_taken_back ON wall_version AS RESTRICTIVE FOR SELECT TO {app}
USING ((table_name <> 'frontdoor_contact' OR EXISTS (SELECT 1 FROM frontdoor_contact c WHERE c.id = row_id))
  AND (table_name <> 'frontdoor_referral' OR EXISTS (SELECT 1 FROM frontdoor_referral r WHERE r.id = row_id)))
"""


class Migration(migrations.Migration):

    dependencies = [
        ('frontdoor', '0015_answers_challenged'),
        ('people', '0008_alike'),
    ]

    operations = [
        migrations.AddField(
            model_name='match',
            name='undone_because',
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name='contact',
            name='child',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='people.person'),
        ),
        migrations.AlterField(
            model_name='referral',
            name='child',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='people.person'),
        ),
        migrations.CreateModel(
            name='RestrictedMatch',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('recorded_at', models.DateTimeField(editable=False, null=True)),
                ('recorded_by', models.UUIDField(editable=False, null=True)),
                ('recorded_for', models.CharField(editable=False, max_length=40, null=True)),
                ('named_id', models.UUIDField()),
                ('reference', models.CharField(max_length=12)),
                ('noticed_at', models.DateTimeField()),
                ('noticed_by', models.UUIDField()),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'verbose_name_plural': 'restricted matches',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('child', 'named_id'), name='frontdoor_restricted_once')],
            },
        ),
        guard("frontdoor_restrictedmatch", stage=Stage.pointer, insert="false"),
        run(
            [
                CLOSED,
                f"REVOKE ALL ON FUNCTION frontdoor_closed_alike({KEYS}) FROM PUBLIC",
                RESTRICTED,
                FORMER,
            ],
            [
                "DROP POLICY frontdoor_taken_back ON wall_version",
                f"DROP FUNCTION frontdoor_restricted(uuid, text, timestamptz, {KEYS})",
                f"DROP FUNCTION frontdoor_closed_alike({KEYS})",
            ],
        ),
    ]
