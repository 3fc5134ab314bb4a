"""What files say of children, behind the wall."""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.policies import guard


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial"), ("people", "0002_wall")]

    operations = [
        guard("exchange_childinfile", stage=Stage.child_in_need),
        guard("exchange_finding", stage=Stage.child_in_need),
        guard("exchange_hold", stage=Stage.pointer),
    ]
