"""Which decisions can be challenged: later slices say here how one is found, each under the purpose that shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from holdfast.access import Purpose, may_use
from holdfast.kernel.refused import NotFound
from holdfast.records.challenges.codes import DecisionKind
from holdfast.wall.acting import Actor, acting


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A decision that somebody may challenge: whose it is, who made it, and what to call it without naming anybody."""

    kind: DecisionKind
    id: UUID
    about: str
    child_id: UUID | None
    """None where whoever challenges it must not learn whether we know the child."""
    decided_by: UUID | None
    back_url: str


Find = Callable[[UUID], Subject | None]
_finders: dict[DecisionKind, tuple[tuple[Purpose, ...], Find]] = {}


def can_be_challenged(kind: DecisionKind, *, under: tuple[Purpose, ...], find: Find) -> None:
    """Say how a decision of this kind is found, by whoever acts for one of these purposes."""
    _finders[kind] = (under, find)


def subject_or_not_found(kind: str, subject_id: UUID, *, actor: Actor) -> Subject:
    """The decision, as far as this person may see it at their own work; NotFound says the same where there is none."""
    purposes, find = _finders.get(kind, ((), _nothing))  # type: ignore[call-overload]  # a word from an address
    for purpose in purposes:
        if actor.role and may_use(role=actor.role, purpose=purpose).allowed:
            with acting(actor=actor, purpose=purpose):
                found = find(subject_id)
            if found:
                return found
    raise NotFound("There is no decision here that you may see.")


def _nothing(subject_id: UUID) -> None:
    return None
