"""The partnership's document on levels of need: its editions, its indicators, and the level that they suggest."""

import tomllib
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from holdfast.kernel.refused import Refused

HIGHEST = 4


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """Something that can be seen of a child, and the level that it suggests by itself."""

    code: str
    area: str
    level: int
    words: str


@dataclass(frozen=True, kw_only=True)
class Edition:
    """The document as it stood from one day on."""

    name: str
    from_on: date
    levels: Mapping[int, str]
    areas: Mapping[str, str]
    indicators: tuple[Indicator, ...]
    several: int
    """Needs at one level in so many areas suggest the next level; never level 4, which needs a reason of its own."""

    def by_area(self) -> list[tuple[str, list[Indicator]]]:
        """The indicators of each part of a child's life, in the document's order."""
        return [(said, [each for each in self.indicators if each.area == area]) for area, said in self.areas.items()]

    def words_of(self, codes: Collection[str]) -> list[str]:
        """The indicators ticked, in the document's words; one that this edition does not know stands as its code."""
        known = {each.code: each.words for each in self.indicators}
        return [known.get(code, code) for code in codes]


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """The level that the document suggests, with its reasons in words; None where nothing was ticked."""

    level: int | None
    because: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Document:
    """The whole document: its editions, the earliest first, and what goes with it."""

    title: str
    editions: tuple[Edition, ...]
    one_in: int
    within_days: int
    again: int
    panel: str


def document() -> Document:
    """The choices in local/levels.toml."""
    return read_levels(settings.HOLDFAST.local / "levels.toml")


def edition_on(day: date) -> Edition:
    """The edition in force on that day; the first one for days before it."""
    editions = document().editions
    return next((each for each in reversed(editions) if each.from_on <= day), editions[0])


def edition_named(name: str) -> Edition | None:
    """The edition of that name, None where there is none."""
    return next((each for each in document().editions if each.name == name), None)


def suggested(edition: Edition, ticked: Collection[str]) -> Suggestion:
    """The level that these indicators suggest, and why. Nothing is added up: the gravest one counts.

    Needs at the same level in several areas of a child's life suggest the next level, up to 3.
    """
    found = [each for each in edition.indicators if each.code in ticked]
    if not found:
        return Suggestion(level=None, because=())
    level = max(each.level for each in found)
    because = [f"Level {level}: {_small(each.words)}." for each in found if each.level == level]
    areas: dict[int, set[str]] = defaultdict(set)
    for each in found:
        areas[each.level].add(each.area)
    if level + 1 < HIGHEST and len(areas[level]) >= edition.several:
        told = f"Needs at level {level} in {len(areas[level])} parts of the child’s life together suggest {level + 1}."
        return Suggestion(level=level + 1, because=(told, *because))
    return Suggestion(level=level, because=tuple(because))


@cache
def read_levels(path: Path) -> Document:
    """The document in this file; Refused says what to mend."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        editions = sorted((_edition(each) for each in told["edition"]), key=lambda each: each.from_on)
        return Document(
            title=str(told["document"]),
            editions=tuple(editions) or _nothing(),
            one_in=_at_least(1, told["double_rating"]["one_in"]),
            within_days=_at_least(1, told["double_rating"]["within_days"]),
            again=_at_least(2, told["again"]["contacts"]),
            panel=str(told["again"]["panel"]),
        )
    except (OSError, KeyError, ValueError, TypeError) as wrong:
        raise Refused(f"{path} cannot be read: {wrong}. Copy the one that came with Holdfast.") from wrong


def _edition(told: Mapping[str, Any]) -> Edition:
    levels = {int(level): str(said) for level, said in told["levels"].items()}
    areas = {str(area): str(said) for area, said in told["areas"].items()}
    indicators = tuple(_indicator(each, levels, areas) for each in told["indicator"])
    if len({each.code for each in indicators}) < len(indicators):
        raise ValueError(f"edition {told['name']} has two indicators of one code")
    return Edition(
        name=str(told["name"]), from_on=_day(told["in_force_from"]), levels=levels, areas=areas, indicators=indicators,
        several=_at_least(2, told["several"]),
    )  # fmt: skip


def _indicator(told: Mapping[str, Any], levels: Collection[int], areas: Collection[str]) -> Indicator:
    if told["level"] not in levels or told["area"] not in areas:
        raise ValueError(f"indicator {told['code']} names a level or an area that the edition does not have")
    return Indicator(code=str(told["code"]), area=told["area"], level=told["level"], words=str(told["words"]))


def _day(value: Any) -> date:
    if type(value) is not date:
        raise ValueError(f"{value!r} is not a day such as 2026-04-01")
    return value


def _at_least(least: int, value: Any) -> int:
    if not isinstance(value, int) or value < least:
        raise ValueError(f"{value!r} is not a number from {least} on")
    return value


def _nothing() -> tuple[Edition, ...]:
    raise ValueError("it has no edition")


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
