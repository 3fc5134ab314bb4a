"""Casework behind the wall, each table at its stage of the story."""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.policies import guard

CHILD_IN_NEED = ("episode", "assessment", "assessmentfactor", "needplan", "visit")
CHILD_PROTECTION = ("section47", "conference", "protectionplan", "planreview", "coregroup", "preproceedings")


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial"), ("frontdoor", "0002_wall")]

    operations = [
        *(guard(f"casework_{name}", stage=Stage.child_in_need) for name in CHILD_IN_NEED),
        *(guard(f"casework_{name}", stage=Stage.child_protection) for name in CHILD_PROTECTION),
        guard("casework_strategydiscussion", stage=Stage.decision_maker),
    ]
