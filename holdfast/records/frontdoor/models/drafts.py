"""What somebody is still writing, told to nobody yet."""

from typing import Any
from uuid import uuid4

from django.db import models

from holdfast.wall.guarded import GuardedQuerySet


class DraftQuerySet(GuardedQuerySet):
    """Drafts were told to nobody yet: they may be removed."""

    def delete(self) -> Any:
        """As Django's, past the refusal that holds for records."""
        return models.QuerySet.delete(self)


class DraftManager(models.Manager.from_queryset(DraftQuerySet)):
    """Raises NotActing where nobody acts."""


class Draft(models.Model):
    """What somebody is still writing: their own, told to nobody yet, and removed when it is sent or runs out.

    A member of the public has no account: theirs is opened by a code, of which only the hash is kept. Sent from,
    it stays empty for an hour, so that a second click finds its acknowledgement.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    owner = models.UUIDField()
    code_hash = models.CharField(max_length=64, blank=True)
    content = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_reference = models.CharField(max_length=12, blank=True)

    objects = DraftManager()

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["owner", "code_hash"], name="frontdoor_draft_by_owner"),
            models.Index(fields=["expires_at"], name="frontdoor_draft_by_end"),
        ]

    def __str__(self) -> str:
        return f"draft {self.id}"
