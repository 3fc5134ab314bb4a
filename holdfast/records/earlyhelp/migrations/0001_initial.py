"""The directory of help."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('rest', models.JSONField(blank=True, default=dict)),
                ('name', models.CharField(max_length=200)),
                ('description', models.TextField(blank=True)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('website', models.URLField(blank=True, max_length=500)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TaxonomyTerm',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('rest', models.JSONField(blank=True, default=dict)),
                ('name', models.CharField(max_length=200)),
                ('description', models.TextField(blank=True)),
                ('code', models.CharField(blank=True, max_length=200)),
                ('taxonomy', models.CharField(blank=True, max_length=200)),
                ('parent_id', models.UUIDField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FeedImport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('taken_at', models.DateTimeField()),
                ('name', models.CharField(blank=True, max_length=200)),
                ('added', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('unchanged', models.PositiveIntegerField(default=0)),
                ('not_in_feed', models.PositiveIntegerField(default=0)),
                ('refused', models.JSONField(default=list)),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Location',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('rest', models.JSONField(blank=True, default=dict)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('description', models.TextField(blank=True)),
                ('address', models.TextField(blank=True)),
                ('postcode', models.CharField(blank=True, max_length=10)),
                ('ward', models.CharField(blank=True, max_length=100)),
                ('latitude', models.FloatField(blank=True, null=True)),
                ('longitude', models.FloatField(blank=True, null=True)),
                ('access', models.TextField(blank=True)),
            ],
            options={
                'indexes': [models.Index(fields=['postcode'], name='earlyhelp_place_by_postcode')],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('rest', models.JSONField(blank=True, default=dict)),
                ('name', models.CharField(max_length=200)),
                ('alternate_name', models.CharField(blank=True, max_length=200)),
                ('description', models.TextField(blank=True)),
                ('status', models.CharField(choices=[('active', 'Active'), ('inactive', 'Inactive'), ('defunct', 'Closed for good'), ('temporarily closed', 'Closed for a while')], default='active', max_length=20)),
                ('url', models.URLField(blank=True, max_length=500)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('telephone', models.CharField(blank=True, max_length=60)),
                ('application_process', models.TextField(blank=True)),
                ('fees_description', models.TextField(blank=True)),
                ('wait_time', models.CharField(blank=True, max_length=200)),
                ('eligibility_description', models.TextField(blank=True)),
                ('minimum_age', models.FloatField(blank=True, null=True)),
                ('maximum_age', models.FloatField(blank=True, null=True)),
                ('alert', models.TextField(blank=True)),
                ('areas', models.TextField(blank=True)),
                ('last_modified', models.DateTimeField(blank=True, null=True)),
                ('checked_on', models.DateField(blank=True, null=True)),
                ('owner', models.CharField(blank=True, max_length=150)),
                ('feed', models.CharField(blank=True, max_length=200)),
                ('in_latest_feed', models.BooleanField(default=True)),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='earlyhelp.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('rest', models.JSONField(blank=True, default=dict)),
                ('byday', models.CharField(blank=True, max_length=40)),
                ('opens_at', models.CharField(blank=True, max_length=20)),
                ('closes_at', models.CharField(blank=True, max_length=20)),
                ('description', models.TextField(blank=True)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='earlyhelp.service')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Language',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('rest', models.JSONField(blank=True, default=dict)),
                ('name', models.CharField(max_length=100)),
                ('code', models.CharField(blank=True, max_length=20)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='earlyhelp.service')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CostOption',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('rest', models.JSONField(blank=True, default=dict)),
                ('option', models.CharField(blank=True, max_length=200)),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True)),
                ('amount_description', models.CharField(blank=True, max_length=200)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='earlyhelp.service')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('rest', models.JSONField(blank=True, default=dict)),
                ('name', models.CharField(blank=True, max_length=150)),
                ('title', models.CharField(blank=True, max_length=150)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('telephone', models.CharField(blank=True, max_length=60)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='earlyhelp.service')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ServiceAtLocation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('rest', models.JSONField(blank=True, default=dict)),
                ('standing', models.BooleanField(default=True)),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='earlyhelp.location')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='earlyhelp.service')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ServiceTerm',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('rest', models.JSONField(blank=True, default=dict)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='earlyhelp.service')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='earlyhelp.taxonomyterm')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='service',
            index=models.Index(fields=['status', 'name'], name='earlyhelp_service_by_name'),
        ),
    ]
