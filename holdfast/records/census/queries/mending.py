"""From a row of facts to the record that tells it, and to whoever can mend it today."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat

from holdfast.records.agencies.models import Post, Team
from holdfast.records.casework.models import (
    Assessment,
    AssessmentFactor,
    Conference,
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
    rows = model.objects.filter(**{f"{model.child_field}__in": list(children)})
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
