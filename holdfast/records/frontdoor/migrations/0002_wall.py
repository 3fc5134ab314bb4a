"""Contacts and referrals behind the wall."""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.policies import guard


class Migration(migrations.Migration):
    dependencies = [("frontdoor", "0001_initial"), ("people", "0002_wall")]

    operations = [
        guard("frontdoor_contact", stage=Stage.child_in_need),
        guard("frontdoor_referral", stage=Stage.child_in_need),
    ]
