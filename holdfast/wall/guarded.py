"""Guarded models: rows that lead to a child."""

from collections.abc import Collection
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models

from holdfast.wall.acting import current
from holdfast.wall.reading import note


class GuardedQuerySet(models.QuerySet):
    """Asks at every turn that somebody acts; PostgreSQL asks again behind it."""

    def _fetch_all(self) -> None:
        current()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        """As Django's, for somebody who acts."""
        current()
        return super().iterator(*args, **kwargs)

    def delete(self) -> Any:
        """Never: records are ended or corrected, and what stood before is kept."""
        raise TypeError("A record about a child is never deleted; end it or correct it.")


class GuardedManager(models.Manager.from_queryset(GuardedQuerySet)):
    """Raises NotActing where nobody acts."""

    def get_queryset(self) -> GuardedQuerySet:
        """The rows that the actor may reach."""
        current()
        return super().get_queryset()


class Guarded(models.Model):
    """A row that leads to a child: versioned, stamped by the database, read only through `acting()`.

    `recorded_*` say who wrote this version, when and for what; a trigger fills them, so that no code can forge
    them, and they read as None on an object that was just saved.
    """

    child_field: ClassVar[str] = "child_id"
    """The column through which the row leads to a child."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    recorded_at = models.DateTimeField(null=True, editable=False)
    recorded_by = models.UUIDField(null=True, editable=False)
    recorded_for = models.CharField(max_length=40, null=True, editable=False)

    objects = GuardedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> "Guarded":
        """As Django's; notes whose row was read."""
        row = super().from_db(db, field_names, values)
        note([row.__dict__.get(cls.child_field)])
        return row

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Never: records are ended or corrected, and what stood before is kept."""
        raise TypeError("A record about a child is never deleted; end it or correct it.")
