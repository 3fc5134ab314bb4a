"""The only way in: nobody reads or writes a child's data without saying who they are and what for.

`acting()` opens a transaction and tells PostgreSQL, for that transaction alone, who acts, for what
purpose, and how far that role and purpose reach. Row-level security reads those settings; where they
are unset or empty it shows nothing and accepts nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connection, transaction

from holdfast.access import Purpose, Reach, Role, may_use, reach, service_reach
from holdfast.kernel.refused import Refused

SETTINGS = ("actor", "purpose", "reach", "ceiling", "names", "locations", "writes", "reason")


class NotActing(RuntimeError):  # noqa: N818 - names the mistake
    """A bug: code asked for a child's data outside `acting()`."""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person in one role, or (with no role) the software itself."""

    id: UUID
    role: Role | None
    name: str

    @property
    def role_name(self) -> str:
        """The role's code, or `service`."""
        return self.role.value if self.role else "service"


@dataclass(frozen=True, kw_only=True)
class Acting:
    """Who acts now, for what, and how far that reaches."""

    actor: Actor
    purpose: Purpose
    reach: Reach
    reason: str


_acting: ContextVar[Acting | None] = ContextVar("acting", default=None)


def service(name: str) -> Actor:
    """A part of Holdfast that acts by itself, such as a nightly run; the same name is always the same actor."""
    return Actor(id=uuid5(NAMESPACE_URL, f"holdfast:service:{name}"), role=None, name=name)


PUBLIC = Actor(id=uuid5(NAMESPACE_URL, "holdfast:public"), role=Role.public, name="A member of the public")
TESTER = Actor(
    id=uuid5(NAMESPACE_URL, "holdfast:tester"), role=Role.partner_system, name="Holdfast’s own test of itself"
)
"""Sends what is no work: nobody but the tester itself ever sees it."""


def current() -> Acting:
    """Who acts now; raises NotActing outside `acting()`."""
    now = _acting.get()
    if now is None:
        raise NotActing("No query on a child's data without an actor and a purpose: wrap it in acting().")
    return now


@contextmanager
def acting(*, actor: Actor, purpose: Purpose, reason: str = "") -> Iterator[Acting]:
    """Act as this actor for this purpose, inside one transaction; raises Refused where the role may not.

    Nested calls are allowed, and give back what stood before when they end.
    """
    now = Acting(actor=actor, purpose=purpose, reach=_reach_of(actor, purpose), reason=reason)
    with transaction.atomic():
        former = _read_settings() if _acting.get() else dict.fromkeys(SETTINGS, "")
        _write_settings(_as_settings(now))
        token = _acting.set(now)
        try:
            yield now
        finally:
            _acting.reset(token)
        # On an exception the savepoint's rollback gives the former values back; a release does not.
        if not connection.needs_rollback:
            _write_settings(former)


def _reach_of(actor: Actor, purpose: Purpose) -> Reach:
    if actor.role is None:
        reached = service_reach(purpose=purpose)
        if reached.children == "none":
            raise Refused(f"The software itself does nothing for this purpose: {purpose.label}.")
        return reached
    allowed = may_use(role=actor.role, purpose=purpose)
    if not allowed.allowed:
        raise Refused(allowed.reason)
    return reach(role=actor.role, purpose=purpose)


def _as_settings(now: Acting) -> dict[str, str]:
    return {
        "actor": str(now.actor.id),
        "purpose": now.purpose.value,
        "reach": now.reach.children,
        "ceiling": str(int(now.reach.ceiling)),
        "names": "yes" if now.reach.names else "",
        "locations": "yes" if now.reach.locations else "",
        "writes": "yes" if now.reach.writes else "",
        "reason": now.reason,
    }


def _read_settings() -> dict[str, str]:
    columns = ", ".join(f"coalesce(current_setting('holdfast.{name}', true), '')" for name in SETTINGS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}")
        return dict(zip(SETTINGS, cursor.fetchone(), strict=True))


def _write_settings(values: dict[str, str]) -> None:
    calls = ", ".join(f"set_config('holdfast.{name}', %({name})s, true)" for name in SETTINGS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", values)
