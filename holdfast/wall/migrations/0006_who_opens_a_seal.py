"""Only somebody who may see any child to the end of its story gives a grant that opens a seal; nobody to themself."""

from django.db import migrations

from holdfast.wall.policies import run

RULE = "NOT opens_seal OR ((SELECT wall_sees_all(5)) AND user_id IS DISTINCT FROM wall_actor())"


class Migration(migrations.Migration):
    dependencies = [("wall", "0005_whole_reasons")]

    operations = [
        run(
            [
                f"CREATE POLICY wall_grant_seal_{verb} ON wall_grant AS RESTRICTIVE FOR {verb} TO {{app}} WITH CHECK ({RULE})"
                for verb in ("INSERT", "UPDATE")
            ],
            [f"DROP POLICY wall_grant_seal_{verb} ON wall_grant" for verb in ("insert", "update")],
        )
    ]
