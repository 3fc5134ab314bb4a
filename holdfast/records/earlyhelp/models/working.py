"""What is done with the family: assessment, plan, the team around the family, its meetings, and reviews."""

from django.db import models
from django.db.models import Q

from holdfast.records.earlyhelp.codes import Result
from holdfast.records.earlyhelp.models.directory import Service
from holdfast.records.earlyhelp.models.helping import OfHelp
from holdfast.wall.models import User


class Assessment(OfHelp):
    """An early help assessment of the whole family; each child's own words stand with the child."""

    completed_on = models.DateField()
    family_words = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    worries = models.TextField(blank=True)
    what_we_know = models.TextField(blank=True)
    what_we_do_not_know = models.TextField(blank=True)


class Member(OfHelp):
    """Somebody in the team around the family; one at a time is the lead professional."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=150)
    agency = models.CharField(max_length=150, blank=True)
    telephone = models.CharField(max_length=60, blank=True)
    is_lead = models.BooleanField(default=False)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta(OfHelp.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["help"], condition=Q(is_lead=True, until_on__isnull=True), name="earlyhelp_one_lead"
            ),
        ]
        indexes = [models.Index(fields=["user"], name="earlyhelp_by_member", condition=Q(until_on__isnull=True))]


class Outcome(OfHelp):
    """What should be different for the family: how it is measured, from what, to what, by when, by whom."""

    wanted = models.TextField()
    measure = models.TextField(blank=True)
    baseline = models.CharField(max_length=200, blank=True)
    target = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    who = models.CharField(max_length=150)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reading = models.CharField(max_length=200, blank=True)
    read_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=10, choices=Result.choices, default=Result.going)


class Meeting(OfHelp):
    """A meeting of the team around the family."""

    held_on = models.DateField()
    discussion = models.TextField(blank=True)
    next_on = models.DateField(null=True, blank=True)


class Attendance(OfHelp):
    """Whether a member came to a meeting, and what they sent if not."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="attendances")
    came = models.BooleanField()

    class Meta(OfHelp.Meta):
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="earlyhelp_came_once")]


class Task(OfHelp):
    """Something that somebody does by a day."""

    what = models.TextField()
    who = models.CharField(max_length=150)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_words = models.TextField(blank=True)


class Review(OfHelp):
    """A look at the whole plan: is life better for each child?"""

    held_on = models.DateField()
    words = models.TextField()
    family_words = models.TextField(blank=True)
    next_on = models.DateField(null=True, blank=True)
