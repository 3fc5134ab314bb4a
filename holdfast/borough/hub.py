"""What only a hub's own records tell: enquiries and what agencies answered, what was seen, and what was challenged.

These are no facts of the borough: its records tell them, once they are loaded.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What one agency was asked in an enquiry, and what became of it."""

    source: str
    agency: str
    asked_at: datetime
    answered_at: datetime | None = None
    answer: str = ""
    words: str = ""
    waived_at: datetime | None = None
    waived_because: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Enquiry:
    """A hub enquiry about a child, for a referral or for a contact that nobody has decided yet."""

    child: str
    episode: str | None
    contact: str | None
    colour: str
    started_at: datetime
    due_at: datetime
    completed_at: datetime | None
    questions: tuple[Question, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """A professional saw the child, or should have."""

    child: str
    agency: str
    by: str
    seen_on: date
    what: str
    setting: str
    saw: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Hurt:
    """An injury that somebody saw, and how it was explained to them."""

    child: str
    agency: str
    by: str
    seen_on: date
    site: str
    kind: str
    explanation: str
    explained_by: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Challenge:
    """A challenge to the decision on a referral: a day for each stage, and for those answered the answer."""

    child: str
    episode: str
    by: str
    """Username of whoever raised it."""
    agency_kind: str
    agency: str
    theme: str
    words: str
    raised_at: datetime
    due_at: tuple[datetime, ...]
    answered_at: datetime | None
    answer: str
    outcome: str
    closed_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Hub:
    """All of it."""

    enquiries: tuple[Enquiry, ...]
    seen: tuple[Seen, ...]
    hurt: tuple[Hurt, ...]
    challenges: tuple[Challenge, ...]
