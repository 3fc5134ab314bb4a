"""Facts that add up only when they stand side by side: who saw the child, what they saw, and where the child lived."""

from holdfast.facts._table import date, flag, instant, text, under_child

SIGHTING = under_child(
    "sighting",
    "A professional of any agency saw the child, or should have",
    text("agency_kind", "Kind of agency that saw the child, or was to"),
    date("seen_on", "Day it was, or was to be", required=True),
    instant("seen_at", "The time, where it was told"),
    text("what", "seen, kept (an appointment), was_not_brought, or not_seen", required=True),
    text("setting", "Where: home, school, surgery, hospital, ..."),
)

INJURY = under_child(
    "injury",
    "An injury that somebody saw on the child",
    text("agency_kind", "Kind of agency that saw it"),
    date("seen_on", "Day it was seen", required=True),
    text("site", "Where on the body: a site of the body map"),
    text("kind", "bruise, burn, cut, fracture, ..."),
    text("explanation", "Kind of explanation that was given, as a code; empty where none was asked for or given"),
    flag("conflicts", "Another explanation was given of it, or of the same mark, to somebody else"),
    date("told_on", "Day we were told of it"),
)

MOVE = under_child(
    "move",
    "The child went to live somewhere else",
    date("moved_on", "Day the child moved", required=True),
    flag("from_known", "Where the child lived before was known"),
)

HOUSEHOLD_CHANGE = under_child(
    "household_change",
    "Somebody began to live with the child",
    date("joined_on", "Day they joined the household", required=True),
    flag("adult", "It is an adult"),
    text("relation", "What they are to the child: parent, step_parent, other_adult, ..."),
)
