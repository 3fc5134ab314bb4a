"""Whose figures they are, and what was released. Nothing here leads to a child: numbers come in as `Published`."""

from uuid import uuid4

from django.db import models


class Authority(models.Model):
    """What must be known of an authority to count for it, besides its children's facts."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=150)
    compares_as = models.CharField(max_length=20, blank=True)
    known_from = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "authorities"

    def __str__(self) -> str:
        return self.name


class Population(models.Model):
    """Children aged 0 to 17 that an authority's rates of a year are out of, where no published estimate is held."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="populations")
    year_end = models.PositiveIntegerField()
    children = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "year_end"], name="board_population_once_a_year")]

    def __str__(self) -> str:
        return f"{self.authority_id} {self.year_end}"


class Release(models.Model):
    """A year's figures as they were released: from then on they stand, whatever becomes of the records."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    authority = models.CharField(max_length=20)
    year_end = models.PositiveIntegerField()
    as_at = models.DateField()
    facts_sha256 = models.CharField(max_length=64)
    released_at = models.DateTimeField()
    released_by = models.UUIDField()
    released_by_name = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "year_end", "as_at"], name="board_released_once")]

    def __str__(self) -> str:
        return f"{self.authority}, year to 31 March {self.year_end}, as at {self.as_at}"


class ReleasedFigure(models.Model):
    """One figure of a release as it was shown, withheld or not; `told` is all of it, as the ledger reads it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="figures")
    place = models.PositiveIntegerField()
    code = models.CharField(max_length=20)
    part = models.CharField(max_length=60, blank=True)
    value = models.FloatField(null=True)
    withheld = models.BooleanField(default=False)
    told = models.JSONField()

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["release", "code", "part"], name="board_figure_once_a_release")]

    def __str__(self) -> str:
        return f"{self.code} {self.part}".rstrip()
