"""How partners without a page of their own reach us: one-time links, and the keys and requests of their systems."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from holdfast.wall.guarded import Guarded
from holdfast.wall.models import User


class OneTimeLink(models.Model):
    """A way to the professional form for a partner without an account: used once, and soon over.

    Only hashes of its two codes are kept: whoever reads this table can use none of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency_name = models.CharField(max_length=150)
    sent_to = models.CharField(max_length=254)
    """The address that the link was given to: a practice's inbox."""
    source = models.CharField(max_length=4)
    code_hash = models.CharField(max_length=64, unique=True)
    receipt_hash = models.CharField(max_length=64, blank=True)
    """Of the code by which the sender reads how far we are."""
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["issued_at"], name="frontdoor_link_by_issue")]
        constraints = [
            models.UniqueConstraint(
                fields=["receipt_hash"], condition=~Q(receipt_hash=""), name="frontdoor_link_receipt"
            )
        ]

    def __str__(self) -> str:
        return f"one-time link {self.id}"


class PartnerKey(models.Model):
    """A key with which a partner's system signs: we keep the half that proves, and never the half that signs."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="partner_keys")
    public_key = models.CharField(max_length=64)
    """Ed25519, in base64."""
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "issued_at"], name="frontdoor_key_by_user")]

    def __str__(self) -> str:
        return f"partner key {self.id}"


class PartnerRequest(Guarded):
    """A request that a partner's system made, and what it was answered, so that asking again does nothing twice."""

    sent_by = models.UUIDField()
    key = models.CharField(max_length=100)
    body_sha256 = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    """References and what was wrong, never what was told."""

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["sent_by", "key"], name="frontdoor_request_once")]

    def __str__(self) -> str:
        return f"request {self.id}"
