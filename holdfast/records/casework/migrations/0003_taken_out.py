"""A factor of an assessment that was told by mistake can be taken out: it stays, and stands no more."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_wall")]

    operations = [
        migrations.AddField(
            model_name="assessmentfactor",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="taken out"),
        ),
        migrations.RemoveConstraint(model_name="assessmentfactor", name="casework_factor_once"),
        migrations.AddConstraint(
            model_name="assessmentfactor",
            constraint=models.UniqueConstraint(
                fields=["assessment", "code"], condition=Q(withdrawn_at__isnull=True), name="casework_factor_once"
            ),
        ),
    ]
