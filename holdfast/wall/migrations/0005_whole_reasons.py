"""A reason is kept as long as it was written: closing words run over pages, and a limit here refused the closing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("wall", "0004_due_stage")]

    operations = [migrations.AlterField("version", "reason", models.TextField())]
