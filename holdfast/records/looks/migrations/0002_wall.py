"""Looks behind the wall: what they rest on may be an injury or an enquiry."""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.policies import guard


class Migration(migrations.Migration):
    dependencies = [("looks", "0001_initial"), ("people", "0002_wall")]

    operations = [guard("looks_look", stage=Stage.child_protection)]
