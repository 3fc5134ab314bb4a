"""Casework told as facts."""

from holdfast.wall.providers import register

_WHOSE = "SELECT p.authority, p.local_id AS child, r.key AS {name}"
_FROM = "FROM casework_{table} r JOIN people_person p ON p.id = r.child_id"
_KEPT = "WHERE (%(children)s::uuid[] IS NULL OR r.child_id = ANY (%(children)s::uuid[]))"
_EPISODE = "JOIN casework_episode e ON e.id = r.episode_id"
_PLAN = "JOIN casework_protectionplan plan ON plan.id = r.plan_id"


def register_facts() -> None:
    """Say how casework's records tell their fact tables."""
    for name, table, columns in OF_EPISODE:
        source = f"{_FROM.format(table=table)} {_EPISODE}"
        register(name, sql=f"{_WHOSE.format(name=name)}, e.key AS episode, {columns} {source} {_KEPT}")
    for name, table in (("plan_review", "planreview"), ("core_group", "coregroup")):
        source = f"{_FROM.format(table=table)} {_PLAN}"
        register(name, sql=f"{_WHOSE.format(name=name)}, plan.key AS protection_plan, r.held_on {source} {_KEPT}")
    register("episode", sql=EPISODE)
    register("visit", sql=VISIT)
    register("assessment_factor", sql=FACTOR)
    register("conference", sql=CONFERENCE)


OF_EPISODE = (
    ("assessment", "assessment", "r.started_on, r.review_point_on, r.authorised_on"),
    ("strategy_discussion", "strategydiscussion", "r.held_on"),
    ("section47", "section47", "r.started_on, r.conference_target_on, r.conference_not_required"),
    (
        "protection_plan",
        "protectionplan",
        "r.started_on, r.ended_on, nullif(r.initial_category, '') AS initial_category, "
        "nullif(r.latest_category, '') AS latest_category, r.previous_plans",
    ),
    ("need_plan", "needplan", "r.started_on, r.ended_on"),
    (
        "pre_proceedings",
        "preproceedings",
        "r.started_on, r.letter_sent_on, r.family_meeting_offered, r.family_meeting_held, r.first_meeting_on, "
        "r.review_meetings, r.stepped_on, nullif(r.outcome, '') AS outcome, r.court_applied_on, r.court_letter_on",
    ),
)
"""Fact table, record table, and the columns beside whose it is and which episode it belongs to."""

VISIT = f"""
{_WHOSE.format(name="visit")}, plan.key AS protection_plan, r.visited_on, r.child_seen, r.seen_alone
{_FROM.format(table="visit")} LEFT {_PLAN} {_KEPT}
"""
FACTOR = f"""
SELECT p.authority, p.local_id AS child, a.key AS assessment, r.code
{_FROM.format(table="assessmentfactor")} JOIN casework_assessment a ON a.id = r.assessment_id {_KEPT}
AND r.withdrawn_at IS NULL
"""
CONFERENCE = f"""
{_WHOSE.format(name="conference")}, e.key AS episode, r.kind, s.key AS section47, r.held_on
{_FROM.format(table="conference")} {_EPISODE} LEFT JOIN casework_section47 s ON s.id = r.section47_id {_KEPT}
"""
EPISODE = """
SELECT p.authority, p.local_id AS child, r.key AS episode, r.referred_on, nullif(r.source, '') AS referral_source,
       r.no_further_action, r.decided_on, nullif(e.primary_need, '') AS primary_need, e.closed_on,
       nullif(e.closure_reason, '') AS closure_reason
FROM frontdoor_referral r JOIN people_person p ON p.id = r.child_id
LEFT JOIN casework_episode e ON e.referral_id = r.id
WHERE (%(children)s::uuid[] IS NULL OR r.child_id = ANY (%(children)s::uuid[]))
"""
"""A referral begins an episode of need whether or not it led to one, so the referral tells it."""
