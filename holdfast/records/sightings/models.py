"""What each agency saw of a child, the injuries seen, and how far somebody has read what was added."""

from django.db import models
from django.db.models import Q

from holdfast.records.agencies.models import Agency
from holdfast.records.people.models import Person
from holdfast.records.sightings.codes import (
    SITES,
    DoctorLooked,
    ExplainedBy,
    Explanation,
    InjuryKind,
    Sensitive,
    Setting,
    Size,
    What,
)
from holdfast.wall.guarded import Guarded


class OfAgency(Guarded):
    """Something that an agency saw. The agency that saw it owns it; whoever wrote it down may be another's.

    Where exactly is never written here, only in what kind of place: a refuge must not show.
    """

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agency_name = models.CharField(max_length=150, blank=True)
    seen_by = models.CharField(max_length=150, blank=True)
    seen_by_post = models.CharField(max_length=150, blank=True)
    seen_on = models.DateField()
    told_on = models.DateField()
    written_by = models.UUIDField()
    entered_in_error = models.BooleanField(default=False)

    class Meta(Guarded.Meta):
        abstract = True

    @property
    def whose(self) -> str:
        """The agency that saw it, by its present name; else as it was named."""
        return self.agency.name if self.agency else self.agency_name or "Agency not named"

    @property
    def by(self) -> str:
        """Who saw it, and in which post."""
        return ", ".join(filter(None, (self.seen_by, self.seen_by_post)))


class Sighting(OfAgency):
    """A professional saw the child, or should have; `sensitive` lines are for the decision-maker alone."""

    seen_at = models.DateTimeField(null=True, blank=True)
    what = models.CharField(max_length=20, choices=What.choices)
    setting = models.CharField(max_length=20, choices=Setting.choices, blank=True)
    why_not = models.CharField(max_length=300, blank=True)
    """Why the child was not seen or not brought, as far as anybody asked."""
    saw = models.TextField(blank=True)
    childs_words = models.TextField(blank=True)
    sensitive = models.CharField(max_length=30, choices=Sensitive.choices, blank=True)

    class Meta(OfAgency.Meta):
        indexes = [models.Index(fields=["child", "seen_on"], name="sightings_by_child")]

    def __str__(self) -> str:
        return f"sighting of {self.child_id} on {self.seen_on}"


class Injury(OfAgency):
    """An injury that somebody saw or diagnosed, and how it was explained to them."""

    site = models.CharField(max_length=40, choices=SITES)
    kind = models.CharField(max_length=20, choices=InjuryKind.choices)
    size = models.CharField(max_length=20, choices=Size.choices, blank=True)
    looks = models.TextField(blank=True)
    """How it looks: colour, shape, a measured size."""
    explanation = models.CharField(max_length=20, choices=Explanation.choices, blank=True)
    explained_in_words = models.TextField(blank=True)
    explained_by = models.CharField(max_length=20, choices=ExplainedBy.choices, blank=True)
    doctor_looked = models.CharField(max_length=10, choices=DoctorLooked.choices, default=DoctorLooked.not_known)

    class Meta(OfAgency.Meta):
        verbose_name_plural = "injuries"
        constraints = [
            models.CheckConstraint(
                condition=Q(explained_in_words="") | ~Q(explanation=""), name="sightings_explanation_has_a_kind"
            )
        ]
        indexes = [models.Index(fields=["child", "seen_on"], name="sightings_injury_by_child")]

    def __str__(self) -> str:
        return f"injury of {self.child_id} on {self.seen_on}"


class Reading(Guarded):
    """Somebody says that they have read a child's chronology as it stood at that moment."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reader = models.UUIDField()
    read_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["reader", "child", "read_at"], name="sightings_readings_of")]

    def __str__(self) -> str:
        return f"chronology of {self.child_id} read"
