"""What waits for a person, how far it was passed on, what has to be told, and who is on duty. No names, no child."""

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from holdfast.wall.guarded import Guarded


class QueueItem(Guarded):
    """Something that waits for a person. It names nobody: it says what kind of thing waits, and where to open it."""

    kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    """The record that waits; never a child's key."""
    queue = models.CharField(max_length=40)
    ladder = models.CharField(max_length=40)
    seen_for = ArrayField(models.CharField(max_length=40))
    """The purposes for which people may see that it waits."""
    words = models.CharField(max_length=150)
    reference = models.CharField(max_length=20, blank=True)
    path = models.CharField(max_length=200, blank=True)
    urgent = models.BooleanField(default=False)
    came_at = models.DateTimeField()
    acknowledge_by = models.DateTimeField()
    owner = models.UUIDField(null=True, blank=True)
    owned_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.UUIDField(null=True, blank=True)
    step = models.PositiveSmallIntegerField(default=0)
    """How many steps it was passed up."""
    passed_up_at = models.DateTimeField(null=True, blank=True)
    """When it last was."""

    class Meta(Guarded.Meta):
        app_label = "wall"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(acknowledged_at__isnull=True), name="wall_waits_once"
            )
        ]
        indexes = [
            models.Index(fields=["acknowledge_by"], name="wall_waiting", condition=Q(acknowledged_at__isnull=True)),
            models.Index(fields=["subject", "kind"], name="wall_waiting_of"),
            models.Index(fields=["came_at"], name="wall_waiting_by_arrival"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference or self.subject}"


class Escalation(Guarded):
    """That an item was passed one step further up, once."""

    item = models.ForeignKey(QueueItem, on_delete=models.PROTECT, related_name="escalations")
    step = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    escalated_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        app_label = "wall"
        constraints = [models.UniqueConstraint(fields=["item", "step"], name="wall_each_step_once")]

    def __str__(self) -> str:
        return f"step {self.step} of {self.item_id}"


class NoticeState(models.TextChoices):
    """Whether a notice arrived."""

    waiting = "waiting", "Not sent yet"
    sent = "sent", "Sent"
    dead = "dead", "Could not be sent"


class Notice(Guarded):
    """The outbox: somebody on the phone list has to be told; written with what it tells of, delivered afterwards."""

    key = models.CharField(max_length=150, unique=True)
    """What is told to whom: the same thing is told once."""
    item = models.ForeignKey(QueueItem, on_delete=models.PROTECT, null=True, blank=True, related_name="notices")
    step = models.PositiveSmallIntegerField(default=0)
    """The step that it belongs to; 0 for what is told at once."""
    to = models.CharField(max_length=40)
    """Who is told, by their key in the phone list: addresses stand there alone."""
    seen_for = ArrayField(models.CharField(max_length=40))
    words = models.CharField(max_length=200)
    reference = models.CharField(max_length=20, blank=True)
    path = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=NoticeState.choices, default=NoticeState.waiting)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    said = models.CharField(max_length=200, blank=True)
    """Why it could not be sent."""

    class Meta(Guarded.Meta):
        app_label = "wall"
        indexes = [models.Index(fields=["next_try_at"], name="wall_to_send", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"notice {self.key}"


class Beat(models.Model):
    """When something last happened that must go on happening: a sweep, an arrival, the latest time seen."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        app_label = "wall"

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """Who is on duty from when until when, as somebody on the phone list; `until_at` is exclusive."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.CharField(max_length=40)
    """The key in the phone list that they stand in for."""
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="duties")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was taken back, where it was."""
    written_by = models.UUIDField()

    class Meta:
        app_label = "wall"
        verbose_name_plural = "duties"
        indexes = [models.Index(fields=["person", "until_at"], name="wall_duty_by_person")]
        constraints = [models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="wall_duty_ends_later")]

    def __str__(self) -> str:
        return f"{self.person} until {self.until_at}"
