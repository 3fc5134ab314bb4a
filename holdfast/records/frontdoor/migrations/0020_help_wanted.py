from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('frontdoor', '0019_found_by_form'),
    ]

    operations = [
        migrations.AddField(
            model_name='contact',
            name='help_wanted',
            field=models.TextField(blank=True),
        ),
    ]
