"""What the agencies were asked about a child, on which basis, and what each said or did not say."""

from django.db import models
from django.db.models import F, Q

from holdfast.records.agencies.models import Agency
from holdfast.records.frontdoor.models import Contact, Referral
from holdfast.records.mash.codes import (
    Basis,
    ChaseHow,
    ConsentFor,
    ConsentStatus,
    EnquiryKind,
    Mark,
    ParentsTold,
    Rating,
    ReplyKind,
    Source,
    Via,
)
from holdfast.records.people.models import Person
from holdfast.wall.guarded import Guarded


class OfChild(Guarded):
    """A record under the child whom an enquiry is about."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta(Guarded.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.id}"


class Enquiry(OfChild):
    """What the agencies know is asked for and put together, within hours that belong to its colour."""

    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=EnquiryKind.choices, default=EnquiryKind.front_door)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, null=True, related_name="enquiries")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="enquiries")
    section47_id = models.UUIDField(null=True)
    """The enquiry under section 47 that these checks serve; casework comes later, and is known by its key alone."""
    rating = models.CharField(max_length=10, choices=Rating.choices)
    rating_because = models.TextField(blank=True)
    rated_at = models.DateTimeField()
    rated_by = models.UUIDField()
    worries = models.CharField(max_length=300, blank=True)
    basis = models.CharField(max_length=20, choices=Basis.choices)
    necessity = models.TextField()
    parents_told = models.CharField(max_length=10, choices=ParentsTold.choices)
    parents_because = models.TextField(blank=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    completed_by = models.UUIDField(null=True)
    completed_words = models.TextField(blank=True)

    class Meta(OfChild.Meta):
        verbose_name_plural = "enquiries"
        constraints = [
            models.UniqueConstraint(fields=["child", "key"], name="mash_enquiry_key"),
            models.UniqueConstraint(
                fields=["section47_id"], condition=Q(section47_id__isnull=False), name="mash_one_of_section47"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="mash_open_enquiry", condition=Q(completed_at__isnull=True)),
        ]


class Request(OfChild):
    """One question to one agency: what, about whom, on which basis, by when; or why it was not asked."""

    key = models.CharField(max_length=160)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="requests")
    source = models.CharField(max_length=30, choices=Source.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    agency_name = models.CharField(max_length=150, blank=True)
    to_whom = models.CharField(max_length=200, blank=True)
    """A holiday contact, or whom a link was sent to, where it is not simply the agency's inbox."""
    question = models.TextField(blank=True)
    basis = models.CharField(max_length=20, choices=Basis.choices)
    necessity = models.TextField()
    parents_told = models.CharField(max_length=10, choices=ParentsTold.choices)
    parents_because = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.UUIDField(null=True)
    due_at = models.DateTimeField(null=True)
    closed_until = models.DateField(null=True)
    """The agency is closed, and has nobody to ask, until that day."""
    left_out_because = models.TextField(blank=True)
    waived_because = models.TextField(blank=True)
    waived_at = models.DateTimeField(null=True)
    waived_by = models.UUIDField(null=True)
    mark = models.CharField(max_length=12, choices=Mark.choices, blank=True)
    mark_because = models.TextField(blank=True)

    class Meta(OfChild.Meta):
        constraints = [
            models.UniqueConstraint(fields=["child", "key"], name="mash_request_key"),
            models.CheckConstraint(
                condition=Q(waived_at__isnull=True) | (~Q(waived_because="") & Q(waived_by__isnull=False)),
                name="mash_waiver_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=True) | (~Q(question="") & Q(due_at__isnull=False)),
                name="mash_asked_is_a_question",
            ),
        ]
        indexes = [models.Index(fields=["agency", "due_at"], name="mash_asked_of_agency")]


class AskedAbout(OfChild):
    """Somebody whom a question is about, as the agency was told: a name, a birth date, and no more than it needs."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="about")
    place = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    is_adult = models.BooleanField(default=False)
    called = models.CharField(max_length=300)
    birth_on = models.DateField(null=True)
    what = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=300, blank=True)

    class Meta(OfChild.Meta):
        constraints = [models.UniqueConstraint(fields=["request", "place"], name="mash_about_place")]


class Reply(OfChild):
    """What an agency answered. Nobody changes it: whoever must correct it answers again, and the last one holds."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="replies")
    kind = models.CharField(max_length=20, choices=ReplyKind.choices)
    words = models.TextField()
    """What is known; or, in the agency's own words, what was found when nothing is known; or why they cannot say."""
    searched_where = models.CharField(max_length=300, blank=True)
    searched_by = models.CharField(max_length=150, blank=True)
    searched_on = models.DateField(null=True)
    knows_family = models.CharField(max_length=200, blank=True)
    knows_telephone = models.CharField(max_length=60, blank=True)
    has_sensitive = models.BooleanField(default=False)
    hidden_online = models.BooleanField(default=False)
    via = models.CharField(max_length=20, choices=Via.choices)
    said_by = models.CharField(max_length=150, blank=True)
    replied_at = models.DateTimeField()
    replied_by = models.UUIDField()
    answers_so_far = models.PositiveSmallIntegerField()
    """How many answers the writer had seen: two people who answer at once do not overwrite one another."""

    class Meta(OfChild.Meta):
        verbose_name_plural = "replies"
        constraints = [
            models.UniqueConstraint(fields=["request", "answers_so_far"], name="mash_reply_follows_one"),
            models.CheckConstraint(condition=~Q(words=""), name="mash_reply_says_something"),
            models.CheckConstraint(
                condition=~Q(kind="nothing_known")
                | (~Q(searched_where="") & ~Q(searched_by="") & Q(searched_on__isnull=False)),
                name="mash_no_trace_names_searcher",
            ),
            models.CheckConstraint(condition=~Q(via="telephone") | ~Q(said_by=""), name="mash_telephone_names_speaker"),
        ]


class SensitivePart(OfChild):
    """What only whoever decides may read: police intelligence, a detail of somebody's health."""

    reply = models.OneToOneField(Reply, on_delete=models.PROTECT, related_name="sensitive")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()


class Chase(OfChild):
    """Somebody reminded an agency: when, how, whom, and what was said."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="chases")
    chased_at = models.DateTimeField()
    chased_by = models.UUIDField()
    how = models.CharField(max_length=20, choices=ChaseHow.choices)
    whom = models.CharField(max_length=200)
    said = models.TextField(blank=True)


class Look(OfChild):
    """Somebody who decides looked at an answer that came after the decision."""

    reply = models.OneToOneField(Reply, on_delete=models.PROTECT, related_name="look")
    looked_at = models.DateTimeField()
    looked_by = models.UUIDField()
    changes_decision = models.BooleanField()
    words = models.TextField()


class Disclosure(OfChild):
    """Something about the child was told to somebody: what, to whom, about whom, why, on which basis, when."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, null=True, related_name="disclosures")
    request = models.OneToOneField(Request, on_delete=models.PROTECT, null=True, related_name="disclosure")
    told_to = models.CharField(max_length=300)
    about = models.TextField()
    what = models.TextField()
    why = models.TextField()
    basis = models.CharField(max_length=20, choices=Basis.choices)
    parents_told = models.CharField(max_length=10, choices=ParentsTold.choices)
    disclosed_at = models.DateTimeField()
    disclosed_by = models.UUIDField()

    class Meta(OfChild.Meta):
        indexes = [models.Index(fields=["child", "disclosed_at"], name="mash_disclosed_by_child")]


class Consent(OfChild):
    """What a parent or the young person said when asked to agree; the last one about a matter holds."""

    matter = models.CharField(max_length=20, choices=ConsentFor.choices)
    status = models.CharField(max_length=20, choices=ConsentStatus.choices)
    of_whom = models.CharField(max_length=200, blank=True)
    said_on = models.DateField()
    because = models.TextField(blank=True)
    refusal_risk = models.TextField(blank=True)
    """Whether refusing raises the risk to the child, and why."""
    needs_support = models.BooleanField(default=False)
    adult_service = models.TextField(blank=True)
    """With which adult service it was talked over, and what came of it; or why not."""
    recorded_moment = models.DateTimeField()
    asked_by = models.UUIDField()

    class Meta(OfChild.Meta):
        indexes = [models.Index(fields=["child", "matter", "recorded_moment"], name="mash_consent_by_child")]


class Link(OfChild):
    """A way in for one answer without an account: a code opens it once, in one browser, until used or out of time."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="links")
    code_hash = models.CharField(max_length=64, unique=True)
    sent_to = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    opened_hash = models.CharField(max_length=64, blank=True)
    used_at = models.DateTimeField(null=True)


class Closure(models.Model):
    """An agency is closed, as a school in August; its holiday contact answers meanwhile where there is one."""

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="closures")
    from_on = models.DateField()
    until_on = models.DateField()
    words = models.CharField(max_length=150, blank=True)
    contact_name = models.CharField(max_length=150, blank=True)
    contact_telephone = models.CharField(max_length=60, blank=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="mash_closure_ends_later"),
        ]

    def __str__(self) -> str:
        return f"closure of {self.agency_id} from {self.from_on}"
