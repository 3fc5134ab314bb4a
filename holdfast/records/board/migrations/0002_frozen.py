"""What was released can be neither changed nor taken back: the database says so, whatever the code does."""

from django.db import migrations

from holdfast.wall.policies import run

TABLES = "board_release, board_releasedfigure"


class Migration(migrations.Migration):
    dependencies = [("board", "0001_initial"), ("wall", "0002_wall")]

    operations = [
        run(
            [f"REVOKE UPDATE, DELETE, TRUNCATE ON {TABLES} FROM {{app}}"],
            [f"GRANT UPDATE ON {TABLES} TO {{app}}"],
        ),
    ]
