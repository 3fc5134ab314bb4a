"""Anything anyone told us, as it arrived and as it was understood; and the requests for services among it."""

from holdfast.records.frontdoor.models.drafts import Draft
from holdfast.records.frontdoor.models.standing import Contact, Match, Referral
from holdfast.records.frontdoor.models.telling import Envelope, NamedChild

__all__ = ["Contact", "Draft", "Envelope", "Match", "NamedChild", "Referral"]
