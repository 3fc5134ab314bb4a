"""Looks told as facts."""

from holdfast.wall.providers import register

MANAGEMENT_LOOK = """
SELECT p.authority, p.local_id AS child, l.check_id || '.' || left(l.id::text, 8) AS management_look,
       l.check_id AS check, l.asked_on, (l.looked_at AT TIME ZONE 'Europe/London')::date AS looked_on,
       CASE WHEN l.withdrawn_at IS NOT NULL THEN 'withdrawn' ELSE nullif(l.decision, '') END AS decision
FROM looks_look l JOIN people_person p ON p.id = l.child_id
WHERE (%(children)s::uuid[] IS NULL OR l.child_id = ANY (%(children)s::uuid[]))
"""


def register_facts() -> None:
    """Tell the wall how; called once, when the app is ready."""
    register("management_look", sql=MANAGEMENT_LOOK)
