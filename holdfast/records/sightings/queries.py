"""What was seen of children, as far as the actor may see, and where two explanations do not fit."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from holdfast.access import Purpose
from holdfast.records.agencies.models import Agency, Post
from holdfast.records.sightings.codes import NEAR, Explanation
from holdfast.records.sightings.models import Injury, OfAgency, Reading, Sighting
from holdfast.web.body import PARTS, may_be_one_place

_LATEST = 100


def sightings_of(children: Collection[UUID]) -> QuerySet[Sighting]:
    """Every sighting of these children that the actor may see, the latest first."""
    return _standing(Sighting, children)


def injuries_of(children: Collection[UUID]) -> QuerySet[Injury]:
    """Every injury of these children that the actor may see, the latest first."""
    return _standing(Injury, children)


def read_until(*, reader: UUID, children: Collection[UUID]) -> dict[UUID, datetime]:
    """Up to which moment this reader said that they have read each child's chronology."""
    rows = Reading.objects.filter(reader=reader, child_id__in=children).values_list("child_id")
    return dict(rows.annotate(Max("read_at")))


def written_lately(*, since: datetime, children: Collection[UUID] | None) -> list[Sighting | Injury]:
    """What agencies wrote down themselves since then, of these children or of all whom the actor reaches."""
    found: list[Sighting | Injury] = []
    for model in (Injury, Sighting):
        rows = model.objects.filter(recorded_at__gte=since, recorded_for=Purpose.answering, entered_in_error=False)
        rows = rows if children is None else rows.filter(child_id__in=children)
        found += rows.select_related("agency").order_by("-recorded_at")[:_LATEST]
    return sorted(found, key=lambda row: row.recorded_at, reverse=True)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Injuries that may be one: at one place of the body, near in time; told by several, explained in several ways."""

    injuries: tuple[Injury, ...]
    conflicting: bool

    @property
    def words(self) -> str:
        """Where, as exactly as anybody said."""
        drawn = [each for each in self.injuries if PARTS[each.site].is_drawn]
        return PARTS[(drawn or list(self.injuries))[0].site].words

    @property
    def agencies(self) -> tuple[str, ...]:
        """Who told of it, each once."""
        return tuple(dict.fromkeys(each.whose for each in self.injuries))


def conflict(one: Injury, other: Injury) -> bool:
    """Whether two explanations were given of what may be the same mark on one person."""
    if not (_may_be_one(one, other) and one.explanation and other.explanation):
        return False
    if one.explanation != other.explanation:
        return True
    in_words = {each.explained_in_words.lower() for each in (one, other)}
    return one.explanation == Explanation.other and len(in_words) == 2


def places(injuries: Iterable[Injury]) -> list[Place]:
    """One person's injuries by place, those first whose explanations do not fit, then the latest seen."""
    groups: list[list[Injury]] = []
    for injury in sorted(injuries, key=lambda each: (each.seen_on, str(each.id))):
        near = [group for group in groups if any(_may_be_one(injury, each) for each in group)]
        groups = [group for group in groups if group not in near]
        groups.append([each for group in near for each in group] + [injury])
    found = [Place(injuries=tuple(group), conflicting=_conflicts_within(group)) for group in groups]
    return sorted(found, key=lambda place: (place.conflicting, place.injuries[-1].seen_on), reverse=True)


def _conflicts_within(group: list[Injury]) -> bool:
    return any(conflict(one, other) for at, one in enumerate(group) for other in group[at + 1 :])


def _may_be_one(one: Injury, other: Injury) -> bool:
    return abs(one.seen_on - other.seen_on) <= NEAR and may_be_one_place(one.site, other.site)


def _standing(model: type[OfAgency], children: Collection[UUID]) -> QuerySet:
    rows = model.objects.filter(child_id__in=children, entered_in_error=False)
    return rows.select_related("agency").order_by("-seen_on", "-told_on", "id")


def own_agencies(*, user_id: UUID, as_of: date) -> list[Agency]:
    """The agencies in which this person holds a post on that day."""
    posts = Post.objects.filter(holder_id=user_id).select_related("team__agency")
    held = {post.team.agency for post in posts if post.held_on(as_of)}
    return sorted(held, key=lambda agency: agency.name)
