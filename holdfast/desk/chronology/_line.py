"""One line of a child's story, and the words that several kinds of record share."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from holdfast.access import Purpose
from holdfast.kernel.codes import words as code_words

KINDS = {
    "told": "What we were told",
    "seen": "What agencies saw",
    "helped": "Early help",
    "assessed": "Assessments",
    "protected": "Child protection",
    "planned": "Plans",
    "visited": "Visits",
    "people": "People and places",
}
"""What a line is about, for the filter."""

SOCIAL_CARE = "Children’s social care"
IN_BULK = frozenset({Purpose.statutory_return, Purpose.borough_load})
"""What came in with a file was added on one day, whenever it happened: that says nothing of who was late."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that happened. `significant` says that the story in two minutes cannot do without it."""

    child_id: UUID
    on: date | None
    title: str
    text: str = ""
    told_on: date | None = None
    """When we were told, where that is another day."""
    kind: str
    record: str = ""
    """What kind of record told it: contact, sighting, injury, ..."""
    agency: str = ""
    """Who told it or did it."""
    about: str = ""
    """About whom it is, where it stands among another child's lines."""
    significant: bool = False
    tag: str = ""
    meaning: str = ""
    added_at: datetime | None = None
    """When it was first written down here; None where that says nothing."""
    added_by: UUID | None = None
    """Who wrote it down first."""
    row_id: UUID | None = None
    row_version: int = 1
    """1 where `added_at` is when this very line was first written down."""
    late: str = ""
    counts: bool = False
    """Whether it is an agency's contact with the child, to be counted by agency and window."""
    saw: bool = False
    """Whether somebody's eyes were on the child."""
    missed: bool = False
    """Whether the child was not brought to an appointment."""

    @property
    def by(self) -> str:
        """The agency where the title does not say it already, and about whom it is."""
        return ", ".join(filter(None, ("" if self.agency in self.title else self.agency, self.about)))


Lines = Iterator[Line]


def of(row: Any, *, again: bool = False, **told: Any) -> Line:
    """A line that a record tells; it knows whose it is and when it was written down.

    `again` where it was added to a record that stood already: a plan's end, a referral's decision.
    """
    in_bulk = row.recorded_for in IN_BULK
    return Line(
        **{"agency": SOCIAL_CARE, "child_id": row.child_id, "record": row._meta.model_name, "row_id": row.id, **told},
        added_at=None if in_bulk else row.recorded_at,
        added_by=row.recorded_by,
        row_version=1 if again else row.version,
    )


def coded(list_name: str, code: str) -> str:
    """A code of the DfE's in words; empty where there is none."""
    return code_words(list_name, code) if code else ""


def quoted(said: str) -> str:
    """The child's own words as such."""
    return f"In the child’s words: “{said}”" if said else ""


def lines(*parts: str) -> str:
    """What there is of these, each on a line of its own."""
    return "\n".join(part for part in parts if part)
