"""What checks asked of the managers, and what they answered."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from holdfast.records.looks.codes import LookDecision
from holdfast.records.people.models import Person
from holdfast.wall.guarded import Guarded


class Look(Guarded):
    """A check's question about a child: it stands until a manager has looked, or until it rests on nothing any more."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="looks")
    check_id = models.CharField(max_length=60)
    said = models.CharField(max_length=300)
    """The reason in a sentence; it names nobody."""
    evidence = ArrayField(models.CharField(max_length=160))
    """The rows that it rests on, as facts name them: the child's number, the table, the key."""
    asked_at = models.DateTimeField()
    asked_on = models.DateField()
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.UUIDField(null=True, blank=True)
    decision = models.CharField(max_length=30, choices=LookDecision.choices, blank=True)
    reasons = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["child", "check_id"],
                condition=Q(looked_at__isnull=True, withdrawn_at__isnull=True),
                name="looks_one_question_stands",
            ),
            models.CheckConstraint(
                condition=Q(looked_at__isnull=True)
                | (~Q(decision="") & ~Q(reasons="") & Q(looked_by__isnull=False, withdrawn_at__isnull=True)),
                name="looks_answer_has_reasons",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], name="looks_open", condition=Q(looked_at__isnull=True, withdrawn_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_id} of {self.child_id}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for a manager."""
        return self.looked_at is None and self.withdrawn_at is None
