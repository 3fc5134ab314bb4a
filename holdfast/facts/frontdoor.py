"""Facts of the front door: what came in, and what was decided."""

from holdfast.facts._table import date, flag, instant, text, under_child

CONTACT = under_child(
    "contact",
    "Anything that anyone told us about the child",
    instant("received_at", "When it arrived", required=True),
    text("source", "Who told us", codes="ReferralSource"),
    text("outcome", "What became of it: referral, information_only, or empty while undecided"),
    text("agency_kind", "Kind of agency that told us; empty where one of the public did, or it was not recorded"),
    flag("by_public", "A member of the public told us"),
    flag("anonymous", "Whoever told us gave no name"),
    flag("danger", "It was said that a child is, or may be, in danger now"),
    instant("opened_at", "When somebody first opened it to read"),
    date("matched_on", "Day a person confirmed that it is about this child; empty where it was recorded on the child"),
    instant("answered_at", "When whoever told us was answered: feedback given"),
    text("episode", "The episode that it became, if it became a referral"),
)

EPISODE = under_child(
    "episode",
    "An episode of need: from the referral to the closure",
    date("referred_on", "Day the referral was received", required=True),
    text("referral_source", "Who referred", codes="ReferralSource"),
    flag("no_further_action", "The referral was closed with no further action; empty while undecided"),
    date("decided_on", "Day a manager decided what the referral needs"),
    text("primary_need", "The main need", codes="PrimaryNeedCode"),
    date("closed_on", "Day the case closed"),
    text("closure_reason", "Why the case closed", codes="ReasonForClosure"),
)
