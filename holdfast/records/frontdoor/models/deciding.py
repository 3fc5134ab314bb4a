"""What stands round a decision: what was read before it, what somebody prepared, and what a second person thought."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from holdfast.records.frontdoor.codes import Power, ReferralDecision, TransferStepKind
from holdfast.records.frontdoor.models.standing import Referral
from holdfast.records.frontdoor.models.telling import NamedChild
from holdfast.records.people.models import Person
from holdfast.wall.guarded import Guarded


class PastRead(Guarded):
    """Something that came before, read by somebody who was to decide, with what it means for the child now."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    subject_id = models.UUIDField()
    """What was to be decided: a referral, or an assessment that was to be approved."""
    item = models.CharField(max_length=120)
    note = models.TextField()
    read_at = models.DateTimeField()
    read_by = models.UUIDField()

    class Meta(Guarded.Meta):
        verbose_name = "history read"
        verbose_name_plural = "histories read"
        constraints = [models.UniqueConstraint(fields=["subject_id", "item"], name="frontdoor_past_read_once")]
        indexes = [models.Index(fields=["child"], name="frontdoor_past_by_child")]

    def __str__(self) -> str:
        return f"{self.item} read for {self.subject_id}"


class Proposal(Guarded):
    """What a worker would decide; it decides nothing until a manager does."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="proposals")
    decision = models.CharField(max_length=30, choices=ReferralDecision.choices)
    threshold_level = models.PositiveSmallIntegerField(null=True, blank=True)
    indicators = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    main_reason = models.CharField(max_length=4, blank=True)
    factors = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    reasons = models.TextField(blank=True)
    prepared_at = models.DateTimeField()
    prepared_by = models.UUIDField()
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.UUIDField(null=True, blank=True)
    comment = models.TextField(blank=True)
    """Why the manager gave it back, and what is still wanted."""
    settled_at = models.DateTimeField(null=True, blank=True)
    """When a manager decided with it in sight."""

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["referral", "prepared_at"], name="frontdoor_proposal_by_day")]

    def __str__(self) -> str:
        return f"proposal for {self.referral_id}"


class TransferStep(Guarded):
    """Handing a child over to another authority: each telephone call, what was sent, and who took the child on."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="transfer_steps")
    kind = models.CharField(max_length=20, choices=TransferStepKind.choices)
    done_at = models.DateTimeField()
    done_by = models.UUIDField()
    with_whom = models.CharField(max_length=150)
    words = models.TextField(blank=True)

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["referral", "done_at"], name="frontdoor_transfer_by_day")]

    def __str__(self) -> str:
        return f"{self.kind} about {self.referral_id}"


class Rating(Guarded):
    """A second manager's view of the level of need, given without seeing the first."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="ratings")
    edition = models.CharField(max_length=60, blank=True)
    indicators = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    level = models.PositiveSmallIntegerField()
    first_level = models.PositiveSmallIntegerField()
    """The level that stood when this one was given: what is compared."""
    reasons = models.TextField()
    rated_at = models.DateTimeField()
    rated_by = models.UUIDField()

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["referral"], name="frontdoor_rated_once")]
        indexes = [models.Index(fields=["rated_at"], name="frontdoor_rating_by_day")]

    def __str__(self) -> str:
        return f"second rating of {self.referral_id}"


class PanelLook(Guarded):
    """The weekly panel looked at a child who was told of again and again, and said what it thinks."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    took_part = models.TextField()
    decision = models.TextField()
    recorded_for_panel_at = models.DateTimeField()
    chaired_by = models.UUIDField()

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["child", "recorded_for_panel_at"], name="frontdoor_panel_by_child")]

    def __str__(self) -> str:
        return f"panel on {self.held_on}"


class PowerUsed(Guarded):
    """A power used to protect a child at once: which, why that one, and what else was thought of."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="powers")
    power = models.CharField(max_length=30, choices=Power.choices)
    used_at = models.DateTimeField()
    reason = models.TextField(blank=True)
    alternatives = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    decided_by = models.UUIDField()

    class Meta(Guarded.Meta):
        verbose_name = "power used"
        verbose_name_plural = "powers used"
        indexes = [models.Index(fields=["child"], name="frontdoor_power_by_child")]

    def __str__(self) -> str:
        return f"{self.power} of {self.child_id}"

    @property
    def gaps(self) -> list[str]:
        """What is still to write down; it held nothing up."""
        lacking = {
            "why this power": self.reason,
            "what else was considered": self.alternatives,
            "what came of it": self.outcome,
        }
        return [what for what, given in lacking.items() if not given.strip()]


class AnswerSeen(Guarded):
    """The sender opened the answer: when, so that nobody need guess whether the feedback arrived."""

    named = models.ForeignKey(NamedChild, on_delete=models.PROTECT, related_name="answers_seen")
    sent_by = models.UUIDField()
    answered_at = models.DateTimeField()
    """Which answer: the one given at that moment."""
    seen_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        verbose_name_plural = "answers seen"
        constraints = [models.UniqueConstraint(fields=["named", "answered_at"], name="frontdoor_answer_seen_once")]

    def __str__(self) -> str:
        return f"answer to {self.named_id} seen"
