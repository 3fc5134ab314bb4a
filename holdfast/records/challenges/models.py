"""A professional disagrees with a decision, and is heard: stage by stage, with a day for each.

What is counted and what is written are kept apart: the Board's log reads the first and never the words.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from holdfast.records.challenges.codes import ClosedHow, DecisionKind, Outcome, SaidKind, Theme
from holdfast.records.people.models import Person
from holdfast.wall.guarded import Guarded


class Challenge(Guarded):
    """That somebody challenges a decision: which, over what, and whether it has ended.

    The child of what a sender told us is filled in by the database, behind the sender's back: they must not learn
    whether we know the child.
    """

    child = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20, choices=DecisionKind.choices)
    subject_id = models.UUIDField()
    about = models.CharField(max_length=200)
    """Which decision it is, in words of ours that name nobody."""
    theme = models.CharField(max_length=20, choices=Theme.choices)
    immediate = models.BooleanField(default=False)
    raised_at = models.DateTimeField()
    raised_by = models.UUIDField()
    agency_name = models.CharField(max_length=150, blank=True)
    agency_kind = models.CharField(max_length=30, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    """Who made the decision, and so may not hear this; None where a file from elsewhere does not say."""
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_how = models.CharField(max_length=20, choices=ClosedHow.choices, blank=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_how="") | (Q(closed_at__isnull=False) & ~Q(closed_how="")),
                name="challenges_closed_somehow",
            ),
        ]
        indexes = [
            models.Index(fields=["child"], name="challenges_by_child"),
            models.Index(fields=["raised_at"], name="challenges_open", condition=Q(closed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"challenge {self.id}"


class Hearing(Guarded):
    """One stage of a challenge: who hears it, from when, and until when.

    All stages are laid out at once: an unanswered one gives way to the next at its moment, whether or not any
    program runs. `from_at` is None where a stage has been answered before and the next one does not begin.
    """

    child = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="hearings")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=150)
    roles = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    people = ArrayField(models.UUIDField(), default=list, blank=True)
    is_last = models.BooleanField(default=False)
    from_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.UUIDField(null=True, blank=True)
    raised_by = models.UUIDField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["challenge", "number"], name="challenges_one_hearing_a_stage"),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | Q(decided_by__isnull=True) | ~Q(answered_by=F("decided_by")),
                name="challenges_nobody_hears_their_own",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | Q(raised_by__isnull=True) | ~Q(answered_by=F("raised_by")),
                name="challenges_nobody_answers_themself",
            ),
        ]

    def __str__(self) -> str:
        return f"stage {self.number} of {self.challenge_id}"


class Said(Guarded):
    """What one side wrote: the challenge, an answer, why it goes on, how it ends."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="said")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=SaidKind.choices)
    words = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    """What it changes in the child's plan."""
    said_at = models.DateTimeField()
    said_by = models.UUIDField()

    class Meta(Guarded.Meta):
        verbose_name = "what was said"
        verbose_name_plural = "what was said"
        indexes = [models.Index(fields=["challenge", "said_at"], name="challenges_said_in_order")]

    def __str__(self) -> str:
        return f"{self.kind} in {self.challenge_id}"
