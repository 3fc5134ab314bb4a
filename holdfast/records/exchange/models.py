"""What came in from outside: each census file, what it said of each child, and everything that was odd about it."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models

from holdfast.records.exchange.codes import ChildOutcome, FileState, FindingKind
from holdfast.records.people.models import Person
from holdfast.wall.guarded import Guarded
from holdfast.wall.models import User

QUIET = timedelta(minutes=1)
"""A batch takes seconds: a file that says nothing for so long is no longer being read."""


class CensusFile(models.Model):
    """A census file that was brought in: what it says of itself, how far it got, and its totals. It names no child."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    brought_at = models.DateTimeField()
    spooled_at = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=20, choices=FileState.choices, default=FileState.waiting)
    because = models.CharField(max_length=500, blank=True)
    authority = models.CharField(max_length=20, blank=True)
    year = models.PositiveIntegerField(null=True)
    reference_on = models.DateField(null=True)
    made_at = models.CharField(max_length=40, blank=True)
    header = models.JSONField(default=list)
    bytes_in = models.PositiveBigIntegerField(default=0)
    bytes_read = models.PositiveBigIntegerField(default=0)
    children_done = models.PositiveIntegerField(default=0)
    elements_in = models.PositiveIntegerField(default=0)
    elements_kept = models.PositiveIntegerField(default=0)
    elements_refused = models.PositiveIntegerField(default=0)
    rows = models.JSONField(default=dict)
    progressed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-brought_at"], name="exchange_by_day")]

    def __str__(self) -> str:
        return self.name

    def stands_still(self, *, now: datetime) -> bool:
        """Whether the file is here but nobody is reading it any more: the reading was cut off."""
        if not self.spooled_at or self.state not in (FileState.reading, FileState.stopped, FileState.waiting):
            return False
        return self.state == FileState.stopped or now - (self.progressed_at or self.brought_at) > QUIET

    @property
    def meaning(self) -> str:
        """What its state means to a reader, as the shell colours it."""
        meanings = {FileState.finished: "done", FileState.refused: "late", FileState.stopped: "soon"}
        return meanings.get(FileState(self.state), "running")

    @property
    def newness(self) -> tuple[int, str]:
        """Files sort by what they are about: the collection year, then the moment they were made."""
        return self.year or 0, self.made_at


class ChildInFile(Guarded):
    """That a file told of a child, and what that changed."""

    file = models.ForeignKey(CensusFile, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=ChildOutcome.choices)

    class Meta(Guarded.Meta):
        verbose_name_plural = "children in files"
        constraints = [models.UniqueConstraint(fields=["file", "child"], name="exchange_child_once_a_file")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.child_id}"


class Finding(Guarded):
    """Something to know about a line of a file: not kept, kept but odd, or different from our own record."""

    file = models.ForeignKey(CensusFile, on_delete=models.PROTECT, related_name="findings")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    child_number = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20, choices=FindingKind.choices)
    code = models.CharField(max_length=60)
    line = models.PositiveIntegerField()
    where = models.CharField(max_length=300, blank=True)
    sent = models.CharField(max_length=300, blank=True)
    because = models.CharField(max_length=500)

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["file", "kind", "line"], name="exchange_findings")]

    def __str__(self) -> str:
        return f"{self.code} at line {self.line}"


class Hold(Guarded):
    """A child whose number came with another birth date: nothing is taken in until a person has looked."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holds")
    file = models.ForeignKey(CensusFile, on_delete=models.PROTECT, related_name="+")
    our_birth_on = models.DateField()
    sent_birth_on = models.DateField()
    resolved_at = models.DateTimeField(null=True)
    settled_birth_on = models.DateField(null=True)
    resolution = models.CharField(max_length=300, blank=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["child", "sent_birth_on"], name="exchange_one_hold_a_birth_date"),
        ]

    def __str__(self) -> str:
        return f"hold on {self.child_id}"


class FactExtract(models.Model):
    """Facts that were copied out to a folder of the installation: what they tell of, for whom, and until when.

    Its id names the folder. The facts name nobody, and this row leads to no child.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    taken_at = models.DateTimeField()
    taken_by = models.UUIDField()
    role = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)
    as_of = models.DateField()
    until_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveBigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["taken_by", "-taken_at"], name="exchange_latest_extract")]

    def __str__(self) -> str:
        return f"facts as at {self.as_of}, {self.role}"
