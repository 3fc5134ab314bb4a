"""Enquiries behind the wall: the hub sees all, an agency the questions put to it and its own answers, and no other's.

Whoever works with the child in the lead agency, or counts, sees what the hub sees; a partner who works alongside never
does, or it would read what another agency said. What is sensitive is for whoever decides at the front door alone.
Former versions are for decision makers, since a partner may reach as far as child protection.
"""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.policies import guard, run, visible

# Whose record somebody is shut out of, sealed or not: a request about a sealed child still reaches the agency asked.
EXCLUDED = """
CREATE FUNCTION mash_excluded() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT child_id FROM wall_exclusion
    WHERE user_id = wall_actor() AND from_at <= now() AND (until_at IS NULL OR until_at > now()) $$
"""
# The question that a one-time link leads to, while this transaction holds its code.
LINKED = """
CREATE FUNCTION mash_linked() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT request_id FROM mash_link
    WHERE code_hash = nullif(current_setting('holdfast.link', true), '') AND used_at IS NULL AND expires_at > now()
      AND coalesce(wall_purpose() = 'referring', false) $$
"""
# The questions put to the agencies in which the actor holds a post today.
ADDRESSED = """
CREATE FUNCTION mash_addressed() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT id FROM mash_request
    WHERE agency_id = ANY (ARRAY(SELECT agencies_of_actor())) AND asked_at IS NOT NULL
      AND child_id <> ALL (ARRAY(SELECT mash_excluded())) AND coalesce(wall_purpose() = 'answering', false)
   UNION ALL SELECT mash_linked() $$
"""

IN_THE_HUB = "(SELECT coalesce(wall_purpose() IN ('front_door', 'out_of_hours'), false))"
LEADING = (
    "(SELECT coalesce(wall_purpose() IN ('front_door', 'out_of_hours', 'direct_work', 'conference', 'quality_audit', "
    "'figures', 'publishing', 'statutory_return', 'borough_load'), false))"
)
LED = f"({LEADING} AND {visible('child_id', stage=Stage.child_in_need)})"
DECIDING = f"({IN_THE_HUB} AND {visible('child_id', stage=Stage.decision_maker)})"
OWN = "request_id = ANY (ARRAY(SELECT mash_addressed()))"
OWN_REQUEST = (
    "((SELECT coalesce(wall_purpose() = 'answering', false)) AND asked_at IS NOT NULL "
    "AND agency_id = ANY (ARRAY(SELECT agencies_of_actor())) AND child_id <> ALL (ARRAY(SELECT mash_excluded())))"
    " OR id = ANY (ARRAY(SELECT mash_linked()))"
)
OWN_LINK = (
    "((SELECT coalesce(wall_purpose() = 'referring', false)) "
    "AND code_hash = nullif(current_setting('holdfast.link', true), ''))"
)
NAMES = "(SELECT wall_names())"
WRITES = "(SELECT wall_writes())"
SAME_CHILD = "EXISTS (SELECT 1 FROM mash_request q WHERE q.id = {0}.request_id AND q.child_id = {0}.child_id)"
REPLYING = (
    f"{WRITES} AND {SAME_CHILD.format('mash_reply')} AND "
    f"((via = 'telephone' AND {LED}) OR (via IN ('inbox', 'link') AND {OWN}))"
)
TELLING_MORE = f"{WRITES} AND {SAME_CHILD.format('mash_sensitivepart')} AND ({OWN} OR {LED})"


def changed_by(table: str, condition: str) -> list[str]:
    """Who sees a row may not therefore change it: only these may."""
    check = f"{WRITES} AND ({condition})"
    return [
        f"DROP POLICY {table}_change ON {table}",
        f"CREATE POLICY {table}_change ON {table} FOR UPDATE TO {{app}} USING ({check}) WITH CHECK ({check})",
    ]


KEPT = ("askedabout", "reply", "sensitivepart", "chase", "look", "disclosure", "consent")
"""Written once: nobody changes what was asked, said, reminded, looked at, told or agreed to; more is written beside."""


class Migration(migrations.Migration):
    dependencies = [
        ("mash", "0001_initial"),
        ("agencies", "0002_own_agencies"),
        ("people", "0002_wall"),
        ("wall", "0002_wall"),
    ]

    operations = [
        run(
            [EXCLUDED, LINKED, ADDRESSED],
            ["DROP FUNCTION mash_addressed()", "DROP FUNCTION mash_linked()", "DROP FUNCTION mash_excluded()"],
        ),
        guard("mash_enquiry", stage=Stage.decision_maker, see=LED),
        guard(
            "mash_request", stage=Stage.decision_maker, see=f"{LED} OR {OWN_REQUEST}", insert=f"{WRITES} AND {LED}"
        ),
        guard(
            "mash_askedabout", stage=Stage.decision_maker, holds="names",
            see=f"({LED} OR {OWN}) AND {NAMES}", insert=f"{WRITES} AND {LED}",
        ),
        guard("mash_reply", stage=Stage.decision_maker, see=f"{LED} OR {OWN}", insert=REPLYING),
        guard("mash_sensitivepart", stage=Stage.decision_maker, see=f"{DECIDING} OR {OWN}", insert=TELLING_MORE),
        guard("mash_chase", stage=Stage.decision_maker, see=LED),
        guard("mash_look", stage=Stage.decision_maker, see=LED),
        guard("mash_disclosure", stage=Stage.decision_maker, holds="names", see=f"{LED} AND {NAMES}"),
        guard("mash_consent", stage=Stage.decision_maker, see=LED),
        guard("mash_link", stage=Stage.decision_maker, see=f"{LED} OR {OWN_LINK}", insert=f"{WRITES} AND {LED}"),
        run(
            [
                *changed_by("mash_request", LED),
                *(f"REVOKE UPDATE ON mash_{name} FROM {{app}}" for name in KEPT),
                "REVOKE UPDATE ON mash_link FROM {app}",
                "GRANT UPDATE (opened_at, opened_hash, used_at) ON mash_link TO {app}",
            ],
            [],
        ),
    ]  # fmt: skip
