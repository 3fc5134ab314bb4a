"""What people do in an enquiry: rate it, ask, remind, answer, waive, share. The only writers of its records."""

from holdfast.records.mash.actions.answering import answer_request, look_at_late_answer
from holdfast.records.mash.actions.asking import MANAGERS, ask_agency, ask_now, chase, leave_out, mark_answer, waive
from holdfast.records.mash.actions.closing import cancel_closure, close_agency
from holdfast.records.mash.actions.enquiring import (
    change_rating,
    complete_enquiry,
    start_enquiry,
    start_section47_checks,
)
from holdfast.records.mash.actions.links import NO_LINK, linked_request, make_link, open_link, use_link
from holdfast.records.mash.actions.seen import write_what_was_seen
from holdfast.records.mash.actions.sharing import record_consent, record_disclosure

__all__ = [
    "MANAGERS",
    "NO_LINK",
    "answer_request",
    "ask_agency",
    "ask_now",
    "cancel_closure",
    "change_rating",
    "chase",
    "close_agency",
    "complete_enquiry",
    "leave_out",
    "linked_request",
    "look_at_late_answer",
    "make_link",
    "mark_answer",
    "open_link",
    "record_consent",
    "record_disclosure",
    "start_enquiry",
    "start_section47_checks",
    "use_link",
    "waive",
    "write_what_was_seen",
]
