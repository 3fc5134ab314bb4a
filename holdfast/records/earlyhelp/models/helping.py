"""One family's early help from the asking to the end: what was tried, what was agreed, and how far it is."""

from datetime import date

from django.db import models
from django.db.models import Q

from holdfast.records.earlyhelp.codes import Diverted, Flag, HelpOutcome, HelpSource, HelpStage, Reached, Risk
from holdfast.records.frontdoor.models import Contact, Referral
from holdfast.records.people.models import Person
from holdfast.wall.guarded import Guarded
from holdfast.wall.models import User


class Help(Guarded):
    """Early help for a family, under the child for whom it was asked first. Its stage follows from its days."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    source = models.CharField(max_length=20, choices=HelpSource.choices)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    referred_on = models.DateField()
    wanted = models.TextField(blank=True)
    worked_on = models.TextField(blank=True)
    """What children's social care worked on, where it stepped down."""
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    start_due_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    offered_on = models.DateField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    refused_on = models.DateField(null=True, blank=True)
    refusal_words = models.TextField(blank=True)
    risk_if_refused = models.CharField(max_length=10, choices=Risk.choices, blank=True)
    risk_words = models.TextField(blank=True)
    assessed_on = models.DateField(null=True, blank=True)
    planned_on = models.DateField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    review_due_on = models.DateField(null=True, blank=True)
    stepped_up_on = models.DateField(null=True, blank=True)
    stepped_up_reference = models.CharField(max_length=12, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=HelpOutcome.choices, blank=True)
    ending_words = models.TextField(blank=True)
    check_due_on = models.DateField(null=True, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    check_words = models.TextField(blank=True)

    class Meta(Guarded.Meta):
        verbose_name = "early help"
        verbose_name_plural = "early help"
        constraints = [
            models.UniqueConstraint(fields=["child", "key"], name="earlyhelp_help_key"),
            models.UniqueConstraint(fields=["contact"], name="earlyhelp_one_of_contact"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, outcome="") | (Q(ended_on__isnull=False) & ~Q(outcome="")),
                name="earlyhelp_ends_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(agreed_on__isnull=True) | Q(refused_on__isnull=True), name="earlyhelp_agreed_or_refused"
            ),
        ]
        indexes = [models.Index(fields=["referred_on"], name="earlyhelp_open", condition=Q(ended_on__isnull=True))]

    def __str__(self) -> str:
        return f"early help {self.key} of {self.child_id}"

    @property
    def stage(self) -> HelpStage:
        """How far the family is. There is always an answer, so that nobody waits outside every list."""
        for name, stage in _LATEST_FIRST:
            if getattr(self, name):
                return stage
        return HelpStage.referred

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.ended_on is None

    def age(self, *, as_of: date) -> int:
        """Days since it was asked for, until help began or it ended."""
        until = min((day for day in (self.started_on, self.ended_on) if day), default=as_of)
        return (until - self.referred_on).days


_LATEST_FIRST = (
    ("ended_on", HelpStage.ended),
    ("stepped_up_on", HelpStage.stepped_up),
    ("refused_on", HelpStage.refused),
    ("planned_on", HelpStage.helped),
    ("assessed_on", HelpStage.assessed),
    ("agreed_on", HelpStage.agreed),
    ("offered_on", HelpStage.offered),
)


class OfHelp(Guarded):
    """A record under a family's early help."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    help = models.ForeignKey(Help, on_delete=models.PROTECT, related_name="%(class)ss")

    class Meta(Guarded.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} of {self.help_id}"


class Asking(OfHelp):
    """Who in the family asked or is to be asked, and how to reach them safely."""

    asked_by = models.CharField(max_length=150, blank=True)
    how_to_reach = models.TextField(blank=True)

    class Meta(OfHelp.Meta):
        constraints = [models.UniqueConstraint(fields=["help"], name="earlyhelp_asking_once")]


class HelpedChild(OfHelp):
    """A child of the family, with their own words; the one for whom help was asked first is one of them."""

    words = models.TextField(blank=True)
    words_on = models.DateField(null=True, blank=True)

    class Meta(OfHelp.Meta):
        verbose_name_plural = "helped children"
        constraints = [models.UniqueConstraint(fields=["help", "child"], name="earlyhelp_child_once")]


class Attempt(OfHelp):
    """Somebody tried to speak with the family; not reached is a fact too, and the clock runs on."""

    tried_on = models.DateField()
    how = models.CharField(max_length=20, choices=Reached.choices)
    reached = models.BooleanField()
    words = models.TextField(blank=True)


class Agreement(OfHelp):
    """Who in the family agreed, to what, and until when."""

    given_by = models.CharField(max_length=150)
    agreed_on = models.DateField()
    to_what = models.TextField()
    not_to_what = models.TextField(blank=True)
    """Whom not to speak with, what not to share."""
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)


class Diversion(OfHelp):
    """A sign of harm outside the home was seen: something is to be offered, and the answer is kept."""

    flag = models.CharField(max_length=20, choices=Flag.choices)
    noted_on = models.DateField()
    due_on = models.DateField()
    offered = models.TextField(blank=True)
    answer = models.CharField(max_length=20, choices=Diverted.choices, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True)
