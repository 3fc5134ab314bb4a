"""What people do at the front door: tell, look, say who it is about, and decide. The only writers of its records."""

from holdfast.records.frontdoor.actions.deciding import decide_referral
from holdfast.records.frontdoor.actions.drafts import (
    discard_draft,
    mark_draft_sent,
    new_code,
    save_draft,
    start_public_draft,
)
from holdfast.records.frontdoor.actions.looking import (
    add_named_child,
    make_referral,
    match_named_child,
    open_envelope,
    record_contact,
    undo_match,
)
from holdfast.records.frontdoor.actions.receiving import Around, Receipt, receive_envelope, reference_of

__all__ = [
    "Around",
    "Receipt",
    "add_named_child",
    "decide_referral",
    "discard_draft",
    "make_referral",
    "mark_draft_sent",
    "match_named_child",
    "new_code",
    "open_envelope",
    "receive_envelope",
    "record_contact",
    "reference_of",
    "save_draft",
    "start_public_draft",
    "undo_match",
]
