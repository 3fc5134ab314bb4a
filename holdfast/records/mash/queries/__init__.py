"""What the agencies were asked, where each question stands, and what the partnership chose."""

from holdfast.records.mash.queries.asked import Asked, household_to_ask_about
from holdfast.records.mash.queries.hours import Hours, is_open_on, last_moment
from holdfast.records.mash.queries.local import Hub, Named, hub
from holdfast.records.mash.queries.standing import (
    Check,
    blanks,
    checks,
    checks_of_child,
    checks_of_enquiry,
    checks_of_referral,
    clock_words,
    closure_of,
    consent_standing,
    enquiries_of,
    enquiry_or_not_found,
    hours_of,
    in_time,
    open_enquiry,
    request_or_not_found,
    span,
    stopped_at,
)

__all__ = [
    "Asked",
    "Check",
    "Hours",
    "Hub",
    "Named",
    "blanks",
    "checks",
    "checks_of_child",
    "checks_of_enquiry",
    "checks_of_referral",
    "clock_words",
    "closure_of",
    "consent_standing",
    "enquiries_of",
    "enquiry_or_not_found",
    "hours_of",
    "household_to_ask_about",
    "hub",
    "in_time",
    "is_open_on",
    "last_moment",
    "open_enquiry",
    "request_or_not_found",
    "span",
    "stopped_at",
]
