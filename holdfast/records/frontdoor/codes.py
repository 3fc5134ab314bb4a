"""What a contact or a referral can become."""

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
