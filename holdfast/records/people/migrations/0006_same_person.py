"""Two records of one person, linked and unlinked by the front door; neither record is touched.

The link is seen by whoever sees either record, since it is one child whom they see; never where the other record is
closed to them. Only the front door and the out-of-hours team make or undo it, seeing both.
"""
import django.db.models.deletion
import uuid
from django.db import migrations, models

from holdfast.access import Stage
from holdfast.wall.policies import guard, run, visible


def open_to(column: str) -> str:
    return (
        f"({column} <> ALL (ARRAY(SELECT wall_barred())) OR {column} = ANY (ARRAY(SELECT wall_granted(1))))"
    )


PERSON, OTHER = (visible(column, stage=Stage.pointer) for column in ("person_id", "other_id"))
SEEN = f"({PERSON} OR {OTHER}) AND {open_to('person_id')} AND {open_to('other_id')}"
HUB = "(SELECT wall_writes()) AND (SELECT coalesce(wall_purpose() IN ('front_door', 'out_of_hours'), false))"
LINKING = f"{HUB} AND {PERSON} AND {OTHER}"
HUB_ALONE = [
    "DROP POLICY people_sameperson_change ON people_sameperson",
    "CREATE POLICY people_sameperson_change ON people_sameperson FOR UPDATE TO {app} "
    f"USING ({LINKING}) WITH CHECK ({LINKING})",
    "CREATE INDEX people_same_by_other ON people_sameperson (other_id)",
    "CREATE POLICY people_same_formerly ON wall_version AS RESTRICTIVE FOR SELECT TO {app} "
    "USING (table_name <> 'people_sameperson' OR EXISTS (SELECT 1 FROM people_sameperson s WHERE s.id = row_id))",
]
HUB_ALONE_BACK = [
    "DROP POLICY people_same_formerly ON wall_version",
    "DROP INDEX people_same_by_other",
]


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_former_addresses'),
        ('wall', '0007_more_roles'),
    ]

    operations = [
        migrations.CreateModel(
            name='SamePerson',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('recorded_at', models.DateTimeField(editable=False, null=True)),
                ('recorded_by', models.UUIDField(editable=False, null=True)),
                ('recorded_for', models.CharField(editable=False, max_length=40, null=True)),
                ('because', models.TextField()),
                ('linked_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('undone_because', models.TextField(blank=True)),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'verbose_name_plural': 'same persons',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('person__lt', models.F('other'))), name='people_same_person_in_order'), models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('person', 'other'), name='people_same_person_once')],
            },
        ),
        guard("people_sameperson", child="person_id", stage=Stage.pointer, see=SEEN, insert=LINKING),
        run(HUB_ALONE, HUB_ALONE_BACK),
    ]
