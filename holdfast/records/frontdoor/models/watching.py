"""The hand-over between the hub and the out-of-hours team, and each day's account of what arrived."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from holdfast.records.frontdoor.codes import Channel, Side
from holdfast.records.frontdoor.models.standing import Referral
from holdfast.records.frontdoor.models.telling import Envelope
from holdfast.wall.guarded import Guarded


class HandOver(Guarded):
    """What one side leaves to the other, morning or evening, until somebody there takes it over by name."""

    to = models.CharField(max_length=20, choices=Side.choices)
    """The side that it is handed to."""
    handed_at = models.DateTimeField()
    handed_by = models.UUIDField()
    note = models.TextField(blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.UUIDField(null=True, blank=True)

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["handed_at"], name="frontdoor_handed")]

    def __str__(self) -> str:
        return f"hand-over {self.id}"


class HandOverLine(Guarded):
    """One thing that stands open when it is handed over, and what the other side must know of it."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="lines")
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["hand_over"], name="frontdoor_handed_line")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(envelope__isnull=False) ^ models.Q(referral__isnull=False),
                name="frontdoor_handed_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"line of hand-over {self.hand_over_id}"


class DayOfArrivals(models.Model):
    """The account of one day: what was sent, what arrived, and what was picked up; kept where all are zero too."""

    day = models.DateField(primary_key=True)
    made_at = models.DateTimeField()
    sent = models.PositiveIntegerField()
    """Answers that we gave: “it arrived”."""
    received = models.PositiveIntegerField()
    queued = models.PositiveIntegerField()
    opened = models.PositiveIntegerField()
    by_channel = models.JSONField(default=dict)
    tests_due = models.PositiveIntegerField()
    tests_arrived = models.PositiveIntegerField()
    missing = ArrayField(models.CharField(max_length=12), default=list)
    """References of what arrived and did not come into a queue."""

    class Meta:
        verbose_name_plural = "days of arrivals"

    def __str__(self) -> str:
        return f"arrivals of {self.day}"

    @property
    def channels(self) -> list[tuple[str, dict[str, int]]]:
        """What was received, queued and opened by each way in, under its words."""
        return [(str(dict(Channel.choices).get(key, "Not said")), counts) for key, counts in self.by_channel.items()]

    @property
    def all_arrived(self) -> bool:
        """Whether whatever was sent was received and queued, and every test referral went the whole way."""
        return self.sent == self.received == self.queued and not self.missing and self.tests_arrived >= self.tests_due
