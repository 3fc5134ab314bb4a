"""Enquiries and the questions in them, told as facts. A question that was left out as not relevant is no check."""

from holdfast.records.frontdoor.facts import contact_key
from holdfast.records.mash.codes import KIND_OF
from holdfast.wall.providers import register

_KINDS = " ".join(f"WHEN '{source.value}' THEN '{kind.value}'" for source, kind in KIND_OF.items())

ENQUIRY = f"""
SELECT p.authority, p.local_id AS child, e.key AS mash_enquiry, r.key AS episode,
       coalesce({contact_key("c")}, {contact_key("rc")}) AS contact, e.rating AS colour, e.started_at, e.due_at,
       least(e.completed_at, CASE WHEN e.kind = 'front_door' THEN r.decided_at END) AS completed_at,
       CASE WHEN e.kind = 'section47' AND e.completed_at IS NOT NULL THEN 'section47'
            ELSE coalesce(nullif(r.decision, ''), CASE WHEN e.completed_at IS NOT NULL THEN 'complete' END)
       END AS outcome
FROM mash_enquiry e JOIN people_person p ON p.id = e.child_id
LEFT JOIN frontdoor_contact c ON c.id = e.contact_id
LEFT JOIN LATERAL (SELECT f.* FROM frontdoor_referral f WHERE f.id = e.referral_id OR f.contact_id = e.contact_id
                   ORDER BY f.id = e.referral_id DESC NULLS LAST, f.key LIMIT 1) r ON true
LEFT JOIN frontdoor_contact rc ON rc.id = r.contact_id
WHERE (%(children)s::uuid[] IS NULL OR e.child_id = ANY (%(children)s::uuid[]))
"""
CHECK = f"""
SELECT p.authority, p.local_id AS child, q.key AS agency_check, e.key AS mash_enquiry,
       coalesce(a.kind, CASE q.source {_KINDS} END) AS agency_kind, q.asked_at, q.due_at,
       (SELECT min(y.replied_at) FROM mash_reply y WHERE y.request_id = q.id) AS answered_at,
       (SELECT y.kind FROM mash_reply y WHERE y.request_id = q.id ORDER BY y.answers_so_far DESC LIMIT 1) AS answer,
       q.waived_at, q.asked_at IS NULL AND q.closed_until IS NOT NULL AS closed_not_asked,
       (SELECT count(*) FROM mash_chase h WHERE h.request_id = q.id) AS chased
FROM mash_request q JOIN mash_enquiry e ON e.id = q.enquiry_id JOIN people_person p ON p.id = q.child_id
LEFT JOIN agencies_agency a ON a.id = q.agency_id
WHERE q.left_out_because = '' AND (%(children)s::uuid[] IS NULL OR q.child_id = ANY (%(children)s::uuid[]))
"""


def register_facts() -> None:
    """Say how enquiries and their questions tell their fact tables."""
    register("mash_enquiry", sql=ENQUIRY)
    register("agency_check", sql=CHECK)
