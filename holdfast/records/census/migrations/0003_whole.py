"""What is found about the whole of a census, and how a query about it was explained: neither leads to a child.

An explanation of it is only ever added to: the app may change none, and remove none.
"""

import uuid

from django.db import migrations, models
from django.db.models import Q

from holdfast.wall.policies import run


class Migration(migrations.Migration):
    dependencies = [("census", "0002_wall")]

    operations = [
        migrations.AddField("censusrun", "whole", models.JSONField(default=list)),
        migrations.CreateModel(
            name="WholeExplanation",
            fields=[
                ("rule", models.CharField(max_length=10)),
                ("year", models.PositiveIntegerField()),
                ("message", models.TextField()),
                ("words", models.TextField()),
                ("explained_at", models.DateTimeField()),
                ("explained_by", models.UUIDField()),
                ("carried_from", models.PositiveIntegerField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_by", models.UUIDField(blank=True, null=True)),
                ("withdrawn_because", models.TextField(blank=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority", models.CharField(max_length=100)),
                ("version", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("authority", "rule", "year", "version"), name="census_whole_said_one_after_another"
                    ),
                    models.CheckConstraint(
                        condition=Q(("rule__endswith", "Q")), name="census_whole_no_error_is_explained"
                    ),
                    models.CheckConstraint(condition=Q(("words", ""), _negated=True),
                                           name="census_whole_explained_in_words"),
                    models.CheckConstraint(
                        condition=Q(("withdrawn_at__isnull", True), Q(("withdrawn_because", ""), _negated=True),
                                    _connector="OR"),
                        name="census_whole_withdrawn_with_reason",
                    ),
                ],
            },
        ),
        run(
            ["REVOKE UPDATE, DELETE, TRUNCATE ON census_wholeexplanation FROM {app}"],
            ["GRANT UPDATE ON census_wholeexplanation TO {app}"],
        ),
    ]  # fmt: skip
