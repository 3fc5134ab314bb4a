"""Facts of early help: need below the threshold of a social worker's, whose clocks run as well."""

from holdfast.facts._table import count, date, text, under_child

EARLY_HELP = under_child(
    "early_help",
    "Help for a family by agreement, from the request to the end",
    date("referred_on", "Day early help was asked for or stepped to", required=True),
    text("episode", "The episode that stepped down or to it, if one did"),
    count("level", "Level of need by the partnership's threshold document, 1 to 4"),
    text("source", "Who asked: the front door, a social worker, an agency, the family"),
    date("start_due_on", "Last day for the help to begin, by the partnership's own days"),
    date("offered_on", "Day it was offered to the family"),
    date("agreed_on", "Day the family agreed"),
    date("refused_on", "Day the family refused"),
    date("started_on", "Day the help began"),
    date("lead_from_on", "Day the lead professional took it on"),
    date("planned_on", "Day of the first plan"),
    date("reviewed_on", "Day of the latest review"),
    date("ended_on", "Day it ended, for whatever reason"),
    text("outcome", "How it ended: needs_met, stepped_up, refused, moved_away, ...; empty while it runs"),
)
