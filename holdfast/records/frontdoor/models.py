"""Anything anyone told us, and the requests for services among it."""

from django.db import models
from django.db.models import Q

from holdfast.records.frontdoor.codes import ContactOutcome, ReferralDecision
from holdfast.records.people.models import Person
from holdfast.wall.guarded import Guarded


class Contact(Guarded):
    """Anything that anyone told us about a child."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    key = models.CharField(max_length=60)
    received_at = models.DateTimeField()
    source = models.CharField(max_length=60, blank=True)
    from_agency = models.CharField(max_length=150, blank=True)
    concern = models.TextField(blank=True)
    outcome = models.CharField(max_length=30, choices=ContactOutcome.choices, blank=True)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["child", "key"], name="frontdoor_contact_key")]

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
    decided_by = models.UUIDField(null=True, blank=True)
    reasons = models.TextField(blank=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["child", "key"], name="frontdoor_referral_key"),
            models.CheckConstraint(
                condition=Q(decision="") | (Q(decided_on__isnull=False) & ~Q(reasons="")),
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
