"""Envelopes behind the wall: the sender adds and follows their own, the hub reads all, nobody changes the words.

Drafts are their writer's own. They lead to no child whom anybody has matched, keep no versions, and may be removed.
"""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.acting import PUBLIC
from holdfast.wall.policies import guard, run

# Envelopes about a child who is closed to the reader (their own family, a sealed record), once that is known.
BARRED = """
CREATE FUNCTION frontdoor_barred() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT n.envelope_id FROM frontdoor_match m JOIN frontdoor_namedchild n ON n.id = m.named_id
    WHERE m.undone_at IS NULL AND m.child_id = ANY (ARRAY(SELECT wall_barred()))
      AND m.child_id <> ALL (ARRAY(SELECT wall_granted(1))) $$
"""
# The public may add children to the envelope that they send at this moment, and cannot read it to prove so.
SENT_NOW = """
CREATE FUNCTION frontdoor_sent_now() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public AS
$$ SELECT id FROM frontdoor_envelope WHERE recorded_at >= now() AND recorded_by = wall_actor() $$
"""
# Whoever starts or opens a draft also clears away those that ran out, which nobody can see.
FORGET = """
CREATE FUNCTION frontdoor_forget_drafts() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public AS
$$ WITH gone AS (DELETE FROM frontdoor_draft WHERE expires_at <= now() RETURNING 1) SELECT count(*) FROM gone $$
"""

HUB = (
    "((SELECT coalesce(wall_purpose() IN ('front_door', 'out_of_hours'), false)) "
    "AND (SELECT wall_sees_all(3)) AND (SELECT wall_names()) AND {envelope} <> ALL (ARRAY(SELECT frontdoor_barred())))"
)
SENDER = (
    f"(sent_by = (SELECT wall_actor()) AND (SELECT coalesce(wall_purpose() = 'referring', false)) "
    f"AND sent_by <> '{PUBLIC.id}'::uuid)"
)
SENDING = (
    "(SELECT wall_writes()) AND sent_by = (SELECT wall_actor()) "
    "AND (SELECT coalesce(wall_purpose() IN ('referring', 'front_door', 'out_of_hours'), false))"
)
ENVELOPE = HUB.format(envelope="id")
NAMED = HUB.format(envelope="envelope_id")
NAMING = (
    f"{SENDING} AND envelope_id = ANY (ARRAY(SELECT frontdoor_sent_now())) "
    "AND status = 'not_read' AND answer = '' AND opened_by IS NULL"
)
LOOKING = "status, opened_at, opened_by, answer, answered_at"


def hub_alone_changes(table: str, condition: str) -> list[str]:
    """The sender reads their own and changes nothing of it."""
    check = f"(SELECT wall_writes()) AND {condition}"
    return [
        f"DROP POLICY {table}_change ON {table}",
        f"CREATE POLICY {table}_change ON {table} FOR UPDATE TO {{app}} USING ({check}) WITH CHECK ({check})",
        f"REVOKE UPDATE ON {table} FROM {{app}}",
    ]


OWN = (
    "owner = (SELECT wall_actor()) AND (SELECT coalesce(wall_purpose() = 'referring', false)) AND expires_at > now() "
    f"AND (owner <> '{PUBLIC.id}'::uuid OR (code_hash <> '' AND code_hash = current_setting('holdfast.draft', true)))"
)
DRAFTS = [
    "ALTER TABLE frontdoor_draft ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE frontdoor_draft FORCE ROW LEVEL SECURITY",
    # A draft was told to nobody: sent or run out, it must be gone from here, so the app may remove it.
    "GRANT SELECT, INSERT, UPDATE, DELETE ON frontdoor_draft TO {app}",
    "CREATE POLICY frontdoor_draft_owner ON frontdoor_draft TO {owner} USING (true) WITH CHECK (true)",
    f"CREATE POLICY frontdoor_draft_see ON frontdoor_draft FOR SELECT TO {{app}} USING ({OWN})",
    f"CREATE POLICY frontdoor_draft_insert ON frontdoor_draft FOR INSERT TO {{app}} WITH CHECK ({OWN})",
    "CREATE POLICY frontdoor_draft_change ON frontdoor_draft FOR UPDATE TO {app} "
    f"USING ({OWN}) WITH CHECK ({OWN})",
    f"CREATE POLICY frontdoor_draft_remove ON frontdoor_draft FOR DELETE TO {{app}} USING ({OWN})",
]
DRAFTS_BACK = [
    *(
        f"DROP POLICY frontdoor_draft_{name} ON frontdoor_draft"
        for name in ("owner", "see", "insert", "change", "remove")
    ),
    "ALTER TABLE frontdoor_draft DISABLE ROW LEVEL SECURITY",
]


class Migration(migrations.Migration):
    dependencies = [("frontdoor", "0003_envelopes"), ("wall", "0002_wall")]

    operations = [
        run(
            [BARRED, SENT_NOW, FORGET],
            [
                "DROP FUNCTION frontdoor_forget_drafts()",
                "DROP FUNCTION frontdoor_sent_now()",
                "DROP FUNCTION frontdoor_barred()",
            ],
        ),
        guard(
            "frontdoor_envelope", stage=Stage.decision_maker, holds="names",
            see=f"{ENVELOPE} OR {SENDER}", insert=f"{SENDING} AND by_public = (sent_by = '{PUBLIC.id}'::uuid)",
        ),
        guard(
            "frontdoor_namedchild", stage=Stage.decision_maker, holds="names", see=f"{NAMED} OR {SENDER}", insert=NAMING
        ),
        guard("frontdoor_match", stage=Stage.child_in_need),
        run(
            [
                *hub_alone_changes("frontdoor_envelope", ENVELOPE),
                *hub_alone_changes("frontdoor_namedchild", NAMED),
                f"GRANT UPDATE ({LOOKING}) ON frontdoor_namedchild TO {{app}}",
            ],
            [],
        ),
        run(DRAFTS, DRAFTS_BACK),
    ]  # fmt: skip
