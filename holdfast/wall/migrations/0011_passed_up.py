"""When something that waits was last passed up, so that a clock that was wrong then keeps nobody quiet."""

from django.db import migrations, models

from holdfast.wall.policies import run


class Migration(migrations.Migration):
    dependencies = [("wall", "0010_waiting_wall")]

    operations = [
        migrations.AddField(
            model_name="queueitem",
            name="passed_up_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        run(["GRANT UPDATE (passed_up_at) ON wall_queueitem TO {app}"], []),
    ]
