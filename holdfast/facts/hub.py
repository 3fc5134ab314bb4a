"""Facts of the hub's work: why a child was referred, what the agencies were asked, who disagreed, who looked again.

`agency_kind` holds, wherever a table has it, the partnership's word for a kind of agency: children_services, police,
health, school, gp_practice, mental_health, housing, charity and the rest of its list.
"""

from holdfast.facts._table import WHOSE, Table, count, date, flag, instant, text, under_child

REFERRAL_FACTOR = Table(
    name="referral_factor",
    words="A reason for the referral: one main, any number further",
    key=("authority", "child", "episode", "code"),
    columns=(
        *WHOSE,
        text("episode", "The episode that the referral began", required=True),
        text("code", "The reason, as a factor found at assessment", required=True, codes="AssessmentFactors"),
        flag("main", "It is the main reason", required=True),
    ),
)

MASH_ENQUIRY = under_child(
    "mash_enquiry",
    "A multi-agency safeguarding hub enquiry: what the agencies know was asked for",
    text("episode", "The episode whose referral it is about; empty while there is only a contact"),
    text("contact", "The contact that it is about, where there is one"),
    text("colour", "red, amber or green, as it is now"),
    instant("started_at", "When it began", required=True),
    instant("due_at", "When it must be complete, by the partnership's hours for the colour"),
    instant("completed_at", "When it was complete"),
    text("outcome", "What it led to; empty while it is open"),
)

AGENCY_CHECK = under_child(
    "agency_check",
    "A question put to one agency in an enquiry, and what became of it; silence is never an answer",
    text("mash_enquiry", "The enquiry that asks; empty for a check outside an enquiry"),
    text("agency_kind", "Kind of agency asked", required=True),
    instant("asked_at", "When it was asked; empty where it could not be"),
    instant("due_at", "When the answer is due"),
    instant("answered_at", "When it answered"),
    text("answer", "known, nothing_known or cannot_say; none where it has not answered"),
    instant("waived_at", "When a manager recorded why the answer is not waited for"),
    flag("closed_not_asked", "The agency was closed and could not be asked, as a school in August"),
    count("chased", "How often it was reminded"),
)

CHALLENGE = under_child(
    "challenge",
    "A professional's challenge to a decision about the child",
    text("about", "What kind of decision is challenged"),
    date("raised_on", "Day it was raised", required=True),
    text("raised_by_kind", "Kind of agency of whoever raised it"),
    flag("immediate", "The child is at risk meanwhile: it is to be answered at once"),
    count("stage", "The stage it stands at, or ended at: 1 is the first"),
    date("stage_started_on", "Day that stage began"),
    date("answered_on", "Day that stage was answered"),
    date("closed_on", "Day it was settled or withdrawn"),
    text("outcome", "How it ended; empty while it stands"),
)

CHALLENGE_STAGE = Table(
    name="challenge_stage",
    words="One stage of a challenge, and whether it was answered in time",
    key=("authority", "child", "challenge", "stage"),
    columns=(
        *WHOSE,
        text("challenge", "The challenge", required=True),
        count("stage", "1 is the first", required=True),
        date("started_on", "Day the stage began", required=True),
        date("due_on", "Last day for an answer at this stage"),
        date("answered_on", "Day it was answered; empty while it waits, or where it went up unanswered"),
    ),
)

MANAGEMENT_LOOK = under_child(
    "management_look",
    "A check found a reason to look at this child again, and whether a manager has",
    text("check", "The check", required=True),
    date("asked_on", "Day the reason was there for a manager to see", required=True),
    date("looked_on", "Day a manager recorded a decision; empty while it waits"),
    text("decision", "What the manager decided; `withdrawn` where what it rested on was taken back"),
)
