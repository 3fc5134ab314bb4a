"""Anything anyone told us, as it arrived and as it was understood; and the requests for services among it."""

from holdfast.records.frontdoor.models.around import AllegedWorker, Attachment, FollowUp, NamedAdult, NamedInjury
from holdfast.records.frontdoor.models.deciding import (
    AnswerSeen,
    PanelLook,
    PastRead,
    PowerUsed,
    Proposal,
    Rating,
    TransferStep,
)
from holdfast.records.frontdoor.models.drafts import Draft, DraftFile
from holdfast.records.frontdoor.models.partners import OneTimeLink, PartnerKey, PartnerRequest
from holdfast.records.frontdoor.models.standing import Contact, Match, Referral, RestrictedMatch
from holdfast.records.frontdoor.models.telling import Envelope, NamedChild
from holdfast.records.frontdoor.models.watching import DayOfArrivals, HandOver, HandOverLine

__all__ = [
    "AllegedWorker",
    "AnswerSeen",
    "Attachment",
    "Contact",
    "DayOfArrivals",
    "Draft",
    "DraftFile",
    "Envelope",
    "FollowUp",
    "HandOver",
    "HandOverLine",
    "Match",
    "NamedAdult",
    "NamedChild",
    "NamedInjury",
    "OneTimeLink",
    "PanelLook",
    "PartnerKey",
    "PartnerRequest",
    "PastRead",
    "PowerUsed",
    "Proposal",
    "Rating",
    "Referral",
    "RestrictedMatch",
    "TransferStep",
]
