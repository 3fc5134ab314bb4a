"""What the census rules found: each check as counts, each finding on a child's record, and each explanation."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from holdfast.facts.cohorts import CollectionYear
from holdfast.records.agencies.models import Team
from holdfast.records.census.codes import RunKind, Severity
from holdfast.records.people.models import Person
from holdfast.returns.cin.rules import RULES
from holdfast.wall.guarded import Guarded
from holdfast.wall.models import User


class CensusRun(models.Model):
    """One check of all records of a night, or of one file: counts alone. It leads to no child."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=RunKind.choices, default=RunKind.nightly)
    authority = models.CharField(max_length=100, blank=True)
    """Whose children: of the records, every authority that has children here."""
    year = models.PositiveIntegerField()
    """The year that the census year ends in: 2026 for 2025-26."""
    as_at = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    asked_by = models.UUIDField()
    """Who had it done: the software overnight, or whoever kept the file."""
    file_name = models.CharField(max_length=200, blank=True)
    children = models.PositiveIntegerField(default=0)
    children_found = models.PositiveIntegerField(default=0)
    not_ours = models.PositiveIntegerField(default=0)
    """Children of a file who have no record here: of them only the counts are kept."""
    errors = models.PositiveIntegerField(default=0)
    queries = models.PositiveIntegerField(default=0)
    """Queries that nobody has explained."""
    explained = models.PositiveIntegerField(default=0)
    carried = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    fixed = models.PositiveIntegerField(default=0)
    oldest_at = models.DateTimeField(null=True, blank=True)
    """Since when the oldest finding stands that is still to mend or explain."""
    results = models.JSONField(default=list)
    """Of every rule: code, status, severity, count, waived, reason, and said (of a rule about the whole file)."""
    teams = models.JSONField(default=list)
    """Of every team: team (key), name, errors, queries, children."""
    whole = models.JSONField(default=list)
    """Of all that was found about the whole of an authority's census: authority, rule, severity, said, since (when it
    was first found), explained (the year of the census for which it was explained, if it was)."""

    class Meta:
        indexes = [models.Index(fields=["year", "-started_at"], name="census_runs_by_night")]

    def __str__(self) -> str:
        return f"{self.kind} {self.collection} at {self.started_at}"

    @property
    def collection(self) -> str:
        """The collection as people call it: 2025-26."""
        return CollectionYear.ending(self.year).label


class ByRule:
    """What is said of the rule and the census that something is about."""

    rule: str
    year: int

    @property
    def collection(self) -> str:
        """The collection as people call it: 2025-26."""
        return CollectionYear.ending(self.year).label

    @property
    def title(self) -> str:
        """What the rule asks; empty where no rule of that code is asked any more."""
        return RULES[self.rule].title if self.rule in RULES else ""

    @property
    def why(self) -> str:
        """Why it matters."""
        return RULES[self.rule].why if self.rule in RULES else ""

    @property
    def mend(self) -> str:
        """What to do."""
        return RULES[self.rule].mend if self.rule in RULES else ""


class Explainable(ByRule):
    """Something found, which may be explained for this census, or have been for an earlier one."""

    explanation: "Explained | None"

    @property
    def is_explained(self) -> bool:
        """Whether it is explained for this very census."""
        return self.explanation is not None and self.explanation.year == self.year

    @property
    def is_carried(self) -> bool:
        """Whether it was explained for an earlier census, and waits to be confirmed for this one."""
        return self.explanation is not None and self.explanation.year != self.year


class Explained(ByRule, models.Model):
    """Why a query is right as it stands, in words for the department. An error has none: it is mended."""

    rule = models.CharField(max_length=10)
    year = models.PositiveIntegerField()
    """The census for which it was given."""
    message = models.TextField()
    """What the query said when it was explained."""
    words = models.TextField()
    explained_at = models.DateTimeField()
    explained_by = models.UUIDField()
    carried_from = models.PositiveIntegerField(null=True, blank=True)
    """The earlier census whose explanation was confirmed for this one."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.UUIDField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        abstract = True


def _in_words(name: str) -> list[models.BaseConstraint]:
    """What the database asks of an explanation, whatever the code does."""
    reason = Q(withdrawn_at__isnull=True) | ~Q(withdrawn_because="")
    return [
        models.CheckConstraint(condition=Q(rule__endswith="Q"), name=f"{name}_no_error_is_explained"),
        models.CheckConstraint(condition=~Q(words=""), name=f"{name}_explained_in_words"),
        models.CheckConstraint(condition=reason, name=f"{name}_withdrawn_with_reason"),
    ]


class Explanation(Explained, Guarded):
    """Why a query about a child is right as it stands; it is kept with the child."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    table = models.CharField(max_length=40)
    key = models.CharField(max_length=160, blank=True)
    element = models.CharField(max_length=60)
    value = models.CharField(max_length=300, blank=True)
    """What stood there when it was explained: another value is another query."""

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["child", "rule", "year", "table", "key", "element"],
                condition=Q(withdrawn_at__isnull=True),
                name="census_one_explanation_stands",
            ),
            *_in_words("census"),
        ]

    def __str__(self) -> str:
        return f"explanation of {self.rule} on {self.child_id}"

    def explains(self, finding: "CensusFinding") -> bool:
        """Whether that finding is the query that it explains, in the same census or a later one, and unchanged."""
        about = ("child_id", "rule", "table", "key", "element", "value")
        return (
            finding.severity == Severity.query
            and self.withdrawn_at is None
            and self.year <= finding.year
            and all(getattr(self, name) == getattr(finding, name) for name in about)
        )


class WholeExplanation(Explained):
    """Why a query about the whole of an authority's census is right as it stands. It leads to no child.

    A row is never changed: other words for it, or that it was taken back, are a row after it with the next version.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    authority = models.CharField(max_length=100)
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "rule", "year", "version"], name="census_whole_said_one_after_another"
            ),
            *_in_words("census_whole"),
        ]

    def __str__(self) -> str:
        return f"explanation of {self.rule} for {self.authority}, {self.collection}"


class CensusFinding(Explainable, Guarded):
    """Something that a rule found on a child: it stands until a night finds it gone."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(CensusRun, on_delete=models.PROTECT, null=True, blank=True, related_name="findings")
    """The kept file that it was found in; empty for what stands on the record itself."""
    year = models.PositiveIntegerField()
    rule = models.CharField(max_length=10)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    table = models.CharField(max_length=40)
    """The fact table; with `key`, the row that it is about, as facts name it."""
    key = models.CharField(max_length=160, blank=True)
    column = models.CharField(max_length=60, blank=True)
    element = models.CharField(max_length=60)
    value = models.CharField(max_length=300, blank=True)
    line = models.PositiveIntegerField(default=0)
    """Its line in a kept file; a record has none."""
    message = models.TextField()
    first_seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)
    record_id = models.UUIDField(null=True, blank=True)
    """The record that tells the row; with `table`, where it is mended."""
    worker = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    explanation = models.ForeignKey(
        Explanation, on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["child", "year", "rule", "table", "key", "element"],
                condition=Q(gone_at__isnull=True, run__isnull=True),
                name="census_finding_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(explanation__isnull=True) | Q(severity=Severity.query), name="census_only_a_query_is_waived"
            ),
            models.CheckConstraint(
                condition=Q(gone_at__isnull=True) | Q(gone_at__gte=F("first_seen_at")), name="census_gone_after_seen"
            ),
        ]
        indexes = [
            models.Index(
                fields=["year", "rule"], name="census_standing", condition=Q(gone_at__isnull=True, run__isnull=True)
            ),
            models.Index(fields=["child", "year"], name="census_of_child"),
            models.Index(fields=["year", "-gone_at"], name="census_mended", condition=Q(gone_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.rule} on {self.child_id}"

    @property
    def mend_url(self) -> str:
        """The form in which it is mended."""
        if self.record_id is None or self.table == "child":
            return reverse("census:mend", args=[self.child_id, "child", self.child_id])
        return reverse("census:mend", args=[self.child_id, self.table, self.record_id])
