"""Early help told as facts: one row for a family, under the child for whom it was asked first."""

from holdfast.wall.providers import register

EARLY_HELP = """
SELECT p.authority, p.local_id AS child, h.key AS early_help, h.referred_on, r.key AS episode, h.level, h.source,
       h.start_due_on, h.offered_on, h.agreed_on, h.refused_on, h.started_on,
       (SELECT min(m.from_on) FROM earlyhelp_member m WHERE m.help_id = h.id AND m.is_lead) AS lead_from_on,
       h.planned_on, h.reviewed_on, h.ended_on, nullif(h.outcome, '') AS outcome
FROM earlyhelp_help h JOIN people_person p ON p.id = h.child_id
LEFT JOIN frontdoor_referral r ON r.id = h.referral_id
WHERE (%(children)s::uuid[] IS NULL OR h.child_id = ANY (%(children)s::uuid[]))
"""


def register_facts() -> None:
    """Say how early help's records tell their fact table."""
    register("early_help", sql=EARLY_HELP)
