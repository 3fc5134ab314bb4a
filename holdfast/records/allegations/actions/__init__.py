"""What the designated officer does with an allegation, and how one is written down; the only writers of its records."""

from holdfast.records.allegations.actions.deciding import (
    close_allegation,
    hold_discussion,
    record_finding,
    record_referrals,
)
from holdfast.records.allegations.actions.taking import acknowledge, record_allegation, say_who, take_up, weigh
from holdfast.records.allegations.actions.telling import add_place, ask_for_roles, choose_contact, name_conflict, tell

__all__ = [
    "acknowledge",
    "add_place",
    "ask_for_roles",
    "choose_contact",
    "close_allegation",
    "hold_discussion",
    "name_conflict",
    "record_allegation",
    "record_finding",
    "record_referrals",
    "say_who",
    "take_up",
    "tell",
    "weigh",
]
