"""What came in at the front door, told as facts; a referral is told with its episode, by casework."""

from holdfast.facts.agencies import KIND_OF_SOURCE, OF_THE_PUBLIC
from holdfast.wall.providers import register

_KINDS = " ".join(f"WHEN '{code}' THEN '{kind}'" for code, kind in KIND_OF_SOURCE.items())
_PUBLIC = ", ".join(f"'{code}'" for code in OF_THE_PUBLIC)
_KEY = "'k' || (t.received_at AT TIME ZONE 'Europe/London')::date || '.' || left(t.told_id::text, 8)"

# A contact that somebody told has the same key from the day it is matched, before anybody has decided what it becomes.
CONTACT = f"""
SELECT p.authority, p.local_id AS child, c.key AS contact, c.received_at, c.source, c.outcome,
       coalesce(a.kind, CASE c.source {_KINDS} END) AS agency_kind,
       coalesce(c.by_public, c.source IN ({_PUBLIC})) AS by_public,
       coalesce(c.anonymous, c.source = '9') AS anonymous,
       c.danger, c.opened_at, c.answered_at, c.matched_on,
       (SELECT min(r.key) FROM frontdoor_referral r WHERE r.contact_id = c.id) AS episode
FROM (SELECT child_id, id, key, received_at, nullif(source, '') AS source, nullif(outcome, '') AS outcome, from_agency,
             NULL::boolean AS by_public, NULL::boolean AS anonymous, NULL::boolean AS danger,
             NULL::timestamptz AS opened_at, NULL::timestamptz AS answered_at, NULL::date AS matched_on
      FROM frontdoor_contact
      WHERE told_id IS NULL AND (%(children)s::uuid[] IS NULL OR child_id = ANY (%(children)s::uuid[]))
      UNION ALL
      SELECT t.child_id, c.id, {_KEY}, t.received_at, nullif(coalesce(c.source, t.source), ''), nullif(c.outcome, ''),
             coalesce(c.from_agency, t.from_agency),
             t.by_public, t.anonymous, t.danger, t.opened_at, t.answered_at, t.matched_on
      FROM frontdoor_told(%(children)s::uuid[]) t LEFT JOIN frontdoor_contact c ON c.id = t.contact_id) c
JOIN people_person p ON p.id = c.child_id
LEFT JOIN agencies_agency a ON a.name = c.from_agency
"""

REFERRAL_FACTOR = """
SELECT DISTINCT p.authority, p.local_id AS child, r.key AS episode, told.code, told.code = r.main_reason AS main
FROM frontdoor_referral r
JOIN people_person p ON p.id = r.child_id
CROSS JOIN LATERAL unnest(r.factors || r.main_reason::varchar) AS told(code)
WHERE told.code <> '' AND (%(children)s::uuid[] IS NULL OR r.child_id = ANY (%(children)s::uuid[]))
"""


def contact_key(contact: str) -> str:
    """The key under which facts tell a contact, as SQL over the name of its row."""
    day = f"({contact}.received_at AT TIME ZONE 'Europe/London')::date"
    told = f"'k' || {day} || '.' || left({contact}.told_id::text, 8)"
    return f"CASE WHEN {contact}.told_id IS NULL THEN {contact}.key ELSE {told} END"


def register_facts() -> None:
    """Say how contacts, and the reasons for referrals, tell their fact tables."""
    register("contact", sql=CONTACT)
    register("referral_factor", sql=REFERRAL_FACTOR)
