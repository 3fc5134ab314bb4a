"""An allegation against somebody who works with children, followed beside the child's own case.

Only the designated officer reads it, and whoever in the hub wrote it down their own; never the person accused,
whatever their role (`accused_user`).
"""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from holdfast.records.allegations import codes
from holdfast.records.frontdoor.models import AllegedWorker, Envelope
from holdfast.records.people.models import Person
from holdfast.wall.deeds import day_of
from holdfast.wall.guarded import Guarded
from holdfast.wall.models import User


class Allegation(Guarded):
    """One allegation against one person; the child may not be known yet."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reference = models.CharField(max_length=12)
    alleged = models.ForeignKey(AllegedWorker, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_by = models.UUIDField()
    accused_name = models.CharField(max_length=150)
    accused_aliases = models.CharField(max_length=300, blank=True)
    accused_birth_on = models.DateField(null=True, blank=True)
    accused_telephone = models.CharField(max_length=60, blank=True)
    accused_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    what = models.TextField()
    received_at = models.DateTimeField()
    """When somebody first knew of it: the working day to tell the officer runs from here."""
    tell_by_on = models.DateField(null=True, blank=True)
    told_at = models.DateTimeField()
    """When it stood before the designated officer."""
    taken_up_at = models.DateTimeField(null=True, blank=True)
    thresholds = ArrayField(models.CharField(max_length=20, choices=codes.Threshold.choices), default=list, blank=True)
    threshold_words = models.TextField(blank=True)
    discuss_by_on = models.DateField(null=True, blank=True)
    discussed_on = models.DateField(null=True, blank=True)
    roles_asked_on = models.DateField(null=True, blank=True)
    finding = models.CharField(max_length=20, choices=codes.Finding.choices, blank=True)
    found_on = models.DateField(null=True, blank=True)
    found_words = models.TextField(blank=True)
    barring_on = models.DateField(null=True, blank=True)
    barring_words = models.TextField(blank=True)
    regulator = models.CharField(max_length=150, blank=True)
    regulator_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closing_words = models.TextField(blank=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["alleged"], name="allegations_once_of_alleged"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(finding=""), name="allegations_closed_with_a_finding"
            ),
        ]
        indexes = [models.Index(fields=["received_at"], name="allegations_open", condition=Q(closed_on__isnull=True))]

    def __str__(self) -> str:
        return f"allegation {self.reference}"

    @property
    def was_told_late(self) -> bool:
        """Whether the officer heard of it after the working day that the guidance allows."""
        return self.tell_by_on is not None and day_of(self.told_at) > self.tell_by_on

    @property
    def is_open(self) -> bool:
        """Whether it is not closed."""
        return self.closed_on is None

    def months_open(self, *, as_of: date) -> int:
        """Whole months since it was told, until it closed."""
        until, since = self.closed_on or as_of, day_of(self.told_at)
        return (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)


class OfAllegation(Guarded):
    """A record under an allegation."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="%(class)ss")

    class Meta(Guarded.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} of {self.allegation_id}"


class Place(OfAllegation):
    """Somewhere the accused works or helps with children, and whom to tell there: never the accused."""

    work = models.CharField(max_length=20, choices=codes.Work.choices)
    employer = models.CharField(max_length=150)
    title = models.CharField(max_length=150, blank=True)
    until_on = models.DateField(null=True, blank=True)
    contact_name = models.CharField(max_length=150, blank=True)
    contact_role = models.CharField(max_length=150, blank=True)
    contact_telephone = models.CharField(max_length=60, blank=True)
    contact_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


class Conflict(OfAllegation):
    """Somebody who must not be told through their work: close to the accused, or accused themself."""

    name = models.CharField(max_length=150)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    why = models.TextField()


class Notice(OfAllegation):
    """What was told to whom, how, and why."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="notices")
    told_at = models.DateTimeField()
    to_name = models.CharField(max_length=150)
    to_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_telephone = models.CharField(max_length=60, blank=True)
    what = models.TextField()
    why = models.TextField()


class Discussion(OfAllegation):
    """An initial discussion, a strategy meeting, or a review of how it goes."""

    kind = models.CharField(max_length=20, choices=codes.Meeting.choices)
    held_on = models.DateField()
    took_part = models.TextField(blank=True)
    discussion = models.TextField(blank=True)
    decision = models.TextField(blank=True)
    next_on = models.DateField(null=True, blank=True)
