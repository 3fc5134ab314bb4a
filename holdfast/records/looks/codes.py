"""What a manager decides who looked again."""

from django.db.models import TextChoices


class LookDecision(TextChoices):
    """What follows from a look. None of them is done by the software."""

    in_hand = "in_hand", "What is being done already is the right answer to this"
    assessment = "assessment", "A child and family assessment"
    strategy_discussion = "strategy_discussion", "A strategy discussion, today"
    early_help = "early_help", "Early help"
    ring_them = "ring_them", "Somebody rings the agency or the family first"
    panel = "panel", "The weekly panel looks at the whole story"
    not_so = "not_so", "It is not so: what it rests on is wrong or means something else"
