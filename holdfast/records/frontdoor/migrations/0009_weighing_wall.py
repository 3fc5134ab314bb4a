"""What stands round a decision, behind the wall. Powers used are for those who decide; the sender sees own answers."""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.policies import guard

OF_A_RECEIPT = "named_id = ANY (ARRAY(SELECT id FROM frontdoor_namedchild))"
SENDER = (
    "(SELECT wall_writes()) AND sent_by = (SELECT wall_actor()) "
    f"AND (SELECT coalesce(wall_purpose() = 'referring', false)) AND {OF_A_RECEIPT}"
)


class Migration(migrations.Migration):
    dependencies = [("frontdoor", "0008_weighing")]

    operations = [
        guard("frontdoor_pastread", stage=Stage.child_in_need),
        guard("frontdoor_proposal", stage=Stage.child_in_need),
        guard("frontdoor_transferstep", stage=Stage.child_in_need),
        guard("frontdoor_rating", stage=Stage.child_in_need),
        guard("frontdoor_panellook", stage=Stage.child_in_need),
        guard("frontdoor_powerused", stage=Stage.decision_maker),
        guard("frontdoor_answerseen", stage=Stage.decision_maker, see=OF_A_RECEIPT, insert=SENDER),
    ]
