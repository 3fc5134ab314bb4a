"""Facts of casework: what followed a referral, until the child was safe."""

from holdfast.facts._table import (
    WHOSE,
    Table,
    count,
    date,
    flag,
    text,
    under_child,
)

_EPISODE = text("episode", "The episode it belongs to", required=True)
_PLAN = text("protection_plan", "The child protection plan it belongs to", required=True)

ASSESSMENT = under_child(
    "assessment",
    "A child and family assessment",
    _EPISODE,
    date("started_on", "Day the assessment started"),
    date("review_point_on", "Day of the internal review point"),
    date("authorised_on", "Day a manager authorised it"),
)

ASSESSMENT_FACTOR = Table(
    name="assessment_factor",
    words="A factor found at the end of an assessment",
    key=("authority", "child", "assessment", "code"),
    columns=(
        *WHOSE,
        text("assessment", "The assessment that found it", required=True),
        text("code", "The factor", required=True, codes="AssessmentFactors"),
    ),
)

STRATEGY_DISCUSSION = under_child(
    "strategy_discussion",
    "A strategy discussion (strategy meeting)",
    _EPISODE,
    date("held_on", "Day it was held", required=True),
)

SECTION47 = under_child(
    "section47",
    "A section 47 enquiry",
    _EPISODE,
    date("started_on", "Day of the strategy discussion that began it"),
    date("conference_target_on", "Target day for the initial conference, as sent"),
    flag("conference_not_required", "An initial conference was found not to be needed"),
)

CONFERENCE = under_child(
    "conference",
    "An initial or transfer-in child protection conference",
    _EPISODE,
    text("kind", "initial or transfer_in", required=True),
    text("section47", "The enquiry that led to it; empty for a transfer-in"),
    date("held_on", "Day it was held", required=True),
)

PROTECTION_PLAN = under_child(
    "protection_plan",
    "A child protection plan",
    _EPISODE,
    date("started_on", "Day the plan began"),
    date("ended_on", "Day the plan ended"),
    text("initial_category", "Category of abuse at the start", codes="CategoryOfAbuse"),
    text("latest_category", "Category of abuse now or at the end", codes="CategoryOfAbuse"),
    count("previous_plans", "Earlier plans by this authority"),
)

PLAN_REVIEW = under_child(
    "plan_review",
    "A review conference on a child protection plan",
    _PLAN,
    date("held_on", "Day it was held", required=True),
)

CORE_GROUP = under_child(
    "core_group",
    "A core group meeting on a child protection plan",
    _PLAN,
    date("held_on", "Day it was held", required=True),
)

VISIT = under_child(
    "visit",
    "A visit to the child",
    text("protection_plan", "The child protection plan it was made under, if any"),
    date("visited_on", "Day of the visit", required=True),
    flag("child_seen", "The child was seen"),
    flag("seen_alone", "The child was seen alone"),
)

NEED_PLAN = under_child(
    "need_plan",
    "A child in need plan",
    _EPISODE,
    date("started_on", "Day the plan began"),
    date("ended_on", "Day the plan ended"),
)

PRE_PROCEEDINGS = under_child(
    "pre_proceedings",
    "Work before going to court, with family group decision making (census from 2026-27)",
    _EPISODE,
    date("started_on", "Day pre-proceedings began"),
    date("letter_sent_on", "Day the letter before proceedings was sent"),
    flag("family_meeting_offered", "A family group decision-making meeting was offered"),
    flag("family_meeting_held", "A family group decision-making meeting was held"),
    date("first_meeting_on", "Day of the first pre-proceedings meeting"),
    count("review_meetings", "Number of review meetings"),
    date("stepped_on", "Day of the decision to step up or down"),
    text("outcome", "Outcome", codes="PPOutcome"),
    date("court_applied_on", "Day of the application to court"),
    date("court_letter_on", "Day of the letter of intent to issue (LetterInitCPDate)"),
)
