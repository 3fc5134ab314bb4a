"""What else was told with a worry: adults, injuries, somebody who works with children, files; what we asked."""

from django.db import models

from holdfast.records.frontdoor.codes import Answer, FollowUpKind
from holdfast.records.frontdoor.models.telling import Envelope, NamedChild
from holdfast.records.sightings.codes import ExplainedBy, InjuryKind
from holdfast.wall.guarded import Guarded
from holdfast.web import words
from holdfast.web.body import PARTS


class NamedAdult(Guarded):
    """An adult at home or in the children's lives, as somebody named or described them."""

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="adults")
    place = models.PositiveSmallIntegerField()
    sent_by = models.UUIDField()
    name = models.CharField(max_length=150, blank=True)
    who_to_child = models.CharField(max_length=150, blank=True)
    birth_on = models.DateField(null=True, blank=True)
    age_words = models.CharField(max_length=100, blank=True)
    lives_there = models.CharField(max_length=10, choices=Answer.choices, blank=True)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["envelope", "place"], name="frontdoor_adult_place")]

    def __str__(self) -> str:
        return f"adult {self.place} of envelope {self.envelope_id}"


class NamedInjury(Guarded):
    """An injury as somebody told of it; it becomes a sighting's when the contact is recorded."""

    named = models.ForeignKey(NamedChild, on_delete=models.PROTECT, related_name="injuries")
    place = models.PositiveSmallIntegerField()
    sent_by = models.UUIDField()
    site = models.CharField(max_length=40, blank=True)
    """Where on the body, under the codes of the body map."""
    kind = models.CharField(max_length=20, choices=InjuryKind.choices, blank=True)
    looks = models.TextField(blank=True)
    """What it looks like, in the teller's words."""
    seen_on = models.DateField(null=True, blank=True)
    seen_by = models.CharField(max_length=150, blank=True)
    explanation = models.TextField(blank=True)
    explained_by = models.CharField(max_length=20, choices=ExplainedBy.choices, blank=True)

    class Meta(Guarded.Meta):
        verbose_name_plural = "named injuries"
        constraints = [models.UniqueConstraint(fields=["named", "place"], name="frontdoor_injury_place")]

    def __str__(self) -> str:
        return f"injury {self.place} of named child {self.named_id}"

    @property
    def said(self) -> str:
        """What and where, for a reader: "Bruise, left cheek"."""
        where = PARTS[self.site].words if self.site in PARTS else ""
        return ", ".join(filter(None, (self.get_kind_display(), where, self.looks))) or "An injury"

    @property
    def whole(self) -> str:
        """The injury, who saw it and how it was explained, as one text for the front door."""
        seen = f"Seen by {self.seen_by}." if self.seen_by else ""
        if self.seen_on:
            seen = f"Seen {words.day(self.seen_on)}{f' by {self.seen_by}' if self.seen_by else ''}."
        by = f"{self.get_explained_by_display()} said: " if self.explained_by and self.explanation else ""
        return " ".join(filter(None, (f"{self.said}.", seen, f"{by}{self.explanation}")))


class AllegedWorker(Guarded):
    """Somebody who works or volunteers with children, about whom the worry is.

    The front door and the designated officer (LADO) read it and nobody else: not even whoever told us, whose inbox
    or screen the accused may share.
    """

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="alleged")
    place = models.PositiveSmallIntegerField()
    sent_by = models.UUIDField()
    name = models.CharField(max_length=150, blank=True)
    employer = models.CharField(max_length=150, blank=True)
    roles = models.TextField(blank=True)
    """Every place where they work or help with children, in the teller's words."""
    works_with_children = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    told_by_relation = models.CharField(max_length=150, blank=True)
    """How whoever told us knows them: a colleague, their manager, a parent."""

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["envelope", "place"], name="frontdoor_alleged_place")]

    def __str__(self) -> str:
        return f"worker {self.place} of envelope {self.envelope_id}"


class Attachment(Guarded):
    """A file that came with what was told, looked into and kept behind the wall; nobody can change it."""

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="attachments")
    place = models.PositiveSmallIntegerField()
    sent_by = models.UUIDField()
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=10, blank=True)
    """What its content is, whatever it was called: pdf, jpeg, png, docx, text; empty where it was refused."""
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    taken_words = models.CharField(max_length=60, blank=True)
    """When a picture says that it was taken; where is removed before it is kept."""
    refused_because = models.CharField(max_length=300, blank=True)
    """Why it was not taken; then it has no content, and the front door knows to ask for it in another way."""
    content = models.BinaryField()

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["envelope", "place"], name="frontdoor_attachment_place")]

    def __str__(self) -> str:
        return f"file {self.place} of envelope {self.envelope_id}"


class FollowUp(Guarded):
    """Something that the front door did to find out more of what was told, and what came of it."""

    named = models.ForeignKey(NamedChild, on_delete=models.PROTECT, related_name="follow_ups")
    kind = models.CharField(max_length=20, choices=FollowUpKind.choices)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    asked = models.CharField(max_length=150, blank=True)
    """Whom: a school, an agency, the family."""
    result = models.TextField()

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["named"], name="frontdoor_follow_up_by_child")]

    def __str__(self) -> str:
        return f"{self.kind} about {self.named_id}"
