"""What stands in early help and in its directory; each runs inside `acting()`, but the directory's, which is open."""

from holdfast.records.earlyhelp.queries.gaps import still_to_do
from holdfast.records.earlyhelp.queries.local import early_help
from holdfast.records.earlyhelp.queries.standing import (
    InTime,
    Sent,
    Waiting,
    asked_again_within_a_year,
    checks_due,
    children_of,
    help_or_not_found,
    late_diversions,
    late_tasks,
    leads_of,
    open_help,
    open_helps,
    sent_and_not_taken_in,
    started_in_time,
    waiting,
)

__all__ = [
    "InTime",
    "Sent",
    "Waiting",
    "asked_again_within_a_year",
    "checks_due",
    "children_of",
    "early_help",
    "help_or_not_found",
    "late_diversions",
    "late_tasks",
    "leads_of",
    "open_help",
    "open_helps",
    "sent_and_not_taken_in",
    "started_in_time",
    "still_to_do",
    "waiting",
]
