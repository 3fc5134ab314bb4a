"""What follows a referral: an episode of need and everything it carries, until the child is safe."""

from django.db import models
from django.db.models import Q

from holdfast.records.casework.codes import ConferenceKind
from holdfast.records.frontdoor.models import Referral
from holdfast.records.people.models import Person
from holdfast.wall.guarded import Guarded


class OfChild(Guarded):
    """A record under a child, with a key of its own there: the same event told twice has the same key."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120)

    class Meta(Guarded.Meta):
        abstract = True
        constraints = [models.UniqueConstraint(fields=["child", "key"], name="%(app_label)s_%(class)s_key")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.key} of {self.child_id}"


class Episode(OfChild):
    """An episode of need: from the referral to the closure, and what it carries."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="episode")
    primary_need = models.CharField(max_length=60, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closure_reason = models.CharField(max_length=60, blank=True)
    closing_words = models.TextField(blank=True)

    class Meta(OfChild.Meta):
        indexes = [
            models.Index(fields=["child"], name="casework_open_episode", condition=Q(closed_on__isnull=True)),
        ]


class OfEpisode(OfChild):
    """A record under an episode of need."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="%(class)ss")

    class Meta(OfChild.Meta):
        abstract = True


class Assessment(OfEpisode):
    """A child and family assessment."""

    started_on = models.DateField(null=True, blank=True)
    review_point_on = models.DateField(null=True, blank=True)
    authorised_on = models.DateField(null=True, blank=True)
    childs_words = models.TextField(blank=True)
    what_we_know = models.TextField(blank=True)
    what_we_think = models.TextField(blank=True)


class AssessmentFactor(Guarded):
    """A factor found at the end of an assessment."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="factors")
    code = models.CharField(max_length=60)
    withdrawn_at = models.DateTimeField("taken out", null=True, blank=True)
    """Since when it stands no more, where it was told by mistake; who took it out, and why, is with its version."""

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "code"], condition=Q(withdrawn_at__isnull=True), name="casework_factor_once"
            )
        ]

    def __str__(self) -> str:
        return f"factor {self.code}"


class StrategyDiscussion(OfEpisode):
    """A strategy discussion (strategy meeting): who took part, what each said, what was decided."""

    held_on = models.DateField()
    took_part = models.TextField(blank=True)
    discussion = models.TextField(blank=True)
    decision = models.TextField(blank=True)


class Section47(OfEpisode):
    """A section 47 enquiry."""

    started_on = models.DateField(null=True, blank=True)
    conference_target_on = models.DateField(null=True, blank=True)
    conference_not_required = models.BooleanField(null=True)
    outcome = models.TextField(blank=True)

    class Meta(OfEpisode.Meta):
        verbose_name = "section 47 enquiry"
        verbose_name_plural = "section 47 enquiries"


class Conference(OfEpisode):
    """An initial or transfer-in child protection conference."""

    kind = models.CharField(max_length=20, choices=ConferenceKind.choices)
    section47 = models.ForeignKey(
        Section47, on_delete=models.PROTECT, null=True, blank=True, related_name="conferences"
    )
    held_on = models.DateField()
    decision = models.TextField(blank=True)


class ProtectionPlan(OfEpisode):
    """A child protection plan, with its category of abuse."""

    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    initial_category = models.CharField(max_length=60, blank=True)
    latest_category = models.CharField(max_length=60, blank=True)
    previous_plans = models.IntegerField(null=True, blank=True)
    worries = models.TextField(blank=True)
    ending_words = models.TextField(blank=True)

    class Meta(OfEpisode.Meta):
        indexes = [models.Index(fields=["child"], name="casework_open_plan", condition=Q(ended_on__isnull=True))]


class OfPlan(OfChild):
    """A record under a child protection plan."""

    plan = models.ForeignKey(ProtectionPlan, on_delete=models.PROTECT, related_name="%(class)ss")
    held_on = models.DateField()
    decision = models.TextField(blank=True)

    class Meta(OfChild.Meta):
        abstract = True


class PlanReview(OfPlan):
    """A review conference on a child protection plan."""


class CoreGroup(OfPlan):
    """A core group meeting on a child protection plan."""


class Visit(OfChild):
    """A visit to the child: whether they were seen, seen alone, and what they said."""

    plan = models.ForeignKey(ProtectionPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="visits")
    visited_on = models.DateField()
    child_seen = models.BooleanField(null=True)
    seen_alone = models.BooleanField(null=True)
    not_seen_because = models.CharField(max_length=300, blank=True)
    childs_words = models.TextField(blank=True)
    what_happened = models.TextField(blank=True)

    class Meta(OfChild.Meta):
        indexes = [models.Index(fields=["child", "visited_on"], name="casework_visit_by_day")]


class NeedPlan(OfEpisode):
    """A child in need plan."""

    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    aims = models.TextField(blank=True)


class PreProceedings(OfEpisode):
    """Work before going to court, with family group decision making; the census asks for it from 2026-27."""

    started_on = models.DateField(null=True, blank=True)
    letter_sent_on = models.DateField(null=True, blank=True)
    family_meeting_offered = models.BooleanField(null=True)
    family_meeting_held = models.BooleanField(null=True)
    first_meeting_on = models.DateField(null=True, blank=True)
    review_meetings = models.IntegerField(null=True, blank=True)
    stepped_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=60, blank=True)
    court_applied_on = models.DateField(null=True, blank=True)
    court_letter_on = models.DateField(null=True, blank=True)

    class Meta(OfEpisode.Meta):
        verbose_name = "pre-proceedings"
        verbose_name_plural = "pre-proceedings"
