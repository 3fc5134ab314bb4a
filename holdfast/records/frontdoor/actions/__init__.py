"""What people do at the front door: tell, look, say who it is about, and decide. The only writers of its records."""

from holdfast.records.frontdoor.actions.afterwards import (
    add_to_power,
    rate_again,
    record_panel_look,
    record_power,
    record_transfer_step,
    see_answer,
)
from holdfast.records.frontdoor.actions.deciding import agree_decision, decide_referral, reopen_referral
from holdfast.records.frontdoor.actions.drafts import (
    discard_draft,
    mark_draft_sent,
    new_code,
    save_draft,
    start_public_draft,
)
from holdfast.records.frontdoor.actions.files import as_sent_files, keep_file, remove_file
from holdfast.records.frontdoor.actions.following import when_matched, when_recorded
from holdfast.records.frontdoor.actions.identifying import add_named_child, match_named_child, undo_match
from holdfast.records.frontdoor.actions.looking import make_referral, open_envelope, record_contact
from holdfast.records.frontdoor.actions.preparing import prepare_decision, return_proposal
from holdfast.records.frontdoor.actions.reading import note_past
from holdfast.records.frontdoor.actions.receiving import Around, Receipt, receive_envelope
from holdfast.records.frontdoor.actions.references import reference_of

__all__ = [
    "Around",
    "Receipt",
    "add_named_child",
    "add_to_power",
    "agree_decision",
    "as_sent_files",
    "decide_referral",
    "discard_draft",
    "keep_file",
    "make_referral",
    "mark_draft_sent",
    "match_named_child",
    "new_code",
    "note_past",
    "open_envelope",
    "prepare_decision",
    "rate_again",
    "receive_envelope",
    "record_contact",
    "record_panel_look",
    "record_power",
    "record_transfer_step",
    "reference_of",
    "remove_file",
    "reopen_referral",
    "return_proposal",
    "save_draft",
    "see_answer",
    "start_public_draft",
    "undo_match",
    "when_matched",
    "when_recorded",
]
