"""Kinds of conference, and what a conference decided."""

from django.db.models import TextChoices


class ConferenceKind(TextChoices):
    """Which conference it was; reviews stand with their plan."""

    initial = "initial", "Initial child protection conference"
    transfer_in = "transfer_in", "Transfer-in conference"


class Seen(TextChoices):
    """Whether the child was seen on a visit, and how."""

    alone = "alone", "Seen alone"
    with_others = "with_others", "Seen with others there"
    not_seen = "not_seen", "Not seen"
