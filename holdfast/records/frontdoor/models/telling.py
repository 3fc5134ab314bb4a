"""What anyone told us, as it arrived, before anybody says who it is about."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from holdfast.kernel.codes import words
from holdfast.records.frontdoor.codes import Answer, Channel, Danger, ReceiptStatus
from holdfast.wall.guarded import Guarded


class Envelope(Guarded):
    """What somebody told us, in their words, before anyone is matched. Nobody can change it."""

    form_key = models.UUIDField()
    """Made with the form: whatever is sent from one form belongs together."""
    reference = models.CharField(max_length=12)
    sent_at = models.DateTimeField()
    sent_by = models.UUIDField()
    by_public = models.BooleanField(default=False)
    """Told by somebody of the public: on their own form, or on the telephone to a call handler."""
    channel = models.CharField(max_length=20, choices=Channel.choices, blank=True)
    adds_to = models.UUIDField(null=True, blank=True)
    """The envelope to which the same sender adds this."""
    in_a_burst = models.BooleanField(default=False)
    """Sent while very many came from one network; it waits like any other."""
    teller_name = models.CharField(max_length=150, blank=True)
    teller_role = models.CharField(max_length=150, blank=True)
    teller_agency = models.CharField(max_length=150, blank=True)
    teller_telephone = models.CharField(max_length=60, blank=True)
    teller_needs = models.TextField(blank=True)
    may_ring = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    safe_contact = models.TextField(blank=True)
    may_leave_message = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    who_might_see = models.TextField(blank=True)
    asks_for_help = models.BooleanField(default=False)
    """A family asks for help for itself."""
    source = models.CharField(max_length=60, blank=True)
    danger = models.CharField(max_length=10, choices=Danger.choices)
    """As we take it: never less than was answered, and more where the words say so."""
    danger_answered = models.CharField(max_length=10, choices=Danger.choices, blank=True)
    danger_words = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    """Words of the list that stand in what was told."""
    about_worker = models.BooleanField(default=False)
    """Whether it is about somebody who works with children; who that is stands in a table of its own."""
    main_worry = models.CharField(max_length=4, blank=True)
    """The one main reason, under the DfE's code for a factor found at assessment."""
    further_worries = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    what_happened = models.TextField()
    child_said = models.TextField(blank=True)
    household = models.TextField(blank=True)
    parents_needs = models.TextField(blank=True)
    parents_know = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    parents_know_because = models.TextField(blank=True)
    parents_agree = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    parents_agree_because = models.TextField(blank=True)

    class Meta(Guarded.Meta):
        indexes = [
            models.Index(fields=["sent_by", "sent_at"], name="frontdoor_by_sender"),
            models.Index(fields=["recorded_at"], name="frontdoor_by_arrival"),
            models.Index(fields=["sent_at"], name="frontdoor_by_sending"),
            models.Index(fields=["reference"], name="frontdoor_by_reference"),
            models.Index(fields=["form_key"], name="frontdoor_by_form"),
        ]

    def __str__(self) -> str:
        return f"envelope {self.reference}"

    @property
    def maybe_danger(self) -> bool:
        """Whether a child may be in danger now; whoever is not sure is taken at the worst."""
        return self.danger != Danger.no

    @property
    def is_anonymous(self) -> bool:
        """Whether somebody of the public told us without a name."""
        return self.by_public and not self.teller_name.strip()

    @property
    def worries_said(self) -> str:
        """The main reason and the further ones, in the department's words."""
        codes = filter(None, (self.main_worry, *self.further_worries))
        return "; ".join(words("AssessmentFactors", code) for code in codes)

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
