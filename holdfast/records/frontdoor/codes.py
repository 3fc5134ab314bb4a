"""What arrives, what becomes of it, and the words that the sender may have back."""

from django.db.models import TextChoices


class ContactOutcome(TextChoices):
    """What became of a contact."""

    referral = "referral", "Became a referral"
    information_only = "information_only", "Information recorded"
    early_help = "early_help", "Early help"
    open_case = "open_case", "Passed to the child's worker"


class ReferralDecision(TextChoices):
    """What the manager decided that a referral needs."""

    assessment = "assessment", "Child and family assessment"
    strategy_discussion = "strategy_discussion", "Strategy discussion"
    early_help = "early_help", "Early help"
    another_authority = "another_authority", "Passed to another authority"
    no_further_action = "no_further_action", "No further action (NFA)"


NO_FURTHER_ACTION = frozenset(
    {ReferralDecision.no_further_action, ReferralDecision.early_help, ReferralDecision.another_authority}
)
"""Decisions by which children's social care does no more itself: the census calls each of them NFA."""

GOES_ON = frozenset({ReferralDecision.assessment, ReferralDecision.strategy_discussion})
"""Decisions that protect: they open the case, and nothing that is still missing holds them up."""

DECIDES = frozenset({"front_door_manager", "service_manager"})
"""The roles that decide. Whoever is on duty at night may protect, and leaves the ending to these."""


class Answer(TextChoices):
    """An answer that somebody telling us may not have."""

    yes = "yes", "Yes"
    no = "no", "No"
    not_sure = "not_sure", "I am not sure"


class Danger(TextChoices):
    """Whether a child is in danger now; not being sure is treated as yes wherever it matters."""

    yes = "yes", "Yes, a child is in danger now"
    no = "no", "No, not at this moment"
    not_sure = "not_sure", "I am not sure"


class Channel(TextChoices):
    """By which way somebody told us."""

    public_form = "public_form", "The public form"
    professional_form = "professional_form", "The professionals’ form"
    secure_link = "secure_link", "A one-time link"
    telephone = "telephone", "By telephone"
    machine = "machine", "A partner’s system"
    file = "file", "A partner’s file"


class Side(TextChoices):
    """The two sides that hand over to each other."""

    hub = "hub", "The front door"
    night = "night", "The out-of-hours team"


class FollowUpKind(TextChoices):
    """What the front door did to find out more of what was told."""

    asked_agency = "asked_agency", "Asked an agency"
    rang_teller = "rang_teller", "Rang the person who told us"
    met_family = "met_family", "Rang or met the family"
    visited = "visited", "Went there"
    looked_up = "looked_up", "Looked through what is known"


class Power(TextChoices):
    """By which power a child was protected at once."""

    police_protection = "police_protection", "Police protection (72 hours at most)"
    emergency_order = "emergency_order", "Emergency protection order (EPO)"
    accommodated = "accommodated", "Looked after by the parents’ agreement"
    person_excluded = "person_excluded", "Somebody left the home, by order or agreement"
    none_needed = "none_needed", "None: the child is safe with family"


class TransferStepKind(TextChoices):
    """What was done to hand a child over to another authority."""

    rang = "rang", "Rang them"
    sent = "sent", "Sent what we hold"
    taken_on = "taken_on", "They took the child on"
    refused = "refused", "They refuse"


class ReceiptStatus(TextChoices):
    """How far the front door is with what somebody told."""

    not_read = "not_read", "Not yet read"
    being_looked_at = "being_looked_at", "Being looked at"
    decided = "decided", "Decided"


class Knows(TextChoices):
    """How a member of the public knows the child, each under the DfE's code for the source of a referral."""

    family = "1A", "I am in the child’s family, or I look after the child"
    acquaintance = "1B", "I am a friend, a neighbour or a child minder"
    the_child = "1C", "I am the child"
    another = "1D", "In another way"
    anonymous = "9", "I would rather not say"


OF_THE_PUBLIC = frozenset({"1A", "1B", "1C", "1D", "9"})
"""Those of the department's sources who do not tell us for their work: nobody writes on a record who they were."""

SOURCE_OF_ROLE = {
    "school_lead": "2A",
    "gp_practice": "3A",
    "health_visitor": "3B",
    "mental_health_nurse": "3F",
    "housing_officer": "4",
    "police_officer": "6",
    "social_worker": "5B",
    "front_door_worker": "5B",
    "front_door_manager": "5B",
    "service_manager": "5B",
    "early_help_coordinator": "5D",
    "out_of_hours_worker": "5B",
}
"""The DfE's code for the source of a referral that the sender's role suggests; the front door may change it."""

WORDS_FOR_SENDER = {
    ReferralDecision.assessment: (
        "Thank you. A social worker will assess what the child and the family need, and may ask you what you know. "
        "Go on supporting the child, and tell us at once if anything changes."
    ),
    ReferralDecision.strategy_discussion: (
        "Thank you. We are acting on what you told us, and you may be asked to take part in a discussion. "
        "Do not ask the child or the family more about it until we have rung you."
    ),
    ReferralDecision.early_help: (
        "Thank you. We think that early help fits best, and we will offer it to the family. "
        "Tell us at once if anything changes."
    ),
    ReferralDecision.another_authority: (
        "Thank you. Another council is responsible for this child, and we have passed on what you told us."
    ),
    ReferralDecision.no_further_action: (
        "Thank you. We looked at what you told us, beside what else we know, and take no further action now. "
        "If you disagree, or if anything changes, ring us: you can always challenge a decision."
    ),
    ContactOutcome.information_only: (
        "Thank you. We have recorded what you told us, and it will be seen if anybody tells us more."
    ),
    ContactOutcome.open_case: "Thank you. We have passed what you told us to the person who works with the child.",
}
"""What the sender's receipt says of each outcome, unless somebody writes other words: nothing about the family."""
WORDS_FOR_SENDER[ContactOutcome.early_help] = WORDS_FOR_SENDER[ReferralDecision.early_help]
