"""What was seen, told as facts. Sensitive sightings are counted nowhere; an injury is never left out."""

from holdfast.records.sightings.codes import NEAR, Explanation
from holdfast.wall.providers import register
from holdfast.web.body import PARTS, may_be_one_place

_KEPT = "NOT r.entered_in_error AND (%(children)s::uuid[] IS NULL OR r.child_id = ANY (%(children)s::uuid[]))"
_BESIDE = """
JOIN people_person p ON p.id = r.child_id LEFT JOIN agencies_agency a ON a.id = r.agency_id
"""

SIGHTING = f"""
SELECT p.authority, p.local_id AS child, 'o' || r.seen_on || '.' || left(r.id::text, 8) AS sighting,
       a.kind AS agency_kind, r.seen_on, r.seen_at, r.what, nullif(r.setting, '') AS setting
FROM sightings_sighting r {_BESIDE} WHERE r.sensitive = '' AND {_KEPT}
"""

_ONE_PLACE = ", ".join(f"('{one}', '{other}')" for one in PARTS for other in PARTS if may_be_one_place(one, other))
# Another record of the same person, where the front door has said so, tells of the same body.
_SAME_PERSON = """
SELECT r.child_id UNION ALL
SELECT CASE WHEN s.person_id = r.child_id THEN s.other_id ELSE s.person_id END
FROM people_sameperson s WHERE s.undone_at IS NULL AND r.child_id IN (s.person_id, s.other_id)
"""
_CONFLICTS = f"""
EXISTS (SELECT FROM sightings_injury o
         WHERE o.child_id = ANY (ARRAY({_SAME_PERSON})) AND o.id <> r.id AND NOT o.entered_in_error
           AND o.explanation <> '' AND r.explanation <> '' AND abs(o.seen_on - r.seen_on) <= {NEAR.days}
           AND (o.explanation <> r.explanation
                OR (r.explanation = '{Explanation.other}'
                    AND lower(o.explained_in_words) <> lower(r.explained_in_words)))
           AND (o.site, r.site) IN (VALUES {_ONE_PLACE}))
"""
"""As `queries.conflict` says of two injuries: another explanation of what may be the same mark."""

INJURY = f"""
SELECT p.authority, p.local_id AS child, 'i' || r.seen_on || '.' || left(r.id::text, 8) AS injury,
       a.kind AS agency_kind, r.seen_on, r.site, r.kind, nullif(r.explanation, '') AS explanation,
       {_CONFLICTS} AS conflicts, r.told_on
FROM sightings_injury r {_BESIDE} WHERE {_KEPT}
"""


def register_facts() -> None:
    """Tell the wall how; called once, when the app is ready."""
    register("sighting", sql=SIGHTING)
    register("injury", sql=INJURY)
