"""A disability that was told by mistake can be taken out: it stays, and stands no more."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("people", "0008_alike")]

    operations = [
        migrations.AddField(
            model_name="disability",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="taken out"),
        ),
        migrations.RemoveConstraint(model_name="disability", name="people_disability_once"),
        migrations.AddConstraint(
            model_name="disability",
            constraint=models.UniqueConstraint(
                fields=["person", "code"], condition=Q(withdrawn_at__isnull=True), name="people_disability_once"
            ),
        ),
    ]
