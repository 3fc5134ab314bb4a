"""What is challenged, over what, and how it ends."""

from django.db.models import TextChoices


class DecisionKind(TextChoices):
    """Which kind of decision somebody challenges."""

    referral = "referral", "The decision on a referral"
    answer = "answer", "What was decided about what I told you"
    early_help = "early_help", "Early help"
    assessment = "assessment", "An assessment"
    enquiry = "enquiry", "A section 47 enquiry"
    conference = "conference", "A conference"
    review = "review", "A review conference"
    plan = "plan", "A plan, or how fast it goes"
    closure = "closure", "Closing the case"


class Theme(TextChoices):
    """What it is about; counted for the Board, which reads no words about a child."""

    threshold = "threshold", "The level of need"
    safety = "safety", "The child is not safe"
    pace = "pace", "It goes too slowly, or without purpose"
    information = "information", "Something known was not asked for, or not used"
    voice = "voice", "The child was not seen or heard"
    plan = "plan", "The plan does not fit, or is not carried out"
    closing = "closing", "It was ended too early"
    family = "family", "Somebody in the family was left out"
    other = "other", "Something else"


class Outcome(TextChoices):
    """What became of the decision."""

    changed = "changed", "The decision is changed"
    partly = "partly", "It is changed in part"
    stood = "stood", "The decision stands"


class ClosedHow(TextChoices):
    """How a challenge ended: never by silence, and never by the word of one side alone."""

    agreed = "agreed", "Whoever raised it agrees with the answer"
    ruled = "ruled", "Ruled on at the last stage"
    withdrawn = "withdrawn", "Withdrawn by whoever raised it"


class SaidKind(TextChoices):
    """What somebody wrote, and in which place."""

    raised = "raised", "Challenged"
    answered = "answered", "Answered"
    pressed = "pressed", "Not agreed: to the next stage"
    agreed = "agreed", "Agreed with the answer"
    ruled = "ruled", "Ruled"
    withdrawn = "withdrawn", "Withdrawn"
