"""Where a fact about the world comes from, and how sure we are of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar

T = TypeVar("T")

Confidence = Literal["V1", "V2", "M"]
"""V1: read in a primary source. V2: read in a secondary one. M: from memory, to be checked; says so where it shows."""

HOW_SURE: Mapping[Confidence, str] = {
    "V1": "read in a primary source",
    "V2": "read in a secondary source",
    "M": "from memory, to be checked against the source",
}
"""The same for people; what a person must still check says so wherever it is shown."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """The document or data that a definition rests on."""

    title: str
    place: str = ""
    confidence: Confidence = "V1"

    @property
    def how_sure(self) -> str:
        """How sure we are of it, in words."""
        return HOW_SURE[self.confidence]

    @property
    def needs_checking(self) -> bool:
        """Whether a person must still check it against the source."""
        return self.confidence == "M"


@dataclass(frozen=True, kw_only=True)
class Dated(Generic[T]):
    """A value and the days on which it holds: from `valid_from`, until (not including) `valid_until`."""

    value: T
    valid_from: date
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the value was in force on that day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)
