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


class DraftFile(models.Model):
    """A file of a draft, already looked into, so that it need not be chosen again; it goes when the draft goes."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files", db_constraint=False)
    """The database itself removes it with the draft, by whichever way that goes."""
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=10, blank=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    taken_words = models.CharField(max_length=60, blank=True)
    refused_because = models.CharField(max_length=300, blank=True)
    content = models.BinaryField()

    objects = DraftManager()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["draft", "sha256"], name="frontdoor_draft_file_once")]

    def __str__(self) -> str:
        return f"file of draft {self.draft_id}"
