"""Anything anyone told us, as it arrived and as it was understood; and the requests for services among it."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q

from holdfast.records.frontdoor.codes import GOES_ON, Answer, ContactOutcome, Danger, ReceiptStatus, ReferralDecision
from holdfast.records.people.models import Person
from holdfast.wall.guarded import Guarded, GuardedQuerySet


class Envelope(Guarded):
    """What somebody told us, in their words, before anyone is matched. Nobody can change it."""

    form_key = models.UUIDField()
    """Made with the form: whatever is sent from one form belongs together."""
    reference = models.CharField(max_length=12)
    sent_at = models.DateTimeField()
    sent_by = models.UUIDField()
    by_public = models.BooleanField(default=False)
    teller_name = models.CharField(max_length=150, blank=True)
    teller_role = models.CharField(max_length=150, blank=True)
    teller_agency = models.CharField(max_length=150, blank=True)
    teller_telephone = models.CharField(max_length=60, blank=True)
    safe_contact = models.TextField(blank=True)
    source = models.CharField(max_length=60, blank=True)
    danger = models.CharField(max_length=10, choices=Danger.choices)
    what_happened = models.TextField()
    child_said = models.TextField(blank=True)
    household = models.TextField(blank=True)
    parents_know = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    parents_know_because = models.TextField(blank=True)

    class Meta(Guarded.Meta):
        indexes = [
            models.Index(fields=["sent_by", "sent_at"], name="frontdoor_by_sender"),
            models.Index(fields=["recorded_at"], name="frontdoor_by_arrival"),
            models.Index(fields=["reference"], name="frontdoor_by_reference"),
        ]

    def __str__(self) -> str:
        return f"envelope {self.reference}"

    @property
    def maybe_danger(self) -> bool:
        """Whether a child may be in danger now; whoever is not sure is taken at the worst."""
        return self.danger != Danger.no

    @property
    def from_whom(self) -> str:
        """Who told us, for the front door alone."""
        if not self.by_public:
            return ", ".join(filter(None, (self.teller_name, self.teller_role, self.teller_agency)))
        return f"{self.teller_name}, of the public" if self.teller_name else "Of the public, no name given"


class NamedChild(Guarded):
    """A child as somebody named or described them, and how far the front door is with what was told.

    Who the child is stands elsewhere (`Match`), so that the sender's receipt cannot tell.
    """

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="children")
    place = models.PositiveSmallIntegerField()
    sent_by = models.UUIDField()
    given = models.CharField(max_length=150, blank=True)
    family = models.CharField(max_length=150, blank=True)
    birth_on = models.DateField(null=True, blank=True)
    age_words = models.CharField(max_length=100, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    address = models.TextField(blank=True)
    school = models.CharField(max_length=150, blank=True)
    language_needs = models.CharField(max_length=150, blank=True)
    communication_needs = models.TextField(blank=True)
    status = models.CharField(max_length=20, choices=ReceiptStatus.choices, default=ReceiptStatus.not_read)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.UUIDField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["envelope", "place"], name="frontdoor_named_place")]
        indexes = [
            models.Index(fields=["envelope"], name="frontdoor_not_decided", condition=~Q(status="decided")),
        ]

    def __str__(self) -> str:
        return f"child {self.place} of envelope {self.envelope_id}"

    @property
    def called(self) -> str:
        """The name as it was told."""
        name = " ".join(filter(None, (self.given, self.family)))
        if name or self.expected_on is None:
            return name or "A child whose name was not given"
        return "An unborn child"


class Match(Guarded):
    """Somebody's confirmation that a named child is this person; it can be undone, and both stand as before."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named = models.ForeignKey(NamedChild, on_delete=models.PROTECT, related_name="matches")
    made_new = models.BooleanField(default=False)
    matched_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(Guarded.Meta):
        verbose_name_plural = "matches"
        constraints = [
            models.UniqueConstraint(
                fields=["named"], condition=Q(undone_at__isnull=True), name="frontdoor_one_match_stands"
            )
        ]

    def __str__(self) -> str:
        return f"match of {self.named_id}"


class Contact(Guarded):
    """Anything that anyone told us about a child."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    key = models.CharField(max_length=60)
    received_at = models.DateTimeField()
    source = models.CharField(max_length=60, blank=True)
    from_agency = models.CharField(max_length=150, blank=True)
    concern = models.TextField(blank=True)
    outcome = models.CharField(max_length=30, choices=ContactOutcome.choices, blank=True)
    told = models.ForeignKey(NamedChild, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts")

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["child", "key"], name="frontdoor_contact_key"),
            models.UniqueConstraint(
                fields=["told"], condition=Q(told__isnull=False), name="frontdoor_one_contact_of_told"
            ),
        ]
        indexes = [models.Index(fields=["child", "received_at"], name="frontdoor_contact_by_child")]

    def __str__(self) -> str:
        return f"contact {self.key} of {self.child_id}"


class Referral(Guarded):
    """A contact that is a request for services; an episode of need begins with one."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="referrals")
    key = models.CharField(max_length=60)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals")
    referred_on = models.DateField()
    source = models.CharField(max_length=60, blank=True)
    no_further_action = models.BooleanField(null=True)
    decision = models.CharField(max_length=30, choices=ReferralDecision.choices, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    threshold_level = models.PositiveSmallIntegerField(null=True, blank=True)
    reasons = models.TextField(blank=True)
    history_acknowledged = models.BooleanField(default=False)
    danger_reasons = models.TextField(blank=True)
    """Why no further action, although somebody said that a child was in danger."""

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["child", "key"], name="frontdoor_referral_key"),
            models.CheckConstraint(
                condition=Q(decision="")
                | (Q(decided_on__isnull=False) & (~Q(reasons="") | Q(decision__in=sorted(GOES_ON)))),
                name="frontdoor_decision_has_reasons",
            ),
        ]
        indexes = [
            models.Index(
                fields=["referred_on"],
                name="frontdoor_undecided",
                condition=Q(decided_on__isnull=True, no_further_action__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"referral {self.key} of {self.child_id}"

    @property
    def is_decided(self) -> bool:
        """Whether somebody decided it, here or in a file that says only what was decided."""
        return self.decided_on is not None or self.no_further_action is not None


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
