"""The directory of help, in the Open Referral UK shape (HSDS 3.0). Nothing here leads to a child.

The ids are those of the feed that a row came from. What a feed says besides what we use is kept in `rest`, and
given back on export.
"""

from uuid import uuid4

from django.db import models

from holdfast.wall.models import User


class Entry(models.Model):
    """A thing with an id of its own in the feed."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    rest = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True


class Organisation(Entry):
    """Who offers help."""

    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name


class TaxonomyTerm(Entry):
    """A kind of need or of help, in the words of a vocabulary."""

    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    code = models.CharField(max_length=200, blank=True)
    taxonomy = models.CharField(max_length=200, blank=True)
    parent_id = models.UUIDField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Service(Entry):
    """Help that somebody may get: for whom, how, what it costs, and when it was last checked."""

    class Status(models.TextChoices):
        """HSDS's words for whether it is to be had."""

        active = "active", "Active"
        inactive = "inactive", "Inactive"
        defunct = "defunct", "Closed for good"
        temporarily_closed = "temporarily closed", "Closed for a while"

    organization = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(max_length=200)
    alternate_name = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.active)
    url = models.URLField(max_length=500, blank=True)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=60, blank=True)
    application_process = models.TextField(blank=True)
    fees_description = models.TextField(blank=True)
    wait_time = models.CharField(max_length=200, blank=True)
    eligibility_description = models.TextField(blank=True)
    minimum_age = models.FloatField(null=True, blank=True)
    maximum_age = models.FloatField(null=True, blank=True)
    alert = models.TextField(blank=True)
    areas = models.TextField(blank=True)
    """Names of the areas it serves, one a line; none is everywhere."""
    last_modified = models.DateTimeField(null=True, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.CharField(max_length=150, blank=True)
    """Who in the partnership keeps this entry true."""
    feed = models.CharField(max_length=200, blank=True)
    """Which feed it came from; empty where somebody wrote it here."""
    in_latest_feed = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["status", "name"], name="earlyhelp_service_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def can_be_chosen(self) -> bool:
        """Whether a family may be sent there."""
        return self.status == self.Status.active


class Location(Entry):
    """A place where help is to be had; a service for everybody says openly where it is."""

    name = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    address = models.TextField(blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    ward = models.CharField(max_length=100, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    access = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["postcode"], name="earlyhelp_place_by_postcode")]

    def __str__(self) -> str:
        return self.name or self.postcode


class ServiceAtLocation(Entry):
    """That a service is to be had at a place."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="places")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="services")
    standing = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.service_id} at {self.location_id}"


class OfService(Entry):
    """A part of a service's entry, replaced by the next feed."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} of {self.service_id}"


class Schedule(OfService):
    """When it is open, by day of the week."""

    byday = models.CharField(max_length=40, blank=True)
    opens_at = models.CharField(max_length=20, blank=True)
    closes_at = models.CharField(max_length=20, blank=True)
    description = models.TextField(blank=True)


class CostOption(OfService):
    """What it costs."""

    option = models.CharField(max_length=200, blank=True)
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    amount_description = models.CharField(max_length=200, blank=True)


class Contact(OfService):
    """Whom to ask."""

    name = models.CharField(max_length=150, blank=True)
    title = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=60, blank=True)


class Language(OfService):
    """A language in which it is to be had."""

    name = models.CharField(max_length=100)
    code = models.CharField(max_length=20, blank=True)


class ServiceTerm(OfService):
    """That a service is of this kind, or for this need."""

    term = models.ForeignKey(TaxonomyTerm, on_delete=models.PROTECT, related_name="services")


class FeedImport(models.Model):
    """That a feed was taken in: when, by whom, what it changed, and what of it was refused."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    not_in_feed = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)
    """Each `{"row": ..., "because": ...}`."""

    def __str__(self) -> str:
        return f"feed taken in at {self.taken_at:%Y-%m-%d %H:%M}"
