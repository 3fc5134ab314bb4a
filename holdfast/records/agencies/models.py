"""Organisations, teams and posts. Nothing here leads to a child."""

from datetime import date
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from holdfast.records.agencies.codes import AgencyKind
from holdfast.wall.models import User


class Agency(models.Model):
    """An organisation that keeps children safe: a council service, a force, a school, a practice, a charity."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=30, choices=AgencyKind.choices)
    telephone = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A team in an agency; a hub takes in what anyone tells."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=150)
    telephone = models.CharField(max_length=40, blank=True)
    is_hub = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="agencies_team_once")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A place in a team, and who holds it from when until when."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="posts")
    holder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=150)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="agencies_post_ends_later"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def held_on(self, day: date) -> bool:
        """Whether the holder is in post on that day."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)
