"""How challenges are heard here, where each stands, and which decisions can be challenged."""

from holdfast.records.challenges.queries.procedure import Planned, Stage, plan, stages
from holdfast.records.challenges.queries.standing import (
    Standing,
    challenge_or_not_found,
    challenged,
    challenges_of,
    challenges_to,
    hearers,
    may_hear,
    open_challenges,
    own_challenges,
    said_in,
    standing,
    standings,
    to_hear,
    why_held,
)
from holdfast.records.challenges.queries.subjects import Subject, can_be_challenged, subject_or_not_found

__all__ = [
    "Planned",
    "Stage",
    "Standing",
    "Subject",
    "can_be_challenged",
    "challenge_or_not_found",
    "challenged",
    "challenges_of",
    "challenges_to",
    "hearers",
    "may_hear",
    "open_challenges",
    "own_challenges",
    "plan",
    "said_in",
    "stages",
    "standing",
    "standings",
    "subject_or_not_found",
    "to_hear",
    "why_held",
]
