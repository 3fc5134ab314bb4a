"""What arrives before anyone is matched, and what a decision weighs."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('frontdoor', '0002_wall'),
        ('people', '0003_finding'),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('owner', models.UUIDField()),
                ('code_hash', models.CharField(blank=True, max_length=64)),
                ('content', models.JSONField(default=dict)),
                ('saved_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('sent_reference', models.CharField(blank=True, max_length=12)),
            ],
            options={
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Envelope',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('recorded_at', models.DateTimeField(editable=False, null=True)),
                ('recorded_by', models.UUIDField(editable=False, null=True)),
                ('recorded_for', models.CharField(editable=False, max_length=40, null=True)),
                ('form_key', models.UUIDField()),
                ('reference', models.CharField(max_length=12)),
                ('sent_at', models.DateTimeField()),
                ('sent_by', models.UUIDField()),
                ('by_public', models.BooleanField(default=False)),
                ('teller_name', models.CharField(blank=True, max_length=150)),
                ('teller_role', models.CharField(blank=True, max_length=150)),
                ('teller_agency', models.CharField(blank=True, max_length=150)),
                ('teller_telephone', models.CharField(blank=True, max_length=60)),
                ('safe_contact', models.TextField(blank=True)),
                ('source', models.CharField(blank=True, max_length=60)),
                ('danger', models.CharField(choices=[('yes', 'Yes, a child is in danger now'), ('no', 'No, not at this moment'), ('not_sure', 'I am not sure')], max_length=10)),
                ('what_happened', models.TextField()),
                ('child_said', models.TextField(blank=True)),
                ('household', models.TextField(blank=True)),
                ('parents_know', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('not_sure', 'I am not sure')], max_length=10)),
                ('parents_know_because', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Match',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('recorded_at', models.DateTimeField(editable=False, null=True)),
                ('recorded_by', models.UUIDField(editable=False, null=True)),
                ('recorded_for', models.CharField(editable=False, max_length=40, null=True)),
                ('made_new', models.BooleanField(default=False)),
                ('matched_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'matches',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='NamedChild',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('recorded_at', models.DateTimeField(editable=False, null=True)),
                ('recorded_by', models.UUIDField(editable=False, null=True)),
                ('recorded_for', models.CharField(editable=False, max_length=40, null=True)),
                ('place', models.PositiveSmallIntegerField()),
                ('sent_by', models.UUIDField()),
                ('given', models.CharField(blank=True, max_length=150)),
                ('family', models.CharField(blank=True, max_length=150)),
                ('birth_on', models.DateField(blank=True, null=True)),
                ('age_words', models.CharField(blank=True, max_length=100)),
                ('expected_on', models.DateField(blank=True, null=True)),
                ('address', models.TextField(blank=True)),
                ('school', models.CharField(blank=True, max_length=150)),
                ('language_needs', models.CharField(blank=True, max_length=150)),
                ('communication_needs', models.TextField(blank=True)),
                ('status', models.CharField(choices=[('not_read', 'Not yet read'), ('being_looked_at', 'Being looked at'), ('decided', 'Decided')], default='not_read', max_length=20)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('opened_by', models.UUIDField(blank=True, null=True)),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.RemoveConstraint(
            model_name='referral',
            name='frontdoor_decision_has_reasons',
        ),
        migrations.AddField(
            model_name='referral',
            name='danger_reasons',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='referral',
            name='decided_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='referral',
            name='history_acknowledged',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='referral',
            name='threshold_level',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('decision', ''), models.Q(('decided_on__isnull', False), models.Q(models.Q(('reasons', ''), _negated=True), ('decision__in', ['assessment', 'strategy_discussion']), _connector='OR')), _connector='OR'), name='frontdoor_decision_has_reasons'),
        ),
        migrations.AddIndex(
            model_name='draft',
            index=models.Index(fields=['owner', 'code_hash'], name='frontdoor_draft_by_owner'),
        ),
        migrations.AddIndex(
            model_name='draft',
            index=models.Index(fields=['expires_at'], name='frontdoor_draft_by_end'),
        ),
        migrations.AddIndex(
            model_name='envelope',
            index=models.Index(fields=['sent_by', 'sent_at'], name='frontdoor_by_sender'),
        ),
        migrations.AddIndex(
            model_name='envelope',
            index=models.Index(fields=['recorded_at'], name='frontdoor_by_arrival'),
        ),
        migrations.AddIndex(
            model_name='envelope',
            index=models.Index(fields=['reference'], name='frontdoor_by_reference'),
        ),
        migrations.AddField(
            model_name='match',
            name='child',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='namedchild',
            name='envelope',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='children', to='frontdoor.envelope'),
        ),
        migrations.AddField(
            model_name='match',
            name='named',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='frontdoor.namedchild'),
        ),
        migrations.AddField(
            model_name='contact',
            name='told',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='frontdoor.namedchild'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['child', 'received_at'], name='frontdoor_contact_by_child'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.UniqueConstraint(condition=models.Q(('told__isnull', False)), fields=('told',), name='frontdoor_one_contact_of_told'),
        ),
        migrations.AddIndex(
            model_name='namedchild',
            index=models.Index(condition=models.Q(('status', 'decided'), _negated=True), fields=['envelope'], name='frontdoor_not_decided'),
        ),
        migrations.AddConstraint(
            model_name='namedchild',
            constraint=models.UniqueConstraint(fields=('envelope', 'place'), name='frontdoor_named_place'),
        ),
        migrations.AddConstraint(
            model_name='match',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('named',), name='frontdoor_one_match_stands'),
        ),
    ]
