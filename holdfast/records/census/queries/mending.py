"""From a row of facts to the record that tells it, and to whoever can mend it today."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat

from holdfast.facts import TABLES
from holdfast.kernel.refused import NotFound
from holdfast.records.agencies.models import Post, Team
from holdfast.records.casework.models import (
    Assessment,
    AssessmentFactor,
    Conference,
    Episode,
    NeedPlan,
    PlanReview,
    PreProceedings,
    ProtectionPlan,
    Section47,
)
from holdfast.records.frontdoor.models import Referral
from holdfast.records.people.codes import InvolvementKind
from holdfast.records.people.models import Disability, Identifier, Involvement, Person
from holdfast.records.people.queries import manager_of
from holdfast.wall.guarded import Guarded
from holdfast.wall.models import User
from holdfast.wall.reading import note

RECORDS: dict[str, type[Guarded]] = {
    "child": Person,
    "identifier": Identifier,
    "disability": Disability,
    "episode": Referral,
    "assessment": Assessment,
    "assessment_factor": AssessmentFactor,
    "section47": Section47,
    "conference": Conference,
    "protection_plan": ProtectionPlan,
    "plan_review": PlanReview,
    "need_plan": NeedPlan,
    "pre_proceedings": PreProceedings,
}
"""The record behind each fact table of the census. The referral tells an episode, whether or not it led to one."""

_SLASH = Value("/")
_KEYS = {
    "child": Value(""),
    "identifier": Concat("kind", _SLASH, "value"),
    "disability": F("code"),
    "assessment_factor": Concat("assessment__key", _SLASH, "code"),
}
"""How facts name a row where the record has no key of its own."""

CODED = {"disability": "Disability", "assessment_factor": "AssessmentFactors"}
"""Tables of codes of which a child or an assessment has many, with their list; one told by mistake is taken out."""

Row = tuple[UUID, str, str]
"""A child, a fact table, and the key of a row in it."""


@dataclass(frozen=True)
class Mender:
    """Who can mend a child's record today, and in which team; neither where nobody is known."""

    worker: User | None
    team: Team | None


def records_of(children: Collection[UUID], tables: Iterable[str]) -> dict[Row, UUID]:
    """The record that tells each row of these tables, for these children."""
    note(children)
    return {
        (child, table, key): record
        for table in tables
        if table in RECORDS
        for child, key, record in _told(table, children)
    }


def _told(table: str, children: Collection[UUID]) -> Iterator[tuple[UUID, str, UUID]]:
    model = RECORDS[table]
    key = _KEYS.get(table, F("key"))
    standing = {"withdrawn_at": None} if table in CODED else {}
    rows = model.objects.filter(**{f"{model.child_field}__in": list(children)}, **standing)
    return iter(rows.annotate(told_as=key).values_list(model.child_field, "told_as", "pk"))


def menders_of(children: Collection[UUID], *, as_of: date) -> dict[UUID, Mender]:
    """Whoever can mend each child's record that day: the allocated worker, else a manager.

    The manager is that of the team that had the child last, or of the front door where none had.
    """
    former: dict[UUID, Team] = {}
    found: dict[UUID, Mender] = {}
    teams = _teams_of_workers(as_of)
    for row in _allocations(children):
        team = row.team or teams.get(row.worker_id)
        if row.worker.is_active and _holds(row, as_of):
            found[row.person_id] = Mender(row.worker, team)
        elif team:
            former[row.person_id] = team
    hub = Team.objects.filter(is_hub=True).order_by("name").first()
    left = {child: former.get(child, hub) for child in children if child not in found}
    managed = {team: _managed(team, as_of) for team in set(left.values())}
    return found | {child: managed[team] for child, team in left.items()}


COLUMNS: dict[str, tuple[str, ...]] = {
    "child": ("birth_on", "expected_birth_on", "died_on", "sex", "ethnicity", "upn_unknown"),
    "identifier": ("value",),
    "disability": ("code",),
    "episode": ("referred_on", "referral_source", "primary_need", "closed_on", "closure_reason"),
    "assessment": ("started_on", "review_point_on", "authorised_on"),
    "assessment_factor": ("code",),
    "section47": ("started_on", "conference_target_on", "conference_not_required"),
    "conference": ("held_on",),
    "protection_plan": ("started_on", "ended_on", "initial_category", "latest_category", "previous_plans"),
    "plan_review": ("held_on",),
    "need_plan": ("started_on", "ended_on"),
    "pre_proceedings": tuple(column.name for column in TABLES["pre_proceedings"].columns[4:]),
}
"""What of each row is corrected on its record. Whether a referral goes on is decided, not corrected."""
ENDINGS = frozenset({"closed_on", "closure_reason", "ended_on", "authorised_on", "conference_not_required"})
"""What ends something has a form of its own, with its own questions: here it is corrected where it was said before."""


@dataclass(frozen=True)
class Mended:
    """A record that tells a row of the census, and what may be corrected of it, by the name of the fact."""

    table: str
    record: Guarded
    also: Episode | None
    """The episode of need, where the row is told by a referral and its episode."""
    values: dict[str, Any]

    def holder(self, column: str) -> tuple[Guarded | None, str]:
        """The record that holds a column, and the name of its field there."""
        if self.table == "episode" and column in _OF_EPISODE:
            return self.also, column
        return self.record, "source" if column == "referral_source" else column


def key_of(record: Guarded) -> str:
    """The key by which facts name the row that it tells."""
    if isinstance(record, AssessmentFactor):
        return f"{record.assessment.key}/{record.code}"
    if isinstance(record, Identifier):
        return f"{record.kind}/{record.value}"
    if isinstance(record, Disability):
        return record.code
    return getattr(record, "key", "")


def codes_of(mended: Mended) -> QuerySet[Any]:
    """The disabilities or factors that are told with it, those taken out too; of one of them, itself alone."""
    record = mended.record
    if isinstance(record, Person):
        return Disability.objects.filter(person=record).order_by("code", "id")
    if isinstance(record, Assessment):
        factors = AssessmentFactor.objects.filter(assessment=record)
        return factors.select_related("assessment").order_by("code", "id")
    if isinstance(record, Disability | AssessmentFactor):
        return type(record).objects.filter(pk=record.pk)
    return Disability.objects.none()


_OF_EPISODE = frozenset({"primary_need", "closed_on", "closure_reason"})


def mended_or_not_found(child_id: UUID, table: str, record_id: UUID) -> Mended:
    """The record behind a row of the census, for somebody who may see it; NotFound where there is none."""
    model = RECORDS.get(table)
    record = model.objects.filter(pk=record_id, **{model.child_field: child_id}).first() if model else None
    if record is None:
        raise NotFound("There is no record here that you may see.")
    also = Episode.objects.filter(referral_id=record_id).first() if table == "episode" else None
    mended = Mended(table, record, also, {})
    over = _is_over(mended)
    for column in COLUMNS[table]:
        holder, name = mended.holder(column)
        value = getattr(holder, name) if holder else None
        if holder and (column not in ENDINGS or over or value not in (None, "", False)):
            mended.values[column] = value
    return mended


def _is_over(mended: Mended) -> bool:
    """Whether the case is closed: what ends in it can then be said nowhere else."""
    case = mended.also or getattr(mended.record, "episode", None)
    return case is not None and case.closed_on is not None


def _allocations(children: Collection[UUID]) -> QuerySet[Involvement]:
    rows = Involvement.objects.filter(person_id__in=list(children), kind=InvolvementKind.allocated_worker)
    return rows.select_related("worker", "team").order_by("from_on", "id")


def _holds(row: Involvement, as_of: date) -> bool:
    return row.from_on <= as_of and (row.until_on is None or as_of < row.until_on)


def _teams_of_workers(as_of: date) -> dict[UUID, Team]:
    posts = Post.objects.select_related("team").order_by("from_on", "id")
    return {post.holder_id: post.team for post in posts if post.held_on(as_of)}


def _managed(team: Team | None, as_of: date) -> Mender:
    post = manager_of(team, as_of=as_of)
    return Mender(post.holder if post else None, team)
