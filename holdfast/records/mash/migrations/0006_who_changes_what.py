"""What was asked stands as it was asked, and an answer is no longer waited for only where a manager says so.

Whoever may change a row of an enquiry changes what is still open of it, and signs for it with their own name.
"""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.policies import run

AT_WORK = "(SELECT coalesce(wall_purpose() IN ('front_door', 'out_of_hours', 'direct_work', 'borough_load'), false))"
WAIVING = (
    "(coalesce(wall_purpose() IN ('front_door', 'borough_load'), false) "
    f"AND wall_sees_all({int(Stage.decision_maker)}))"
)
ASKED = "agency_id, agency_name, to_whom, question, asked_at, asked_by"
REQUEST = "child_id, enquiry_id, key, source, basis, necessity, parents_told, parents_because"
ENQUIRY = (
    "child_id, key, kind, referral_id, contact_id, section47_id, basis, necessity, parents_told, parents_because, "
    "started_at"
)
DONE = "completed_at, completed_by, completed_words"


def differs(columns: str) -> str:
    """Whether any of the columns would change, as SQL."""
    names = columns.split(", ")
    new, old = (", ".join(f"{row}.{name}" for name in names) for row in ("NEW", "OLD"))
    return f"({new}) IS DISTINCT FROM ({old})"


def stands(function: str, refused: str) -> str:
    """A trigger's function that refuses it to whoever acts; the owner, who migrates and mends, acts as nobody."""
    return f"""
CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
  IF wall_actor() IS NOT NULL AND ({refused}) THEN
    RAISE insufficient_privilege USING MESSAGE = 'What was asked, answered or ended in an enquiry stands.';
  END IF;
  RETURN NEW;
END $$
"""


REQUEST_STANDS = stands(
    "mash_request_stands",
    f"{differs(REQUEST)} OR (OLD.asked_at IS NOT NULL AND {differs(ASKED)}) "
    "OR (NEW.waived_at IS DISTINCT FROM OLD.waived_at OR NEW.waived_because IS DISTINCT FROM OLD.waived_because "
    "OR NEW.waived_by IS DISTINCT FROM OLD.waived_by) "
    f"AND NOT (NEW.waived_at IS NOT NULL AND NEW.waived_by IS NOT DISTINCT FROM wall_actor() AND {WAIVING})",
)
ENQUIRY_STANDS = stands(
    "mash_enquiry_stands",
    f"{differs(ENQUIRY)} OR ({differs(DONE)} AND (OLD.completed_at IS NOT NULL "
    "OR NEW.completed_by IS DISTINCT FROM wall_actor()))",
)
TABLES = ("mash_request", "mash_enquiry")


class Migration(migrations.Migration):
    dependencies = [("mash", "0005_who_ends_waiting")]

    operations = [
        run(
            [
                f"CREATE POLICY {table}_at_work ON {table} AS RESTRICTIVE FOR UPDATE TO {{app}} "
                f"USING ({AT_WORK}) WITH CHECK ({AT_WORK})"
                for table in TABLES
            ],
            [f"DROP POLICY {table}_at_work ON {table}" for table in TABLES],
        ),
        run(
            [
                REQUEST_STANDS,
                ENQUIRY_STANDS,
                *(
                    f"CREATE TRIGGER {table}_stands BEFORE UPDATE ON {table} FOR EACH ROW "
                    f"EXECUTE FUNCTION {table}_stands()"
                    for table in TABLES
                ),
            ],
            [
                *(f"DROP TRIGGER {table}_stands ON {table}" for table in TABLES),
                *(f"DROP FUNCTION {table}_stands()" for table in TABLES),
            ],
        ),
    ]
