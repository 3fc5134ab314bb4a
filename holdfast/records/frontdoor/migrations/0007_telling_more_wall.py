"""What else was told, behind the wall: with its envelope, and who is accused for the hub and the LADO alone."""

from importlib import import_module

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.acting import PUBLIC
from holdfast.wall.policies import guard, run

former = import_module("holdfast.records.frontdoor.migrations.0004_envelopes_wall")
HUB, SENDER, SENDING, NAMED = former.HUB, former.SENDER, former.SENDING, former.NAMED

FUNCTIONS = {
    # Children named in envelopes that are closed to the reader, once that is known.
    "frontdoor_barred_named": "SELECT id FROM frontdoor_namedchild WHERE envelope_id IN (SELECT frontdoor_barred())",
    # Whoever sends cannot always read what they send: the public may not, and nobody reads whom they accuse.
    "frontdoor_named_now": "SELECT id FROM frontdoor_namedchild WHERE envelope_id IN (SELECT frontdoor_sent_now())",
    # What the designated officer may read: envelopes in which somebody who works with children is accused.
    "frontdoor_alleged": "SELECT envelope_id FROM frontdoor_allegedworker",
}
MADE = [
    f"CREATE FUNCTION {name}() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS "
    f"$$ {body} $$"
    for name, body in FUNCTIONS.items()
]

OFFICER = (
    "((SELECT coalesce(wall_purpose() = 'allegations', false)) AND (SELECT wall_sees_all(3)) AND (SELECT wall_names()) "
    "AND {envelope} = ANY (ARRAY(SELECT frontdoor_alleged())) "
    "AND {envelope} <> ALL (ARRAY(SELECT frontdoor_barred())))"
)
HUB_OF_NAMED = (
    "((SELECT coalesce(wall_purpose() IN ('front_door', 'out_of_hours'), false)) "
    "AND (SELECT wall_sees_all(3)) AND (SELECT wall_names()) "
    "AND named_id <> ALL (ARRAY(SELECT frontdoor_barred_named())))"
)
WITH_ENVELOPE = f"{SENDING} AND envelope_id = ANY (ARRAY(SELECT frontdoor_sent_now()))"
WITH_CHILD = f"{SENDING} AND named_id = ANY (ARRAY(SELECT frontdoor_named_now()))"
ASKING = f"(SELECT wall_writes()) AND made_by = (SELECT wall_actor()) AND {HUB_OF_NAMED}"
OWN_REQUEST = "sent_by = (SELECT wall_actor()) AND (SELECT coalesce(wall_purpose() = 'referring', false))"

SENT = f"'{PUBLIC.id}'::uuid"
# A call handler writes down what somebody of the public says; nobody else tells in the public's name.
TOLD_BY = (
    f"(by_public = (sent_by = {SENT}) "
    "OR (by_public AND (SELECT coalesce(wall_purpose() IN ('front_door', 'out_of_hours'), false))))"
)
# A call is taken down for the front door's own purpose; its draft is the handler's own like any other.
OWN_DRAFT = former.OWN.replace(
    "wall_purpose() = 'referring'", "wall_purpose() IN ('referring', 'front_door', 'out_of_hours')"
)
OF_OWN_DRAFT = "draft_id = ANY (ARRAY(SELECT id FROM frontdoor_draft))"


def reading(table: str, name: str, condition: str, *, check: bool = False) -> str:
    """Change the condition of a standing policy."""
    also = f" WITH CHECK ({condition})" if check else ""
    using = "" if name == "insert" else f" USING ({condition})"
    return f"ALTER POLICY {table}_{name} ON {table}{using}{also}"


def drafts(condition: str) -> list[str]:
    """Whose drafts are whose."""
    return [
        reading("frontdoor_draft", "see", condition),
        reading("frontdoor_draft", "insert", condition, check=True),
        reading("frontdoor_draft", "change", condition, check=True),
        reading("frontdoor_draft", "remove", condition),
    ]


FILES = [
    "ALTER TABLE frontdoor_draftfile ADD CONSTRAINT frontdoor_draftfile_draft FOREIGN KEY (draft_id) "
    "REFERENCES frontdoor_draft (id) ON DELETE CASCADE",
    "ALTER TABLE frontdoor_draftfile ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE frontdoor_draftfile FORCE ROW LEVEL SECURITY",
    # As the draft itself: told to nobody yet, so the app may remove it.
    "GRANT SELECT, INSERT, UPDATE, DELETE ON frontdoor_draftfile TO {app}",
    "CREATE POLICY frontdoor_draftfile_owner ON frontdoor_draftfile TO {owner} USING (true) WITH CHECK (true)",
    f"CREATE POLICY frontdoor_draftfile_see ON frontdoor_draftfile FOR SELECT TO {{app}} USING ({OF_OWN_DRAFT})",
    "CREATE POLICY frontdoor_draftfile_insert ON frontdoor_draftfile FOR INSERT TO {app} "
    f"WITH CHECK ({OF_OWN_DRAFT})",
    "CREATE POLICY frontdoor_draftfile_change ON frontdoor_draftfile FOR UPDATE TO {app} "
    f"USING ({OF_OWN_DRAFT}) WITH CHECK ({OF_OWN_DRAFT})",
    f"CREATE POLICY frontdoor_draftfile_remove ON frontdoor_draftfile FOR DELETE TO {{app}} USING ({OF_OWN_DRAFT})",
]
FILES_BACK = [
    *(
        f"DROP POLICY frontdoor_draftfile_{name} ON frontdoor_draftfile"
        for name in ("owner", "see", "insert", "change", "remove")
    ),
    "ALTER TABLE frontdoor_draftfile DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE frontdoor_draftfile DROP CONSTRAINT frontdoor_draftfile_draft",
]
NEVER_CHANGED = ("allegedworker", "attachment", "namedadult", "namedinjury", "followup", "partnerrequest")

ENVELOPE_SEEN, NAMED_SEEN = f"{former.ENVELOPE} OR {SENDER}", f"{NAMED} OR {SENDER}"
ENVELOPE_SENT = f"{SENDING} AND by_public = (sent_by = {SENT})"


class Migration(migrations.Migration):
    dependencies = [("frontdoor", "0006_telling_more"), ("wall", "0006_who_opens_a_seal")]

    operations = [
        run(MADE, [f"DROP FUNCTION {name}()" for name in reversed(FUNCTIONS)]),
        guard("frontdoor_namedadult", stage=Stage.decision_maker, holds="names",
              see=f"{NAMED} OR {SENDER}", insert=WITH_ENVELOPE),
        guard("frontdoor_attachment", stage=Stage.decision_maker, holds="names",
              see=f"{NAMED} OR {SENDER}", insert=WITH_ENVELOPE),
        guard("frontdoor_namedinjury", stage=Stage.decision_maker, holds="names",
              see=f"{HUB_OF_NAMED} OR {SENDER}", insert=WITH_CHILD),
        guard("frontdoor_allegedworker", stage=Stage.decision_maker, holds="names",
              see=f"{NAMED} OR {OFFICER.format(envelope='envelope_id')}", insert=WITH_ENVELOPE),
        guard("frontdoor_followup", stage=Stage.decision_maker, holds="names",
              see=HUB_OF_NAMED, insert=ASKING),
        guard("frontdoor_partnerrequest", stage=Stage.pointer, holds="names",
              see=OWN_REQUEST, insert=f"(SELECT wall_writes()) AND {OWN_REQUEST}"),
        run([f"REVOKE UPDATE ON frontdoor_{name} FROM {{app}}" for name in NEVER_CHANGED], []),
        run(
            [
                reading("frontdoor_envelope", "see", f"{ENVELOPE_SEEN} OR {OFFICER.format(envelope='id')}"),
                reading("frontdoor_namedchild", "see", f"{NAMED_SEEN} OR {OFFICER.format(envelope='envelope_id')}"),
                reading("frontdoor_envelope", "insert", f"{SENDING} AND {TOLD_BY}", check=True),
                *drafts(OWN_DRAFT),
            ],
            [
                reading("frontdoor_envelope", "see", ENVELOPE_SEEN),
                reading("frontdoor_namedchild", "see", NAMED_SEEN),
                reading("frontdoor_envelope", "insert", ENVELOPE_SENT, check=True),
                *drafts(former.OWN),
            ],
        ),
        run(FILES, FILES_BACK),
    ]  # fmt: skip
