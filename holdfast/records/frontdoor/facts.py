"""What came in at the front door, told as facts; a referral is told with its episode, by casework."""

from holdfast.wall.providers import register

CONTACT = """
SELECT p.authority, p.local_id AS child, c.key AS contact, c.received_at, nullif(c.source, '') AS source,
       nullif(c.outcome, '') AS outcome
FROM frontdoor_contact c JOIN people_person p ON p.id = c.child_id
WHERE (%(children)s::uuid[] IS NULL OR c.child_id = ANY (%(children)s::uuid[]))
"""


def register_facts() -> None:
    """Say how contacts tell their fact table."""
    register("contact", sql=CONTACT)
