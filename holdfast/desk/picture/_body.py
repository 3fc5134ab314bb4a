"""Every injury of every agency added up: numbered, on the body, and with explanations that do not fit side by side."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from holdfast.desk.chronology import explained
from holdfast.records.sightings.models import Injury
from holdfast.records.sightings.queries import Place, places
from holdfast.web.body import PARTS


@dataclass(frozen=True, kw_only=True)
class Numbered:
    """An injury with its number on the drawing."""

    number: int
    injury: Injury
    conflicting: bool

    @property
    def where(self) -> str:
        """The part of the body in words."""
        return PARTS[self.injury.site].words

    @property
    def explained(self) -> str:
        """How it was explained and by whom."""
        return explained(self.injury)


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """A place whose injuries were explained in several ways, each with its number."""

    where: str
    told: tuple[Numbered, ...]
    agencies: int


@dataclass(frozen=True, kw_only=True)
class BodyOfInjuries:
    """What the drawing and the table beside it show."""

    injuries: tuple[Numbered, ...]
    marks: dict[str, list[int]]
    conflicting: frozenset[str]
    conflicts: tuple[Conflict, ...]
    agencies: int


def add_up(injuries: Iterable[Injury]) -> BodyOfInjuries:
    """Number the injuries from the first that was seen, and find where explanations do not fit."""
    in_order = sorted(injuries, key=lambda each: (each.seen_on, each.told_on, str(each.id)))
    differing = [place for place in places(in_order) if place.conflicting]
    doubted = {injury.id for place in differing for injury in place.injuries}
    numbered = {
        injury.id: Numbered(number=number, injury=injury, conflicting=injury.id in doubted)
        for number, injury in enumerate(in_order, start=1)
    }
    marks: dict[str, list[int]] = defaultdict(list)
    for each in numbered.values():
        marks[each.injury.site].append(each.number)
    return BodyOfInjuries(
        injuries=tuple(numbered.values()),
        marks=dict(marks),
        conflicting=frozenset(each.injury.site for each in numbered.values() if each.conflicting),
        conflicts=tuple(_conflict(place, numbered) for place in differing),
        agencies=len({injury.whose for injury in in_order}),
    )


def _conflict(place: Place, numbered: dict) -> Conflict:
    told = sorted((numbered[injury.id] for injury in place.injuries), key=lambda each: each.number)
    return Conflict(where=place.words, told=tuple(told), agencies=len(place.agencies))
