"""What somebody who works with children is said to have done, where they work, and what was found."""

from django.db.models import TextChoices


class Threshold(TextChoices):
    """What makes it the designated officer's: any one of these is enough (*Working Together*)."""

    harmed = "harmed", "Harmed a child"
    may_have_harmed = "may_have_harmed", "May have harmed a child"
    offence = "offence", "Possibly committed a crime against or about a child"
    risk = "risk", "Behaved in a way that may mean a risk to children"
    not_suitable = "not_suitable", "May not be suitable to work with children"


class Work(TextChoices):
    """In which way somebody works with children."""

    job = "job", "Employed"
    agency = "agency", "Through an agency, or as supply"
    volunteer = "volunteer", "Volunteer"
    foster_carer = "foster_carer", "Foster carer, adopter or host"
    self_employed = "self_employed", "Self-employed, such as a tutor or child minder"
    trustee = "trustee", "Governor or trustee"
    faith = "faith", "In a place of worship"


class Meeting(TextChoices):
    """What kind of discussion was held."""

    initial = "initial", "Initial discussion"
    strategy = "strategy", "Strategy meeting"
    review = "review", "Review"
    final = "final", "Final meeting"


class Finding(TextChoices):
    """What was found in the end."""

    substantiated = "substantiated", "Substantiated"
    unsubstantiated = "unsubstantiated", "Unsubstantiated: not enough to say"
    unfounded = "unfounded", "Unfounded: nothing supports it"
    malicious = "malicious", "Malicious: meant to deceive"
    false = "false", "False: shown not to be so"
    not_for_officer = "not_for_officer", "Below the threshold: advice given"
