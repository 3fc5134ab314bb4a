"""What still stands in the way of ending something: slices say it here, and the actions that end ask.

Only ending is ever held. Nothing that protects a child asks this.
"""

from collections.abc import Callable
from typing import Literal
from uuid import UUID

from holdfast.kernel.refused import Refused

Ending = Literal["referral", "section47", "case", "early_help"]
"""referral: ended without a case. section47: an enquiry completed. case: closed. early_help: ended."""

Why = Callable[[UUID, UUID | None], list[str]]
"""Answers, for a child and the record that is to end, a sentence for each thing that still stands."""

_reasons: dict[Ending, list[Why]] = {}


def register(*endings: Ending, why: Why) -> None:
    """Have `why` asked before each of these endings; registering the same twice asks once."""
    for ending in endings:
        asked = _reasons.setdefault(ending, [])
        if why not in asked:
            asked.append(why)


def standing(ending: Ending, *, child_id: UUID, subject_id: UUID | None = None) -> list[str]:
    """Everything that still stands in the way, a sentence each; empty where it may end."""
    return [said for why in _reasons.get(ending, ()) for said in why(child_id, subject_id)]


def refuse_while_held(ending: Ending, *, child_id: UUID, subject_id: UUID | None = None) -> None:
    """Raise Refused, with all that still stands, where anything does."""
    said = standing(ending, child_id=child_id, subject_id=subject_id)
    if said:
        raise Refused(" ".join(said))
