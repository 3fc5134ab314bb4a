"""What is done with the family: assessment, plan, team, meetings, reviews."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('earlyhelp', '0002_helping'),
        ('frontdoor', '0017_arrived_and_queued'),
        ('people', '0008_alike'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('recorded_at', models.DateTimeField(editable=False, null=True)),
                ('recorded_by', models.UUIDField(editable=False, null=True)),
                ('recorded_for', models.CharField(editable=False, max_length=40, null=True)),
                ('completed_on', models.DateField()),
                ('family_words', models.TextField(blank=True)),
                ('strengths', models.TextField(blank=True)),
                ('worries', models.TextField(blank=True)),
                ('what_we_know', models.TextField(blank=True)),
                ('what_we_do_not_know', models.TextField(blank=True)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('help', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='earlyhelp.help')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('recorded_at', models.DateTimeField(editable=False, null=True)),
                ('recorded_by', models.UUIDField(editable=False, null=True)),
                ('recorded_for', models.CharField(editable=False, max_length=40, null=True)),
                ('held_on', models.DateField()),
                ('discussion', models.TextField(blank=True)),
                ('next_on', models.DateField(blank=True, null=True)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('help', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='earlyhelp.help')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('recorded_at', models.DateTimeField(editable=False, null=True)),
                ('recorded_by', models.UUIDField(editable=False, null=True)),
                ('recorded_for', models.CharField(editable=False, max_length=40, null=True)),
                ('name', models.CharField(max_length=150)),
                ('agency', models.CharField(blank=True, max_length=150)),
                ('telephone', models.CharField(blank=True, max_length=60)),
                ('is_lead', models.BooleanField(default=False)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('help', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='earlyhelp.help')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('recorded_at', models.DateTimeField(editable=False, null=True)),
                ('recorded_by', models.UUIDField(editable=False, null=True)),
                ('recorded_for', models.CharField(editable=False, max_length=40, null=True)),
                ('came', models.BooleanField()),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('help', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='earlyhelp.help')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='earlyhelp.meeting')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='earlyhelp.member')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('recorded_at', models.DateTimeField(editable=False, null=True)),
                ('recorded_by', models.UUIDField(editable=False, null=True)),
                ('recorded_for', models.CharField(editable=False, max_length=40, null=True)),
                ('held_on', models.DateField()),
                ('words', models.TextField()),
                ('family_words', models.TextField(blank=True)),
                ('next_on', models.DateField(blank=True, null=True)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('help', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='earlyhelp.help')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('recorded_at', models.DateTimeField(editable=False, null=True)),
                ('recorded_by', models.UUIDField(editable=False, null=True)),
                ('recorded_for', models.CharField(editable=False, max_length=40, null=True)),
                ('wanted', models.TextField()),
                ('measure', models.TextField(blank=True)),
                ('baseline', models.CharField(blank=True, max_length=200)),
                ('target', models.CharField(blank=True, max_length=200)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('who', models.CharField(max_length=150)),
                ('reading', models.CharField(blank=True, max_length=200)),
                ('read_on', models.DateField(blank=True, null=True)),
                ('result', models.CharField(choices=[('going', 'Going on'), ('met', 'Met'), ('partly', 'Partly met'), ('not_met', 'Not met')], default='going', max_length=10)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('help', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='earlyhelp.help')),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='earlyhelp.service')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('recorded_at', models.DateTimeField(editable=False, null=True)),
                ('recorded_by', models.UUIDField(editable=False, null=True)),
                ('recorded_for', models.CharField(editable=False, max_length=40, null=True)),
                ('what', models.TextField()),
                ('who', models.CharField(max_length=150)),
                ('due_on', models.DateField()),
                ('done_on', models.DateField(blank=True, null=True)),
                ('done_words', models.TextField(blank=True)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('help', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='earlyhelp.help')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.AddIndex(
            model_name='member',
            index=models.Index(condition=models.Q(('until_on__isnull', True)), fields=['user'], name='earlyhelp_by_member'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.UniqueConstraint(condition=models.Q(('is_lead', True), ('until_on__isnull', True)), fields=('help',), name='earlyhelp_one_lead'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(fields=('meeting', 'member'), name='earlyhelp_came_once'),
        ),
    ]
