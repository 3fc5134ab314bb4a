"""Who a named child is, and what became of what was told: a contact, and perhaps a referral."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from holdfast.records.frontdoor.codes import GOES_ON, Answer, ContactOutcome, ReferralDecision
from holdfast.records.frontdoor.models.telling import NamedChild
from holdfast.records.people.models import Person
from holdfast.wall.guarded import Guarded, GuardedManager, GuardedQuerySet


class Match(Guarded):
    """Somebody's confirmation that a named child is this person; it can be undone, and both stand as before."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named = models.ForeignKey(NamedChild, on_delete=models.PROTECT, related_name="matches")
    made_new = models.BooleanField(default=False)
    matched_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_because = models.TextField(blank=True)

    class Meta(Guarded.Meta):
        verbose_name_plural = "matches"
        constraints = [
            models.UniqueConstraint(
                fields=["named"], condition=Q(undone_at__isnull=True), name="frontdoor_one_match_stands"
            )
        ]

    def __str__(self) -> str:
        return f"match of {self.named_id}"


class RestrictedMatch(Guarded):
    """What somebody told may be about this child, whose record is closed: whoever holds it is told so.

    The front door never sees this row: it reads only that a restricted record may match.
    """

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named_id = models.UUIDField()
    reference = models.CharField(max_length=12)
    noticed_at = models.DateTimeField()
    noticed_by = models.UUIDField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta(Guarded.Meta):
        verbose_name_plural = "restricted matches"
        constraints = [models.UniqueConstraint(fields=["child", "named_id"], name="frontdoor_restricted_once")]

    def __str__(self) -> str:
        return f"restricted match of {self.named_id}"


class OnRecordManager(GuardedManager):
    """What stands on a child's record: not what was taken back because it was somebody else's."""

    def get_queryset(self) -> GuardedQuerySet:
        """Those that stand on a record."""
        return super().get_queryset().filter(child__isnull=False)


class Contact(Guarded):
    """Anything that anyone told us about a child.

    Written on the wrong child's record, it is taken back: it then stands on nobody's, its history says where it
    stood and why it left, and what was told waits in its envelope for the right child.
    """

    child = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="contacts")
    key = models.CharField(max_length=60)
    received_at = models.DateTimeField()
    source = models.CharField(max_length=60, blank=True)
    from_agency = models.CharField(max_length=150, blank=True)
    concern = models.TextField(blank=True)
    outcome = models.CharField(max_length=30, choices=ContactOutcome.choices, blank=True)
    help_wanted = models.TextField(blank=True)
    """What help the family would like, where it was sent to early help: all of it that early help reads."""
    told = models.ForeignKey(NamedChild, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts")

    objects = OnRecordManager()

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
    """A contact that is a request for services; an episode of need begins with one. Taken back as a contact is."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="referrals")
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
    main_reason = models.CharField(max_length=4, blank=True)
    """The one main reason, under the DfE's code for a factor found at assessment."""
    factors = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    """Every further reason, under the same codes."""
    edition = models.CharField(max_length=60, blank=True)
    """Which edition of the partnership's document on levels of need it was weighed by."""
    indicators = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    suggested_level = models.PositiveSmallIntegerField(null=True, blank=True)
    level_because = models.TextField(blank=True)
    """Why another level than the document suggests."""
    culture = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    """Whether a cultural or religious practice affects the child's welfare."""
    culture_words = models.TextField(blank=True)
    read_to_at = models.DateTimeField(null=True, blank=True)
    """Up to when the chronology was that whoever decided had before them."""
    told_to_whom = models.TextField(blank=True)
    family_agrees = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    refusal_words = models.TextField(blank=True)
    refusing_raises_risk = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    passed_to = models.CharField(max_length=150, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    """When a manager decided, or agreed with what was decided at night."""
    agreed_by = models.UUIDField(null=True, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_because = models.TextField(blank=True)

    objects = OnRecordManager()

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
