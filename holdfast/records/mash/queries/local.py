"""The partnership's own choices about its hub: hours by colour, whom to ask about what, and whom to ring."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from holdfast.kernel.refused import Refused
from holdfast.records.mash.codes import Counted, Rating, Source
from holdfast.records.mash.queries.hours import Hours


@dataclass(frozen=True, kw_only=True)
class Question:
    """The standard question to one kind of service."""

    words: str
    with_address: bool


@dataclass(frozen=True, kw_only=True)
class Worry:
    """A kind of worry, and whom it is a matter of course to ask."""

    words: str
    ask: tuple[Source, ...]


@dataclass(frozen=True, kw_only=True)
class Named:
    """Somebody by what they are, and how to ring them."""

    name: str
    telephone: str

    @property
    def said(self) -> str:
        """Both in one line."""
        return f"{self.name}, {self.telephone}"


@dataclass(frozen=True, kw_only=True)
class Hub:
    """All of local/mash.toml."""

    necessity: str
    ratings: Mapping[Rating, str]
    hours: Mapping[Rating, Hours]
    section47: Hours
    required: tuple[Source, ...]
    link_hours: int
    worries: Mapping[str, Worry]
    questions: Mapping[Source, Question]
    by_agency: Mapping[str, Named]
    by_kind: Mapping[Source, Named]

    def sources_for(self, worries: list[str]) -> list[Source]:
        """Whom these worries make it a matter of course to ask, each once."""
        told = [source for worry in worries if worry in self.worries for source in self.worries[worry].ask]
        return list(dict.fromkeys(told))

    def to_ring(self, *, source: str, agency_name: str) -> Named | None:
        """Who is named for an agency that does not answer; None where the partnership named nobody."""
        return self.by_agency.get(agency_name) or self.by_kind.get(Source(source))


def hub() -> Hub:
    """The choices in local/mash.toml."""
    return read(settings.HOLDFAST.local / "mash.toml")


@cache
def read(path: Path) -> Hub:
    """The choices in this file; Refused says what to mend."""
    try:
        return _hub(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, KeyError, ValueError, TypeError, AttributeError) as wrong:
        raise Refused(f"{path} cannot be read: {wrong}. Copy the one that came with Holdfast.") from wrong


def _hub(told: dict[str, Any]) -> Hub:
    escalate = told.get("escalate", {})
    return Hub(
        necessity=_text(told["necessity"]),
        ratings={rating: _text(told["rating"][rating]["words"]) for rating in Rating},
        hours={rating: _hours(told["rating"][rating]) for rating in Rating},
        section47=_hours(told["section47"]),
        required=tuple(map(Source, told["section47"]["required"])),
        link_hours=_count(told["links"]["hours"]),
        worries={
            code: Worry(words=_text(said["words"]), ask=tuple(map(Source, said["ask"])))
            for code, said in told["worry"].items()
        },
        questions={source: _question(told["ask"][source]) for source in Source},
        by_agency={name: _named(said) for name, said in escalate.get("agency", {}).items()},
        by_kind={Source(kind): _named(said) for kind, said in escalate.get("kind", {}).items()},
    )


def _hours(told: dict[str, Any]) -> Hours:
    return Hours(hours=_count(told["hours"]), counted=Counted(told["counted"]))


def _question(told: dict[str, Any]) -> Question:
    return Question(words=_text(told["question"]), with_address=told.get("with_address", False) is True)


def _named(told: dict[str, Any]) -> Named:
    return Named(name=_text(told["name"]), telephone=_text(told["telephone"]))


def _count(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise ValueError(f"{value!r} is not a whole number above 0")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{value!r} is not text")
    return value.strip()
