"""The decision: role and purpose and relationship and stage, and not sealed, in conflict or protected; and in time."""

from dataclasses import dataclass
from datetime import date

from holdfast.access.purposes import Purpose
from holdfast.access.roles import Role
from holdfast.access.rules import NOTHING, RULES, SERVICES, Reach
from holdfast.access.stages import Stage

_REACH = {(rule.role, rule.purpose): rule.reach for rule in RULES}
_SERVICE_REACH = {rule.purpose: rule.reach for rule in SERVICES}


@dataclass(frozen=True)
class Decision:
    """Whether, and why, in a sentence that names nobody."""

    allowed: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class Relationship:
    """Why this person may see this child: an allocation, an involvement, a place in a sample. It always ends."""

    ceiling: Stage
    from_on: date
    until_on: date
    """The first day on which it no longer holds."""
    opens_seal: bool = False
    """Given to this person by name for a record that is sealed; being in a team or an agency never does it."""

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return self.from_on <= day < self.until_on


def may_use(*, role: Role, purpose: Purpose) -> Decision:
    """Whether the role may say that this is what it is doing."""
    if (role, purpose) in _REACH:
        return Decision(True, f"{role.label}: {purpose.words}")
    return Decision(False, f"“{purpose.label}” is not part of the work of this role: {role.label}.")


def reach(*, role: Role, purpose: Purpose) -> Reach:
    """What the role reaches for the purpose; nothing at all where it may not use it."""
    return _REACH.get((role, purpose), NOTHING)


def service_reach(*, purpose: Purpose) -> Reach:
    """What the software itself reaches for the purpose, when no person is asking."""
    return _SERVICE_REACH.get(purpose, NOTHING)


def decide(
    *,
    role: Role,
    purpose: Purpose,
    needs: Stage,
    relationship: Relationship | None,
    sealed: bool,
    conflict: bool,
    protected_location: bool,
    as_of: date,
) -> Decision:
    """Whether somebody may see this much of one child on this day.

    `needs` is the stage of what is asked for; `protected_location` says that it gives away a protected address.
    """
    used = may_use(role=role, purpose=purpose)
    if not used.allowed:
        return used
    reached = reach(role=role, purpose=purpose)
    current = relationship if relationship and relationship.holds_on(as_of) else None
    refusal = (
        _not_this_child(reached, relationship, current)
        or _shut_out(current, sealed=sealed, conflict=conflict)
        or _too_far(reached, current, needs)
        or _protected(reached, protected_location=protected_location)
    )
    return Decision(False, refusal) if refusal else Decision(True, used.reason)


def _not_this_child(reached: Reach, relationship: Relationship | None, current: Relationship | None) -> str | None:
    if reached.children == "none":
        return "This role sees no child's record for this purpose."
    if reached.children == "all" or current:
        return None
    if relationship:
        return "Your involvement with this child is not current."
    return "You have no involvement with this child."


def _shut_out(current: Relationship | None, *, sealed: bool, conflict: bool) -> str | None:
    if conflict:
        return "You may not see this record, because you have an interest in it outside your work."
    if sealed and not (current and current.opens_seal):
        return "This record is restricted to people named for it. Ring the duty manager."
    return None


def _too_far(reached: Reach, current: Relationship | None, needs: Stage) -> str | None:
    ceiling = reached.ceiling
    if reached.children != "all" and current:
        ceiling = min(ceiling, current.ceiling)
    if needs <= ceiling:
        return None
    return f"This is beyond what you may see of this child. You may see: {ceiling.words}"


def _protected(reached: Reach, *, protected_location: bool) -> str | None:
    if protected_location and not reached.locations:
        return "This address is protected. Ask the allocated worker, who knows who has been told."
    return None
