"""What people do to help a family early, and with the directory; the only writers of its records."""

from holdfast.records.earlyhelp.actions.agreeing import (
    carry_on,
    record_agreement,
    record_refusal,
    step_up,
    withdraw_agreement,
)
from holdfast.records.earlyhelp.actions.ending import answer_diversion, end_help, note_diversion, record_check
from holdfast.records.earlyhelp.actions.offering import (
    add_helped_child,
    hand_over,
    offer_early_help,
    record_attempt,
    take_in,
)
from holdfast.records.earlyhelp.actions.team import add_member, leave_team, name_lead
from holdfast.records.earlyhelp.actions.working import (
    add_outcome,
    add_task,
    begin_help,
    finish_task,
    hold_meeting,
    hold_review,
    make_plan,
    record_assessment,
)

__all__ = [
    "add_helped_child",
    "add_member",
    "add_outcome",
    "add_task",
    "answer_diversion",
    "begin_help",
    "carry_on",
    "end_help",
    "finish_task",
    "hand_over",
    "hold_meeting",
    "hold_review",
    "leave_team",
    "make_plan",
    "name_lead",
    "note_diversion",
    "offer_early_help",
    "record_agreement",
    "record_assessment",
    "record_attempt",
    "record_check",
    "record_refusal",
    "step_up",
    "take_in",
    "withdraw_agreement",
]
