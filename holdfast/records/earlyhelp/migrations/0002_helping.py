"""A family's early help, from asking to ending."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('earlyhelp', '0001_initial'),
        ('frontdoor', '0017_arrived_and_queued'),
        ('people', '0008_alike'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Help',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('recorded_at', models.DateTimeField(editable=False, null=True)),
                ('recorded_by', models.UUIDField(editable=False, null=True)),
                ('recorded_for', models.CharField(editable=False, max_length=40, null=True)),
                ('key', models.CharField(max_length=60)),
                ('source', models.CharField(choices=[('front_door', 'The front door'), ('family', 'The family itself'), ('partner', 'A partner agency'), ('step_down', 'Stepped down from children’s social care')], max_length=20)),
                ('referred_on', models.DateField()),
                ('wanted', models.TextField(blank=True)),
                ('worked_on', models.TextField(blank=True)),
                ('level', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('start_due_on', models.DateField(blank=True, null=True)),
                ('offered_on', models.DateField(blank=True, null=True)),
                ('agreed_on', models.DateField(blank=True, null=True)),
                ('refused_on', models.DateField(blank=True, null=True)),
                ('refusal_words', models.TextField(blank=True)),
                ('risk_if_refused', models.CharField(blank=True, choices=[('yes', 'Yes: the child is more at risk without this help'), ('no', 'No'), ('not_sure', 'I am not sure')], max_length=10)),
                ('risk_words', models.TextField(blank=True)),
                ('assessed_on', models.DateField(blank=True, null=True)),
                ('planned_on', models.DateField(blank=True, null=True)),
                ('started_on', models.DateField(blank=True, null=True)),
                ('reviewed_on', models.DateField(blank=True, null=True)),
                ('review_due_on', models.DateField(blank=True, null=True)),
                ('stepped_up_on', models.DateField(blank=True, null=True)),
                ('stepped_up_reference', models.CharField(blank=True, max_length=12)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('needs_met', 'Needs met'), ('universal', 'Goes on with what everybody has'), ('stepped_up', 'Stepped up to children’s social care'), ('refused', 'The family refused'), ('withdrawn', 'The family withdrew'), ('disengaged', 'The family could not be reached, or stopped coming'), ('moved_away', 'Moved away'), ('other_service', 'Another service helps already')], max_length=20)),
                ('ending_words', models.TextField(blank=True)),
                ('check_due_on', models.DateField(blank=True, null=True)),
                ('checked_on', models.DateField(blank=True, null=True)),
                ('check_words', models.TextField(blank=True)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frontdoor.contact')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('referral', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frontdoor.referral')),
            ],
            options={
                'verbose_name': 'early help',
                'verbose_name_plural': 'early help',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Diversion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('recorded_at', models.DateTimeField(editable=False, null=True)),
                ('recorded_by', models.UUIDField(editable=False, null=True)),
                ('recorded_for', models.CharField(editable=False, max_length=40, null=True)),
                ('flag', models.CharField(choices=[('substances', 'Drugs or alcohol'), ('antisocial', 'Antisocial behaviour'), ('gangs', 'Links to a gang')], max_length=20)),
                ('noted_on', models.DateField()),
                ('due_on', models.DateField()),
                ('offered', models.TextField(blank=True)),
                ('answer', models.CharField(blank=True, choices=[('accepted', 'Accepted'), ('declined', 'Declined'), ('unsuitable', 'Not suitable')], max_length=20)),
                ('answered_on', models.DateField(blank=True, null=True)),
                ('words', models.TextField(blank=True)),
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
            name='Attempt',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('recorded_at', models.DateTimeField(editable=False, null=True)),
                ('recorded_by', models.UUIDField(editable=False, null=True)),
                ('recorded_for', models.CharField(editable=False, max_length=40, null=True)),
                ('tried_on', models.DateField()),
                ('how', models.CharField(choices=[('visit', 'At home'), ('telephone', 'By telephone'), ('meeting', 'In person elsewhere'), ('message', 'By message or letter')], max_length=20)),
                ('reached', models.BooleanField()),
                ('words', models.TextField(blank=True)),
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
            name='Asking',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('recorded_at', models.DateTimeField(editable=False, null=True)),
                ('recorded_by', models.UUIDField(editable=False, null=True)),
                ('recorded_for', models.CharField(editable=False, max_length=40, null=True)),
                ('asked_by', models.CharField(blank=True, max_length=150)),
                ('how_to_reach', models.TextField(blank=True)),
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
            name='Agreement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('recorded_at', models.DateTimeField(editable=False, null=True)),
                ('recorded_by', models.UUIDField(editable=False, null=True)),
                ('recorded_for', models.CharField(editable=False, max_length=40, null=True)),
                ('given_by', models.CharField(max_length=150)),
                ('agreed_on', models.DateField()),
                ('to_what', models.TextField()),
                ('not_to_what', models.TextField(blank=True)),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('withdrawn_because', models.TextField(blank=True)),
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
            name='HelpedChild',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('recorded_at', models.DateTimeField(editable=False, null=True)),
                ('recorded_by', models.UUIDField(editable=False, null=True)),
                ('recorded_for', models.CharField(editable=False, max_length=40, null=True)),
                ('words', models.TextField(blank=True)),
                ('words_on', models.DateField(blank=True, null=True)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('help', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='earlyhelp.help')),
            ],
            options={
                'verbose_name_plural': 'helped children',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.AddIndex(
            model_name='help',
            index=models.Index(condition=models.Q(('ended_on__isnull', True)), fields=['referred_on'], name='earlyhelp_open'),
        ),
        migrations.AddConstraint(
            model_name='help',
            constraint=models.UniqueConstraint(fields=('child', 'key'), name='earlyhelp_help_key'),
        ),
        migrations.AddConstraint(
            model_name='help',
            constraint=models.UniqueConstraint(fields=('contact',), name='earlyhelp_one_of_contact'),
        ),
        migrations.AddConstraint(
            model_name='help',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', True), ('outcome', '')), models.Q(('ended_on__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='earlyhelp_ends_with_an_outcome'),
        ),
        migrations.AddConstraint(
            model_name='help',
            constraint=models.CheckConstraint(condition=models.Q(('agreed_on__isnull', True), ('refused_on__isnull', True), _connector='OR'), name='earlyhelp_agreed_or_refused'),
        ),
        migrations.AddConstraint(
            model_name='asking',
            constraint=models.UniqueConstraint(fields=('help',), name='earlyhelp_asking_once'),
        ),
        migrations.AddConstraint(
            model_name='helpedchild',
            constraint=models.UniqueConstraint(fields=('help', 'child'), name='earlyhelp_child_once'),
        ),
    ]
